/** Objects in S3: keys, writing with retries for as long as Firehose keeps data, and the folders for failures and backups. */
import type { Reply } from '../../../sim/calls.ts';
import type { PlainRecord } from '../../../sim/plainData.ts';
import { pickBatch, type RecordBatch } from '../../../sim/records/recordBatch.ts';
import type { ServiceContext } from '../../../sim/serviceModel.ts';
import { PutObject } from '../../s3-bucket/model/operations.ts';
import { bytesOf, deliveryFailed, deliveryWorks } from './progress.ts';
import { evaluateErrorPrefix, evaluatePrefix, objectName } from './prefixes.ts';
import type { FirehoseEvent, FirehoseState, Partition, Put } from './state.ts';

type Ctx = ServiceContext<FirehoseEvent>;
const answerTimeoutMs = 300_000;
/** Waits between tries of a write: doubling up to the longest. [SIM] */
const firstWaitMs = 1000;
const longestWaitMs = 300_000;
/** Old data is looked for this often, and before each new try. [SIM] */
const expiryGapMs = 60_000;
const extensions = { UNCOMPRESSED: '', GZIP: '.gz', ZIP: '.zip', Snappy: '.snappy' } as const;
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

function randomString(ctx: Ctx): string {
  let text = '';
  for (let i = 0; i < ctx.limits.number('firehose.prefix.random-characters'); i++) text += letters[ctx.rng.int(0, letters.length - 1)]!;
  return text;
}

function uuid(ctx: Ctx): string {
  const hex = (digits: number) => Array.from({ length: digits }, () => ctx.rng.int(0, 15).toString(16)).join('');
  return `${hex(8)}-${hex(4)}-4${hex(3)}-${'89ab'[ctx.rng.int(0, 3)]!}${hex(3)}-${hex(12)}`;
}

/** When the oldest record of a batch came, UTC ms. */
function oldestUtc(records: RecordBatch, ctx: Ctx): number {
  let oldest = ctx.now;
  for (const at of records.arrivedAt ?? []) oldest = Math.min(oldest, at);
  return ctx.startsAt + oldest;
}

function keyOf(state: FirehoseState, records: RecordBatch, errorType: string | undefined, ctx: Ctx, partition?: Partition, prefix = state.config.prefix): string {
  const { config } = state;
  const utcMs = oldestUtc(records, ctx);
  const random = () => randomString(ctx);
  const folder = errorType === undefined ? evaluatePrefix(partition?.template ?? prefix, { utcMs, random, partitionKeys: partition?.partitionKeys, lambdaKeys: partition?.lambdaKeys }) : evaluateErrorPrefix(config.prefix, config.errorPrefix || null, { utcMs, random, errorType });
  return folder + objectName(state.name, state.version, utcMs, uuid(ctx), errorType === undefined ? config.fileExtension || extensions[config.compression] : '');
}

export function compressed(state: FirehoseState, bytes: number): number {
  return state.config.compression === 'UNCOMPRESSED' ? bytes : Math.ceil(bytes * state.config.compressionRatio);
}

/** The object of a delivery, or the one that COPY loads. */
export function writeData(state: FirehoseState, records: RecordBatch, bytes: number, ctx: Ctx): void {
  const staging = state.config.destination === 'redshift';
  start(state, { port: staging ? 'staging' : 'bucket', purpose: staging ? 'staging' : 'data', key: keyOf(state, records, undefined, ctx), records, bytes: compressed(state, bytes), content: undefined, attempts: 0, underWay: false, main: true, partition: null }, ctx);
}

/** The object of a partition. */
export function writePartition(state: FirehoseState, records: RecordBatch, bytes: number, partition: Partition, log: number, ctx: Ctx): void {
  start(state, { port: 'bucket', purpose: 'data', key: keyOf(state, records, undefined, ctx, partition), records, bytes: compressed(state, bytes), content: undefined, attempts: 0, underWay: false, main: false, partition: log }, ctx);
}

/** A copy of what came in, untransformed: beside the delivery, or as the backup of all that goes to an endpoint. */
export function backUp(state: FirehoseState, records: RecordBatch, ctx: Ctx): void {
  const { backupPrefix } = state.config;
  const folder = ctx.edgesAt('backup').length > 0 && backupPrefix === '' ? 'source_records/' : '';
  start(state, { port: 'backup', purpose: 'backup', key: folder + keyOf(state, records, undefined, ctx, undefined, backupPrefix || state.config.prefix), records, bytes: bytesOf(records), content: undefined, attempts: 0, underWay: false, main: false, partition: null }, ctx);
}

