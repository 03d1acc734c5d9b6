import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { models } from '../services/models.ts';
import { assertForAll } from '../testing/forAll.ts';
import { simulate } from '../testing/simulate.ts';
import type { ConfigIssue } from './config.ts';
import { parseRecipe, readIntervention } from './parseRecipe.ts';
import { parseBytes, parseDuration, parseRate } from './quantities.ts';
import { defaultStartsAt } from './recipe.ts';
import { parseTopology } from './text/topology.ts';

vi.setConfig({ testTimeout: 60_000 });

const nodes = [
  { id: 'web', kind: 'traffic', config: { recordsPerSecond: 10 } },
  { id: 'put', kind: 'sdk-producer' },
  { id: 'clicks', kind: 'kinesis-streams', config: { shardCount: 2 } },
  { id: 'app', kind: 'stream-reader' },
];
const edges = [{ from: 'web', to: 'put' }, { from: 'put', to: 'clicks' }, { from: 'clicks', to: 'app' }];
const good = { nodes, edges, length: '10s' };
const withNode = (node: object) => ({ ...good, nodes: [...nodes, node] });
const withConfig = (kind: string, config: unknown) => ({ nodes: [{ id: 'n', kind, config }], length: 1000 });
const withIntervention = (...interventions: unknown[]) => ({ ...good, interventions });

function issuesOf(raw: unknown): readonly ConfigIssue[] {
  const parsed = parseRecipe(raw, models);
  return parsed.ok ? [] : parsed.error;
}

