import fc from 'fast-check';

export interface DrawnRecipe {
  readonly nodes: readonly object[];
  readonly edges: readonly object[];
  readonly interventions: readonly object[];
  readonly length: number;
  readonly seed: number;
}

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
/** A record whose undefined members are left out. */
const some = (shape: Record<string, fc.Arbitrary<unknown>>) => fc.record(shape).map((drawn) => Object.fromEntries(Object.entries(drawn).filter(([, value]) => value !== undefined)));

const traffic = some({
  recordsPerSecond: fc.constantFrom(0.5, 7, 60, 250),
  payloadBytes: fc.constantFrom(0, 20, 900, 30_000),
  keys: fc.constantFrom<unknown>(1, 3, 'random', 'zipf', 'round-robin'),
  arrivals: maybe(fc.constantFrom('constant', 'poisson')),
  shape: maybe(fc.constantFrom('constant', 'burst', 'ramp')),
  burst: fc.constant({ at: 1500, for: 1000, factor: 8 }),
});

const producer = some({
  api: maybe(fc.constantFrom('PutRecords', 'PutRecord')),
  batch: maybe(fc.constantFrom(1, 7, 100, 500)),
  linger: maybe(fc.constantFrom(0, 50, 700)),
  retry: maybe(fc.constantFrom('none', 'immediate', 'backoff', 'whole-batch')),
  maxAttempts: maybe(fc.constantFrom(1, 2, 4)),
  maxInFlight: maybe(fc.constantFrom(1, 3, 100)),
  bufferRecords: maybe(fc.constantFrom(10, 300, 100_000)),
  requestTimeout: maybe(fc.constantFrom(100, 400, 5000)),
  partitionKey: maybe(fc.constantFrom('key', 'salted', 'random', 'constant', 'group')),
});

const stream = some({ shardCount: fc.constantFrom(1, 2, 3), controlPlaneDelay: fc.constantFrom(0, 300, 2000) });

function reader(facts: 'notes' | 'today') {
  return some({
    count: fc.constantFrom(1, 2, 4),
    pollInterval: fc.constantFrom(100, 330, 1000),
    limit: maybe(fc.constantFrom(1, 40, 10_000)),
    processingPerRecord: fc.constantFrom(0, 0.3, 8),
    startFrom: maybe(fc.constantFrom('TRIM_HORIZON', 'LATEST')),
    checkpointInterval: fc.constantFrom(400, 5000),
    reshard: maybe(fc.constantFrom('drain-parents', 'parallel', 'latest')),
    idempotent: maybe(fc.boolean()),
    discoveryInterval: fc.constantFrom(500, 10_000),
    mode: facts === 'today' ? maybe(fc.constantFrom('polling', 'enhanced-fan-out')) : fc.constant(undefined),
  });
}

const edge = some({ latencyMs: maybe(fc.constantFrom(0, 5, 120, 900)), loseRequests: maybe(fc.constantFrom(0, 0.1)), loseReplies: maybe(fc.constantFrom(0, 0.1)) });

/** How long drawn recipes run, ms. */
export const drawnLength = 5000;

const at = fc.integer({ min: 0, max: drawnLength - 100 });
const duration = maybe(fc.constantFrom(1, 300, 2500));

function interventions(facts: 'notes' | 'today') {
  const fault = (node: string, name: string, target?: string) => fc.record({ at, type: fc.constantFrom('fault', 'fault', 'recover'), node: fc.constant(node), name: fc.constant(name), ...(target ? { target: fc.constantFrom('consumer-1', target) } : {}), duration });
  const operate = (node: string, operation: string, request: fc.Arbitrary<object>) => fc.record({ at, type: fc.constant('operate'), node: fc.constant(node), operation: fc.constant(operation), request });
  const shard = fc.integer({ min: 0, max: 6 }).map(String);
  const set = (node: string, config: fc.Arbitrary<object>) => fc.record({ at, type: fc.constant('setConfig'), node: fc.constant(node), config });
  const one = fc.oneof(
    fault('web', 'burst'),
    fault('web', 'pause'),
    fault('put', 'lose-replies'),
    fault('put', 'crash'),
    fault('clicks', 'internal-failure'),
    fault('app', 'crash', 'consumer-2'),
    fault('app', 'slow', 'consumer-2'),
    fault('app', 'poison', 'consumer-2'),
    operate('clicks', 'SplitShard', fc.record({ ShardToSplit: shard })),
    operate('clicks', 'MergeShards', fc.record({ ShardToMerge: shard, AdjacentShardToMerge: shard })),
    operate('clicks', 'UpdateShardCount', fc.record({ TargetShardCount: fc.integer({ min: 1, max: 6 }) })),
    operate('app', 'Rewind', fc.record({ Consumer: fc.constantFrom('consumer-1', 'consumer-2'), ShardIteratorType: fc.constantFrom('TRIM_HORIZON', 'LATEST') })),
    set('web', fc.record({ recordsPerSecond: fc.constantFrom(0, 10, 400), keys: fc.constantFrom<unknown>(2, 'random') })),
    set('put', fc.record({ retry: fc.constantFrom('none', 'backoff', 'whole-batch'), linger: fc.constantFrom(0, 300), api: fc.constantFrom('PutRecord', 'PutRecords'), partitionKey: fc.constantFrom('key', 'salted', 'random') })),
    set('app', fc.record({ pollInterval: fc.constantFrom(200, 900), ...(facts === 'today' ? { mode: fc.constantFrom('polling', 'enhanced-fan-out') } : {}) })),
  );
  return fc.array(one, { maxLength: 4, size: 'max' });
}

/** Recipes of one stream with a traffic, a producer and readers, five simulated seconds long, with faults, operations and changes at odd moments. */
export function drawnRecipe(facts: 'notes' | 'today' = 'notes'): fc.Arbitrary<DrawnRecipe> {
  return fc.record({ traffic, producer, stream, reader: reader(facts), edges: fc.tuple(edge, edge), interventions: interventions(facts), seed: fc.integer({ min: 1, max: 1000 }) }).map((drawn) => ({
    nodes: [
      { id: 'web', kind: 'traffic', config: drawn.traffic },
      { id: 'put', kind: 'sdk-producer', config: drawn.producer },
      { id: 'clicks', kind: 'kinesis-streams', config: drawn.stream },
      { id: 'app', kind: 'stream-reader', config: drawn.reader },
    ],
    edges: [{ from: 'web', to: 'put' }, { from: 'put', to: 'clicks', ...drawn.edges[0] }, { from: 'clicks', to: 'app', ...drawn.edges[1] }],
    interventions: drawn.interventions,
    length: drawnLength,
    seed: drawn.seed,
  }));
}
