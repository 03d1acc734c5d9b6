/** SendMessage and SendMessageBatch. */
import { base64Text } from '../../base/base64.ts';
import { utf8Bytes } from '../../base/md5.ts';
import { SendMessageBatch, type SendMessageBatchRequest } from '../../services/sqs-queue/model/operations.ts';
import { rawContent } from '../../sim/records/content.ts';
import { makeBatch } from '../../sim/records/recordBatch.ts';
import type { ApiError } from '../apiError.ts';
import type { Handler } from '../operation.ts';
import type { ApiRecord } from '../values.ts';
import type { World } from '../world.ts';
import { answerOf, entriesOf, failedEntry, refusalOf } from './batches.ts';
import { md5OfAttributes, md5OfBody } from './digests.ts';
import { refuse, sqsError, withStatus } from './errors.ts';
import { messageId, sequenceNumber } from './ids.ts';
import { checkMessage, lacksDeduplicationId, needsDeduplicationId, sizeOf, type SentMessage } from './messageRules.ts';
import { findQueue, type Queue } from './register.ts';

/** Checked messages as the queue takes them. The caller lets go of the rows. */
function requestOf(messages: readonly SentMessage[], queue: Queue, single: boolean, trace: string | undefined, world: World): SendMessageBatchRequest {
  const { keys } = world.client;
  const rows = Uint32Array.from(messages, (message) => rowOf(message, trace, world));
  const column = (value: (message: SentMessage) => string | undefined) => Uint32Array.from(messages, (message) => {
    const text = value(message);
    return text === undefined ? 0 : keys.intern(text) + 1;
  });
  const records = makeBatch({ count: rows.length, rows, keys: rows.map((row) => world.client.records.key(row)), bytes: Uint32Array.from(messages, sizeOf) });
  return {
    records,
    single,
    DelaySeconds: Uint32Array.from(messages, ({ DelaySeconds }) => (DelaySeconds === undefined || queue.fifo ? 0 : DelaySeconds + 1)),
    MessageGroupId: column(({ MessageGroupId }) => MessageGroupId),
    MessageDeduplicationId: column(({ MessageDeduplicationId }) => MessageDeduplicationId),
  };
}

/** A record that carries body, attributes, and the trace that its sender names, or that the call is part of. */
function rowOf({ MessageBody, MessageGroupId, MessageAttributes = {}, MessageSystemAttributes }: SentMessage, ofCall: string | undefined, world: World): number {
  const base64 = base64Text(utf8Bytes(MessageBody!));
  const row = world.birth(world.client.keys.intern(MessageGroupId ?? ''), base64);
  const trace = MessageSystemAttributes?.AWSTraceHeader?.StringValue ?? ofCall;
  if (Object.keys(MessageAttributes).length > 0 || trace !== undefined) world.client.records.setContent(row, { ...rawContent(base64), $attributes: plain(MessageAttributes), ...(trace === undefined ? {} : { $trace: trace }) });
  return row;
}

function plain(attributes: NonNullable<SentMessage['MessageAttributes']>) {
  return Object.fromEntries(Object.entries(attributes).map(([name, { DataType, StringValue, BinaryValue }]) => [name, { DataType: DataType!, ...(BinaryValue === undefined ? { StringValue: StringValue! } : { BinaryValue }) }]));
}

/** What the sender is told about a message that the queue took in, or already had. */
function receiptOf({ MessageBody, MessageAttributes, MessageSystemAttributes }: SentMessage, identity: number, number: number, queue: Queue): ApiRecord {
  return {
    MessageId: messageId(identity),
    MD5OfMessageBody: md5OfBody(MessageBody!),
    MD5OfMessageAttributes: md5OfAttributes(MessageAttributes),
    MD5OfMessageSystemAttributes: md5OfAttributes(MessageSystemAttributes),
    SequenceNumber: queue.fifo ? sequenceNumber(number) : undefined,
  };
}

async function send(messages: readonly SentMessage[], queue: Queue, single: boolean, trace: string | undefined, world: World): Promise<readonly (ApiRecord | ApiError)[]> {
  if (messages.length === 0) return [];
  const request = requestOf(messages, queue, single, trace, world);
  try {
    return await withStatus(
      world.call(queue.node, SendMessageBatch, request, ({ outcome, messages: numbers, firstIdentity }) =>
        messages.map((message, i) => {
          const code = outcome.code[i]!;
          return code === 0 ? receiptOf(message, firstIdentity + numbers[i]!, numbers[i]!, queue) : sqsError(outcome.codes[code - 1]!, 'The queue refused the message.');
        }),
      ),
    );
  } finally {
    world.letGo(request.records.rows);
  }
}

const isError = (result: ApiRecord | ApiError): result is ApiError => 'code' in result;

export const sendHandlers: Readonly<Record<string, Handler>> = {
  async SendMessage(input, world, { trace }) {
    const queue = findQueue(input, world);
    const message = input as SentMessage;
    checkMessage(message, queue, world);
    return (await send([message], queue, true, trace, world))[0] as ApiRecord;
  },
  async SendMessageBatch(input, world, { trace }) {
    const queue = findQueue(input, world);
    const entries = entriesOf(input, 'SendMessageBatchRequestEntry', world) as unknown as readonly (SentMessage & { readonly Id: string })[];
    // What a FIFO queue needs of every message is judged for the batch as a whole, and by another code than for a single message.
    if (entries.some((entry) => lacksDeduplicationId(entry, queue))) return refuse('InvalidParameterValue', needsDeduplicationId);
    if (queue.fifo && entries.some(({ MessageGroupId }) => !MessageGroupId)) return refuse('InvalidParameterValue', 'The request must contain the parameter MessageGroupId.');
    const most = world.simulation.limits.bytes('sqs.batch.max-bytes');
    const bytes = entries.reduce((sum, entry) => sum + sizeOf(entry), 0);
    if (bytes > most) return refuse('BatchRequestTooLong', `Batch requests cannot be longer than ${most} bytes. You have sent ${bytes} bytes.`);
    const refused = entries.map((entry) => refusalOf(() => checkMessage(entry, queue, world)));
    const sent = [...(await send(entries.filter((_, i) => refused[i] === undefined), queue, false, trace, world))];
    return answerOf(
      entries.map(({ Id }, i) => {
        const result = refused[i] ?? sent.shift()!;
        return isError(result) ? { failed: failedEntry(Id, result) } : { done: { Id, ...result } };
      }),
    );
  },
};
