/** Indexer acknowledgement of Splunk. */
import { awsError } from '../../../aws/awsError.ts';
import type { Call } from '../../../sim/calls.ts';
import type { RecordBatch } from '../../../sim/records/recordBatch.ts';
import type { QueryAcksRequest, QueryAcksResponse } from './operations.ts';
import { answer, isDown, store } from './answering.ts';
import { lasts, type Ctx, type EndpointState } from './state.ts';

/** How long an id that nobody asks for is remembered. [SIM] */
const ackLifeMs = 600_000;
const acksKept = 1000;

export function indexed(state: EndpointState, id: number, ctx: Ctx): void {
  const work = state.indexing.get(id);
  if (!work) return;
  state.indexing.delete(id);
  store(state, work.records, ctx);
  const ack = state.acks.get(work.ackId);
  if (!ack) return;
  if (lasts(state, 'lose-acks', ctx.now)) {
    state.acks.delete(work.ackId);
    ctx.trace('acknowledgement.withheld', ctx.nodeId, {}, { records: work.records.rows.length });
  } else state.acks.set(work.ackId, Object.freeze({ ...ack, indexed: true }));
}

/** Events that are answered for now and indexed later. */
export function index(state: EndpointState, records: RecordBatch, ackId: number, ctx: Ctx): void {
  forgetOld(state, ctx.now);
  const id = state.next++;
  state.indexing.set(id, Object.freeze({ records, ackId }));
  if (ackId > 0) state.acks.set(ackId, Object.freeze({ indexed: false, givenAt: ctx.now }));
  ctx.after(state.config.indexTime, { type: 'indexed', id });
}

/** Ids are given in rising order, and an id keeps its place: the oldest stand first. */
function forgetOld(state: EndpointState, now: number): void {
  for (const [ackId, { givenAt }] of state.acks) {
    if (now - givenAt < ackLifeMs && state.acks.size <= acksKept) return;
    state.acks.delete(ackId);
  }
}

export function queryAcks(state: EndpointState, call: Call<QueryAcksRequest>, ctx: Ctx): void {
  if (isDown(state, call, ctx)) return;
  if (state.config.type !== 'splunk') return ctx.reply(call, { ok: false, error: awsError('UnknownOperationException', 'A web server has no acknowledgements.') });
  forgetOld(state, ctx.now);
  const acknowledged = call.request.acks.filter((ackId) => state.acks.get(ackId)?.indexed);
  for (const ackId of acknowledged) state.acks.delete(ackId);
  answer(state, call, { status: state.config.acknowledges ? 200 : 400, acknowledged } satisfies QueryAcksResponse, ctx);
}