describe('a malformed recipe', () => {
  const cases: readonly (readonly [string, unknown, string, RegExp])[] = [
    ['nothing', undefined, '', /mapping with nodes/],
    ['a number', 7, '', /mapping with nodes/],
    ['a list', [], '', /mapping with nodes/],
    ['no nodes', { length: '10s' }, 'nodes', /list of at least one node/],
    ['empty nodes', { nodes: [] }, 'nodes', /at least one node/],
    ['nodes as a mapping', { nodes: { web: {} } }, 'nodes', /list of at least one node/],
    ['too many nodes', { nodes: Array.from({ length: 201 }, (_, i) => ({ id: `n${i}`, kind: 'traffic' })) }, 'nodes', /at most 200/],
    ['an unknown key', { ...good, lenght: 5 }, 'lenght', /nearest known one is "length"/],
    ['a node that is none', { nodes: ['web'] }, 'nodes.0', /needs an id and a kind/],
    ['an unknown kind', withNode({ id: 'x', kind: 'kinesis-stream' }), 'x.kind', /nearest known one is "kinesis-streams"/],
    ['a bad id', withNode({ id: '1 a', kind: 'traffic' }), 'nodes.4.id', /letters, digits/],
    ['an id twice', withNode({ id: 'web', kind: 'traffic' }), 'nodes.4.id', /two nodes are called "web"/],
    ['an unknown node key', withNode({ id: 'x', kind: 'traffic', cofig: {} }), 'nodes.4.cofig', /a node has id, kind and config/],
    ['a config that is a list', withNode({ id: 'x', kind: 'traffic', config: [] }), 'nodes.4.config', /mapping of keys/],
    ['an unknown config key', withConfig('kinesis-streams', { shards: 2, shardCont: 3 }), 'n.config.shardCont', /nearest known one is "shardCount"/],
    ['a value out of range', withConfig('kinesis-streams', { shardCount: 0 }), 'n.config.shardCount', /between 1 and 10000 shards/],
    ['a fraction', withConfig('kinesis-streams', { shardCount: 1.5 }), 'n.config.shardCount', /whole number of shards/],
    ['another choice', withConfig('sdk-producer', { retry: 'maybe' }), 'n.config.retry', /none, immediate, backoff, whole-batch/],
    ['a Today choice in the Notes edition', withConfig('kinesis-streams', { streamMode: 'ON_DEMAND' }), 'n.config.streamMode', /facts: today/],
    ['a retention of the Today edition', withConfig('kinesis-streams', { retentionPeriodHours: 169 }), 'n.config.retentionPeriodHours', /between 24 and 168 h in the Notes edition/],
    ['a duration in words', withConfig('sdk-producer', { linger: 'soon' }), 'n.config.linger', /write 1500, 500ms/],
    ['a duration of an odd unit', withConfig('sdk-producer', { linger: '5constructor' }), 'n.config.linger', /write 1500, 500ms/],
    ['a structure inside', withConfig('traffic', { ramp: { over: 0 } }), 'n.config.ramp.over', /between 1/],
    ['a list inside', withConfig('traffic', { steps: [{ at: '1s' }, { at: -1 }] }), 'n.config.steps.1.at', /between 0/],
    ['edges as a mapping', { ...good, edges: {} }, 'edges', /list of \{from, to\}/],
    ['an edge without an end', { ...good, edges: [{ from: 'web' }] }, 'edges.0', /needs from and to/],
    ['an edge to nowhere', { ...good, edges: [{ from: 'web', to: 'puts' }] }, 'edges.0', /no node "puts"; the nearest is "put"/],
    ['an edge that does not fit', { ...good, edges: [{ from: 'web', to: 'app' }] }, 'edges.0', /cannot send to stream-reader "app"/],
    ['an edge at a port that is not there', { ...good, edges: [{ from: 'web.side', to: 'put' }] }, 'edges.0', /cannot send/],
    ['an edge backwards', { ...good, edges: [{ from: 'clicks', to: 'put' }] }, 'edges.0', /cannot send/],
    ['a reader of two streams', { ...withNode({ id: 's2', kind: 'kinesis-streams' }), edges: [...edges, { from: 's2', to: 'app' }] }, 'edges.3', /at most 1 edge at in/],
    ['an unknown edge key', { ...good, edges: [{ from: 'web', to: 'put', latency: 5 }] }, 'edges.0.latency', /nearest known one is "latencyMs"/],
    ['a latency out of range', { ...good, edges: [{ from: 'web', to: 'put', latencyMs: -1 }] }, 'edges.0.latencyMs', /0 to 60000/],
    ['a share out of range', { ...good, edges: [{ from: 'web', to: 'put', loseReplies: 2 }] }, 'edges.0.loseReplies', /between 0 and 1/],
    ['a share that is none', { ...good, edges: [{ from: 'web', to: 'put', loseRequests: Number.NaN }] }, 'edges.0.loseRequests', /between 0 and 1/],
    ['a length of nothing', { ...good, length: 0 }, 'length', /from 1 ms to 49 days/],
    ['a length in words', { ...good, length: 'long' }, 'length', /duration such as 60s/],
    ['a seed that is a text', { ...good, seed: 'x' }, 'seed', /whole number/],
    ['another edition', { ...good, facts: 'yesterday' }, 'facts', /notes or today/],
    ['an edition that is no text', { ...good, facts: 1n }, 'facts', /notes or today/],
    ['another engine', { ...good, engine: 99 }, 'engine', /engine 99/],
    ['a start that is none', { ...good, startsAt: 'Monday' }, 'startsAt', /2020-01-06T00:00:00Z/],
    ['a day that is none', { ...good, startsAt: '2021-02-30T00:00:00Z' }, 'startsAt', /2020-01-06T00:00:00Z/],
    ['an hour that is none', { ...good, startsAt: '2021-02-03T25:00:00Z' }, 'startsAt', /2020-01-06T00:00:00Z/],
    ['text and nodes at once', { ...good, topology: 'traffic(rate=1/s) -> kinesis-streams' }, 'topology', /either topology or nodes/],
    ['interventions as a mapping', { ...good, interventions: {} }, 'interventions', /must be a list/],
    ['an intervention that is none', withIntervention('split'), 'interventions.0', /needs a type, a node/],
    ['an intervention of another type', withIntervention({ at: 0, type: 'explode', node: 'web' }), 'interventions.0.type', /setConfig, fault, recover or operate/],
    ['an intervention at no time', withIntervention({ at: 'later', type: 'fault', node: 'web', name: 'pause' }), 'interventions.0.at', /such as 30s/],
    ['an intervention of nobody', withIntervention({ at: 0, type: 'fault', node: 'wbe', name: 'pause' }), 'interventions.0', /no node "wbe"; the nearest is "web"/],
    ['an unknown intervention key', withIntervention({ at: 0, type: 'fault', node: 'web', name: 'pause', duraton: 5 }), 'interventions.0.duraton', /nearest known one is "duration"/],
    ['an unknown fault', withIntervention({ at: 0, type: 'fault', node: 'web', name: 'stop' }), 'interventions.0', /traffic has no fault "stop"; it has burst, pause/],
    ['a fault without a name', withIntervention({ at: 0, type: 'fault', node: 'web' }), 'interventions.0.name', /must name a fault/],
    ['a duration that is none', withIntervention({ at: 0, type: 'fault', node: 'web', name: 'pause', duration: 'x' }), 'interventions.0.duration', /such as 10s/],
    ['an unknown operation', withIntervention({ at: 0, type: 'operate', node: 'clicks', operation: 'Split' }), 'interventions.0', /no operation "Split"; it has SplitShard/],
    ['an unknown member', withIntervention({ at: 0, type: 'operate', node: 'clicks', operation: 'SplitShard', request: { ShardToSplt: '0' } }), 'interventions.0.request.ShardToSplt', /nearest known one is "ShardToSplit"/],
    ['a request that is a text', withIntervention({ at: 0, type: 'operate', node: 'clicks', operation: 'SplitShard', request: '0' }), 'interventions.0.request', /mapping/],
    ['a setConfig without a config', withIntervention({ at: 0, type: 'setConfig', node: 'clicks' }), 'interventions.0.config', /mapping of keys/],
    ['a setConfig that cannot be', withIntervention({ at: 0, type: 'setConfig', node: 'clicks', config: { shardCount: -1 } }), 'interventions.0.config.shardCount', /between 1 and/],
    ['a setConfig of an unknown key', withIntervention({ at: 0, type: 'setConfig', node: 'clicks', config: { shards: 1 } }), 'interventions.0.config.shards', /unknown key/],
    ['text that is empty', '', 'topology', /no node is given/],
    ['text of an unknown kind', 'traffic(rate=1/s) -> kinesis-stream(shards=1)', 'line 1', /nearest known one is "kinesis-streams"/],
    ['text of an unknown key', 'kinesis-streams(shrads=1)', 'line 1', /nearest is "shards"/],
    ['text with a bare word', 'kinesis-streams(shards)', 'line 1', /write key=value/],
    ['text that is no chain', 'traffic ->', 'line 1', /cannot read ""/],
    ['text with a name twice', 'a: traffic\na: traffic', 'line 2', /two nodes are called "a"/],
    ['text with a producer key in the wrong place', 'traffic(rate=1/s, retry=none) -> sdk-producer -> kinesis-streams', 'traffic', /belongs to a producer/],
    ['text with a prototype key', 'traffic(constructor=1)', 'line 1', /has no key "constructor"/],
    ['text with a value out of range', 'kinesis-streams(shards=0)', 'kinesis-streams.config.shardCount', /between 1 and/],
  ];
  for (const [what, raw, path, says] of cases) {
    it(`${what}: says where and what to do`, () => {
      const issues = issuesOf(raw);
      const found = issues.find((issue) => issue.path === path && says.test(issue.problem));
      expect(found, JSON.stringify(issues)).toBeDefined();
    });
  }

  it('is told of all at once', () => {
    const issues = issuesOf({ nodes: [{ id: 'a', kind: 'trafic' }, { id: 'b', kind: 'kinesis-streams', config: { shardCount: 0, retention: 1 } }], seed: 'x', length: 'y' });
    expect(issues.map((issue) => issue.path).sort()).toEqual(['a.kind', 'b.config.retention', 'b.config.shardCount', 'length', 'seed']);
  });
});

