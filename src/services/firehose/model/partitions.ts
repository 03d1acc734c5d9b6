/** Dynamic partitioning: a record's own values choose its prefix, and each evaluated prefix has a buffer of its own. */
import { queryText } from '../../../base/jsonQuery.ts';
import type { PlainData } from '../../../sim/plainData.ts';
import type { RecordBatch } from '../../../sim/records/recordBatch.ts';
import type { ServiceContext } from '../../../sim/serviceModel.ts';
import { writeFailures, writePartition } from './objects.ts';
import { evaluatePrefix, isPartitioned, partitionKeysOf } from './prefixes.ts';
import { failureBytes, failureContent } from './progress.ts';
import type { FirehoseEvent, FirehoseState, Partition, PartitionFailure } from './state.ts';

type Ctx = ServiceContext<FirehoseEvent>;
type Keys = Readonly<Record<string, string>>;

const notExtracted: PartitionFailure = Object.freeze({ errorType: 'processing-failed', code: 'DynamicPartitioning.MetadataExtractionFailed', message: 'A partition key could not be extracted from the record.' });
const tooMany: PartitionFailure = Object.freeze({ errorType: 'activePartitionExceeded', code: 'DynamicPartitioning.ActivePartitionsLimitExceeded', message: 'The delivery stream has as many active partitions as it may have.' });

/** Partitions that count: what gathers failures does not. */
export function activePartitions(state: FirehoseState): number {
  let active = 0;
  for (const partition of state.partitions.values()) if (partition.failure === null) active++;
  return active;
}

/** Values of the keys that the prefix asks for; undefined when one is missing. */
function extract(state: FirehoseState, content: PlainData | undefined, fromLambda: Keys | undefined): { readonly partitionKeys: Keys; readonly lambdaKeys: Keys } | undefined {
  const { prefix, partitionKeys: queries } = state.config;
  const partitionKeys: Record<string, string> = {};
  for (const name of partitionKeysOf(prefix, 'partitionKeyFromQuery')) {
    const value = queryText(content, queries[name]!);
    if (value === undefined || value === '') return undefined;
    partitionKeys[name] = value;
  }
  const lambdaKeys: Record<string, string> = {};
  for (const name of partitionKeysOf(prefix, 'partitionKeyFromLambda')) {
    const value = fromLambda?.[name];
    if (value === undefined || value === '') return undefined;
    lambdaKeys[name] = value;
  }
  return { partitionKeys, lambdaKeys };
}

/** Number of the buffer that takes a record, which may begin a new partition. */
export function bufferFor(state: FirehoseState, row: number, content: PlainData | undefined, fromLambda: Keys | undefined, ctx: Ctx): number {
  const keys = extract(state, content, fromLambda);
  if (keys === undefined) return failing(state, row, notExtracted, ctx);
  const template = state.config.prefix;
  const prefix = evaluatePrefix(template, { utcMs: ctx.startsAt + ctx.now, random: () => '', ...keys });
  const known = state.partitionLogs.get(prefix);
  if (known !== undefined) return known;
  const active = activePartitions(state);
  if (active >= ctx.limits.number('firehose.partitioning.active-partitions')) {
    ctx.count('PartitionCountExceeded', 1);
    return failing(state, row, tooMany, ctx);
  }
  ctx.count('PartitionCount', active + 1);
  return open(state, { prefix, template, ...keys, failure: null, busy: false, due: false });
}

function failing(state: FirehoseState, row: number, failure: PartitionFailure, ctx: Ctx): number {
  state.processingFailed++;
  ctx.trace('records.processing-failed', failure.code, { code: failure.code, attempts: 1 }, { records: 1 });
  ctx.hop(Uint32Array.of(row), 'record.processing-failed', () => ({ code: failure.code }));
  const prefix = `!${failure.errorType}`;
  return state.partitionLogs.get(prefix) ?? open(state, { prefix, template: '', partitionKeys: {}, lambdaKeys: {}, failure, busy: false, due: false });
}

function open(state: FirehoseState, partition: Partition): number {
  let log = state.freeLogs.pop();
  if (log === undefined) {
    log = state.logs.addLog();
    state.buffers.push({ bytes: 0, since: 0, run: 0 });
  }
  state.partitions.set(log, partition);
  state.partitionLogs.set(partition.prefix, log);
  return log;
}

/** Writes what a partition's buffer held. */
export function sendPartition(state: FirehoseState, log: number, records: RecordBatch, bytes: number, ctx: Ctx): void {
  const partition = state.partitions.get(log)!;
  partition.busy = true;
  // More than an object may hold: the rest follows at once.
  partition.due = state.logs.first(log) < state.logs.length(log);
  const { failure } = partition;
  if (failure === null) writePartition(state, records, bytes, partition, log, ctx);
  else writeFailures(state, records, failure.errorType, failureBytes(records), failureContent(records, 1, failure.code, failure.message, ctx), ctx, log);
}

/** A partition ends with its object; it goes on only while records have come meanwhile. */
export function closeIfEmpty(state: FirehoseState, log: number): void {
  const partition = state.partitions.get(log);
  if (!partition || partition.busy || state.logs.first(log) < state.logs.length(log)) return;
  state.partitions.delete(log);
  state.partitionLogs.delete(partition.prefix);
  state.freeLogs.push(log);
}

/** Whether what is delivered goes to partitions now. */
export function sortsByKeys(state: FirehoseState): boolean {
  return state.config.destination === 's3' && isPartitioned(state.config.prefix);
}
