/** The subscriptions of a topic: what it is connected to, with the settings of its configuration. */
import type { TopicConfig } from './config.ts';
import type { Ctx, Subscription } from './state.ts';

const protocols = { queue: 'sqs', function: 'lambda', firehose: 'firehose', web: 'https' } as const;

/** Every connected endpoint is a subscription, but for queues that only take dead letters. */
export function subscribe(config: TopicConfig, ctx: Ctx): Subscription[] {
  const edges = (Object.keys(protocols) as (keyof typeof protocols)[]).flatMap((port) => ctx.edgesAt(port).map((edge) => ({ port, edge, endpoint: ctx.neighbour(edge) })));
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
  for (const { port, edge, endpoint } of edges) {
    const own = settings.get(endpoint);
    if (own === undefined && deadLetters.has(endpoint)) continue;
    if (config.fifo && port !== 'queue') {
      refuse(`A FIFO topic delivers to queues only, and ${endpoint} is none.`);
      continue;
    }
    const deadLetterEdge = own?.deadLetter ? (edges.find((other) => other.endpoint === own.deadLetter && other.port === 'queue')?.edge ?? -1) : -1;
    found.push(Object.freeze({ rawMessageDelivery: false, filterPolicy: null, filterPolicyScope: 'MessageAttributes', deadLetter: '', deliveryPolicy: null, ...own, endpoint, edge, protocol: protocols[port], billed: `deliveries to ${protocols[port]}`, deadLetterEdge }));
  }
  return found;
}
