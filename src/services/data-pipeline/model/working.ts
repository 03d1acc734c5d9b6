/** What a Task Runner does with a task: read the input, work, write the output, and tell how it ended. */
import type { Reply } from '../../../sim/calls.ts';
import { concatBatches, failures, makeBatch, sliceBatch, type RecordBatch } from '../../../sim/records/recordBatch.ts';
import { BatchWriteItem, Scan, type BatchWriteItemResponse, type ScanResponse } from '../../dynamodb-table/model/operations.ts';
import { Copy } from '../../redshift/model/operations.ts';
import { GetObject, ListObjectsV2, PutObject, type GetObjectResponse, type ListObjectsV2Response } from '../../s3-bucket/model/operations.ts';
import { componentOf, type Instance } from './core.ts';
import { readPlace, writePlace, type Ctx } from './places.ts';
import type { PipelineEvent, PipelineState, Task } from './state.ts';

/** A call that is not answered has failed after this long. [SIM] */
export const callTimeoutMs = 1_800_000;
/** Writes that a table refuses are tried again after this long, so often in a row. [SIM] */
const writeAgainMs = 1000;
const writeTries = 20;
/** Items of one BatchWriteItem; keys of one listing. */
const tableBatch = 'dynamodb.batch-write.max-items';
const tableBatchBytes = 'dynamodb.batch-write.max-bytes';
const listed = 's3.list.max-keys';

/** How a task ends; the caller tells the service. */
export type Outcome = { readonly status: 'FINISHED' | 'FAILED' | 'FALSE'; readonly reason: string } | undefined;

const none: readonly RecordBatch[] = Object.freeze([]);

export function beginTask(state: PipelineState, instance: Instance, ctx: Ctx): void {
  const component = componentOf(state.core, instance.component);
  const input = component.refs.input?.[0];
  const node = input === undefined ? undefined : componentOf(state.core, input);
  const place = node ? readPlace(state.core, node, instance, ctx) : undefined;
  const about = { id: instance.id, serial: instance.serial };
  const fresh = (from: string | null, batches = none): Task => ({ serial: instance.serial, stage: 'reading', batches, from, toRead: [], written: 0, tries: 0, startedAt: ctx.now });
  if (place?.type === 'bucket') {
    state.tasks.set(instance.id, { ...fresh(null), toRead: place.whole ? [place.key] : [] });
    if (place.whole) ctx.call(place.edge, GetObject, { Key: place.key }, { type: 'object', ...about }, callTimeoutMs);
    else ctx.call(place.edge, ListObjectsV2, { Prefix: place.key, MaxKeys: ctx.limits.number(listed) }, { type: 'listed', ...about, prefix: place.key }, callTimeoutMs);
  } else if (place?.type === 'table') {
    state.tasks.set(instance.id, fresh(null));
    ctx.call(place.edge, Scan, {}, { type: 'scanned', ...about }, callTimeoutMs);
  } else {
    const batches = input === undefined ? none : Object.freeze([...(state.stores[input] ?? none)]);
    if (input !== undefined) {
      noteHalfReady(state, input, ctx);
      state.stores[input] = [];
    }
    state.tasks.set(instance.id, fresh(input ?? null, batches));
    work(state, instance, ctx);
  }
}

/** Reading a source before it is complete is the mistake that preconditions are there for. */
function noteHalfReady(state: PipelineState, node: string, ctx: Ctx): void {
  state.config.sources.forEach((source, i) => {
    const at = state.sources[i]!;
    if (source.node !== node || ctx.now >= at.readyAt) return;
    ctx.count('PartialReads', 1);
    ctx.trace('read.partial', node, { node, readyInMs: at.readyAt - ctx.now });
  });
}

function work(state: PipelineState, instance: Instance, ctx: Ctx): void {
  const task = state.tasks.get(instance.id)!;
  // What was read becomes one object, or one load.
  if (task.batches.length > 1) task.batches = Object.freeze([concatBatches(task.batches)]);
  let bytes = 0;
  for (const batch of task.batches) for (let i = 0; i < batch.count; i++) bytes += batch.bytes[i]!;
  task.stage = 'working';
  const fixed = state.config.activityTimes[instance.component] ?? state.config.activityTime;
  ctx.after(fixed + Math.ceil((bytes * 1000) / state.config.bytesPerSecond), { type: 'worked', id: instance.id, serial: instance.serial });
}

