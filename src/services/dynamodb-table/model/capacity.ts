/** Capacity units: what a call consumes, and the two banks of a provisioned table. */
import type { PlainData, PlainRecord } from '../../../sim/plainData.ts';

/**
 * A bank of capacity units, in thousandths: it fills by the provisioned rate and holds what was unused in the burst window.
 * It may go into debt by a read, whose size nobody knows beforehand.
 */
export interface Bank {
  level: number;
  refilledAt: number;
}

/** Thousandths of a unit. */
const unit = 1000;

/** A bank with so many seconds of unused capacity; at least the current second's. */
export function newBank(unitsPerSecond: number, burstSeconds: number, now: number): Bank {
  return { level: unitsPerSecond * Math.max(1, burstSeconds) * unit, refilledAt: now };
}

/** Brings a bank up to now: one unit a second is one thousandth a millisecond. */
export function refill(bank: Bank, unitsPerSecond: number, windowMs: number, now: number): void {
  bank.level = Math.min(unitsPerSecond * windowMs, bank.level + (now - bank.refilledAt) * unitsPerSecond);
  bank.refilledAt = now;
}

/** Takes units whose number is known, if they are there; more than the bank can ever hold pass when it is full. */
export function draw(bank: Bank, units: number, unitsPerSecond: number, windowMs: number): boolean {
  const cost = Math.round(units * unit);
  if (bank.level < cost && bank.level < unitsPerSecond * windowMs) return false;
  bank.level -= cost;
  return true;
}

/** Takes units whose number is known only afterwards: anything left lets the call pass. */
export function drawOnCredit(bank: Bank, units: number): boolean {
  if (bank.level <= 0) return false;
  bank.level -= Math.round(units * unit);
  return true;
}

function utf8Length(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0)!;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}

/** Bytes of an attribute value as DynamoDB counts them: text as UTF-8, a number about half a byte a digit, lists and maps three bytes and one for each member. */
export function valueBytes(value: PlainData | undefined): number {
  if (value === undefined) return 0;
  if (typeof value === 'string') return utf8Length(value);
  if (typeof value === 'number' || typeof value === 'bigint') return Math.ceil(String(value).replace(/[-.]/g, '').length / 2) + 1;
  if (typeof value !== 'object' || value === null) return 1;
  let bytes = 3;
  for (const [name, member] of Object.entries(value)) bytes += 1 + (Array.isArray(value) ? 0 : utf8Length(name)) + valueBytes(member);
  return bytes;
}

/** Bytes of an item: names and values. */
export function itemBytes(item: PlainRecord): number {
  let bytes = 0;
  for (const [name, value] of Object.entries(item)) bytes += utf8Length(name) + valueBytes(value);
  return bytes;
}

/** Units of a write: whole ones, at least one. */
export function writeUnits(bytes: number, unitBytes: number): number {
  return Math.max(1, Math.ceil(bytes / unitBytes));
}

/** Units of a read: whole ones, at least one; half of that when it need not be consistent. */
export function readUnits(bytes: number, unitBytes: number, consistent: boolean): number {
  const units = Math.max(1, Math.ceil(bytes / unitBytes));
  return consistent ? units : units / 2;
}
