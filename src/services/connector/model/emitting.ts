/** A flush: items to the target, tried again, failed, or thrown back. */
import { shardIdText } from '../../../aws/ids.ts';
import type { Reply } from '../../../sim/calls.ts';
import { concatBatches, failures, makeBatch, sliceBatch, type EntryOutcome, type RecordBatch } from '../../../sim/records/recordBatch.ts';
import type { ServiceContext } from '../../../sim/serviceModel.ts';
import { BatchWriteItem } from '../../dynamodb-table/model/operations.ts';
import { PutRecords } from '../../kinesis-streams/model/operations.ts';
import { Copy } from '../../redshift/model/operations.ts';
import { PutObject } from '../../s3-bucket/model/operations.ts';
import { Bulk } from '../../search-index/model/operations.ts';
import { filesToLoad, firstItems, positionAt, removeFirst } from './buffer.ts';
import { afterTry, triesOf, type Emitted } from './rules.ts';
import type { ConnectorEvent, ConnectorState, Emission, Pipeline } from './state.ts';

type Ctx = ServiceContext<ConnectorEvent>;
export type Target = 'names' | 'warehouse' | 'table' | 'index' | 'bucket';

/** Where items go: the first of these that is connected. A warehouse needs a bucket at `staging`; so does a stream of file names. */
export function targetOf(ctx: Pick<Ctx, 'edgesAt'>): Target | undefined {
  return (['names', 'warehouse', 'table', 'index', 'bucket'] as const).find((port) => ctx.edgesAt(port).length > 0);
}

function about(type: ConnectorEvent['type'], pipeline: Pipeline, emission: Emission): ConnectorEvent {
  return { type, processor: pipeline.processor, emission: emission.id };
}

/** Name of the object: two sequence numbers say which records lie in it; the same records give the same name. */
function objectKey(state: ConnectorState, pipeline: Pipeline, take: number, ctx: Ctx): string {
  if (state.config.objectName === 'random') return `${ctx.nodeId}/${Math.floor(ctx.rng.unit() * 2 ** 48).toString(16).padStart(12, '0')}`;
  return `${ctx.nodeId}/${shardIdText(pipeline.shard)}/${positionAt(pipeline, 0).sequence}-${positionAt(pipeline, take - 1).sequence}`;
}

function itemsOf(state: ConnectorState, pipeline: Pipeline, take: number, ctx: Ctx): RecordBatch {
  const warehouse = ctx.edgesAt('warehouse')[0];
  if (state.config.reads === 'files' && warehouse !== undefined) return filesToLoad(pipeline, ctx.records, ctx.sink(ctx.neighbour(warehouse)));
  return firstItems(pipeline, take, state.config.itemsPerRecord, ctx.records);
}

/** Begins to emit the first `take` items of the buffer. */
export function flush(state: ConnectorState, pipeline: Pipeline, take: number, why: string, ctx: Ctx): void {
  const items = itemsOf(state, pipeline, take, ctx);
  if (items.count === 0) {
    // All of these files have been loaded: the table of files in the warehouse says so.
    ctx.trace('files.known', shardIdText(pipeline.shard), { shard: shardIdText(pipeline.shard) }, { records: take });
    return clear(pipeline, take, ctx);
  }
  let bytes = 0;
  for (const size of items.bytes) bytes += size;
  pipeline.emission = { id: state.nextEmission++, why, take, bytes, items, parts: [], part: 0, tries: 0, failed: [], afterSleep: null, key: objectKey(state, pipeline, take, ctx) };
  state.flushes++;
  ctx.count('Flushes', 1);
  ctx.trace('buffer.flushed', shardIdText(pipeline.shard), { shard: shardIdText(pipeline.shard), why }, { records: take, bytes });
  tryToEmit(pipeline, pipeline.emission, state, ctx);
}