describe('reading never throws', () => {
  const anything = fc.anything({ withBigInt: true, withBoxedValues: true, withDate: true, withMap: true, withNullPrototype: true, withObjectString: true, withSet: true, withSparseArray: true, withTypedArray: true, maxDepth: 3 });
  /** Something that looks like a recipe, with anything in its places. */
  const almost = fc.record(
    {
      nodes: fc.oneof(anything, fc.array(fc.oneof(anything, fc.record({ id: fc.oneof(fc.constantFrom('a', 'b', '__proto__'), anything), kind: fc.oneof(fc.constantFrom(...models.kinds), anything), config: fc.oneof(anything, fc.dictionary(fc.constantFrom('recordsPerSecond', 'keys', 'shardCount', 'ramp', 'steps', 'classes', 'replay', 'retry', 'count', 'keyNames', 'toString'), anything)) }, { requiredKeys: [] })), { maxLength: 3 })),
      edges: fc.oneof(anything, fc.array(fc.oneof(anything, fc.record({ from: fc.oneof(fc.constantFrom('a', 'b', 'a.out'), anything), to: fc.oneof(fc.constantFrom('a', 'b'), anything), latencyMs: anything, loseReplies: anything }, { requiredKeys: [] })), { maxLength: 3 })),
      length: anything,
      seed: anything,
      facts: anything,
      startsAt: anything,
      engine: anything,
      topology: anything,
      graph: anything,
      interventions: fc.oneof(anything, fc.array(fc.oneof(anything, fc.record({ at: anything, type: fc.oneof(fc.constantFrom('fault', 'recover', 'operate', 'setConfig'), anything), node: fc.oneof(fc.constantFrom('a', 'b'), anything), name: anything, target: anything, duration: anything, config: anything, operation: fc.oneof(fc.constantFrom('SplitShard'), anything), request: anything, what: anything }, { requiredKeys: [] })), { maxLength: 3 })),
    },
    { requiredKeys: [] },
  );

  it('of anything', () => {
    assertForAll(fc.oneof(anything, almost), (raw) => {
      const parsed = parseRecipe(raw, models);
      if (!parsed.ok) for (const issue of parsed.error) expect(issue.problem.length).toBeGreaterThan(5);
    }, { seed: 21, runs: 1500 });
  });

  it('of any command', () => {
    assertForAll(fc.oneof(anything, fc.record({ type: fc.oneof(fc.constantFrom('fault', 'recover', 'operate', 'setConfig'), anything), node: fc.oneof(fc.constant('a'), anything), name: anything, target: anything, duration: anything, config: anything, operation: anything, request: anything }, { requiredKeys: [] })), (raw) => {
      const issues: ConfigIssue[] = [];
      const read = readIntervention(raw, 'what', issues);
      expect(read === undefined ? issues.length > 0 : true).toBe(true);
    }, { seed: 22, runs: 1500 });
  });

  it('of any text', () => {
    const words = fc.constantFrom('traffic', 'kinesis-streams', 'stream-reader', '->', '(', ')', '=', ',', ':', '"', "'", '[', ']', '{', '}', '\n', '#', 'rate=1/s', 'shards=2', ' ', 'a:', '__proto__=1', 'constructor');
    assertForAll(fc.oneof(fc.string({ unit: 'binary' }), fc.array(words, { maxLength: 14, size: 'max' }).map((parts) => parts.join(''))), (text) => {
      const parsed = parseTopology(text, models);
      if (!parsed.ok) expect(parsed.error.length).toBeGreaterThan(0);
      parseRecipe(text, models);
    }, { seed: 23, runs: 1500 });
  });

  it('of any quantity', () => {
    const texts = fc.oneof(anything, fc.tuple(fc.constantFrom('5', '-1', '0.5', '1e3', ' 7 '), fc.constantFrom('', 's', 'ms', 'KiB', '/s', '/min', 'constructor', 'toString', '__proto__')).map((parts) => parts.join('')));
    assertForAll(texts, (raw) => {
      for (const read of [parseDuration, parseBytes, parseRate]) {
        const value = read(raw);
        expect(value === undefined || Number.isFinite(value)).toBe(true);
      }
    }, { seed: 24, runs: 1500 });
  });
});

