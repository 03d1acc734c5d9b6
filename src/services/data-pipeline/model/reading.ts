/** What a Task Runner does first with a task: it reads the inputs, one after another, and works. */
import type { Reply } from '../../../sim/calls.ts';
import { concatBatches, makeBatch, type RecordBatch } from '../../../sim/records/recordBatch.ts';
import { Scan, type ScanResponse } from '../../dynamodb-table/model/operations.ts';
import { GetObject, ListObjectsV2, type GetObjectResponse, type ListObjectsV2Response } from '../../s3-bucket/model/operations.ts';
import { componentOf, type Instance } from './core.ts';
import { callTimeoutMs, readPlace, type Ctx } from './places.ts';
import { heldParts, type Outcome, type Part, type PipelineEvent, type PipelineState, type Task } from './state.ts';
import { write } from './writing.ts';

const none: readonly Part[] = Object.freeze([]);
/** Keys of one listing. */
const listed = 's3.list.max-keys';

function inputsOf(state: PipelineState, instance: Instance): readonly string[] {
  return componentOf(state.core, instance.component).refs.input ?? [];
}

/** A task is a runner's now. */
export function beginTask(state: PipelineState, instance: Instance, ctx: Ctx): void {
  state.tasks.set(instance.id, { serial: instance.serial, stage: 'reading', input: 0, toRead: [], kept: none, queue: none, output: 0, written: 0, tries: 0, startedAt: ctx.now });
  readOn(state, instance, ctx);
}

/** Reads the inputs from the task's next one on; once there is none left, the work begins. */
function readOn(state: PipelineState, instance: Instance, ctx: Ctx): void {
  const task = state.tasks.get(instance.id)!;
  const inputs = inputsOf(state, instance);
  const about = { id: instance.id, serial: instance.serial };
  for (; task.input < inputs.length; task.input++) {
    const node = inputs[task.input]!;
    const place = readPlace(state.core, componentOf(state.core, node), instance, ctx);
    if (place.type === 'bucket') {
      task.toRead = place.whole ? [place.key] : [];
      if (place.whole) ctx.call(place.edge, GetObject, { Key: place.key }, { type: 'object', ...about }, callTimeoutMs);
      else ctx.call(place.edge, ListObjectsV2, { Prefix: place.key, MaxKeys: ctx.limits.number(listed) }, { type: 'listed', ...about, prefix: place.key }, callTimeoutMs);
      return;
    }
    if (place.type === 'table') return ctx.call(place.edge, Scan, {}, { type: 'scanned', ...about }, callTimeoutMs);
    noteHalfReady(state, node, ctx);
    gather(task, node, state.stores[node] ?? []);
    state.stores[node] = [];
  }
  work(state, instance, ctx);
}

/** Adds what was read of the input under way. */
function gather(task: Task, back: string | null, batches: readonly RecordBatch[]): void {
  task.queue = Object.freeze([...task.queue, ...batches.map((batch) => Object.freeze({ input: task.input, back, batch }))]);
}

/** What was read of one input becomes one object, or one load. */
function joined(parts: readonly Part[]): readonly Part[] {
  const inputs = [...new Set(parts.map((part) => part.input))];
  return Object.freeze(
    inputs.map((input) => {
      const of = parts.filter((part) => part.input === input);
      return of.length === 1 ? of[0]! : Object.freeze({ ...of[0]!, batch: concatBatches(of.map((part) => part.batch)) });
    }),
  );
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
  task.queue = joined(task.queue);
  let bytes = 0;
  for (const { batch } of task.queue) for (let i = 0; i < batch.count; i++) bytes += batch.bytes[i]!;
  task.stage = 'working';
  const fixed = state.config.activityTimes[instance.component] ?? state.config.activityTime;
  ctx.after(fixed + Math.ceil((bytes * 1000) / state.config.bytesPerSecond), { type: 'worked', id: instance.id, serial: instance.serial });
}

/** The work is done: it fails as told, or its outputs are written. */
export function worked(state: PipelineState, instance: Instance, ctx: Ctx): Outcome {
  const left = state.failing[instance.component] ?? 0;
  if (left > 0) {
    state.failing[instance.component] = left - 1;
    return { status: 'FAILED', reason: 'the task ended with an error' };
  }
  if ((state.failingUntil[instance.component] ?? state.failingUntil['*'] ?? 0) > ctx.now) return { status: 'FAILED', reason: 'the task ended with an error' };
  const task = state.tasks.get(instance.id)!;
  task.stage = 'writing';
  // Every output gets all of it: what was read is kept until the last is written.
  if ((componentOf(state.core, instance.component).refs.output?.length ?? 0) > 1) task.kept = task.queue;
  return write(state, instance, ctx);
}

/** An answer to a read; undefined while more is to come, or the end of a task that could not read. */
export function wasRead(state: PipelineState, instance: Instance, about: PipelineEvent, reply: Reply<unknown>, ctx: Ctx): Outcome {
  const task = state.tasks.get(instance.id)!;
  if (!reply.ok) return { status: 'FAILED', reason: `${reply.error.code}: the input could not be read` };
  const place = readPlace(state.core, componentOf(state.core, inputsOf(state, instance)[task.input]!), instance, ctx);
  if (about.type === 'scanned') {
    const { items } = reply.response as ScanResponse;
    if (items.length > 0) gather(task, null, [itemRows(state, items, ctx)]);
  } else if (place.type !== 'bucket') return { status: 'FAILED', reason: 'the bucket is gone' };
  else if (about.type === 'listed') {
    const { Contents, IsTruncated } = reply.response as ListObjectsV2Response;
    task.toRead = [...task.toRead, ...Contents.map((object) => object.Key)];
    if (IsTruncated && Contents.length > 0) {
      ctx.call(place.edge, ListObjectsV2, { Prefix: about.prefix, StartAfter: Contents[Contents.length - 1]!.Key, MaxKeys: ctx.limits.number(listed) }, about, callTimeoutMs);
      return undefined;
    }
  } else {
    const { records } = reply.response as GetObjectResponse;
    if (records.count > 0) {
      ctx.keep(records.rows);
      gather(task, null, [records]);
    }
    task.toRead = task.toRead.slice(1);
  }
  if (task.toRead.length > 0 && place.type === 'bucket') ctx.call(place.edge, GetObject, { Key: task.toRead[0]! }, { type: 'object', id: instance.id, serial: instance.serial }, callTimeoutMs);
  else {
    task.input++;
    readOn(state, instance, ctx);
  }
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
    ctx.reshape(rows[i]!, undefined, item);
  });
  return makeBatch({ count: items.length, rows, keys, bytes });
}

/** The task is over, one way or the other: what it still holds goes back to where it came from. */
export function closeTask(state: PipelineState, id: string, ctx: Ctx): void {
  const task = state.tasks.get(id);
  if (!task) return;
  state.tasks.delete(id);
  ctx.count('TaskSeconds', (ctx.now - task.startedAt) / 1000);
  for (const { back, batch } of [...heldParts(task)].reverse()) {
    if (back !== null) state.stores[back] = [batch, ...(state.stores[back] ?? [])];
    else ctx.records.release(batch.rows, 'dropped-by-code');
  }
}
