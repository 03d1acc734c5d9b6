/** Identifiers with AWS's shapes. */

/** Account and Region of the simulated world, where nothing else is said. */
export const simulatedAccount = '123456789012';
export const simulatedRegion = 'us-east-1';

/** `shardId-` and twelve digits. */
export function shardIdText(index: number): string {
  return `shardId-${String(index).padStart(12, '0')}`;
}

/** The index in a full or abbreviated shard id (`shardId-000000000005`, `shard-5`, `5`); undefined when there is none from 0 to 2^31-1. */
export function parseShardId(text: string): number | undefined {
  const digits = /^(?:[^-]*-)?(\d+)$/.exec(text)?.[1];
  if (digits === undefined) return undefined;
  const index = Number(digits);
  return index <= 2147483647 ? index : undefined;
}

/** What a sequence number is made of. Times are UTC milliseconds, of which whole seconds are kept. */
export interface SequenceParts {
  readonly shardCreatedMs: number;
  readonly shardIndex: number;
  /** 0 for a shard's start, 1 and up for records, below 2^63. */
  readonly counter: bigint;
  readonly arrivedMs: number;
}

/** Counter of a closed shard's EndingSequenceNumber: 2^63 - 1. */
export const endingCounter = (1n << 63n) - 1n;

/** The 47 hexadecimal digits behind a sequence number (kinesalite's layout). */
export function sequenceNumberHex(parts: SequenceParts): string {
  const hex = (value: bigint | number, digits: number) => value.toString(16).padStart(digits, '0');
  return (
    '2' +
    hex(Math.floor(parts.shardCreatedMs / 1000), 9) +
    hex(parts.shardIndex & 0xf, 1) +
    hex(parts.counter, 16) +
    '00' +
    hex(Math.floor(parts.arrivedMs / 1000), 9) +
    hex(parts.shardIndex, 8) +
    '2'
  );
}

/** A sequence number as Kinesis prints it: 56 decimal digits. */
export function sequenceNumberText(parts: SequenceParts): string {
  return BigInt(`0x${sequenceNumberHex(parts)}`).toString();
}

/** The parts of a sequence number; undefined when the text is not one. */
export function parseSequenceNumber(text: string): SequenceParts | undefined {
  if (!/^\d{50,60}$/.test(text)) return undefined;
  const hex = BigInt(text).toString(16);
  if (hex.length !== 47 || !hex.startsWith('2') || !hex.endsWith('2')) return undefined;
  return {
    shardCreatedMs: Number.parseInt(hex.slice(1, 10), 16) * 1000,
    counter: BigInt(`0x${hex.slice(11, 27)}`),
    arrivedMs: Number.parseInt(hex.slice(29, 38), 16) * 1000,
    shardIndex: Number.parseInt(hex.slice(38, 46), 16),
  };
}
