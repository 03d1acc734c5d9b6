/** ObjectCreated events to a queue, a topic or a function. The event carries the rows of its object, as one message. */
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

/** Tells everybody who wants to know. The bucket's own object holds the rows meanwhile. */
export function notify(state: BucketState, records: RecordBatch, ctx: Ctx): void {
  if (records.rows.length === 0) return;
  const event = makeBatch({
    count: 1,
    rows: records.rows,
    first: Uint32Array.of(0, records.rows.length),
    keys: Uint32Array.of(ctx.keys.intern(ctx.nodeId)),
    bytes: Uint32Array.of(eventBytes),
  });
  for (const port of ['queue', 'topic', 'function'] as const) {
    for (const edge of ctx.edgesAt(port)) {
      const about: BucketEvent = { type: 'told', id: state.next++ };
      ctx.count('EventsSent', 1);
      if (port === 'queue') ctx.call(edge, SendMessageBatch, { records: event, single: true }, about, answerTimeoutMs);
      else if (port === 'topic') ctx.call(edge, PublishBatch, { records: event }, about, answerTimeoutMs);
      else ctx.call(edge, InvokeAsync, { source: 'aws:s3', records: event, payloadBytes: eventBytes }, about, answerTimeoutMs);
    }
  }
}

/** SIMPLIFIED: an event that is refused is not sent again; S3 itself tries for a long time. */
export function told(reply: Reply<unknown>, ctx: Ctx): void {
  if (!reply.ok) ctx.trace('event.refused', ctx.nodeId, { code: reply.error.code }, { events: 1 });
}
