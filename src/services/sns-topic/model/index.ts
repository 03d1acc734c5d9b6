/**
 * Amazon SNS, as far as fan-out needs it: a topic that delivers each message to every subscriber that wants it, each by a retry
 * schedule of its own. What it leaves out stands in ../README.md.
 */
import { awsError, type AwsError } from '../../../aws/awsError.ts';
import { faultEnd } from '../../../sim/arriving.ts';
import { RecentKeys } from '../../../sim/columns/recentKeys.ts';
import { SlotHeap } from '../../../sim/columns/slotHeap.ts';
import { SlotLists } from '../../../sim/columns/slotLists.ts';
import { SlotTable } from '../../../sim/columns/slotTable.ts';
import type { Call } from '../../../sim/calls.ts';
import type { ServiceModel } from '../../../sim/serviceModel.ts';
import { PutRecordBatch } from '../../firehose/model/operations.ts';
import { InvokeAsync } from '../../lambda-function/model/operations.ts';
import { OfferSubscription, Post } from '../../http-endpoint/model/operations.ts';
import { GetQueueAttributes, SendMessageBatch } from '../../sqs-queue/model/operations.ts';
import { parseTopicConfig, topicFields, type TopicConfig } from './config.ts';
import { beginSubscriptions, confirmWith, endToken, firstStanding, offer, offered, operate, subscribeNow, tokenText, typeLearnt } from './confirming.ts';
import { attempt, delivered, deliverLine, lineDelivered } from './delivering.ts';
import { envelopeOverhead, exampleTopicArn } from './envelope.ts';
import { ConfirmSubscription, PublishBatch, SetSubscription, SetTopic, Subscribe, Unsubscribe } from './operations.ts';
import { publish } from './publishing.ts';
import { deliveryColumns, noTally, word, type Ctx, type TopicEvent, type TopicState } from './state.ts';
import { changeSubscription, subscribe, unsubscribe } from './subscribing.ts';

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

/** What clients do to a topic and its subscriptions. */
function control(state: TopicState, call: Call, ctx: Ctx): void {
  const done = (error: AwsError | undefined) => ctx.reply(call, error ? { ok: false, error } : { ok: true, response: null });
  if (Subscribe.is(call)) {
    const subscribed = subscribeNow(state, call.request, ctx);
    ctx.reply(call, subscribed.ok ? { ok: true, response: subscribed.value } : subscribed);
  } else if (SetSubscription.is(call)) done(changeSubscription(state, call.request.subscription, call.request, ctx));
  else if (ConfirmSubscription.is(call)) done(confirmWith(state, call.request.subscription, call.request.Token, ctx));
  else if (Unsubscribe.is(call)) done(unsubscribe(state, call.request.subscription, ctx));
  else if (SetTopic.is(call)) {
    const { topicArn, signatureVersion, ...settings } = call.request;
    const parsed = parseTopicConfig({ ...state.config, ...settings }, ctx.limits);
    if (!parsed.ok) return done(awsError('InvalidParameter', `Invalid parameter: Attributes Reason: ${parsed.error.map(({ path, problem }) => `${path} ${problem}`).join('; ')}`));
    Object.assign(state, { topicArn, signatureVersion, config: parsed.value });
    done(undefined);
  } else done(awsError('UnknownOperationException', `${call.operation} is not simulated.`));
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
      topicArn: exampleTopicArn(name),
      signatureVersion: '1',
      envelopeBytes: envelopeOverhead(name, undefined, undefined, config.fifo),
      subscriptions: Object.freeze(subscriptions),
      tallies: subscriptions.map(() => ({ ...noTally })),
      standings,
      deliveries: new SlotTable(deliveryColumns),
      contents: new Map(),
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
    else control(state, call, ctx);
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
      // The type is for life, and subscribers come and go by calls; their settings may change.
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