/** Records that were given up, with the reason, where somebody can get them back. */
export function writeFailures(state: FirehoseState, records: RecordBatch, errorType: string, bytes: number, content: PlainRecord, ctx: Ctx, partition: number | null = null): void {
  start(state, { port: 'failures', purpose: 'failed', key: keyOf(state, records, errorType, ctx), records, bytes, content, attempts: 0, underWay: false, main: false, partition }, ctx);
}

/** A manifest that names staged objects which COPY did not load. */
export function writeManifest(state: FirehoseState, records: RecordBatch, keys: readonly string[], ctx: Ctx): void {
  const key = keyOf(state, records, 'errors/manifests', ctx);
  const content = { entries: keys.map((url) => ({ url, mandatory: true })) };
  start(state, { port: 'failures', purpose: 'manifest', key, records, bytes: 100 * keys.length, content, attempts: 0, underWay: false, main: false, partition: null }, ctx);
}

function start(state: FirehoseState, put: Put, ctx: Ctx): void {
  const id = state.next++;
  state.puts.set(id, Object.freeze(put));
  planExpiry(state, ctx);
  attempt(state, id, ctx);
}

/** Failures lie in the bucket of the destination unless one of their own is connected; so does a backup. */
function edgeOf(port: Put['port'], ctx: Ctx): number | undefined {
  const ports = port === 'failures' ? (['failures', 'bucket', 'staging', 'backup'] as const) : port === 'backup' ? (['backup', 'failures', 'bucket'] as const) : [port];
  for (const name of ports) {
    // The newest edge counts: a destination may have moved.
    const edge = ctx.edgesAt(name).at(-1);
    if (edge !== undefined) return edge;
  }
  return undefined;
}

export function attempt(state: FirehoseState, id: number, ctx: Ctx): void {
  if (!state.puts.has(id)) return;
  if (state.puts.get(id)!.attempts > 0 && ctx.edgesAt('stream').length === 0) {
    expirePut(state, id, ctx.now - ctx.limits.duration('firehose.storage.max-age'), ctx);
    if (state.puts.get(id)?.underWay !== false) return;
  }
  const put = state.puts.get(id)!;
  const edge = edgeOf(put.port, ctx);
  state.puts.set(id, Object.freeze({ ...put, attempts: put.attempts + 1, underWay: true }));
  if (edge === undefined) return failed(state, id, 'no bucket is connected', ctx);
  const { key: Key, purpose, records, bytes, content } = put;
  const delimiter = purpose === 'data' ? state.config.delimiter : '';
  ctx.call(edge, PutObject, { Key, purpose, records, bytes: bytes + delimiter.length * records.count, content, keepsRows: purpose !== 'staging', ...(delimiter === '' ? {} : { delimiter }) }, { type: 'put', id }, answerTimeoutMs);
}

const isDelivery = (put: Put) => put.purpose === 'data' || put.purpose === 'staging';

function metricsOf(put: Put): string {
  return put.purpose === 'backup' ? 'BackupToS3' : isDelivery(put) ? 'DeliveryToS3' : 'FailuresToS3';
}

/** The bucket has answered; answers the object that it has taken. */
export function answered(state: FirehoseState, id: number, reply: Reply<unknown>, ctx: Ctx): Put | undefined {
  const put = state.puts.get(id);
  if (!put) return undefined;
  const metric = metricsOf(put);
  ctx.count(`${metric}.Success`, reply.ok ? 1 : 0);
  if (!reply.ok) {
    failed(state, id, reply.error.code, ctx);
    return undefined;
  }
  state.puts.delete(id);
  ctx.count(`${metric}.Records`, put.records.count);
  ctx.count(`${metric}.Bytes`, put.bytes);
  if (isDelivery(put)) {
    ctx.count('DeliveryToS3.DataFreshness', ctx.startsAt + ctx.now - oldestUtc(put.records, ctx));
    deliveryWorks(state, 's3', ctx);
    tellLosses(state, ctx);
  }
  return put;
}

