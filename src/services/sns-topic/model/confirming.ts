/** Who may get anything: web servers once they have confirmed, queues of the right type. */
import { awsError, type AwsError } from '../../../aws/awsError.ts';
import { ok, type Result } from '../../../base/result.ts';
import type { Reply } from '../../../sim/calls.ts';
import type { PlainRecord } from '../../../sim/plainData.ts';
import { OfferSubscription } from '../../http-endpoint/model/operations.ts';
import { GetQueueAttributes } from '../../sqs-queue/model/operations.ts';
import { attempt, deliverLine, drop, statusCode } from './delivering.ts';
import type { SubscribeRequest, SubscribeResponse } from './operations.ts';
import { httpPolicy, retryDelay } from './retries.ts';
import { noTally, type Ctx, type Standing, type Subscription, type TopicState } from './state.ts';
import { addSubscription } from './subscribing.ts';

/** How long a FIFO topic waits before it asks a queue for its type again. [SIM] */
const askAgainMs = 1000;

export function firstStanding({ protocol }: Subscription, fifo: boolean): Standing {
  return Object.freeze({ is: protocol === 'https' ? 'pending' : fifo ? 'asking' : 'confirmed', standard: false, token: 0, tokenUntil: 0, offers: 0 });
}

function stand(state: TopicState, number: number, change: Partial<Standing>): void {
  state.standings[number] = Object.freeze({ ...state.standings[number]!, ...change });
}

/** Asks whoever must be asked before deliveries begin. */
export function beginSubscriptions(state: TopicState, ctx: Ctx): void {
  state.standings.forEach((_, number) => beginSubscription(state, number, ctx));
}

/** A subscription that a client asks for while the run goes on, or asks for again. */
export function subscribeNow(state: TopicState, request: SubscribeRequest, ctx: Ctx): Result<SubscribeResponse, AwsError> {
  const added = addSubscription(state, request, ctx);
  if (!added.ok) return added;
  const { number, isNew } = added.value;
  if (isNew) {
    state.tallies.push({ ...noTally });
    state.standings.push(firstStanding(state.subscriptions[number]!, state.config.fifo));
    beginSubscription(state, number, ctx);
  } else if (['pending', 'expired'].includes(state.standings[number]!.is)) newToken(state, number, ctx);
  return ok({ subscription: number });
}

function beginSubscription(state: TopicState, number: number, ctx: Ctx): void {
  const { is } = state.standings[number]!;
  if (is === 'pending') newToken(state, number, ctx);
  else if (is === 'asking') learnType(state, number, ctx);
}

/** Confirms with the newest token; what is wrong otherwise. */
export function confirmWith(state: TopicState, number: number, token: string, ctx: Ctx): AwsError | undefined {
  const standing = state.standings[number];
  const endpoint = state.subscriptions[number]?.endpoint;
  if (!standing || endpoint === undefined || token !== tokenText(endpoint, standing.token) || !['pending', 'confirmed'].includes(standing.is)) return awsError('InvalidParameter', 'Invalid parameter: Token');
  if (standing.is === 'pending') confirm(state, number, ctx);
  return undefined;
}

function newToken(state: TopicState, number: number, ctx: Ctx): void {
  const life = ctx.limits.duration('sns.subscription.confirm-within');
  const token = state.standings[number]!.token + 1;
  stand(state, number, { is: 'pending', token, tokenUntil: ctx.now + life, offers: 0 });
  ctx.after(life, { type: 'token-over', subscription: number, token });
  offer(state, number, token, ctx);
}

export function tokenText(endpoint: string, token: number): string {
  return `${endpoint}-token-${token}`;
}

/** Whether this token can still confirm. */
function isOpen(state: TopicState, number: number, token: number): boolean {
  const standing = state.standings[number]!;
  return standing.is === 'pending' && standing.token === token;
}

/** Sends the confirmation message. */
export function offer(state: TopicState, number: number, token: number, ctx: Ctx): void {
  if (!isOpen(state, number, token)) return;
  const { edge, endpoint } = state.subscriptions[number]!;
  stand(state, number, { offers: state.standings[number]!.offers + 1 });
  ctx.call(edge, OfferSubscription, { token: tokenText(endpoint, token) }, { type: 'offered', subscription: number, token }, ctx.limits.duration('sns.http.answer-within'));
}

