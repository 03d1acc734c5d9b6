import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { makeRegistry } from '../../../sim/registry.ts';
import { eraseModel } from '../../../sim/serviceModel.ts';
import { assertRowsConserved } from '../../../testing/conservation.ts';
import { assertForAll } from '../../../testing/forAll.ts';
import { recipeOf, simulationOf } from '../../../testing/simulate.ts';
import { kinesisStreams } from '../../kinesis-streams/model/index.ts';
import { sdkProducer } from '../../sdk-producer/model/index.ts';
import { streamReader } from '../../stream-reader/model/index.ts';
import { traffic } from '../../traffic/model/index.ts';
import { kinesisAgent } from './index.ts';

vi.setConfig({ testTimeout: 120_000 });

const models = makeRegistry([eraseModel(traffic), eraseModel(sdkProducer), eraseModel(kinesisStreams), eraseModel(streamReader), eraseModel(kinesisAgent)]);
const length = 12_000;
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const some = (shape: Record<string, fc.Arbitrary<unknown>>) => fc.record(shape).map((drawn) => Object.fromEntries(Object.entries(drawn).filter(([, value]) => value !== undefined)));

const web = some({
  recordsPerSecond: fc.constantFrom(1, 20, 150, 1300),
  payloadBytes: fc.constantFrom(0, 40, 900),
  keys: fc.constantFrom<unknown>(1, 3, 'random'),
  payload: maybe(fc.constantFrom<unknown>('{{key}},{{row}}', 'Mar 12 12:01:02 host app: {{pick a b}}', { a: '{{row}}', b: 'x' }, 'E {{row}}\n  at {{key}}\n at', '{{pick A b}}{{row}}')),
});
const flow = some({
  filePattern: fc.constantFrom('/var/log/app/app.log*', '/var/log/app/*', '/var/log/app/key-0.log', '/nowhere/x'),
  kinesisStream: fc.constantFrom('clicks', 'other'),
  initialPosition: maybe(fc.constantFrom('START_OF_FILE', 'END_OF_FILE')),
  maxBufferAgeMillis: maybe(fc.constantFrom(1000, 3000)),
  maxBufferSizeRecords: maybe(fc.constantFrom(1, 30, 500)),
  maxBufferSizeBytes: maybe(fc.constantFrom(100, 5000)),
  publishQueueCapacity: maybe(fc.constantFrom(1, 4)),
  minTimeBetweenFilePollsMillis: maybe(fc.constantFrom(30, 1000)),
  maxTimeBetweenFileTrackerRefreshMillis: maybe(fc.constantFrom(400, 10_000)),
  skipHeaderLines: maybe(fc.constantFrom(0, 2)),
  multiLineStartPattern: maybe(fc.constantFrom('\\S', '[A-Z]')),
  partitionKeyOption: maybe(fc.constantFrom('RANDOM', 'DETERMINISTIC')),
  dataProcessingOptions: maybe(fc.constantFrom<unknown>([{ optionName: 'SINGLELINE' }], [{ optionName: 'LOGTOJSON', logFormat: 'SYSLOG' }], [{ optionName: 'CSVTOJSON', customFieldNames: ['a', 'b'] }])),
});
const agent = some({
  flows: maybe(fc.array(flow, { minLength: 1, maxLength: 3 })),
  logFile: maybe(fc.constantFrom('/var/log/app/{key}.log', '/var/log/app/app.log')),
  rotate: maybe(fc.constantFrom('none', 'size', 'time')),
  rotateBytes: fc.constantFrom(500, 8000),
  rotateEvery: fc.constantFrom(300, 2500),
  rotateBy: maybe(fc.constantFrom('rename', 'copy-truncate')),
  keepRotated: maybe(fc.constantFrom(0, 1, 4)),
  compressRotated: maybe(fc.boolean()),
  headerLines: maybe(fc.constantFrom(0, 2)),
  linesPerRecord: maybe(fc.constantFrom(1, 3)),
  startsAfter: maybe(fc.constantFrom(0, 2500)),
  maxSendingThreads: maybe(fc.constantFrom(1, 24)),
  socketTimeoutMillis: maybe(fc.constantFrom(100, 50_000)),
});
const at = fc.integer({ min: 0, max: length - 100 });
const duration = maybe(fc.constantFrom(1, 700, 3000));
const fault = (name: string) => fc.record({ at, type: fc.constantFrom('fault', 'fault', 'recover'), node: fc.constant('agent'), name: fc.constant(name), duration });
const interventions = fc.array(
  fc.oneof(
    fault('crash'),
    fault('permission-loss'),
    fault('file-unreadable'),
    fault('checkpoints-lost'),
    fc.record({ at, type: fc.constant('operate'), node: fc.constant('agent'), operation: fc.constantFrom('Restart', 'RotateLogs'), request: fc.constant({}) }),
    fc.record({ at, type: fc.constant('setConfig'), node: fc.constant('agent'), config: fc.oneof(fc.record({ rotate: fc.constantFrom('none', 'size') }), fc.record({ flows: fc.array(flow, { minLength: 1, maxLength: 2 }) })) }),
    fc.record({ at, type: fc.constant('fault'), node: fc.constant('clicks'), name: fc.constant('internal-failure'), duration: fc.constantFrom(400, 2000) }),
  ),
  { maxLength: 5, size: 'max' },
);
const edge = some({ latencyMs: maybe(fc.constantFrom(0, 120)), loseRequests: maybe(fc.constantFrom(0, 0.1)), loseReplies: maybe(fc.constantFrom(0, 0.1)) });
const drawn = fc.record({ web, agent, interventions, edge, seed: fc.integer({ min: 1, max: 1000 }) }).map((each) => ({
  nodes: [
    { id: 'web', kind: 'traffic', config: each.web },
    { id: 'agent', kind: 'kinesis-agent', config: each.agent },
    { id: 'clicks', kind: 'kinesis-streams', config: { shardCount: 1 } },
    { id: 'app', kind: 'stream-reader', config: { pollInterval: 300 } },
  ],
  edges: [{ from: 'web', to: 'agent' }, { from: 'agent', to: 'clicks', ...each.edge }, { from: 'clicks', to: 'app' }],
  interventions: each.interventions,
  length,
  seed: each.seed,
}));

