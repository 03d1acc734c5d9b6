import fc from 'fast-check';
import { drawnLength, type DrawnRecipe } from './drawnRecipes.ts';

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
/** A record whose undefined members are left out. */
const some = (shape: Record<string, fc.Arbitrary<unknown>>) => fc.record(shape).map((drawn) => Object.fromEntries(Object.entries(drawn).filter(([, value]) => value !== undefined)));

const traffic = fc
  .tuple(fc.constantFrom(0.5, 7, 60, 250), fc.constantFrom(20, 900, 30_000), fc.boolean())
  .map(([recordsPerSecond, payloadBytes, classes]) => ({
    recordsPerSecond,
    payloadBytes,
    ...(classes
      ? { classes: [{ name: 'good', share: 0.8, keys: 5, groups: 2, payload: { attributes: { kind: '{{pick a b}}', size: '{{int 1 100}}' }, id: '{{row}}' } }, { name: 'bad', share: 0.2, keys: 2, groups: 1, payload: { attributes: { kind: 'c' }, text: 'same' } }] }
      : { keys: 4 }),
  }));

const producer = (fifo: boolean) =>
  some({
    api: maybe(fc.constantFrom('batch', 'single')),
    batch: maybe(fc.constantFrom(1, 3, 10)),
    linger: maybe(fc.constantFrom(0, 50, 700)),
    retry: maybe(fc.constantFrom('none', 'immediate', 'backoff')),
    maxAttempts: maybe(fc.constantFrom(1, 2, 4)),
    maxInFlight: maybe(fc.constantFrom(1, 3, 100)),
    bufferRecords: maybe(fc.constantFrom(10, 300)),
    requestTimeout: maybe(fc.constantFrom(100, 400, 5000)),
    messageGroup: fifo ? fc.constantFrom('key', 'group', 'constant') : fc.constant('none'),
    deduplicationId: fifo ? fc.constantFrom('none', 'record', 'try') : fc.constant('none'),
    delay: fifo ? fc.constant(undefined) : maybe(fc.constantFrom(0, 1000)),
  });

const queue = (fifo: boolean, facts: 'notes' | 'today') =>
  some({
    fifo: fc.constant(fifo),
    visibilityTimeout: fc.constantFrom(0, 1000, 3000),
    delay: maybe(fc.constantFrom(0, 1000)),
    receiveMessageWaitTime: maybe(fc.constantFrom(0, 2000)),
    maxReceiveCount: fc.constantFrom(1, 2, 5),
    ...(fifo ? { contentBasedDeduplication: fc.constant(true), ...(facts === 'today' ? { highThroughput: maybe(fc.boolean()) } : {}) } : { duplicateProbability: maybe(fc.constantFrom(0, 0.3)) }),
  });

const worker = some({
  count: fc.constantFrom(1, 3, 8),
  maxNumberOfMessages: fc.constantFrom(1, 4, 10),
  waitTime: maybe(fc.constantFrom(0, 1000)),
  pollInterval: fc.constantFrom(100, 500),
  processingTime: fc.constantFrom(0, 20, 700),
  processingP99: maybe(fc.constantFrom(0, 2000)),
  visibilityTimeout: maybe(fc.constantFrom(0, 1000, 5000)),
  heartbeat: maybe(fc.constantFrom(0, 300)),
  deleteMode: maybe(fc.constantFrom('each', 'batch', 'never', 'on-receive')),
  idempotent: maybe(fc.boolean()),
  poisonClasses: maybe(fc.constant(['bad'])),
  poisonShare: maybe(fc.constantFrom(0, 0.1)),
  attemptFailure: maybe(fc.constantFrom(0, 0.2)),
  onFailure: maybe(fc.constantFrom('leave', 'release')),
  receiveAttemptIds: maybe(fc.boolean()),
});

const edge = some({ latencyMs: maybe(fc.constantFrom(0, 5, 120, 900)), loseRequests: maybe(fc.constantFrom(0, 0.1)), loseReplies: maybe(fc.constantFrom(0, 0.1)) });
const at = fc.integer({ min: 0, max: drawnLength - 100 });
const duration = maybe(fc.constantFrom(1, 300, 2500));