describe('quantities', () => {
  it('are read as people write them', () => {
    expect(['1500', 1500, '500ms', '60s', '15m', '15min', '12h', '7d', '0.5s', ' 3 s '].map(parseDuration)).toEqual([1500, 1500, 500, 60_000, 900_000, 900_000, 43_200_000, 604_800_000, 500, 3000]);
    expect(['200', '200B', '1KiB', '1KB', '5MB', '1MiB', '0.5KiB'].map(parseBytes)).toEqual([200, 200, 1024, 1000, 5_000_000, 1_048_576, 512]);
    expect(['1500/s', '6/min', '100/h', 7, '2.5', '30 / s'].map(parseRate)).toEqual([1500, 0.1, 100 / 3600, 7, 2.5, 30]);
    expect(['x', '5 apples', '', null, Number.NaN, '5/fortnight'].map(parseDuration)).toEqual(Array.from({ length: 6 }, () => undefined));
  });
});

describe('a well-formed recipe', () => {
  it('gets the defaults that are promised', () => {
    const parsed = parseRecipe({ nodes }, models);
    expect(parsed.ok && { ...parsed.value, graph: undefined }).toEqual({ engine: 1, graph: undefined, seed: 1, facts: 'notes', startsAt: defaultStartsAt, length: 60_000, interventions: [] });
  });

  it('reads times of the calendar', () => {
    const at = (startsAt: unknown) => {
      const parsed = parseRecipe({ ...good, startsAt }, models);
      return parsed.ok ? parsed.value.startsAt : undefined;
    };
    for (const text of ['2020-01-06T00:00:00Z', '1970-01-01', '2000-02-29T12:34:56Z', '1999-12-31T23:59Z', '2024-12-31T00:00:00.000Z']) expect(at(text), text).toBe(Date.parse(text));
    expect(at(5)).toBe(5);
  });

  it('keeps its commands in order of time', () => {
    const parsed = parseRecipe(withIntervention({ at: '3s', type: 'fault', node: 'web', name: 'pause' }, { at: 5, type: 'recover', node: 'web', name: 'pause' }), models);
    expect(parsed.ok && parsed.value.interventions.map((timed) => timed.at)).toEqual([5, 3000]);
  });
});

