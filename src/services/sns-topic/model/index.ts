/**
 * Amazon SNS, as far as fan-out needs it: a topic that delivers each message to every subscriber that wants it, each by a retry
 * schedule of its own. What it leaves out stands in ../README.md.
 */
import { awsError } from '../../../aws/awsError.ts';
import { RecentKeys } from '../../../sim/columns/recentKeys.ts';
import { SlotHeap } from '../../../sim/columns/slotHeap.ts';
import { SlotLists } from '../../../sim/columns/slotLists.ts';
import { SlotTable } from '../../../sim/columns/slotTable.ts';
import type { ServiceModel } from '../../../sim/serviceModel.ts';
import { PutRecordBatch } from '../../firehose/model/operations.ts';
import { InvokeAsync } from '../../lambda-function/model/operations.ts';
import { SendMessageBatch } from '../../sqs-queue/model/operations.ts';
import { parseTopicConfig, topicFields, type TopicConfig } from './config.ts';
import { attempt, delivered, deliverLine, lineDelivered } from './delivering.ts';
import { envelopeOverhead } from './envelope.ts';
import { PublishBatch } from './operations.ts';
import { publish } from './publishing.ts';
import { deliveryColumns, word, type Ctx, type Subscription, type Tally, type TopicEvent, type TopicState } from './state.ts';

const protocols = { queue: 'sqs', function: 'lambda', firehose: 'firehose' } as const;
const none: Tally = Object.freeze({ delivered: 0, filtered: 0, failed: 0, retried: 0, underWay: Object.freeze([]) });

/** Every connected endpoint is a subscription, but for queues that only take dead letters. */
function subscribe(config: TopicConfig, ctx: Ctx): Subscription[] {
  const edges = (Object.keys(protocols) as (keyof typeof protocols)[]).flatMap((port) => ctx.edgesAt(port).map((edge) => ({ port, edge, endpoint: ctx.neighbour(edge) })));
  const settings = new Map(config.subscriptions.map((each) => [each.endpoint, each]));
  const deadLetters = new Set(config.subscriptions.map((each) => each.deadLetter));
  const refuse = (message: string) => ctx.trace('operation.refused', 'Subscribe', { operation: 'Subscribe', code: 'InvalidParameter', message });
  for (const { endpoint, deadLetter } of config.subscriptions) {
    if (!edges.some((edge) => edge.endpoint === endpoint)) refuse(`There is no endpoint ${endpoint}.`);
    if (deadLetter !== '' && !edges.some((edge) => edge.endpoint === deadLetter && edge.port === 'queue')) refuse(`There is no queue ${deadLetter} for dead letters.`);
  }
  const found: Subscription[] = [];
  for (const { port, edge, endpoint } of edges) {
    const own = settings.get(endpoint);
    if (own === undefined && deadLetters.has(endpoint)) continue;
    if (config.fifo && port !== 'queue') {
      refuse(`A FIFO topic delivers to queues only, and ${endpoint} is none.`);
      continue;
    }
    const deadLetterEdge = own?.deadLetter ? (edges.find((other) => other.endpoint === own.deadLetter && other.port === 'queue')?.edge ?? -1) : -1;
    found.push(Object.freeze({ rawMessageDelivery: false, filterPolicy: null, filterPolicyScope: 'MessageAttributes', deadLetter: '', ...own, endpoint, edge, protocol: protocols[port], deadLetterEdge }));
  }
  return found;
}

/** Plans the next look at deliveries that wait. */
function planWake(state: TopicState, ctx: Ctx): void {
  const at = state.due.firstKey();
  if (at === Infinity || state.wakeAt <= at) return;
  if (state.wakeAt !== Infinity) ctx.cancel(state.wakeEvent);
  state.wakeAt = at;
  state.wakeEvent = ctx.after(at - ctx.now, { type: 'wake' });
}

function wake(state: TopicState, ctx: Ctx): void {
  state.wakeAt = Infinity;
  while (state.due.firstKey() <= ctx.now) {
    const slot = state.due.first();
    state.due.remove(slot);
    const subscription = state.deliveries.word(slot, word.subscription);
    if (subscription === 0) {
      const row = state.deliveries.word(slot, word.row);
      state.deliveries.remove(slot);
      ctx.records.releaseRow(row, 'dropped-by-rule');
    } else if (state.config.fifo) deliverLine(state, subscription - 1, ctx);
    else attempt(state, slot, ctx);
  }
}

