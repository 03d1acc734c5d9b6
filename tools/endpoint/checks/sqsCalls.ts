import {
  ChangeMessageVisibilityCommand, CreateQueueCommand, DeleteMessageCommand, GetQueueAttributesCommand, ReceiveMessageCommand, SendMessageCommand, type SQSClient, type Message, type QueueAttributeName,
  type ReceiveMessageCommandInput, type SendMessageCommandInput,
} from '@aws-sdk/client-sqs';
import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import type { Reach } from './reach.ts';

/** One check: an SDK client of an endpoint of its own. */
export type Check = (sqs: SQSClient, reach: Reach) => Promise<void>;

export const second = 1000;
export const account = '123456789012';
export const arnOf = (name: string) => `arn:aws:sqs:us-east-1:${account}:${name}`;
export const md5 = (data: string | Uint8Array) => createHash('md5').update(data).digest('hex');
export const make = async (sqs: SQSClient, QueueName = 'orders', Attributes: Partial<Record<QueueAttributeName, string>> = {}) => (await sqs.send(new CreateQueueCommand({ QueueName, Attributes }))).QueueUrl!;
export const makeFifo = (sqs: SQSClient, Attributes: Partial<Record<QueueAttributeName, string>> = {}, name = 'orders.fifo') => make(sqs, name, { FifoQueue: 'true', ...Attributes });
export const send = (sqs: SQSClient, QueueUrl: string, MessageBody: string, more: Partial<SendMessageCommandInput> = {}) => sqs.send(new SendMessageCommand({ QueueUrl, MessageBody, ...more }));
export const receive = async (sqs: SQSClient, QueueUrl: string, more: Partial<ReceiveMessageCommandInput> = {}): Promise<Message[]> => (await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, ...more }))).Messages ?? [];
export const remove = (sqs: SQSClient, QueueUrl: string, { ReceiptHandle }: Message) => sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
export const hide = (sqs: SQSClient, QueueUrl: string, { ReceiptHandle }: Message, VisibilityTimeout: number) => sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout }));
export const bodies = (messages: readonly Message[]) => messages.map(({ Body }) => Body ?? '').sort((a, b) => (a < b ? -1 : 1));
export const attributes = async (sqs: SQSClient, QueueUrl: string, ...AttributeNames: QueueAttributeName[]) => (await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames }))).Attributes;
export const errorOf = async (call: Promise<unknown>) => call.then(() => 'no error', (error: Error) => error.name);
export const saysOf = async (call: Promise<unknown>) => call.then(() => 'no error', (error: Error) => error.message);
export const redriveTo = (name: string, maxReceiveCount = 2) => ({ RedrivePolicy: JSON.stringify({ deadLetterTargetArn: arnOf(name), maxReceiveCount }) });

/** A queue whose dead letters, `count` of them, have gone to `dead`. */
export async function withDeadLetters(sqs: SQSClient, pass: Reach['pass'], count: number) {
  const dead = await make(sqs, 'dead');
  const url = await make(sqs, 'orders', { VisibilityTimeout: '1', ...redriveTo('dead', 1) });
  for (let i = 0; i < count; i++) await send(sqs, url, `m${i}`);
  for (let got = 0; got < count; ) got += (await receive(sqs, url)).length;
  pass(2 * second);
  expect(await receive(sqs, url)).toEqual([]);
  return { url, dead };
}