function straight(recipe: ReturnType<typeof recipeOf>, until: number): string {
  const simulation = simulationOf(recipe, { models, checkInvariants: false });
  simulation.runUntil(until);
  return simulation.digest();
}

describe('whatever an agent is told and whatever happens to it', () => {
  it('no row is counted twice or forgotten, and no invariant breaks', () => {
    assertForAll(drawn, (source) => {
      const recipe = recipeOf(source, { models });
      const simulation = simulationOf(recipe, { models, checkInvariants: true });
      for (let to = 0; to <= length; to += 400) {
        const status = simulation.runUntil(to);
        if (status.type === 'invariant-broken') throw new Error(`${status.node}: ${status.name} at ${simulation.now} ms`);
        assertRowsConserved(simulation);
      }
    }, { seed: 51, runs: 35 });
  });

  it('nor when it dies while its calls are under way, and its files go meanwhile', () => {
    const crashes = [1.2, 2.6, 3.1, 4.7, 6.05, 8.3].map((second) => ({ at: second * 1000, type: 'fault', node: 'agent', name: 'crash', duration: 300 }));
    const recipe = recipeOf(
      {
        nodes: [
          { id: 'web', kind: 'traffic', config: { recordsPerSecond: 100, payloadBytes: 100, keys: 4 } },
          { id: 'agent', kind: 'kinesis-agent', config: { rotate: 'time', rotateEvery: 700, keepRotated: 0, flows: [{ filePattern: '/var/log/app/app.log', kinesisStream: 'clicks', maxBufferSizeRecords: 20 }] } },
          { id: 'clicks', kind: 'kinesis-streams', config: {} },
        ],
        edges: [{ from: 'web', to: 'agent' }, { from: 'agent', to: 'clicks', latencyMs: 700, loseReplies: 0.1 }],
        interventions: crashes,
        length,
      },
      { models },
    );
    const simulation = simulationOf(recipe, { models, checkInvariants: true });
    for (let to = 0; to <= length; to += 50) {
      expect(simulation.runUntil(to).type).toBe('reached');
      assertRowsConserved(simulation);
    }
  });

  it('a run is the same in slices of any size, and after a keyframe', () => {
    assertForAll(fc.tuple(drawn, fc.array(fc.integer({ min: 1, max: length }), { minLength: 1, maxLength: 5 })), ([source, stops]) => {
      const recipe = recipeOf(source, { models });
      const simulation = simulationOf(recipe, { models, checkInvariants: false });
      const [first = 1, ...rest] = [...stops].sort((a, b) => a - b);
      simulation.runUntil(first);
      const there = simulation.digest();
      const keyframe = simulation.checkpoint();
      for (const stop of rest) simulation.runUntil(stop);
      simulation.runUntil(length);
      const wanted = straight(recipe, length);
      expect(simulation.digest()).toBe(wanted);
      simulation.restore(keyframe);
      expect(simulation.digest()).toBe(there);
      simulation.runUntil(length);
      expect(simulation.digest()).toBe(wanted);
    }, { seed: 52, runs: 12 });
  });
});