describe('topology text', () => {
  const lines = [
    'traffic(rate=1500/s, size=200B, keys=1, retry=none) -> kinesis-streams(shards=1)',
    'traffic(rate=900/s, size=1KiB, keys=zipf) -> kinesis-streams(shards=2) -> stream-reader(count=2)',
  ];
  for (const line of lines) {
    it(`runs as it stands: ${line}`, () => {
      const run = simulate(line, { length: '3s', checkInvariants: false });
      expect(run.metric('kinesis-streams', 'IncomingRecords').sum).toBeGreaterThan(1000);
      expect(Object.keys(run.summary.nodes)).toContain('sdk-producer');
    });
  }

  it('puts a producer between, which takes what was said to the traffic', () => {
    const parsed = parseTopology(lines[0]!, models);
    expect(parsed.ok && parsed.value).toEqual({
      nodes: [
        { id: 'traffic', kind: 'traffic', config: { recordsPerSecond: '1500/s', payloadBytes: '200B', keys: 1 } },
        { id: 'kinesis-streams', kind: 'kinesis-streams', config: { shardCount: 1 } },
        { id: 'sdk-producer', kind: 'sdk-producer', config: { retry: 'none' } },
      ],
      edges: [{ from: { node: 'traffic' }, to: { node: 'sdk-producer' } }, { from: { node: 'sdk-producer' }, to: { node: 'kinesis-streams' } }],
    });
  });

  it('gives the same producer settings to every stream that the traffic is wired to', () => {
    const parsed = parseTopology('web: traffic(rate=1/s, retry=none) -> a: kinesis-streams\nweb -> b: kinesis-streams', models);
    expect(parsed.ok && parsed.value.nodes.filter((node) => node.kind === 'sdk-producer')).toEqual([
      { id: 'sdk-producer', kind: 'sdk-producer', config: { retry: 'none' } },
      { id: 'sdk-producer-2', kind: 'sdk-producer', config: { retry: 'none' } },
    ]);
    expect(parsed.ok && parsed.value.nodes[0]!.config).toEqual({ recordsPerSecond: '1/s' });
  });

  it('joins chains by names, and reads lists, mappings, texts and comments', () => {
    const text = `
      # two applications
      web: traffic(rate=5/s, keyNames=[anna, "ben, the second"], ramp={toRecordsPerSecond: 9, over: 5s}) -> clicks: kinesis-streams(shards=2)   # hot
      clicks -> one: stream-reader
      clicks -> two: stream-reader(idempotent=true)
    `;
    const parsed = parseTopology(text, models);
    expect(parsed.ok && parsed.value.nodes.map((node) => [node.id, node.config])).toEqual([
      ['web', { recordsPerSecond: '5/s', keyNames: ['anna', 'ben, the second'], ramp: { toRecordsPerSecond: 9, over: '5s' } }],
      ['clicks', { shardCount: 2 }],
      ['sdk-producer', {}],
      ['one', {}],
      ['two', { idempotent: true }],
    ]);
    expect(parseRecipe({ topology: text, length: 10 }, models).ok).toBe(true);
  });

  it('names ports of nodes already there, on either side of an edge', () => {
    const text = `
      traffic(rate=5/s) -> hose: firehose -> lake: s3-bucket
      raw: s3-bucket
      hose.backup -> raw
      hose.failures -> raw.failures
    `;
    const parsed = parseTopology(text, models);
    expect(parsed.ok && parsed.value.edges.slice(-2)).toEqual([
      { from: { node: 'hose', port: 'backup' }, to: { node: 'raw' } },
      { from: { node: 'hose', port: 'failures' }, to: { node: 'raw', port: 'failures' } },
    ]);
    expect(parseRecipe({ topology: text, length: 10 }, models).ok).toBe(true);
  });

  it('says which ports there are', () => {
    const parsed = parseTopology('lake: s3-bucket\nhose: firehose\nhose.backups -> lake', models);
    expect(parsed.ok ? [] : parsed.error).toEqual([{ path: 'line 3', problem: expect.stringMatching(/^firehose "hose" has no port "backups"; it has in, stream, bucket, .*backup/) }]);
  });
});
