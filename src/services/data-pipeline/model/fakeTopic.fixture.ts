import type { PlainData } from '../../../sim/plainData.ts';
import type { ServiceModel } from '../../../sim/serviceModel.ts';
import { PublishBatch } from '../../sns-topic/model/operations.ts';

interface FakeTopic {
  readonly refusals: number;
  calls: number;
  got: PlainData[];
}

/** A topic that does not answer well to the first `refusals` calls, and then keeps what it is told. */
export const fakeTopic: ServiceModel<{ refusals: number }, FakeTopic, { type: string }> = {
  kind: 'fake-topic',
  says: '',
  ports: [{ name: 'in', direction: 'in', operations: [PublishBatch.name], calls: false, max: 9 }],
  fields: { refusals: { type: 'integer', says: '', default: 0 } },
  metrics: [],
  faults: [],
  operations: [],
  parseConfig: (raw) => ({ ok: true, value: { refusals: 0, ...(raw as object) } }),
  sinks: (_config, nodeId) => [nodeId],
  init: ({ refusals }) => ({ refusals, calls: 0, got: [] }),
  onCall(state, call, ctx) {
    if (!PublishBatch.is(call)) return;
    if (state.calls++ < state.refusals) return ctx.reply(call, { ok: false, error: { code: 'InternalError', message: '', retryable: true } });
    const { rows } = call.request.records;
    state.got.push(...[...rows].map((row) => ctx.payload(row) ?? null));
    ctx.records.hold(rows);
    ctx.records.deliver(ctx.sink(ctx.nodeId), rows, ctx.now, 'dropped-by-code');
    ctx.reply(call, { ok: true, response: { outcome: { failed: 0, code: new Uint8Array(rows.length), codes: [] }, messages: new Float64Array(rows.length) } });
  },
  onEvent() {},
  onReply() {},
  onIntervention() {},
  view: (state) => ({ fields: { calls: state.calls, got: [...state.got] } }),
  invariants: [],
};
