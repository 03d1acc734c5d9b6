/** Transfers for tests: a bucket that fails now and then, and runs of one transfer. */
import { makeRegistry } from '../../../sim/registry.ts';
import { eraseModel, type ServiceModel } from '../../../sim/serviceModel.ts';
import { simulate, type FinishedRun, type SimulateOptions } from '../../../testing/simulate.ts';
import { PutObject } from '../../s3-bucket/model/operations.ts';
import { traffic } from '../../traffic/model/index.ts';
import { dataTransfer } from './index.ts';

type Fake = { stored: number };
/** A bucket that keeps nothing, and fails every fifth call. */
const fakeBucket: ServiceModel<{ flaky: boolean }, Fake, { type: string }> = {
  kind: 'fake-bucket',
  says: '',
  ports: [{ name: 'in', direction: 'in', operations: [PutObject.name], calls: false, max: 9 }],
  fields: {},
  metrics: [],
  faults: [],
  operations: [],
  parseConfig: () => ({ ok: true, value: { flaky: true } }),
  sinks: (_config, nodeId) => [nodeId],
  init: () => ({ stored: 0 }),
  onCall(state, call, ctx) {
    if (!PutObject.is(call)) return;
    if (state.stored++ % 5 === 0) return ctx.reply(call, { ok: false, error: { code: 'InternalError', message: '', retryable: true } });
    const { rows } = call.request.records;
    ctx.records.hold(rows);
    ctx.records.deliver(ctx.sink(ctx.nodeId), rows, ctx.now, 'dropped-by-code');
    ctx.reply(call, { ok: true, response: { ETag: '' } });
  },
  onEvent() {},
  onReply() {},
  onIntervention() {},
  view: (state) => ({ fields: { stored: state.stored } }),
  invariants: [],
};

export const models = makeRegistry([eraseModel(traffic), eraseModel(dataTransfer), eraseModel(fakeBucket)]);
export const day = 86_400_000;
export const run = (source: unknown, options: SimulateOptions = {}): FinishedRun => simulate(source, { models, checkInvariants: true, ...options });
/** A recipe with nothing but a transfer. */
export const move = (config: object, more: object = {}) => ({ nodes: [{ id: 'move', kind: 'data-transfer', config }], length: '49d', ...more });
/** Days until the transfer is done. */
export const finished = (config: object, more: object = {}, options: SimulateOptions = {}) => (run(move(config, more), options).view('move').finishedAtMs as number) / day;

export const phasesOf = (done: FinishedRun) => (done.view('move').timeline as unknown as { name: string; from: number }[]).map((phase) => phase.name);
export const operate = (at: string, operation: string, request: object = {}) => ({ at, type: 'operate', node: 'move', operation, request });

/** A database that is written to while it is moved. */
export const database = (config: object, interventions: readonly object[] = []) => ({
  nodes: [
    { id: 'app', kind: 'traffic', config: { recordsPerSecond: 0.002, payloadBytes: 16_000_000, keys: 5, stopAfter: '6d' } },
    { id: 'move', kind: 'data-transfer', config: { option: 'dms', dataSet: '6TB', bitsPerSecond: '500Mbps', ...config } },
  ],
  edges: [{ from: 'app', to: 'move' }],
  length: '8d',
  interventions,
});
