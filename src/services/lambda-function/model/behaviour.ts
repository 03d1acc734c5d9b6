/** What the code of the function does with the entries it is given: plain rules by class of record. */
import { rowsOf, type RecordBatch } from '../../../sim/records/recordBatch.ts';
import type { ServiceContext } from '../../../sim/serviceModel.ts';
import type { FunctionConfig } from './config.ts';
import { transformResults } from './operations.ts';
import type { FunctionEvent } from './state.ts';

type Ctx = ServiceContext<FunctionEvent>;

function isOf(names: readonly string[], key: string): boolean {
  return names.some((name) => name === '*' || key === name || key.startsWith(`${name}/`));
}

/** True when one of the entry's records is of one of these classes. */
export function entryIsOf(names: readonly string[], records: RecordBatch, entry: number, ctx: Ctx): boolean {
  if (names.length === 0) return false;
  for (const row of rowsOf(records, entry)) if (isOf(names, ctx.keys.text(ctx.records.key(row)))) return true;
  return false;
}

/** Entries that the code cannot handle. */
export function badEntries(config: FunctionConfig, records: RecordBatch, ctx: Ctx): Uint32Array {
  const bad: number[] = [];
  if (config.failOn.length > 0) for (let i = 0; i < records.count; i++) if (entryIsOf(config.failOn, records, i, ctx)) bad.push(i);
  return Uint32Array.from(bad);
}

/** What a transformation answers: a result for each entry, and the size of its new data. */
export function transform(config: FunctionConfig, records: RecordBatch, ctx: Ctx): { results: Uint8Array; bytes: Uint32Array } {
  const results = new Uint8Array(records.count);
  const bytes = new Uint32Array(records.count);
  const rules = [
    [config.missing, 'missing'],
    [config.duplicated, 'duplicated'],
    [config.changedRecordId, 'unknown-id'],
    [config.processingFailed, 'ProcessingFailed'],
    [config.dropped, 'Dropped'],
  ] as const;
  for (let i = 0; i < records.count; i++) {
    const rule = rules.find(([names]) => entryIsOf(names, records, i, ctx));
    results[i] = transformResults.indexOf(rule ? rule[1] : 'Ok');
    bytes[i] = Math.round(records.bytes[i]! * config.outputFactor);
  }
  return { results, bytes };
}

/** Size of base64 text. */
export function base64Bytes(bytes: number): number {
  return Math.ceil(bytes / 3) * 4;
}