/** Items as the calls of one try: a table takes so many a call, the others all at once. */
function partsOf(items: RecordBatch, target: Target | undefined, ctx: Ctx): readonly RecordBatch[] {
  if (target !== 'table') return [items];
  const most = ctx.limits.number('dynamodb.batch-write.max-items');
  const mostBytes = ctx.limits.bytes('dynamodb.batch-write.max-bytes');
  const parts: RecordBatch[] = [];
  let from = 0;
  let bytes = 0;
  for (let i = 0; i < items.count; i++) {
    if (i > from && (i - from === most || bytes + items.bytes[i]! > mostBytes)) {
      parts.push(sliceBatch(items, from, i));
      from = i;
      bytes = 0;
    }
    bytes += items.bytes[i]!;
  }
  parts.push(sliceBatch(items, from, items.count));
  return parts;
}

export function tryToEmit(pipeline: Pipeline, emission: Emission, state: ConnectorState, ctx: Ctx): void {
  emission.tries++;
  emission.afterSleep = null;
  emission.failed = [];
  emission.part = 0;
  emission.parts = partsOf(emission.items, targetOf(ctx), ctx);
  ctx.count('EmitCalls', 1);
  sendPart(pipeline, emission, state, ctx);
}

function sendPart(pipeline: Pipeline, emission: Emission, state: ConnectorState, ctx: Ctx): void {
  const { config } = state;
  const records = emission.parts[emission.part]!;
  const target = targetOf(ctx);
  const timeout = config.emitTimeout;
  const to = about('emitted', pipeline, emission);
  let bytes = 0;
  for (const size of records.bytes) bytes += size;
  if (target === 'table') ctx.call(ctx.edgesAt('table')[0]!, BatchWriteItem, { records }, to, timeout);
  else if (target === 'index') ctx.call(ctx.edgesAt('index')[0]!, Bulk, { index: config.index, records }, to, timeout);
  else if (target === 'bucket') ctx.call(ctx.edgesAt('bucket')[0]!, PutObject, { Key: emission.key, purpose: 'data', records, bytes }, to, timeout);
  else {
    // Redshift: an object first, then a COPY of it. The rows stay with the connector until they are loaded, or their file's name is in the stream.
    const staging = ctx.edgesAt('staging')[0];
    const manifest = config.reads === 'files' ? { entries: fileNames(emission) } : undefined;
    const size = manifest ? manifest.entries.reduce((sum, name) => sum + name.length, 0) : bytes;
    if (staging !== undefined) ctx.call(staging, PutObject, { Key: emission.key, purpose: 'staging', records, bytes: size, content: manifest, keepsRows: false }, about('copied', pipeline, emission), timeout);
    else afterStaging(pipeline, emission, state, ctx);
  }
}

/** Names of the files that a COPY with a manifest loads. SIMPLIFIED: by number; the records behind a name travel with it. */
function fileNames({ key, items }: Emission): readonly string[] {
  return Array.from({ length: items.count }, (_, i) => `${key}/${i}`);
}

function afterStaging(pipeline: Pipeline, emission: Emission, state: ConnectorState, ctx: Ctx): void {
  if (targetOf(ctx) === 'names') announce(pipeline, emission, state, ctx);
  else copy(pipeline, emission, state, ctx);
}

/** The name of the file goes into the second stream, and the rows of its records with it. Its partition key is the shard: names are without number. */
function announce(pipeline: Pipeline, emission: Emission, state: ConnectorState, ctx: Ctx): void {
  const { rows } = emission.items;
  const key = ctx.keys.intern(shardIdText(pipeline.shard));
  const records = makeBatch({
    count: 1,
    rows,
    first: Uint32Array.of(0, rows.length),
    rowKeys: new Uint32Array(rows.length).fill(key),
    keys: Uint32Array.of(key),
    bytes: Uint32Array.of(emission.key.length + ctx.keys.byteLength(key)),
  });
  ctx.call(ctx.edgesAt('names')[0]!, PutRecords, { records }, about('emitted', pipeline, emission), state.config.emitTimeout);
}

function copy(pipeline: Pipeline, emission: Emission, state: ConnectorState, ctx: Ctx): void {
  const edge = ctx.edgesAt('warehouse')[0]!;
  ctx.call(edge, Copy, { table: state.config.table, keys: Object.freeze(state.config.reads === 'files' ? fileNames(emission) : [emission.key]), records: emission.items }, about('emitted', pipeline, emission), state.config.emitTimeout);
}