/** The work is done: it fails as told, or its output is written. */
export function worked(state: PipelineState, instance: Instance, ctx: Ctx): Outcome {
  const left = state.failing[instance.component] ?? 0;
  if (left > 0) {
    state.failing[instance.component] = left - 1;
    return { status: 'FAILED', reason: 'the task ended with an error' };
  }
  if ((state.failingUntil[instance.component] ?? state.failingUntil['*'] ?? 0) > ctx.now) return { status: 'FAILED', reason: 'the task ended with an error' };
  const task = state.tasks.get(instance.id)!;
  task.stage = 'writing';
  return write(state, instance, ctx);
}

/** Cuts the next batch so that one call takes it: so many entries and bytes, but one entry at least. */
function nextBatch(task: Task, maxEntries: number, maxBytes: number): RecordBatch {
  const batch = task.batches[0]!;
  let entries = 0;
  let bytes = 0;
  while (entries < Math.min(batch.count, maxEntries)) {
    bytes += batch.bytes[entries]!;
    if (entries > 0 && bytes > maxBytes) break;
    entries++;
  }
  if (entries === batch.count) return batch;
  const first = sliceBatch(batch, 0, entries);
  task.batches = Object.freeze([first, sliceBatch(batch, entries, batch.count), ...task.batches.slice(1)]);
  return first;
}

/** Writes the next batch, or ends the task when all are written. */
export function write(state: PipelineState, instance: Instance, ctx: Ctx): Outcome {
  const { core } = state;
  const task = state.tasks.get(instance.id)!;
  const output = componentOf(core, instance.component).refs.output?.[0];
  if (task.batches.length === 0) return { status: 'FINISHED', reason: '' };
  const place = output === undefined ? ({ type: 'here' } as const) : writePlace(core, componentOf(core, output), instance, ctx);
  const about = { type: 'written', id: instance.id, serial: instance.serial, batch: task.written } as const;
  switch (place.type) {
    case 'bucket': {
      const records = nextBatch(task, Infinity, ctx.limits.bytes('s3.put.max-bytes'));
      let bytes = 0;
      for (let i = 0; i < records.count; i++) bytes += records.bytes[i]!;
      const key = place.key.endsWith('/') || place.key === '' ? `${place.key}part-${String(state.nextObject++).padStart(6, '0')}` : place.key;
      ctx.call(place.edge, PutObject, { Key: key, purpose: 'data', records, bytes }, about, callTimeoutMs);
      return undefined;
    }
    case 'table': {
      const records = nextBatch(task, ctx.limits.number(tableBatch), ctx.limits.bytes(tableBatchBytes));
      ctx.call(place.edge, BatchWriteItem, { records }, about, callTimeoutMs);
      return undefined;
    }
    case 'warehouse':
      ctx.call(place.edge, Copy, { table: place.key, keys: [], records: task.batches[0]! }, about, callTimeoutMs);
      return undefined;
    case 'here':
      settleHere(state, task, output, ctx);
      return { status: 'FINISHED', reason: '' };
  }
}

/** Many small batches are joined: a store holds some dozens at most. */
const joinedAt = 128;

/** Puts records into an unwired data node. */
export function putInto(state: PipelineState, node: string, batch: RecordBatch): void {
  const store = (state.stores[node] ??= []);
  store.push(batch);
  if (store.length >= joinedAt) store.push(concatBatches(store.splice(joinedAt / 2)));
}

/** The output lies in this node: for another activity to read, or it has arrived for good. */
function settleHere(state: PipelineState, task: Task, output: string | undefined, ctx: Ctx): void {
  const readAgain = output !== undefined && state.core.definition.components.some((component) => component.category === 'Activity' && component.refs.input?.includes(output));
  const isSink = ['bucket', 'table', 'warehouse'].every((port) => ctx.edgesAt(port).length === 0);
  for (const batch of task.batches) {
    if (readAgain || (output !== undefined && !isSink)) putInto(state, output!, batch);
    else if (isSink) {
      ctx.records.deliver(ctx.sink(ctx.nodeId), batch.rows, ctx.now, 'dropped-by-code');
      ctx.count('RecordsMoved', batch.count);
    } else ctx.records.release(batch.rows, 'dropped-by-code');
  }
  task.batches = none;
}

