/** What the code of the function does with the entries it is given: plain rules by class of record. */
import { queryText, valueAt } from '../../../base/jsonQuery.ts';
import { utf8Bytes } from '../../../base/md5.ts';
import { isPlainRecord, type PlainData } from '../../../sim/plainData.ts';
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

/** What a transformation answers: a result for each entry, its new data and their size, and its partition keys. */
export function transform(config: FunctionConfig, records: RecordBatch, ctx: Ctx): { results: Uint8Array; bytes: Uint32Array; contents: (PlainData | undefined)[] | undefined; partitionKeys: (Readonly<Record<string, string>> | undefined)[] | undefined } {
  const results = new Uint8Array(records.count);
  const bytes = new Uint32Array(records.count);
  const changes = config.keep.length > 0 || Object.keys(config.set).length > 0;
  const names = Object.keys(config.partitionKeys);
  const contents: (PlainData | undefined)[] = [];
  const partitionKeys: Readonly<Record<string, string>>[] = [];
  const rules = [
    [config.missing, 'missing'],
    [config.duplicated, 'duplicated'],
    [config.changedRecordId, 'unknown-id'],
    [config.processingFailed, 'ProcessingFailed'],
    [config.dropped, 'Dropped'],
  ] as const;
  for (let i = 0; i < records.count; i++) {
    const rule = rules.find(([classes]) => entryIsOf(classes, records, i, ctx));
    results[i] = transformResults.indexOf(rule ? rule[1] : 'Ok');
    const came = changes || names.length > 0 ? ctx.payload(rowsOf(records, i)[0]!) : undefined;
    const made = changes ? newContent(config, came) : undefined;
    if (changes) contents.push(made);
    if (names.length > 0) partitionKeys.push(keysOf(config, names, came));
    // A record keeps what it had beside its JSON.
    const grown = made === undefined ? 0 : jsonBytes(made) - jsonBytes(came!);
    bytes[i] = Math.round(Math.max(0, records.bytes[i]! + grown) * config.outputFactor);
  }
  return { results, bytes, contents: changes ? contents : undefined, partitionKeys: names.length > 0 ? partitionKeys : undefined };
}

/** What a JSON object becomes; anything else stays as it is. */
function newContent({ keep, set }: FunctionConfig, came: PlainData | undefined): PlainData | undefined {
  if (!isPlainRecord(came)) return undefined;
  const made: Record<string, PlainData | undefined> = {};
  for (const name of Object.keys(came)) if (keep.length === 0 || keep.includes(name)) made[name] = came[name];
  for (const [name, member] of Object.entries(set)) made[name] = 'query' in member ? ((member.query.strftime === null ? (valueAt(came, member.query.path) as PlainData | undefined) : queryText(came, member.query)) ?? null) : member.value;
  return Object.freeze(made);
}

function keysOf({ partitionKeys }: FunctionConfig, names: readonly string[], came: PlainData | undefined): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const name of names) {
    const value = queryText(came, partitionKeys[name]!);
    if (value !== undefined) found[name] = value;
  }
  return Object.freeze(found);
}

function jsonBytes(content: PlainData): number {
  return utf8Bytes(JSON.stringify(content, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value))).length;
}

/** Size of base64 text. */
export function base64Bytes(bytes: number): number {
  return Math.ceil(bytes / 3) * 4;
}