/** A confirmation message is tried again like any other; what is answered and not confirmed waits for ConfirmSubscription. */
export function offered(state: TopicState, number: number, token: number, reply: Reply<unknown>, ctx: Ctx): void {
  if (!isOpen(state, number, token)) return;
  const subscription = state.subscriptions[number]!;
  const code = statusCode(reply);
  if (code === undefined) {
    const answer = OfferSubscription.reply(reply);
    if (answer.ok && answer.response.confirms) confirm(state, number, ctx);
    else ctx.trace('subscription.unconfirmed', subscription.endpoint, { endpoint: subscription.endpoint, code: 'not confirmed' }, { messages: 1 });
    return;
  }
  ctx.trace('subscription.unconfirmed', subscription.endpoint, { endpoint: subscription.endpoint, code }, { messages: 1 });
  const delay = retryDelay(subscription.deliveryPolicy ?? httpPolicy(ctx.limits), state.standings[number]!.offers);
  if (delay !== undefined) ctx.after(delay, { type: 'offer', subscription: number, token });
}

function confirm(state: TopicState, number: number, ctx: Ctx): void {
  const { endpoint } = state.subscriptions[number]!;
  stand(state, number, { is: 'confirmed' });
  ctx.trace('subscription.confirmed', endpoint, { endpoint });
}

export function endToken(state: TopicState, number: number, token: number, ctx: Ctx): void {
  if (!isOpen(state, number, token)) return;
  const { endpoint } = state.subscriptions[number]!;
  stand(state, number, { is: 'expired' });
  ctx.trace('subscription.expired', endpoint, { endpoint });
}

/** ConfirmSubscription with the token of the newest confirmation message, and Subscribe for a new one. */
export function operate(state: TopicState, operation: string, request: PlainRecord, ctx: Ctx): void {
  const refuse = (code: string, message: string) => ctx.trace('operation.refused', operation, { operation, code, message });
  const number = state.subscriptions.findIndex(({ endpoint, protocol }, i) => endpoint === request.Endpoint && protocol === 'https' && state.standings[i]!.is !== 'gone');
  if (number < 0) return refuse('NotFound', `No web server ${JSON.stringify(request.Endpoint ?? null)} is subscribed.`);
  const standing = state.standings[number]!;
  if (operation === 'Subscribe') {
    if (standing.is !== 'confirmed') newToken(state, number, ctx);
    return;
  }
  if (standing.is === 'confirmed') return;
  const token = tokenText(state.subscriptions[number]!.endpoint, standing.token);
  if (standing.is !== 'pending' || (request.Token !== undefined && request.Token !== token)) return refuse('InvalidParameter', 'Invalid parameter: Token');
  confirm(state, number, ctx);
}

function learnType(state: TopicState, number: number, ctx: Ctx): void {
  ctx.call(state.subscriptions[number]!.edge, GetQueueAttributes, null, { type: 'type-learnt', subscription: number }, askAgainMs);
}

/** A FIFO topic learns whether its queue is one too. */
export function typeLearnt(state: TopicState, number: number, reply: Reply<unknown>, ctx: Ctx): void {
  if (state.standings[number]!.is !== 'asking') return;
  const answer = GetQueueAttributes.reply(reply);
  if (!answer.ok) return learnType(state, number, ctx);
  const standard = !answer.response.FifoQueue;
  const { endpoint } = state.subscriptions[number]!;
  const refused = standard && ctx.limits.edition === 'notes';
  stand(state, number, { is: refused ? 'refused' : 'confirmed', standard });
  if (refused) ctx.trace('operation.refused', 'Subscribe', { operation: 'Subscribe', code: 'InvalidParameter', message: `A FIFO topic delivers to FIFO queues only, and ${endpoint} is a standard queue.` });
  if (!standard) return deliverLine(state, number, ctx);
  for (let slot = state.lines.first(number); slot >= 0; slot = state.lines.first(number)) {
    state.lines.remove(number, slot);
    if (refused) drop(state, slot, ctx);
    else attempt(state, slot, ctx);
  }
}
