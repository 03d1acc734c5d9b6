/** Endpoints of subscriptions: which there may be, and the nodes behind them. */
import { refuse } from '../apiError.ts';
import { allStreams } from '../firehose/register.ts';
import { queueByArn } from '../sqs/register.ts';
import type { World } from '../world.ts';
import { registerOf, type Topic } from './register.ts';
import { isWeb } from './standing.ts';

/** Ports of a topic by protocol. */
const ports: Readonly<Record<string, string>> = { sqs: 'queue', firehose: 'firehose', http: 'web', https: 'web' };
/** Nothing is behind these: mail is not read, and what goes to a phone arrives nowhere. */
const outside = ['email', 'email-json', 'sms'];
/** AWS has these too; nothing behind them is simulated at the endpoint. */
const notSimulated = ['lambda', 'application'];

const isArnOf = (service: string, arn: string) => new RegExp(`^arn:aws[a-z-]*:${service}:[a-z0-9-]+:\\d{12}:[^:]+$`).test(arn);
const isFifo = (arn: string) => arn.endsWith('.fifo');
/** E.164, with dots, dashes and slashes between the digits. */
export const isPhoneNumber = (text: string) => /^\+?[1-9]\d{1,14}$/.test(text.replace(/(?<=[+\d])[./-](?=\d)/g, ''));

/** Refuses protocols and endpoints that do not go together, or not with the topic. */
export function checkEndpoint(topic: Topic, protocol: string, endpoint: string, world: World): void {
  const invalid = (what: string) => refuse('InvalidParameter', `Invalid parameter: ${what}`);
  if (notSimulated.includes(protocol)) return invalid(`Protocol Reason: ${protocol} is not simulated at this endpoint`);
  if (!Object.hasOwn(ports, protocol) && !outside.includes(protocol)) return invalid(`Amazon SNS does not support this protocol string: ${protocol}`);
  if (protocol === 'sqs') return checkQueue(topic, endpoint, world, invalid);
  if (protocol === 'sms' && !isPhoneNumber(endpoint)) return refuse('InvalidParameter', `Invalid SMS endpoint: ${endpoint}`);
  if (protocol.startsWith('email') && !/^[^\s@]+@[^\s@]+$/.test(endpoint)) return invalid('Email address');
  if (protocol === 'firehose' && !isArnOf('firehose', endpoint)) return invalid('Endpoint Reason: Please provide a valid Kinesis Firehose delivery stream ARN');
  if (isWeb({ protocol })) {
    if (!endpoint.startsWith(`${protocol}://`)) return invalid('Endpoint must match the specified protocol');
    if (!/^https?:\/\/[^\s/?#]+\S*$/.test(endpoint)) return invalid(`Endpoint Reason: ${endpoint.slice(0, 100)} is no address`);
  }
  if (topic.fifo) invalid('Invalid parameter: Endpoint Reason: Please use FIFO SQS queue');
}

function checkQueue(topic: Topic, endpoint: string, world: World, invalid: (what: string) => never): void {
  if (!isArnOf('sqs', endpoint)) return invalid('SQS endpoint ARN');
  if (isFifo(endpoint) && !topic.fifo) return invalid('Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics');
  if (topic.fifo && !isFifo(endpoint) && world.options.facts === 'notes') return invalid('Invalid parameter: Endpoint Reason: Please use FIFO SQS queue');
}

/** The node of a queue; undefined while there is none. */
export function queueNode(arn: string, world: World): number | undefined {
  return queueByArn(arn, world)?.node;
}

/** The node behind an endpoint that has been checked. A web server is there as soon as somebody names it; it confirms nothing by itself. */
export function targetOf(topic: Topic, protocol: string, endpoint: string, world: World): number | undefined {
  if (protocol === 'sqs') return queueNode(endpoint, world);
  if (protocol === 'firehose') return allStreams(world).find(({ arn }) => arn === endpoint)?.node;
  if (outside.includes(protocol)) return undefined;
  const { sites } = registerOf(world);
  const key = `${topic.arn} ${endpoint}`;
  const known = sites.get(key);
  if (known !== undefined) return known;
  const node = world.create('http-endpoint', { confirms: false }, (id) => [edgeTo(topic, protocol, id, world)]);
  topic.joined.add(node);
  sites.set(key, node);
  return node;
}

const edgeTo = (topic: Topic, protocol: string, id: string, world: World) => ({ from: { node: world.nodeId(topic.node), port: ports[protocol]! }, to: { node: id }, latencyMs: 0 });

/** Joins a topic to a node, once; answers the id by which the topic knows it. */
export function join(topic: Topic, protocol: string, node: number, world: World): string {
  const id = world.nodeId(node);
  if (!topic.joined.has(node)) {
    world.simulation.connect([edgeTo(topic, protocol, id, world)]);
    topic.joined.add(node);
  }
  return id;
}
