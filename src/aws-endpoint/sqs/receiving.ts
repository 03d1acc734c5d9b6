/** ReceiveMessage: the messages with what the caller asked to know about them. */
import { ReceiveMessage, type ReceiveMessageRequest, type ReceiveMessageResponse } from '../../services/sqs-queue/model/operations.ts';
import { isPlainRecord, type PlainData } from '../../sim/plainData.ts';
import type { Handler } from '../operation.ts';
import { shapes } from '../shapes/sqs.ts';
import type { ApiRecord, ApiValue } from '../values.ts';
import type { World } from '../world.ts';
import { md5OfAttributes, md5OfBody } from './digests.ts';
import { invalid, refuse, withStatus } from './errors.ts';
import { handleText, messageId, sequenceNumber } from './ids.ts';
import { checkId, type AttributeMap } from './messageRules.ts';
import { findQueue, queueAt, type Queue } from './register.ts';

const systemNames = new Set([...shapes.shapes.MessageSystemAttributeName!.enum!, ...shapes.shapes.QueueAttributeName!.enum!]);
/** Stands for the user who sent: this world has one. */
const sender = 'AIDAIT2UOQQY3AUEKVGXU';

function requestOf(input: ApiRecord, queue: Queue, world: World): ReceiveMessageRequest {
  const { limits } = world.simulation;
  const { MaxNumberOfMessages: max = limits.number('sqs.receive.default-messages'), VisibilityTimeout, WaitTimeSeconds, ReceiveRequestAttemptId } = input as Partial<ReceiveMessageRequest>;
  const most = limits.number('sqs.receive.max-messages');
  if (!Number.isInteger(max) || max < 1 || max > most) invalid(max, 'MaxNumberOfMessages', `Must be between 1 and ${most}, if provided.`);
  const longestWait = limits.duration('sqs.wait.max') / 1000;
  if (WaitTimeSeconds !== undefined && (!Number.isInteger(WaitTimeSeconds) || WaitTimeSeconds < 0 || WaitTimeSeconds > longestWait)) invalid(WaitTimeSeconds, 'WaitTimeSeconds', `Must be >= 0 and <= ${longestWait}, if provided.`);
  const longest = limits.duration('sqs.visibility.max') / 1000;
  if (VisibilityTimeout !== undefined && (!Number.isInteger(VisibilityTimeout) || VisibilityTimeout < 0 || VisibilityTimeout > longest)) invalid(VisibilityTimeout, 'VisibilityTimeout', `Must be between 0 and ${longest}, if provided.`);
  if (ReceiveRequestAttemptId !== undefined) {
    if (!queue.fifo) invalid(ReceiveRequestAttemptId, 'ReceiveRequestAttemptId', 'The request includes a parameter that is not valid for this queue type.');
    checkId(ReceiveRequestAttemptId, 'ReceiveRequestAttemptId', world);
  }
  return { MaxNumberOfMessages: max, WaitTimeSeconds, VisibilityTimeout, ReceiveRequestAttemptId, consumer: 'client', allServers: true, detailed: true };
}

/** What stands beside the body of a message that a client sent. */
function besides(content: PlainData | undefined): { readonly attributes: AttributeMap; readonly trace: string | undefined } {
  const { $attributes, $trace } = isPlainRecord(content) ? content : {};
  return { attributes: ($attributes ?? {}) as AttributeMap, trace: $trace as string | undefined };
}

/** Attributes that a name asks for: `All`, `*` and `.*` are every one, `foo.*` those that begin with foo. */
function wantedOf(attributes: AttributeMap, names: readonly (string | null)[]): AttributeMap {
  const wants = (name: string) => names.some((asked) => asked === 'All' || asked === '*' || asked === name || (asked?.endsWith('.*') === true && name.startsWith(asked.slice(0, -2))));
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => wants(name)));
}

interface Asked {
  readonly system: ReadonlySet<string>;
  readonly own: readonly (string | null)[];
}

function messagesOf({ records, receipts, details }: ReceiveMessageResponse, queue: Queue, { system, own }: Asked, world: World): ApiRecord[] {
  const { keys } = world.client;
  const { identities, bodies, contents, receivedBefore, firstReceivedAt, groups, deduplicationIds, sources } = details!;
  const since = (ms: number) => String(world.options.startsAt + ms);
  return bodies.map((body, i) => {
    const { attributes, trace } = besides(contents[i]);
    const source = sources[i]! === 0 ? undefined : world.simulation.wires[sources[i]! - 1];
    const known: Readonly<Record<string, string | undefined>> = {
      SenderId: sender,
      SentTimestamp: since(records.arrivedAt![i]!),
      ApproximateReceiveCount: String(receivedBefore[i]! + records.receives![i]!),
      ApproximateFirstReceiveTimestamp: since(firstReceivedAt[i]!),
      MessageGroupId: groups[i]! === 0 ? undefined : keys.text(groups[i]! - 1),
      // A FIFO queue's dead letter has its message id for its deduplication id, so that no two are taken for one.
      MessageDeduplicationId: deduplicationIds[i]! === 0 ? undefined : source ? messageId(identities[i]!) : keys.text(deduplicationIds[i]! - 1),
      SequenceNumber: queue.fifo ? sequenceNumber(records.sequences![i]!) : undefined,
      AWSTraceHeader: trace,
      DeadLetterQueueSourceArn: source && (queueAt(source.from, world)?.arn ?? world.arn('sqs', world.nodeId(source.from))),
    };
    const told = Object.entries(known).filter(([name, value]) => value !== undefined && (system.has('All') || system.has(name)));
    const wanted = wantedOf(attributes, own);
    const some = Object.keys(wanted).length > 0;
    return {
      MessageId: messageId(identities[i]!),
      ReceiptHandle: handleText({ node: queue.node, receipt: receipts[i]! }),
      MD5OfBody: md5OfBody(body),
      Body: body,
      Attributes: told.length === 0 ? undefined : Object.fromEntries(told),
      ...(some ? { MD5OfMessageAttributes: md5OfAttributes(wanted), MessageAttributes: wanted as ApiValue } : {}),
    };
  });
}

export const receiveHandlers: Readonly<Record<string, Handler>> = {
  async ReceiveMessage(input, world) {
    const queue = findQueue(input, world);
    const names = (member: string) => (input[member] ?? []) as readonly (string | null)[];
    const system = [...names('AttributeNames'), ...names('MessageSystemAttributeNames')];
    for (const name of system) if (name === null || !systemNames.has(name)) return refuse('InvalidAttributeName', `Unknown Attribute ${name}.`);
    const request = requestOf(input, queue, world);
    const asked = { system: new Set(system as readonly string[]), own: names('MessageAttributeNames') };
    const messages = await withStatus(world.call(queue.node, ReceiveMessage, request, (response) => messagesOf(response, queue, asked, world)));
    return { Messages: messages.length === 0 ? undefined : messages };
  },
};