/** The object for a COPY is stored, or is not. */
export function staged(state: ConnectorState, pipeline: Pipeline, emission: Emission, reply: Reply<unknown>, ctx: Ctx): void {
  if (reply.ok) afterStaging(pipeline, emission, state, ctx);
  else answered(state, pipeline, emission, reply, ctx);
}

/** A target has answered for one part. Errors of the service give all its items back; no answer at all is an exception of the client. */
export function answered(state: ConnectorState, pipeline: Pipeline, emission: Emission, reply: Reply<unknown>, ctx: Ctx): void {
  const part = emission.parts[emission.part]!;
  if (!reply.ok && reply.error.code === 'RequestTimeout') {
    ctx.trace('emit.threw', shardIdText(pipeline.shard), { shard: shardIdText(pipeline.shard), code: reply.error.code }, { records: emission.items.count });
    return settle(state, pipeline, emission, { type: 'threw' }, ctx);
  }
  const outcome = reply.ok ? (reply.response as { outcome?: EntryOutcome } | null)?.outcome : undefined;
  if (!reply.ok || (targetOf(ctx) === 'names' && outcome !== undefined && outcome.failed > 0)) emission.failed = [...emission.failed, part];
  else if (outcome !== undefined && outcome.failed > 0) emission.failed = [...emission.failed, failures(part, outcome)];
  emission.part++;
  if (emission.part < emission.parts.length) return sendPart(pipeline, emission, state, ctx);
  const failed = emission.failed.reduce((sum, { count }) => sum + count, 0);
  if (failed > 0) ctx.trace('emit.returned-failed', shardIdText(pipeline.shard), { shard: shardIdText(pipeline.shard), ...(reply.ok ? {} : { code: reply.error.code }), try: emission.tries, of: triesOf(state.config.retryLimit) }, { items: failed });
  settle(state, pipeline, emission, { type: 'returned', failed }, ctx);
}

function settle(state: ConnectorState, pipeline: Pipeline, emission: Emission, emitted: Emitted, ctx: Ctx): void {
  const next = afterTry(emitted, emission.tries, state.config.retryLimit);
  if (emitted.type === 'returned') {
    const through = emission.items.count - emitted.failed;
    state.emitted += through;
    ctx.count('RecordsEmitted', through);
    if (emitted.failed > 0) emission.items = concatBatches(emission.failed);
  }
  if (next.sleeps) {
    emission.afterSleep = next.type === 'again' ? 'again' : 'done';
    ctx.after(state.config.backoff, about('slept', pipeline, emission));
    return;
  }
  if (next.fail) failItems(state, pipeline, emission, ctx);
  finish(pipeline, emission, next.type === 'done', ctx);
}

/** The sleep after failed items is over. */
export function slept(state: ConnectorState, pipeline: Pipeline, emission: Emission, ctx: Ctx): void {
  if (emission.afterSleep === 'again') return tryToEmit(pipeline, emission, state, ctx);
  failItems(state, pipeline, emission, ctx);
  finish(pipeline, emission, true, ctx);
}

/** The emitter is told what did not go through: it writes a line in a log. */
function failItems(state: ConnectorState, pipeline: Pipeline, emission: Emission, ctx: Ctx): void {
  const { count, rows } = emission.items;
  state.failed += count;
  ctx.count('RecordsFailed', count);
  ctx.trace('emit.failed', shardIdText(pipeline.shard), { shard: shardIdText(pipeline.shard), tries: emission.tries }, { records: count });
  ctx.hop(rows, 'record.failed', () => ({ shard: shardIdText(pipeline.shard), tries: emission.tries }));
}

/** A flush is over: the buffer is cleared and stands for a checkpoint, or is kept as it is. */
function finish(pipeline: Pipeline, emission: Emission, clears: boolean, ctx: Ctx): void {
  pipeline.emission = null;
  pipeline.threw = !clears;
  if (!clears) return;
  clear(pipeline, emission.take, ctx);
}

function clear(pipeline: Pipeline, take: number, ctx: Ctx): void {
  pipeline.checkpoint = positionAt(pipeline, take - 1);
  removeFirst(pipeline, take, ctx.records);
  pipeline.lastFlush = ctx.now;
}
