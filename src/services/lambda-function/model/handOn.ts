/** Where records go that the code has handled: to other services, or nowhere further (then they have arrived). */
import { makeBatch, pickBatch, sliceBatch, type EntryOutcome, type RecordBatch } from '../../../sim/records/recordBatch.ts';
import type { Reply } from '../../../sim/calls.ts';
import type { ServiceContext } from '../../../sim/serviceModel.ts';
import { BatchWriteItem } from '../../dynamodb-table/model/operations.ts';
import { PutRecordBatch } from '../../firehose/model/operations.ts';
import { PutObject } from '../../s3-bucket/model/operations.ts';
import { Submit } from '../../sdk-producer/model/operations.ts';
import { PublishBatch } from '../../sns-topic/model/operations.ts';
import { SendMessageBatch } from '../../sqs-queue/model/operations.ts';
import type { FunctionEvent, FunctionState, Running } from './state.ts';

type Ctx = ServiceContext<FunctionEvent>;
export const targetPorts = ['producer', 'delivery', 'bucket', 'messages', 'topic', 'table'] as const;
const answerTimeoutMs = 10_000;
/** Items of one BatchWriteItem, and messages of one SendMessageBatch or PublishBatch, that the code sends. [SIM] */
const tableItems = 25;

/** One entry for each record: what the code writes to a target. */
function singly(records: RecordBatch, ctx: Ctx): RecordBatch {
  const { rows } = records;
  return makeBatch({ count: rows.length, rows, keys: rows.map((row) => ctx.records.key(row)), bytes: rows.map((row) => ctx.records.payloadBytes(row)) });
}

function without(records: RecordBatch, failed: Uint32Array | undefined): RecordBatch {
  if (failed === undefined || failed.length === 0) return records;
  const left = new Set(failed);
  return pickBatch(records, Uint32Array.from(Array.from({ length: records.count }, (_, i) => i).filter((i) => !left.has(i))));
}

function isTarget(ctx: Ctx): boolean {
  return targetPorts.some((port) => ctx.edgesAt(port).length > 0);
}

/** Sends the good entries on; answers how many answers the run now waits for. Without targets they have arrived. */
export function handOn(state: FunctionState, id: number, running: Running, failed: Uint32Array | undefined, ctx: Ctx): number {
  const good = without(running.records, failed);
  if (good.count === 0) return 0;
  state.processed += good.rows.length;
  if (!isTarget(ctx)) {
    const { duplicates, outOfOrder } = ctx.records.deliver(ctx.sink(ctx.nodeId), good.rows, ctx.now);
    if (duplicates > 0) ctx.trace('records.duplicated', ctx.nodeId, { source: running.source }, { records: duplicates });
    if (outOfOrder > 0) ctx.trace('order.broken', ctx.nodeId, { source: running.source }, { records: outOfOrder });
    ctx.hop(good.rows, 'record.delivered', () => ({ source: running.source }));
    return 0;
  }
  const records = singly(good, ctx);
  let calls = 0;
  const pieces = (size: number, send: (piece: RecordBatch, about: FunctionEvent) => void) => {
    for (let at = 0; at < records.count; at += size) {
      const piece = sliceBatch(records, at, Math.min(records.count, at + size));
      send(piece, { type: 'handed', id, entries: piece.count });
      calls++;
    }
  };
  for (const edge of ctx.edgesAt('producer')) {
    ctx.records.hold(records.rows);
    ctx.send(edge, Submit, { records });
  }
  for (const edge of ctx.edgesAt('delivery')) pieces(ctx.limits.number('firehose.put-record-batch.max-entries'), (piece, about) => ctx.call(edge, PutRecordBatch, { records: piece }, about, answerTimeoutMs));
  for (const edge of ctx.edgesAt('messages')) pieces(ctx.limits.number('sqs.batch.max-entries'), (piece, about) => ctx.call(edge, SendMessageBatch, { records: piece, single: false }, about, answerTimeoutMs));
  for (const edge of ctx.edgesAt('topic')) pieces(ctx.limits.number('sqs.batch.max-entries'), (piece, about) => ctx.call(edge, PublishBatch, { records: piece }, about, answerTimeoutMs));
  for (const edge of ctx.edgesAt('table')) pieces(tableItems, (piece, about) => ctx.call(edge, BatchWriteItem, { records: piece }, about, answerTimeoutMs));
  for (const edge of ctx.edgesAt('bucket')) {
    const bytes = records.bytes.reduce((sum, size) => sum + size, 0);
    ctx.call(edge, PutObject, { Key: `${ctx.nodeId}/${String(++state.objects).padStart(9, '0')}`, purpose: 'data', records, bytes }, { type: 'handed', id, entries: records.count }, answerTimeoutMs);
    calls++;
  }
  return calls;
}

/** What went wrong with a call to a target; null when nothing did. The code takes one refused entry as a failure of the run. */
export function problemOf(reply: Reply<unknown>): string | null {
  if (!reply.ok) return reply.error.code;
  const outcome = (reply.response as { outcome?: EntryOutcome } | null)?.outcome;
  return outcome && outcome.failed > 0 ? outcome.codes[outcome.code.find((code) => code !== 0)! - 1]! : null;
}

/** Gives records up: to the queue for failures where there is one, else they are lost. The hold on them passes over. */
export function discard(state: FunctionState, records: RecordBatch, why: string, ctx: Ctx): void {
  const edge = ctx.edgesAt('failures')[0];
  state.discarded += records.rows.length;
  ctx.trace('batch.discarded', ctx.nodeId, { why, kept: edge !== undefined }, { records: records.rows.length });
  if (edge === undefined) return ctx.records.release(records.rows, 'deleted-unprocessed');
  const messages = singly(records, ctx);
  const most = ctx.limits.number('sqs.batch.max-entries');
  for (let at = 0; at < messages.count; at += most) {
    const piece = sliceBatch(messages, at, Math.min(messages.count, at + most));
    const id = state.next++;
    state.letters.set(id, piece);
    ctx.call(edge, SendMessageBatch, { records: piece, single: false }, { type: 'dead-letter', id }, answerTimeoutMs);
  }
}

/** The queue for failures has answered. */
export function deadLettered(state: FunctionState, id: number, reply: Reply<unknown>, ctx: Ctx): void {
  const records = state.letters.get(id);
  if (!records) return;
  state.letters.delete(id);
  const problem = problemOf(reply);
  if (problem === null) {
    // Somebody can get them back from there.
    ctx.records.park(records.rows);
    state.deadLettered += records.rows.length;
  } else {
    ctx.count('DeadLetterErrors', 1);
    ctx.trace('dead-letter.refused', ctx.nodeId, { code: problem }, { records: records.rows.length });
  }
  ctx.records.release(records.rows, 'deleted-unprocessed');
}