const intervention = fc.oneof(
  fc.record({ at, type: fc.constantFrom('fault', 'fault', 'recover'), node: fc.constant('put'), name: fc.constantFrom('lose-replies', 'crash'), duration }),
  fc.record({ at, type: fc.constantFrom('fault', 'fault', 'recover'), node: fc.constantFrom('orders', 'dead', 'other'), name: fc.constantFrom('unavailable', 'access-denied'), duration }),
  fc.record({ at, type: fc.constantFrom('fault', 'fault', 'recover'), node: fc.constant('site'), name: fc.constantFrom('outage', 'no-answer', 'wrong-status', 'slow'), duration }),
  fc.record({ at, type: fc.constantFrom('fault', 'fault', 'recover'), node: fc.constant('work'), name: fc.constantFrom('crash', 'slow'), target: fc.constantFrom('worker-1', 'worker-2', undefined), duration }),
  fc.record({ at, type: fc.constant('operate'), node: fc.constantFrom('orders', 'dead'), operation: fc.constantFrom('PurgeQueue', 'DeleteQueue', 'CreateQueue', 'StartMessageMoveTask', 'CancelMessageMoveTask'), request: fc.constant({}) }),
  fc.record({ at, type: fc.constant('operate'), node: fc.constant('dead'), operation: fc.constant('StartMessageMoveTask'), request: fc.constantFrom({}, { MaxNumberOfMessagesPerSecond: 3 }, { Destination: 'orders' }, { Destination: 'nowhere' }) }),
  fc.record({ at, type: fc.constant('setConfig'), node: fc.constant('orders'), config: fc.constantFrom({ visibilityTimeout: 2000 }, { delay: 0 }, { delay: 2000 }, { maxReceiveCount: 1 }) }),
  fc.record({ at, type: fc.constant('setConfig'), node: fc.constant('work'), config: fc.constantFrom({ deleteMode: 'batch' }, { processingTime: 5 }, { heartbeat: 200 }) }),
);

/** Recipes of producers, a queue with a dead-letter queue, and workers (by a topic with a second queue and, unless it is a FIFO topic, a web server in half of them), with faults, operations and changes at odd moments. */
export function drawnQueueRecipe(facts: 'notes' | 'today' = 'notes'): fc.Arbitrary<DrawnRecipe> {
  return fc.boolean().chain((fifo) =>
    fc
      .record({ traffic, producer: producer(fifo), queue: queue(fifo, facts), worker, edges: fc.tuple(edge, edge, edge), interventions: fc.array(intervention, { maxLength: 5, size: 'max' }), seed: fc.integer({ min: 1, max: 1000 }), topic: fc.boolean(), filter: fc.boolean() })
      .map((drawn) => ({
        nodes: [
          { id: 'web', kind: 'traffic', config: drawn.traffic },
          { id: 'put', kind: 'queue-producer', config: drawn.topic ? { ...drawn.producer, delay: undefined } : drawn.producer },
          ...(drawn.topic ? [{ id: 'topic', kind: 'sns-topic', config: { fifo, contentBasedDeduplication: fifo, subscriptions: [{ endpoint: 'other', rawMessageDelivery: true, ...(drawn.filter ? { filterPolicy: { kind: ['a'] } } : {}) }] } }] : []),
          { id: 'orders', kind: 'sqs-queue', config: drawn.queue },
          { id: 'dead', kind: 'sqs-queue', config: { fifo } },
          { id: 'other', kind: 'sqs-queue', config: { fifo } },
          { id: 'site', kind: 'http-endpoint', config: { answerTime: 200, failureRate: 0.1 } },
          { id: 'work', kind: 'queue-worker', config: drawn.worker },
        ].map((node) => ({ ...node, config: Object.fromEntries(Object.entries(node.config).filter(([, value]) => value !== undefined)) })),
        edges: [
          { from: 'web', to: 'put' },
          ...(drawn.topic
            ? [{ from: 'put', to: 'topic', ...drawn.edges[0] }, { from: 'topic', to: 'orders', ...drawn.edges[2] }, { from: 'topic', to: 'other', ...drawn.edges[2] }, ...(fifo ? [] : [{ from: 'topic', to: 'site', ...drawn.edges[2] }])]
            : [{ from: 'put', to: 'orders', ...drawn.edges[0] }]),
          { from: 'orders', to: 'dead' },
          { from: 'orders', to: 'work', ...drawn.edges[1] },
        ],
        interventions: drawn.interventions,
        length: drawnLength,
        seed: drawn.seed,
      })),
  );
}