export const snsTopic: ServiceModel<TopicConfig, TopicState, TopicEvent> = {
  kind: 'sns-topic',
  says: 'An SNS topic: delivers each message to every subscriber that wants it.',
  ports: [
    { name: 'in', direction: 'in', operations: [PublishBatch.name], calls: false, max: 64 },
    { name: 'queue', direction: 'out', operations: [SendMessageBatch.name], calls: true, max: 64 },
    { name: 'function', direction: 'out', operations: [InvokeAsync.name], calls: true, max: 64 },
    { name: 'firehose', direction: 'out', operations: [PutRecordBatch.name], calls: true, max: 64 },
  ],
  fields: topicFields,
  metrics: ['NumberOfMessagesPublished', 'PublishSize', 'NumberOfNotificationsDelivered', 'NumberOfNotificationsFailed', 'NumberOfNotificationsFilteredOut', 'NumberOfNotificationsRedrivenToDlq', 'NumberOfNotificationsFailedToRedriveToDlq'],
  faults: [{ name: 'unavailable', says: 'Publishing fails for a time', takesDuration: true, targets: 'node' }],
  operations: [],
  parseConfig: parseTopicConfig,
  sinks: () => [],
  init(config, ctx) {
    const subscriptions = subscribe(config, ctx);
    const name = config.topicName || ctx.nodeId;
    return {
      config,
      name,
      envelopeBytes: envelopeOverhead(name, undefined, undefined),
      subscriptions: Object.freeze(subscriptions),
      tallies: subscriptions.map(() => none),
      deliveries: new SlotTable(deliveryColumns),
      due: new SlotHeap(),
      lines: new SlotLists(),
      recent: new RecentKeys(ctx.limits.duration('sns.fifo.dedup-window')),
      nextMessage: 1,
      wakeAt: Infinity,
      wakeEvent: 0,
      published: 0,
      deduplicated: 0,
      unavailableUntil: 0,
    };
  },
  onCall(state, call, ctx) {
    if (PublishBatch.is(call)) publish(state, call, ctx);
    else ctx.reply(call, { ok: false, error: awsError('UnknownOperationException', `${call.operation} is not simulated.`) });
    planWake(state, ctx);
  },
  onEvent(state, event, ctx) {
    if (event.type === 'wake') wake(state, ctx);
    planWake(state, ctx);
  },
  onReply(state, event, reply, ctx) {
    if (event.type === 'delivered') delivered(state, event.slot, reply, ctx);
    else if (event.type === 'line-delivered') lineDelivered(state, event.subscription, reply, ctx);
    planWake(state, ctx);
  },
  onIntervention(state, what, config, ctx) {
    if (what.type === 'setConfig' && config) {
      // Edges are fixed for a run, and so are the type and the subscribers; their settings may change.
      const before = state.subscriptions;
      const after = subscribe({ ...config, fifo: state.config.fifo }, ctx);
      state.config = { ...config, fifo: state.config.fifo };
      state.subscriptions = Object.freeze(before.map((old) => after.find((now) => now.edge === old.edge) ?? old));
    } else if (what.type === 'fault') state.unavailableUntil = what.duration === undefined ? Infinity : ctx.now + what.duration;
    else if (what.type === 'recover') state.unavailableUntil = 0;
  },
  view: (state) => ({
    fields: {
      topicName: state.name,
      fifo: state.config.fifo,
      published: state.published,
      deduplicated: state.deduplicated,
      pending: state.deliveries.size,
      waiting: state.due.size,
      subscriptions: state.subscriptions.map(({ endpoint, protocol, rawMessageDelivery, filterPolicy }, i) => {
        const { underWay: _, ...counts } = state.tallies[i]!;
        return { endpoint, protocol, rawMessageDelivery, hasFilter: filterPolicy !== null, ...counts };
      }),
    },
  }),
  invariants: [{ name: 'what waits for its next try is a delivery', holds: (state) => state.due.size <= state.deliveries.size }],
  heldRows(state, visit) {
    state.deliveries.visit((slot) => visit(state.deliveries.word(slot, word.row)));
  },
};
