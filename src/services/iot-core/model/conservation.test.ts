import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { assertRowsConserved } from '../../../testing/conservation.ts';
import { assertForAll } from '../../../testing/forAll.ts';
import { recipeOf, simulationOf } from '../../../testing/simulate.ts';

vi.setConfig({ testTimeout: 120_000 });

const length = 12_000;
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const some = (shape: Record<string, fc.Arbitrary<unknown>>) => fc.record(shape).map((drawn) => Object.fromEntries(Object.entries(drawn).filter(([, value]) => value !== undefined)));

const fleet = some({
  devices: fc.constantFrom(1, 3, 6),
  messagesPerSecond: fc.constantFrom(0.2, 1, 3),
  topic: maybe(fc.constantFrom('dev/{device}/tele', '$aws/rules/a/dev/{device}', 'a/b', 'admin/{device}')),
  payload: maybe(fc.constantFrom<unknown>(null, { temp: '{{int 0 100}}' }, 'text {{key}}')),
  protocol: maybe(fc.constantFrom('mqtt', 'mqtt', 'websocket', 'https')),
  payloadBytes: maybe(fc.constantFrom(0, 3000)),
  qos: fc.constantFrom(1, 0, 1),
  keepAlive: fc.constantFrom(0, 2000, 60_000),
  will: maybe(fc.constantFrom('dev/{device}/gone', '')),
  connectSpread: fc.constantFrom(0, 1000),
  reconnectJitter: fc.boolean(),
  offlineBuffer: maybe(fc.constantFrom(0, 5)),
  ackTimeout: maybe(fc.constantFrom(100, 900)),
  maxAttempts: maybe(fc.constantFrom(1, 3)),
});
const listener = some({ devices: fc.constantFrom(1, 3), qos: fc.constantFrom(1, 0, 1), cleanSession: maybe(fc.boolean()), keepAlive: fc.constantFrom(1000, 60_000), subscribe: fc.constantFrom(['#'], ['dev/+/tele', 'dev/#'], ['dev/#', 'alarm/+']) });
const action = fc.constantFrom<unknown>({ kinesis: { partitionKey: '${topic(2)}' } }, { sqs: {} }, { s3: { key: '${topic()}/${newuuid()}' } }, { dynamoDBv2: {} }, { lambda: {} }, { republish: { topic: 'alarm/${topic(2)}' } }, { republish: { topic: '${topic()}' } }, { kinesis: { roleAllows: false } }, { firehose: { batchMode: true, separator: '\n' } }, { dynamoDB: {} }, { sqs: { useBase64: true } });
const rule = (ruleName: string) => fc.record({ ruleName: fc.constant(ruleName), sql: fc.constantFrom("SELECT * FROM '#'", "SELECT temp FROM 'dev/#' WHERE temp > 50", "SELECT * FROM '$aws/things/#'", "SELECT VALUE [temp, topic(2)] FROM 'dev/#'"), actions: fc.array(action, { minLength: 1, maxLength: 4 }), errorAction: maybe(action) }).map((drawn) => Object.fromEntries(Object.entries(drawn).filter(([, value]) => value !== undefined)));
const policy = fc.constantFrom<unknown>(null, { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }, { Effect: 'Deny', Action: 'iot:Publish', Resource: 'topic/admin/*' }] });
const iot = some({ rules: fc.tuple(rule('a'), rule('b')), policy, rolePolicy: policy, identityPolicy: policy, actionTries: maybe(fc.constantFrom(1, 2)), retryInterval: maybe(fc.constantFrom(0, 700)) });
const edge = some({ latencyMs: maybe(fc.constantFrom(0, 5, 300)), loseRequests: maybe(fc.constantFrom(0, 0.1)), loseReplies: maybe(fc.constantFrom(0, 0.1)) });
const at = fc.integer({ min: 0, max: length - 100 });
const duration = maybe(fc.constantFrom(300, 4000));
const fault = (node: string, name: string, target?: string) => fc.record({ at, type: fc.constantFrom('fault', 'fault', 'recover'), node: fc.constant(node), name: fc.constant(name), ...(target ? { target: fc.constant(target) } : {}), duration });
const interventions = fc.array(
  fc.oneof(
    fault('fleet', 'offline', '0.5'),
    fault('fleet', 'publish-storm'),
    fault('fleet', 'duplicate-client-id'),
    fault('fleet', 'lose-acks'),
    fault('listener', 'offline'),
    fault('iot', 'deny-action', 'kinesis'),
    fault('clicks', 'internal-failure'),
    fc.record({ at, type: fc.constant('operate'), node: fc.constant('iot'), operation: fc.constant('UpdateCertificate'), request: fc.constantFrom({ certificateId: 'cert-device-1', newStatus: 'REVOKED' }, { certificateId: 'cert-device-1', newStatus: 'ACTIVE' }) }),
    fc.record({ at, type: fc.constant('operate'), node: fc.constant('iot'), operation: fc.constant('UpdateThingShadow'), request: fc.constant({ thingName: 'device-1', payload: { state: { desired: { on: true } } } }) }),
  ),
  { maxLength: 5, size: 'max' },
);
const drawn = fc.record({ fleet, listener, iot, edges: fc.tuple(edge, edge, edge), interventions, seed: fc.integer({ min: 1, max: 1000 }), facts: fc.constantFrom('notes', 'today', 'today') }).map((of) => ({
  nodes: [
    { id: 'fleet', kind: 'device-fleet', config: of.fleet },
    { id: 'iot', kind: 'iot-core', config: of.iot },
    { id: 'listener', kind: 'device-fleet', config: { ...of.listener, devicePrefix: 'app-', messagesPerSecond: 0 } },
    { id: 'clicks', kind: 'kinesis-streams', config: { shardCount: 1 } },
    { id: 'jobs', kind: 'sqs-queue', config: {} },
    { id: 'files', kind: 's3-bucket', config: {} },
    { id: 'items', kind: 'dynamodb-table', config: {} },
    { id: 'work', kind: 'lambda-function', config: {} },
    { id: 'hose', kind: 'firehose', config: {} },
    { id: 'lake', kind: 's3-bucket', config: {} },
  ],
  edges: [{ from: 'fleet', to: 'iot', ...of.edges[0] }, { from: 'listener', to: 'iot', ...of.edges[1] }, { from: 'iot', to: 'clicks', ...of.edges[2] }, ...['jobs', 'files', 'items', 'work', 'hose'].map((to) => ({ from: 'iot', to })), { from: 'hose', to: 'lake' }],
  interventions: of.interventions,
  length,
  seed: of.seed,
  facts: of.facts,
}));

