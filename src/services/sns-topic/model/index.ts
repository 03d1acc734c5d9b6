/**
 * Amazon SNS, as far as fan-out needs it: a topic that delivers each message to every subscriber that wants it, each by a retry
 * schedule of its own. What it leaves out stands in ../README.md.
 */
import { awsError } from '../../../aws/awsError.ts';
import { faultEnd } from '../../../sim/arriving.ts';
import { RecentKeys } from '../../../sim/columns/recentKeys.ts';
import { SlotHeap } from '../../../sim/columns/slotHeap.ts';
import { SlotLists } from '../../../sim/columns/slotLists.ts';
import { SlotTable } from '../../../sim/columns/slotTable.ts';
import type { ServiceModel } from '../../../sim/serviceModel.ts';
import { PutRecordBatch } from '../../firehose/model/operations.ts';
import { InvokeAsync } from '../../lambda-function/model/operations.ts';
import { OfferSubscription, Post } from '../../http-endpoint/model/operations.ts';
import { GetQueueAttributes, SendMessageBatch } from '../../sqs-queue/model/operations.ts';
import { parseTopicConfig, topicFields, type TopicConfig } from './config.ts';
import { beginSubscriptions, endToken, firstStanding, offer, offered, operate, tokenText, typeLearnt } from './confirming.ts';
import { attempt, delivered, deliverLine, lineDelivered } from './delivering.ts';
import { envelopeOverhead } from './envelope.ts';
import { PublishBatch } from './operations.ts';
import { publish } from './publishing.ts';
import { deliveryColumns, word, type Ctx, type Tally, type TopicEvent, type TopicState } from './state.ts';
import { subscribe } from './subscribing.ts';

const noTally: Readonly<Tally> = { delivered: 0, filtered: 0, failed: 0, retried: 0, underWay: Object.freeze([]) };

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
    } else if (state.config.fifo && !state.standings[subscription - 1]!.standard) deliverLine(state, subscription - 1, ctx);
    else attempt(state, slot, ctx);
  }
}

export const snsTopic: ServiceModel<TopicConfig, TopicState, TopicEvent> = {
  kind: 'sns-topic',
  says: 'An SNS topic: delivers each message to every subscriber that wants it.',
  ports: [
    { name: 'in', direction: 'in', operations: [PublishBatch.name], calls: false, max: 64 },
    { name: 'queue', direction: 'out', operations: [SendMessageBatch.name, GetQueueAttributes.name], calls: true, max: 64 },
    { name: 'function', direction: 'out', operations: [InvokeAsync.name], calls: true, max: 64 },
    { name: 'firehose', direction: 'out', operations: [PutRecordBatch.name], calls: true, max: 64 },
    { name: 'web', direction: 'out', operations: [Post.name, OfferSubscription.name], calls: true, max: 64 },
  ],
  fields: topicFields,
  metrics: ['NumberOfMessagesPublished', 'PublishSize', 'NumberOfNotificationsDelivered', 'NumberOfNotificationsFailed', 'NumberOfNotificationsFilteredOut', 'NumberOfNotificationsRedrivenToDlq', 'NumberOfNotificationsFailedToRedriveToDlq'],
  faults: [{ name: 'unavailable', says: 'Publishing fails for a time', takesDuration: true, targets: 'node' }],
  operations: [
    { name: 'ConfirmSubscription', says: 'Confirms the subscription of a web server that did not do so itself', members: { Endpoint: 'node', Token: 'default the newest' } },
    { name: 'Subscribe', says: 'Sends a web server a new confirmation message', members: { Endpoint: 'node' } },
  ],
  parseConfig: parseTopicConfig,
  sinks: () => [],
  init(config, ctx) {
    const subscriptions = subscribe(config, ctx);
    const name = config.topicName || ctx.nodeId;
    const standings = subscriptions.map((subscription) => firstStanding(subscription, config.fifo));
    if (standings.some(({ is }) => is !== 'confirmed')) ctx.after(0, { type: 'begin' });
    return {
      config,
      name,
      envelopeBytes: envelopeOverhead(name, undefined, undefined),
      subscriptions: Object.freeze(subscriptions),
      tallies: subscriptions.map(() => ({ ...noTally })),
      standings,
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
    else if (event.type === 'begin') beginSubscriptions(state, ctx);
    else if (event.type === 'offer') offer(state, event.subscription, event.token, ctx);
    else if (event.type === 'token-over') endToken(state, event.subscription, event.token, ctx);
    planWake(state, ctx);
  },
  onReply(state, event, reply, ctx) {
    if (event.type === 'delivered') delivered(state, event.slot, reply, ctx);
    else if (event.type === 'line-delivered') lineDelivered(state, event.subscription, reply, ctx);
    else if (event.type === 'type-learnt') typeLearnt(state, event.subscription, reply, ctx);
    else if (event.type === 'offered') offered(state, event.subscription, event.token, reply, ctx);
    planWake(state, ctx);
  },
  onIntervention(state, what, config, ctx) {
    if (what.type === 'setConfig' && config) {
      // Edges are fixed for a run, and so are the type and the subscribers; their settings may change.
      const before = state.subscriptions;
      const after = subscribe({ ...config, fifo: state.config.fifo }, ctx);
      state.config = { ...config, fifo: state.config.fifo };
      state.subscriptions = Object.freeze(before.map((old) => after.find((now) => now.edge === old.edge) ?? old));
    } else if (what.type === 'operate') operate(state, what.operation, what.request, ctx);
    else if (what.type !== 'setConfig') state.unavailableUntil = faultEnd(what, ctx.now);
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
        const { is, token } = state.standings[i]!;
        return { endpoint, protocol, rawMessageDelivery, hasFilter: filterPolicy !== null, standing: is, ...(is === 'pending' ? { token: tokenText(endpoint, token) } : {}), ...counts };
      }),
    },
  }),
  invariants: [{ name: 'what waits for its next try is a delivery', holds: (state) => state.due.size <= state.deliveries.size }],
  heldRows(state, visit) {
    state.deliveries.visit((slot) => visit(state.deliveries.word(slot, word.row)));
  },
};
