/** The subscriptions of a topic: what it is connected to when the run begins, and what is subscribed later. */
import { awsError, type AwsError } from '../../../aws/awsError.ts';
import { fail, ok, type Result } from '../../../base/result.ts';
import { parseSubscriptions, subscriptionProblem, type SubscriptionConfig, type TopicConfig } from './config.ts';
import { drop } from './delivering.ts';
import type { SubscribeRequest } from './operations.ts';
import { word, type Ctx, type Subscription, type TopicState } from './state.ts';

const protocols = { queue: 'sqs', function: 'lambda', firehose: 'firehose', web: 'https' } as const;

interface Connection {
  readonly port: keyof typeof protocols;
  readonly edge: number;
  readonly endpoint: string;
}

/** Looked up whenever it is needed: edges may come while the run goes on. */
function connections(ctx: Ctx): Connection[] {
  return (Object.keys(protocols) as (keyof typeof protocols)[]).flatMap((port) => ctx.edgesAt(port).map((edge) => ({ port, edge, endpoint: ctx.neighbour(edge) })));
}

const defaults: Omit<SubscriptionConfig, 'endpoint'> = { rawMessageDelivery: false, filterPolicy: null, filterPolicyScope: 'MessageAttributes', deadLetter: '', deliveryPolicy: null };

function subscriptionOf({ port, edge, endpoint }: Connection, own: SubscriptionConfig | undefined, edges: readonly Connection[], subscriptionArn = ''): Subscription {
  const deadLetterEdge = own?.deadLetter ? (edges.find((other) => other.endpoint === own.deadLetter && other.port === 'queue')?.edge ?? -1) : -1;
  return Object.freeze({ ...defaults, ...own, endpoint, edge, subscriptionArn, protocol: protocols[port], billed: `deliveries to ${protocols[port]}`, deadLetterEdge });
}

/** Every connected endpoint is a subscription, but for queues that only take dead letters. */
export function subscribe(config: TopicConfig, ctx: Ctx): Subscription[] {
  const edges = connections(ctx);
  const settings = new Map(config.subscriptions.map((each) => [each.endpoint, each]));
  const deadLetters = new Set(config.subscriptions.map((each) => each.deadLetter));
  const refuse = (message: string) => ctx.trace('operation.refused', 'Subscribe', { operation: 'Subscribe', code: 'InvalidParameter', message });
  for (const { endpoint, deadLetter } of config.subscriptions) {
    if (!edges.some((edge) => edge.endpoint === endpoint)) refuse(`There is no endpoint ${endpoint}.`);
    if (deadLetter !== '' && !edges.some((edge) => edge.endpoint === deadLetter && edge.port === 'queue')) refuse(`There is no queue ${deadLetter} for dead letters.`);
  }
  for (const { endpoint, deliveryPolicy } of config.subscriptions) {
    if (deliveryPolicy !== null && edges.some((edge) => edge.endpoint === endpoint && edge.port !== 'web')) refuse(`Only web servers have delivery policies that can be set, and ${endpoint} is none.`);
  }
  const found: Subscription[] = [];
  for (const connection of edges) {
    const { port, endpoint } = connection;
    const own = settings.get(endpoint);
    if (own === undefined && deadLetters.has(endpoint)) continue;
    if (config.fifo && port !== 'queue') {
      refuse(`A FIFO topic delivers to queues only, and ${endpoint} is none.`);
      continue;
    }
    found.push(subscriptionOf(connection, own, edges));
  }
  return found;
}

/** Settings of one subscription, checked; the subscription that they make. */
function settingsOf(state: TopicState, request: SubscribeRequest, ctx: Ctx): Result<Subscription, AwsError> {
  const { endpoint, rawMessageDelivery, filterPolicy, filterPolicyScope, deadLetter, deliveryPolicy } = request;
  const given = Object.fromEntries(Object.entries({ endpoint, rawMessageDelivery, filterPolicy, filterPolicyScope, deadLetter, deliveryPolicy }).filter(([, value]) => value !== undefined));
  const invalid = (message: string) => fail(awsError('InvalidParameter', `Invalid parameter: ${message}`));
  const parsed = parseSubscriptions([given], ctx.limits);
  if (!parsed.ok) return invalid(subscriptionProblem(given, ctx.limits) ?? 'Attributes');
  const edges = connections(ctx);
  const connection = edges.find((each) => each.endpoint === endpoint);
  const own = parsed.value[0]!;
  if (!connection) return invalid(`Endpoint Reason: ${endpoint} is not there.`);
  if (own.deadLetter !== '' && !edges.some((each) => each.endpoint === own.deadLetter && each.port === 'queue')) return invalid(`RedrivePolicy: there is no queue ${own.deadLetter} for dead letters.`);
  if (own.deliveryPolicy !== null && connection.port !== 'web') return invalid(`DeliveryPolicy: Not supported for protocol ${protocols[connection.port]}.`);
  if (state.config.fifo && connection.port !== 'queue') return invalid(`Endpoint Reason: FIFO topics deliver to queues only, and ${endpoint} is none.`);
  return ok(subscriptionOf(connection, own, edges, request.subscriptionArn));
}

/** The subscription of a node, new or as it was; its number. */
export function addSubscription(state: TopicState, request: SubscribeRequest, ctx: Ctx): Result<{ readonly number: number; readonly isNew: boolean }, AwsError> {
  const known = state.subscriptions.findIndex(({ endpoint }, i) => endpoint === request.endpoint && state.standings[i]!.is !== 'gone');
  if (known >= 0) return ok({ number: known, isNew: false });
  const made = settingsOf(state, request, ctx);
  if (!made.ok) return made;
  state.subscriptions = Object.freeze([...state.subscriptions, made.value]);
  return ok({ number: state.subscriptions.length - 1, isNew: true });
}

export function changeSubscription(state: TopicState, number: number, request: SubscribeRequest, ctx: Ctx): AwsError | undefined {
  if ((state.standings[number]?.is ?? 'gone') === 'gone') return awsError('NotFound', 'Subscription does not exist');
  const made = settingsOf(state, request, ctx);
  if (!made.ok) return made.error;
  state.subscriptions = Object.freeze(state.subscriptions.map((old, i) => (i === number ? made.value : old)));
  return undefined;
}

/** Ends a subscription: what waits for its next try is dropped, what is under way is not tried again. */
export function unsubscribe(state: TopicState, number: number, ctx: Ctx): undefined {
  const standing = state.standings[number];
  if (!standing || standing.is === 'gone') return undefined;
  state.standings[number] = Object.freeze({ ...standing, is: 'gone' });
  const { deliveries, due, lines, tallies } = state;
  const underWay = tallies[number]!.underWay;
  for (let slot = lines.first(number), next = -1; slot >= 0; slot = next) {
    next = lines.next(slot);
    if (underWay.includes(slot)) continue;
    lines.remove(number, slot);
    drop(state, slot, ctx);
  }
  const waiting: number[] = [];
  deliveries.visit((slot) => {
    if (deliveries.word(slot, word.subscription) === number + 1 && due.has(slot)) waiting.push(slot);
  });
  for (const slot of waiting) drop(state, slot, ctx);
  return undefined;
}
