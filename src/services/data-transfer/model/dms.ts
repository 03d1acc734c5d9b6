/** DMS: a full load while changes are cached, the cached changes, replication that goes on, and the cut-over. */
import type { Limits } from '../../../sim/limits.ts';
import { lineTime, type Line } from './lineTime.ts';
import { term, worked, type Phase, type Worked } from './worked.ts';

export const migrationTypes = ['full-load', 'cdc', 'full-load-and-cdc'] as const;
export type MigrationType = (typeof migrationTypes)[number];

export interface DmsQuestion {
  readonly type: MigrationType;
  readonly bytes: number;
  readonly tables: number;
  /** Tables loaded at once (MaxFullLoadSubTasks). */
  readonly parallelTables: number;
  /** What one table's load can carry, bit/s. */
  readonly tableBitsPerSecond: number;
  readonly line: Line;
  /** What changes at the source, bytes a day. */
  readonly changeBytesPerDay: number;
  /** What the target takes in of changes, bit/s; the line bounds it too. */
  readonly applyBitsPerSecond: number;
  /** How long transactions that were open at the start stay open, ms. */
  readonly openTransactionsMs: number;
  /** From the quiet source to clients on the target, ms. */
  readonly switchMs: number;
}

export interface DmsPlan {
  readonly phases: readonly Phase[];
  /** How long changes are captured, beside the phases; null where they are not. */
  readonly capture: Phase | null;
  /** When all that was there at the start has been loaded. */
  readonly loadedMs: number;
  /** When the cached changes are applied and the target follows; null when it never catches up, or never tries. */
  readonly caughtUpMs: number | null;
  /** When clients work on the target; null as above. */
  readonly doneMs: number | null;
  /** How long nobody can write. For a full load alone the source must stay quiet all the while, or changes are lost. */
  readonly downtimeMs: number;
  /** Bytes of change that the target never gets if the source goes on working during a full load alone. */
  readonly changesLostBytes: number;
  /** Share of the line's rate that changes need for ever after. */
  readonly worked: readonly Worked[];
}

/** How long a load that also captures changes waits for open transactions before it starts. */
export function openTransactionsWait(type: MigrationType, openMs: number, limits: Limits): number {
  return type === 'full-load-and-cdc' ? Math.min(openMs, limits.duration('dms.full-load.open-transactions-wait')) : 0;
}

/** Rate of the full load, bit/s: tables at once, each at its own pace, within the line. */
export function loadRate(ask: DmsQuestion): Worked {
  const line = ask.line.bitsPerSecond * ask.line.utilisation;
  const atOnce = Math.max(1, Math.min(ask.tables, ask.parallelTables));
  return worked(
    'Rate of the full load',
    'the lesser of line × share used and tables at once × rate of a table',
    [term('line', ask.line.bitsPerSecond, 'bit/s'), term('share used', ask.line.utilisation, ''), term('tables at once', atOnce, ''), term('rate of a table', ask.tableBitsPerSecond, 'bit/s')],
    Math.min(line, atOnce * ask.tableBitsPerSecond),
    'bit/s',
  );
}

/** Why so many tables cannot be loaded at once, or undefined. */
export function parallelProblem(tables: number, limits: Limits): string | undefined {
  const max = limits.number('dms.full-load.max-tables');
  return tables >= 1 && tables <= max ? undefined : `1 to ${max} tables can be loaded at once`;
}

export function dmsPlan(ask: DmsQuestion, limits: Limits): DmsPlan {
  const waitMs = openTransactionsWait(ask.type, ask.openTransactionsMs, limits);
  const rate = loadRate(ask);
  const load = ask.type === 'cdc' ? 0 : lineTime(ask.bytes, { bitsPerSecond: rate.result, utilisation: 1 }).ms;
  const loadedMs = waitMs + load;
  const change = ask.changeBytesPerDay / 86_400;
  const apply = Math.min(ask.applyBitsPerSecond, ask.line.bitsPerSecond * ask.line.utilisation) / 8;
  const cached = (change * loadedMs) / 1000;
  const phases: Phase[] = [];
  if (waitMs > 0) phases.push({ name: 'open-transactions', from: 0, to: waitMs });
  if (load > 0) phases.push({ name: 'full-load', from: waitMs, to: loadedMs });
  const loadWorked = worked('Full load', 'data × 8 / rate', [term('data', ask.bytes, 'B'), term('rate', rate.result, 'bit/s')], load / 1000, 's');
  if (ask.type === 'full-load') {
    const doneMs = loadedMs + ask.switchMs;
    return { phases: [...phases, { name: 'cut-over', from: loadedMs, to: doneMs }], capture: null, loadedMs, caughtUpMs: null, doneMs, downtimeMs: doneMs, changesLostBytes: cached, worked: [rate, loadWorked] };
  }
  const cachedWorked = worked('Changes cached during the load', 'changes × time of the load', [term('changes', change, 'B/s'), term('time of the load', loadedMs / 1000, 's')], cached, 'B');
  const behind = cached > 0 && apply <= change;
  const catchUpMs = cached === 0 ? 0 : Math.ceil((cached / (apply - change)) * 1000 - 1e-6);
  const catchUp = worked('Until the target has caught up', 'cached / (applied − changes)', [term('cached', cached, 'B'), term('applied', apply, 'B/s'), term('changes', change, 'B/s')], behind ? Infinity : catchUpMs / 1000, 's');
  if (behind) return { phases: [...phases, { name: 'cached-changes', from: loadedMs, to: null }], capture: { name: 'change-capture', from: 0, to: null }, loadedMs, caughtUpMs: null, doneMs: null, downtimeMs: 0, changesLostBytes: 0, worked: [rate, loadWorked, cachedWorked, catchUp] };
  const caughtUpMs = loadedMs + catchUpMs;
  const doneMs = caughtUpMs + ask.switchMs;
  if (catchUpMs > 0) phases.push({ name: 'cached-changes', from: loadedMs, to: caughtUpMs });
  phases.push({ name: 'cut-over', from: caughtUpMs, to: doneMs });
  return { phases, capture: { name: 'change-capture', from: 0, to: doneMs }, loadedMs, caughtUpMs, doneMs, downtimeMs: ask.switchMs, changesLostBytes: 0, worked: [rate, loadWorked, cachedWorked, catchUp] };
}

/** Bytes of change that wait at a moment of a plan with change capture: they grow at the rate of change, and shrink once they are applied. */
export function backlogAt(ask: DmsQuestion, plan: DmsPlan, at: number): number {
  const change = ask.changeBytesPerDay / 86_400;
  const apply = Math.min(ask.applyBitsPerSecond, ask.line.bitsPerSecond * ask.line.utilisation) / 8;
  const until = (change * Math.min(at, plan.loadedMs)) / 1000;
  const since = Math.max(0, at - plan.loadedMs) / 1000;
  return Math.max(0, until + (change - apply) * since);
}

/** Who converts the schema; nobody needs to when the engine stays the same. */
export function schemaConversion(sourceEngine: string, targetEngine: string, limits: Limits): string {
  if (sourceEngine.toLowerCase() === targetEngine.toLowerCase()) return 'none: the engine stays the same';
  return limits.edition === 'today' ? 'SCT or DMS Schema Conversion' : 'SCT';
}
