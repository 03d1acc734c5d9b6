/** The Extended Client Library: large payloads go to a bucket first, and the message points to them. */
import type { Reply } from '../../../sim/calls.ts';
import { makeBatch, pickBatch, type RecordBatch } from '../../../sim/records/recordBatch.ts';
import { PutObject } from '../../s3-bucket/model/operations.ts';
import { payloadKey, pointerBytes } from './operations.ts';
import { outbox } from './sending.ts';
import type { Ctx, ProducerState } from './state.ts';

/** Splits off what goes through the bucket, starts its upload, and answers the rest. */
export function offload(state: ProducerState, records: RecordBatch, ctx: Ctx): RecordBatch {
  const { extendedClient, payloadThreshold } = state.config;
  const [edge] = ctx.edgesAt('payloads');
  if (edge === undefined || extendedClient === 'off') return records;
  const small: number[] = [];
  for (let i = 0; i < records.count; i++) {
    if (extendedClient === 'large' && records.bytes[i]! <= payloadThreshold) small.push(i);
    else upload(state, pickBatch(records, Uint32Array.of(i)), 1, ctx);
  }
  return small.length === records.count ? records : pickBatch(records, Uint32Array.from(small));
}

export function upload(state: ProducerState, records: RecordBatch, attempt: number, ctx: Ctx): void {
  const id = state.next++;
  state.uploading.set(id, outbox.otherSending(state, records, attempt, ctx));
  ctx.count('PayloadsUploaded', 1);
  ctx.call(ctx.edgesAt('payloads')[0]!, PutObject, { Key: payloadKey(records.rows[0]!), purpose: 'backup', records, bytes: records.bytes[0]! }, { type: 'uploaded', id }, state.config.requestTimeout);
}

export function uploaded(state: ProducerState, id: number, reply: Reply<unknown>, ctx: Ctx): void {
  const sending = state.uploading.get(id);
  if (!sending) return;
  state.uploading.delete(id);
  const { records } = sending;
  if (sending.orphaned) ctx.records.release(records.rows, 'died-with-process');
  else if (!reply.ok) outbox.tryAgain(state, sending, reply.error.code, ctx, 'retry-upload');
  else {
    const bucket = ctx.neighbour(ctx.edgesAt('payloads')[0]!);
    const bytes = Uint32Array.of(pointerBytes(bucket, records.rows[0]!, records.bytes[0]!));
    ctx.hop(records.rows, 'payload.uploaded', () => ({ bucket, key: payloadKey(records.rows[0]!) }));
    outbox.enqueue(state, makeBatch({ count: 1, rows: records.rows, keys: records.keys, bytes }), ctx);
  }
}