function failed(state: FirehoseState, id: number, code: string, ctx: Ctx): void {
  const put: Put = Object.freeze({ ...state.puts.get(id)!, underWay: false });
  state.puts.set(id, put);
  if (isDelivery(put)) deliveryFailed(state, 's3', code, ctx);
  else ctx.trace('object.not-written', put.purpose, { purpose: put.purpose, code }, { tries: 1 });
  ctx.after(Math.min(longestWaitMs, firstWaitMs * 2 ** Math.min(20, put.attempts - 1)), { type: 'put-again', id });
}

/** With Direct PUT nothing is kept longer than a day; behind a stream its retention decides, and reading stops meanwhile. */
export function planExpiry(state: FirehoseState, ctx: Ctx): void {
  if (state.expiryPlanned || ctx.edgesAt('stream').length > 0) return;
  state.expiryPlanned = true;
  ctx.after(expiryGapMs, { type: 'expire' });
}

/** Losses are told once an hour while they go on. [SIM] */
const toldEveryMs = 3_600_000;

function drop(state: FirehoseState, rows: Uint32Array, ctx: Ctx): void {
  const before = ctx.records.lost;
  ctx.records.release(rows, 'expired');
  state.expired += ctx.records.lost - before;
  state.untold += ctx.records.lost - before;
  ctx.hop(rows, 'record.expired', () => ({ afterMs: ctx.limits.duration('firehose.storage.max-age') }));
  if (ctx.now >= state.toldAt + toldEveryMs) tellLosses(state, ctx);
}

/** Tells of records that have been dropped since the last time. */
export function tellLosses(state: FirehoseState, ctx: Ctx): void {
  if (state.untold === 0) return;
  ctx.trace('records.expired', ctx.nodeId, { afterMs: ctx.limits.duration('firehose.storage.max-age') }, { records: state.untold });
  state.toldAt = ctx.now;
  state.untold = 0;
}

/** Drops what has been kept for a day: of objects that could not be written, and of the buffers. */
export function expire(state: FirehoseState, ctx: Ctx): void {
  state.expiryPlanned = false;
  expireNow(state, ctx);
  const { logs } = state;
  const waits = state.puts.size > 0 || state.buffers.some((_, buffer) => logs.first(buffer) < logs.length(buffer));
  if (waits) planExpiry(state, ctx);
}

function expireNow(state: FirehoseState, ctx: Ctx): void {
  const horizon = ctx.now - ctx.limits.duration('firehose.storage.max-age');
  const { logs } = state;
  for (let buffer = 0; buffer < logs.count; buffer++) {
    const from = logs.first(buffer);
    let to = from;
    let bytes = 0;
    while (to < logs.length(buffer) && logs.arrivedAt(buffer, to) <= horizon) bytes += logs.bytes(buffer, to++);
    if (to === from) continue;
    drop(state, Uint32Array.from({ length: to - from }, (_, i) => logs.row(buffer, from + i)), ctx);
    const opened = buffer === 0 ? (state.queued.at(-1) ?? from) : from;
    let counted = 0;
    for (let position = Math.max(from, opened); position < to; position++) counted += logs.bytes(buffer, position);
    logs.dropBefore(buffer, to);
    state.buffers[buffer]!.bytes -= counted;
    if (logs.first(buffer) === logs.length(buffer)) {
      state.buffers[buffer]!.run++;
      if (state.partitions.get(buffer)?.busy === false) ctx.after(0, { type: 'partition-over', buffer });
    }
  }
  for (const id of state.puts.keys()) expirePut(state, id, horizon, ctx);
}

/** Drops what is too old of one object; a call that is under way settles itself. */
function expirePut(state: FirehoseState, id: number, horizon: number, ctx: Ctx): void {
  const put = state.puts.get(id)!;
  const at = put.records.arrivedAt;
  // Records lie in an object in the order in which they came.
  if (!at || put.underWay || at.length === 0 || at[0]! > horizon) return;
  const all = Array.from({ length: put.records.count }, (_, i) => i);
  const left = pickBatch(put.records, Uint32Array.from(all.filter((i) => at[i]! > horizon)));
  drop(state, pickBatch(put.records, Uint32Array.from(all.filter((i) => at[i]! <= horizon))).rows, ctx);
  if (left.count > 0) {
    state.puts.set(id, Object.freeze({ ...put, records: left, bytes: Math.round((put.bytes * left.count) / put.records.count) }));
    return;
  }
  state.puts.delete(id);
  if (put.main) ctx.after(0, { type: 'over' });
  else if (put.partition !== null) ctx.after(0, { type: 'partition-over', buffer: put.partition });
}