describe('any fleet, broker and faults', () => {
  it('every record is accounted for, second by second', () => {
    assertForAll(drawn, (source) => {
      const recipe = recipeOf(source, { facts: source.facts as 'notes' | 'today' });
      const simulation = simulationOf(recipe, { checkInvariants: true });
      for (let now = 0; now <= length; now += 1000) {
        const status = simulation.runUntil(now);
        if (status.type === 'invariant-broken') throw new Error(`${status.node}: ${status.name} at ${simulation.now} ms`);
        assertRowsConserved(simulation);
      }
    }, { seed: 11, runs: 20 });
  });

  it('so is every message that a listener acknowledges, misses or never gets', () => {
    for (const facts of ['notes', 'today'] as const) {
      const simulation = simulationOf(
        recipeOf({ nodes: [{ id: 'fleet', kind: 'device-fleet', config: { devices: 4, messagesPerSecond: 1, qos: 1 } }, { id: 'iot', kind: 'iot-core' }, { id: 'listener', kind: 'device-fleet', config: { devices: 2, devicePrefix: 'app-', messagesPerSecond: 0, qos: 1, subscribe: ['dev/#'], cleanSession: facts === 'notes', keepAlive: 2000 } }], edges: [{ from: 'fleet', to: 'iot' }, { from: 'listener', to: 'iot', loseRequests: 0.1 }], interventions: [{ at: 5000, type: 'fault', node: 'listener', name: 'offline', duration: '8s' }] }, { length: '60s', facts, seed: 4 }),
      );
      for (let now = 0; now <= 60_000; now += 500) {
        simulation.runUntil(now);
        assertRowsConserved(simulation);
      }
      expect(simulation.records.totals().delivered).toBeGreaterThan(100);
    }
  });

  it('the same run comes out after going back, and in steps of any size', () => {
    assertForAll(drawn, (source) => {
      const options = { facts: source.facts as 'notes' | 'today', checkInvariants: false };
      const recipe = recipeOf(source, options);
      const whole = simulationOf(recipe, options);
      whole.runUntil(length);
      const pieces = simulationOf(recipe, options);
      pieces.runUntil(5777);
      const kept = pieces.checkpoint();
      pieces.runUntil(9000);
      pieces.restore(kept);
      for (let now = 5777; now < length; now += 1234) pieces.runUntil(now);
      pieces.runUntil(length);
      expect(pieces.digest()).toBe(whole.digest());
    }, { seed: 12, runs: 3 });
  });
});
