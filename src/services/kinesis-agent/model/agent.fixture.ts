/** An agent with a stand-in for Firehose at its end, for tests. */
import type { PlainData } from '../../../sim/plainData.ts';
import { makeRegistry } from '../../../sim/registry.ts';
import { eraseModel, type ServiceModel } from '../../../sim/serviceModel.ts';
import { simulate, type SimulateOptions } from '../../../testing/simulate.ts';
import { PutRecordBatch, type PutRecordBatchRequest } from '../../firehose/model/operations.ts';
import { kinesisStreams } from '../../kinesis-streams/model/index.ts';
import { sdkProducer } from '../../sdk-producer/model/index.ts';
import { streamReader } from '../../stream-reader/model/index.ts';
import { traffic } from '../../traffic/model/index.ts';
import { kinesisAgent } from './index.ts';

export interface StandIn {
  /** What the records carry as seen from here, the first thousand. */
  readonly contents: (PlainData | undefined)[];
  readonly calls: { at: number; count: number; largest: number; bytes: number }[];
  seen: number;
}
interface StandInConfig {
  readonly failEvery: number;
}

/** A Firehose stream that refuses every nth record it is offered, for tests alone. */
const standIn: ServiceModel<StandInConfig, StandIn, { type: string }> = {
  kind: 'stand-in',
  says: 'Takes records for good.',
  ports: [{ name: 'in', direction: 'in', operations: [PutRecordBatch.name], calls: false, max: 8 }],
  fields: { failEvery: { type: 'integer', says: 'Refuses every nth', default: 0 } },
  metrics: [],
  faults: [],
  operations: [],
  parseConfig: (raw) => ({ ok: true, value: { failEvery: 0, ...(raw as object) } }),
  sinks: (_config, nodeId) => [nodeId],
  init: (config) => ({ contents: [], calls: [], seen: 0, failEvery: config.failEvery }) as StandIn,
  onCall(state, call, ctx) {
    const { records } = call.request as PutRecordBatchRequest;
    for (const row of records.rows) if (state.contents.length < 1000) state.contents.push(ctx.payload(row));
    const every = (state as StandIn & StandInConfig).failEvery;
    const code = Uint8Array.from(records.rows, () => (every > 0 && ++state.seen % every === 0 ? 1 : 0));
    const stored = records.rows.filter((_, i) => code[i] === 0);
    ctx.records.deliver(ctx.sink(ctx.nodeId), stored, ctx.now);
    state.calls.push({ at: ctx.now, count: records.count, largest: Math.max(...records.bytes), bytes: records.bytes.reduce((sum, each) => sum + each, 0) });
    const failed = code.reduce((sum, each) => sum + each, 0);
    ctx.reply(call, { ok: true, response: { FailedPutCount: failed, outcome: { failed, code, codes: ['ServiceUnavailableException'] } } });
  },
  onEvent() {},
  onReply() {},
  onIntervention() {},
  view: (state) => ({ fields: { calls: state.calls.length } }),
  describe: (state) => ({ calls: state.calls, contents: state.contents as PlainData[] }),
  invariants: [],
};

const models = makeRegistry([eraseModel(traffic), eraseModel(sdkProducer), eraseModel(kinesisStreams), eraseModel(streamReader), eraseModel(kinesisAgent), eraseModel(standIn)]);
/** A run with these kinds alone. */
export const run = (source: unknown, options: SimulateOptions) => simulate(source, { models, ...options });
/** An agent that feeds a stream and its reader. */
export const chain = (web: string, agent: string, stream = 'shards=1') => `web: traffic(${web}) -> agent: kinesis-agent(${agent}) -> clicks: kinesis-streams(${stream}) -> app: stream-reader`;
/** An agent that feeds the stand-in, `lake`. */
export const to = (web: string, agent: string, sink = '') => `web: traffic(${web}) -> agent: kinesis-agent(${agent}) -> lake: stand-in(${sink})`;
/** The flow of an agent to the stand-in. */
export const flow = (settings: string, pattern = '/var/log/app/app.log*') => `flows=[{filePattern: "${pattern}", deliveryStream: lake, ${settings}}]`;
/** The calls that the stand-in has had. */
export const calls = (of: ReturnType<typeof run>) => of.view('lake').calls as StandIn['calls'];
