/** What a Task Runner does last with a task: it writes the outputs, one after another, each with all that was read. */
import type { Reply } from '../../../sim/calls.ts';
import { concatBatches, failures, sliceBatch, type RecordBatch } from '../../../sim/records/recordBatch.ts';
import { BatchWriteItem, type BatchWriteItemResponse } from '../../dynamodb-table/model/operations.ts';
import { Copy } from '../../redshift/model/operations.ts';
import { PutObject } from '../../s3-bucket/model/operations.ts';
import { componentOf, type Instance } from './core.ts';
import { callTimeoutMs, writePlace, type Ctx } from './places.ts';
import type { Outcome, Part, PipelineState, Task } from './state.ts';

/** Writes that a table refuses are tried again after this long, so often in a row. [SIM] */
const writeAgainMs = 1000;
const writeTries = 20;
/** Items of one BatchWriteItem, and their bytes. */
const tableBatch = 'dynamodb.batch-write.max-items';
const tableBatchBytes = 'dynamodb.batch-write.max-bytes';

const part = (of: Part, batch: RecordBatch): Part => Object.freeze({ ...of, batch });

/** Cuts the next batch so that one call takes it: so many entries and bytes, but one entry at least. */
function nextBatch(task: Task, maxEntries: number, maxBytes: number): RecordBatch {
  const head = task.queue[0]!;
  const { batch } = head;
  let entries = 0;
  let bytes = 0;
  while (entries < Math.min(batch.count, maxEntries)) {
    bytes += batch.bytes[entries]!;
    if (entries > 0 && bytes > maxBytes) break;
    entries++;
  }
  if (entries === batch.count) return batch;
  const first = sliceBatch(batch, 0, entries);
  task.queue = Object.freeze([part(head, first), part(head, sliceBatch(batch, entries, batch.count)), ...task.queue.slice(1)]);
  return first;
}

function outputsOf(state: PipelineState, instance: Instance): readonly string[] {
  return componentOf(state.core, instance.component).refs.output ?? [];
}

/** With the last output, what is written is let go of. */
const isLast = (state: PipelineState, instance: Instance, task: Task) => task.output >= outputsOf(state, instance).length - 1;

/** Writes the next batch, goes on to the next output, or ends the task when all is written. */
export function write(state: PipelineState, instance: Instance, ctx: Ctx): Outcome {
  const { core } = state;
  const task = state.tasks.get(instance.id)!;
  for (;;) {
    const last = isLast(state, instance, task);
    if (last) task.kept = [];
    if (task.queue.length > 0) {
      const output = outputsOf(state, instance)[task.output];
      const place = output === undefined ? ({ type: 'here' } as const) : writePlace(core, componentOf(core, output), instance, ctx);
      if (place.type !== 'here') {
        send(state, instance, task, place, ctx);
        return undefined;
      }
      settleHere(state, instance, task, output, last, ctx);
    }
    if (last) return { status: 'FINISHED', reason: '' };
    task.output++;
    task.queue = task.kept;
  }
}

function send(state: PipelineState, instance: Instance, task: Task, place: Exclude<ReturnType<typeof writePlace>, { type: 'here' }>, ctx: Ctx): void {
  const about = { type: 'written', id: instance.id, serial: instance.serial, batch: task.written } as const;
  switch (place.type) {
    case 'bucket': {
      const records = nextBatch(task, Infinity, ctx.limits.bytes('s3.put.max-bytes'));
      let bytes = 0;
      for (let i = 0; i < records.count; i++) bytes += records.bytes[i]!;
      const key = place.key.endsWith('/') || place.key === '' ? `${place.key}part-${String(state.nextObject++).padStart(6, '0')}` : place.key;
      return ctx.call(place.edge, PutObject, { Key: key, purpose: 'data', records, bytes }, about, callTimeoutMs);
    }
    case 'table': {
      const records = nextBatch(task, ctx.limits.number(tableBatch), ctx.limits.bytes(tableBatchBytes));
      return ctx.call(place.edge, BatchWriteItem, { records }, about, callTimeoutMs);
    }
    case 'warehouse':
      return ctx.call(place.edge, Copy, { table: place.key, keys: [], records: task.queue[0]!.batch }, about, callTimeoutMs);
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

/** The output lies in this node: for another activity to read, or it has arrived for good (once, however many such outputs there are). */
function settleHere(state: PipelineState, instance: Instance, task: Task, output: string | undefined, last: boolean, ctx: Ctx): void {
  const isSink = ['bucket', 'table', 'warehouse'].every((port) => ctx.edgesAt(port).length === 0);
  const readAgain = (node: string) => state.core.definition.components.some((component) => component.category === 'Activity' && component.refs.input?.includes(node));
  const stays = (node: string | undefined) => node !== undefined && (readAgain(node) || !isSink);
  const before = outputsOf(state, instance).slice(0, task.output);
  const arrivedBefore = before.some((node) => !stays(node));
  for (const { batch } of task.queue) {
    if (!last) ctx.records.hold(batch.rows);
    if (stays(output)) putInto(state, output!, batch);
    else if (isSink && !arrivedBefore) {
      ctx.records.deliver(ctx.sink(ctx.nodeId), batch.rows, ctx.now, 'dropped-by-code');
      ctx.count('RecordsMoved', batch.count);
    } else ctx.records.release(batch.rows, 'dropped-by-code');
  }
  task.queue = [];
}

/** A write was answered: what was taken is let go of, the rest is tried again or fails the task. */
export function written(state: PipelineState, instance: Instance, batchNumber: number, reply: Reply<unknown>, ctx: Ctx): Outcome {
  const task = state.tasks.get(instance.id)!;
  if (task.stage !== 'writing' || task.written !== batchNumber) return undefined;
  const head = task.queue[0]!;
  const { batch } = head;
  const last = isLast(state, instance, task);
  const outcome = reply.ok ? (reply.response as Partial<BatchWriteItemResponse> | null)?.outcome : undefined;
  task.written++;
  if (reply.ok && (outcome === undefined || outcome.failed === 0)) {
    task.tries = 0;
    task.queue = task.queue.slice(1);
    ctx.count('RecordsMoved', batch.count);
    if (last) ctx.records.release(batch.rows, 'refused');
    return write(state, instance, ctx);
  }
  if (outcome) {
    const refused = failures(batch, outcome);
    const stored = batch.rows.filter((_, i) => outcome.code[i] === 0);
    ctx.count('RecordsMoved', stored.length);
    if (last) ctx.records.release(stored, 'refused');
    if (stored.length > 0) task.tries = 0;
    task.queue = [part(head, refused), ...task.queue.slice(1)];
  }
  const retryable = reply.ok || reply.error.retryable;
  if (!retryable || ++task.tries > writeTries) return { status: 'FAILED', reason: reply.ok ? 'the table refused writes' : `${reply.error.code}: the output could not be written` };
  ctx.after(writeAgainMs, { type: 'write', id: instance.id, serial: instance.serial });
  return undefined;
}
