/** ObjectCreated events to a queue, a topic or a function. The event carries the rows of its object. */
import { makeBatch, type RecordBatch } from '../../../sim/records/recordBatch.ts';
import type { Reply } from '../../../sim/calls.ts';
import type { ServiceContext } from '../../../sim/serviceModel.ts';
import { InvokeAsync } from '../../lambda-function/model/operations.ts';
import { PublishBatch } from '../../sns-topic/model/operations.ts';
import { SendMessageBatch } from '../../sqs-queue/model/operations.ts';
import type { BucketEvent, BucketState } from './state.ts';

type Ctx = ServiceContext<BucketEvent>;
/** Size of one event as text. [SIM] */
const eventBytes = 900;
const answerTimeoutMs = 30_000;

/**
 * Tells everybody who wants to know. The bucket's own object holds the rows meanwhile.
 * SIMPLIFIED: a queue or a topic gets one message for each record of the object, because a message stands for one record.
 */
export function notify(state: BucketState, records: RecordBatch, ctx: Ctx): void {
  const { rows } = records;
  if (rows.length === 0) return;
  const key = ctx.keys.intern(ctx.nodeId);
  const most = ctx.limits.number('sqs.batch.max-entries');
  for (const port of ['queue', 'topic'] as const) {
    for (const edge of ctx.edgesAt(port)) {
      for (let at = 0; at < rows.length; at += most) {
        const part = rows.subarray(at, at + most);
        const messages = makeBatch({ count: part.length, rows: part, keys: part.map((row) => ctx.records.key(row)), bytes: part.map(() => eventBytes) });
        const about: BucketEvent = { type: 'told', id: state.next++ };
        ctx.count('EventsSent', part.length);
        if (port === 'queue') ctx.call(edge, SendMessageBatch, { records: messages, single: false }, about, answerTimeoutMs);
        else ctx.call(edge, PublishBatch, { records: messages }, about, answerTimeoutMs);
      }
    }
  }
  const event = makeBatch({ count: 1, rows, first: Uint32Array.of(0, rows.length), keys: Uint32Array.of(key), bytes: Uint32Array.of(eventBytes) });
  for (const edge of ctx.edgesAt('function')) {
    ctx.count('EventsSent', 1);
    ctx.call(edge, InvokeAsync, { source: 'aws:s3', records: event, payloadBytes: eventBytes }, { type: 'told', id: state.next++ }, answerTimeoutMs);
  }
}

/** SIMPLIFIED: an event that is refused is not sent again; S3 itself tries for a long time. */
export function told(reply: Reply<unknown>, ctx: Ctx): void {
  if (!reply.ok) ctx.trace('event.refused', ctx.nodeId, { code: reply.error.code }, { events: 1 });
}
