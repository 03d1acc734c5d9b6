/** Workers that hand records on: to a producer in their own process, or by a call to a queue, topic, bucket or table. */
import type { Reply } from '../../../sim/calls.ts';
import { makeBatch, type RecordBatch } from '../../../sim/records/recordBatch.ts';
import { BatchWriteItem } from '../../dynamodb-table/model/operations.ts';
import { PutObject } from '../../s3-bucket/model/operations.ts';
import { Submit } from '../../sdk-producer/model/operations.ts';
import { PublishBatch } from '../../sns-topic/model/operations.ts';
import { SendMessageBatch } from '../../sqs-queue/model/operations.ts';
import { nextStep, type Ctx, type Worker } from './state.ts';

const callTimeoutMs = 5000;
export const forwardPorts = ['producer', 'queue', 'topic', 'bucket', 'table'] as const;

export function isForwarding(ctx: Ctx): boolean {
  return forwardPorts.some((port) => ctx.edgesAt(port).length > 0);
}

/** Hands a record on to everything connected. The caller gives one hold, for the calls in process; false when no answer will come. */
export function forward(worker: Worker, one: RecordBatch, ctx: Ctx): boolean {
  const { rows } = one;
  const row = rows[0]!;
  const records = makeBatch({ count: 1, rows, keys: Uint32Array.of(ctx.records.key(row)), bytes: Uint32Array.of(ctx.records.payloadBytes(row)) });
  const local = ctx.edgesAt('producer');
  local.forEach((edge, i) => {
    if (i > 0) ctx.records.hold(rows);
    ctx.send(edge, Submit, { records });
  });
  if (local.length === 0) ctx.records.releaseRow(row, 'dropped-by-code');
  const about = { type: 'forwarded', worker: worker.number, life: worker.life, step: nextStep(worker) } as const;
  worker.refused = false;
  worker.forwarding = 0;
  for (const port of forwardPorts) {
    for (const edge of port === 'producer' ? [] : ctx.edgesAt(port)) {
      worker.forwarding++;
      if (port === 'queue') ctx.call(edge, SendMessageBatch, { records, single: true }, about, callTimeoutMs);
      else if (port === 'topic') ctx.call(edge, PublishBatch, { records }, about, callTimeoutMs);
      else if (port === 'bucket') ctx.call(edge, PutObject, { Key: `${ctx.nodeId}/${row}`, purpose: 'data', records, bytes: records.bytes[0]! }, about, callTimeoutMs);
      else ctx.call(edge, BatchWriteItem, { records }, about, callTimeoutMs);
    }
  }
  return worker.forwarding > 0;
}

/** One answer to a record handed on; true when the last has come. */
export function forwarded(worker: Worker, reply: Reply<unknown>): boolean {
  const entries = reply.ok ? (reply.response as { readonly outcome?: { readonly failed: number } } | null) : undefined;
  if (!reply.ok || (entries?.outcome?.failed ?? 0) > 0) worker.refused = true;
  return --worker.forwarding === 0;
}