/** A write was answered: what was taken is let go of, the rest is tried again or fails the task. */
export function written(state: PipelineState, instance: Instance, batchNumber: number, reply: Reply<unknown>, ctx: Ctx): Outcome {
  const task = state.tasks.get(instance.id)!;
  if (task.stage !== 'writing' || task.written !== batchNumber) return undefined;
  const batch = task.batches[0]!;
  const outcome = reply.ok ? (reply.response as Partial<BatchWriteItemResponse> | null)?.outcome : undefined;
  task.written++;
  if (reply.ok && (outcome === undefined || outcome.failed === 0)) {
    task.tries = 0;
    task.batches = task.batches.slice(1);
    ctx.count('RecordsMoved', batch.count);
    ctx.records.release(batch.rows, 'refused');
    return write(state, instance, ctx);
  }
  if (outcome) {
    const refused = failures(batch, outcome);
    const stored = batch.rows.filter((_, i) => outcome.code[i] === 0);
    ctx.count('RecordsMoved', stored.length);
    ctx.records.release(stored, 'refused');
    if (stored.length > 0) task.tries = 0;
    task.batches = [refused, ...task.batches.slice(1)];
  }
  const retryable = reply.ok || reply.error.retryable;
  if (!retryable || ++task.tries > writeTries) return { status: 'FAILED', reason: reply.ok ? 'the table refused writes' : `${reply.error.code}: the output could not be written` };
  ctx.after(writeAgainMs, { type: 'write', id: instance.id, serial: instance.serial });
  return undefined;
}

/** An answer to a read; undefined while more is to come, or the end of a task that could not read. */
export function wasRead(state: PipelineState, instance: Instance, about: PipelineEvent, reply: Reply<unknown>, ctx: Ctx): Outcome {
  const task = state.tasks.get(instance.id)!;
  if (!reply.ok) return { status: 'FAILED', reason: `${reply.error.code}: the input could not be read` };
  const node = componentOf(state.core, componentOf(state.core, instance.component).refs.input![0]!);
  if (about.type === 'scanned') {
    const { items } = reply.response as ScanResponse;
    if (items.length > 0) task.batches = [itemRows(state, items, ctx)];
  } else if (about.type === 'listed') {
    const { Contents, IsTruncated } = reply.response as ListObjectsV2Response;
    const place = readPlace(state.core, node, instance, ctx);
    if (place.type !== 'bucket') return { status: 'FAILED', reason: 'the bucket is gone' };
    task.toRead = [...task.toRead, ...Contents.map((object) => object.Key)];
    if (IsTruncated && Contents.length > 0) {
      ctx.call(place.edge, ListObjectsV2, { Prefix: about.prefix, StartAfter: Contents[Contents.length - 1]!.Key, MaxKeys: ctx.limits.number(listed) }, about, callTimeoutMs);
      return undefined;
    }
  } else {
    const { records } = reply.response as GetObjectResponse;
    if (records.count > 0) {
      ctx.keep(records.rows);
      task.batches = [...task.batches, records];
    }
    task.toRead = task.toRead.slice(1);
  }
  const place = readPlace(state.core, node, instance, ctx);
  if (task.toRead.length > 0 && place.type === 'bucket') ctx.call(place.edge, GetObject, { Key: task.toRead[0]! }, { type: 'object', id: instance.id, serial: instance.serial }, callTimeoutMs);
  else work(state, instance, ctx);
  return undefined;
}

/** Items read from a table: each becomes a record of this copy's own. */
function itemRows(state: PipelineState, items: ScanResponse['items'], ctx: Ctx): RecordBatch {
  const rows = new Uint32Array(items.length);
  const keys = new Uint32Array(items.length);
  const bytes = new Uint32Array(items.length);
  items.forEach(([key, item], i) => {
    keys[i] = ctx.keys.intern(key);
    bytes[i] = JSON.stringify(item, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value)).length + key.length;
    rows[i] = ctx.records.birth(ctx.now, keys[i]!, bytes[i]!, state.rowClass);
  });
  return makeBatch({ count: items.length, rows, keys, bytes });
}

/** The task is over, one way or the other: what it still holds goes back to where it came from. */
export function closeTask(state: PipelineState, id: string, ctx: Ctx): void {
  const task = state.tasks.get(id);
  if (!task) return;
  state.tasks.delete(id);
  ctx.count('TaskSeconds', (ctx.now - task.startedAt) / 1000);
  if (task.batches.length === 0) return;
  if (task.from !== null) state.stores[task.from] = [...task.batches, ...(state.stores[task.from] ?? none)];
  else for (const batch of task.batches) ctx.records.release(batch.rows, 'dropped-by-code');
}
