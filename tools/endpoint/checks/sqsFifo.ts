import { PurgeQueueCommand, SendMessageBatchCommand, SetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import { attributes, bodies, type Check, errorOf, hide, makeFifo, receive, remove, saysOf, second, send } from './sqsCalls.ts';

/** Order and deduplication of FIFO queues. */
export const fifoChecks: Readonly<Record<string, Check>> = {
  'FIFO: order within a group, locked while one of it is in flight': async (sqs) => {
    const url = await makeFifo(sqs, { ContentBasedDeduplication: 'true' });
    for (const body of ['a1', 'a2', 'b1', 'a3', 'b2']) await send(sqs, url, body, { MessageGroupId: body[0]! });
    const first = await receive(sqs, url, { MaxNumberOfMessages: 1, MessageSystemAttributeNames: ['All'] });
    expect(first[0]).toMatchObject({ Body: 'a1', Attributes: { MessageGroupId: 'a', MessageDeduplicationId: createHash('sha256').update('a1').digest('hex') } });
    expect((await receive(sqs, url)).map(({ Body }) => Body)).toEqual(['b1', 'b2']);
    expect(await receive(sqs, url)).toEqual([]);
    await remove(sqs, url, first[0]!);
    expect((await receive(sqs, url)).map(({ Body }) => Body)).toEqual(['a2', 'a3']);
  },
  'FIFO: sequence numbers ascend, and are told to sender and receiver': async (sqs) => {
    const url = await makeFifo(sqs);
    const numbers: string[] = [];
    for (let i = 0; i < 5; i++) numbers.push((await send(sqs, url, 'x', { MessageGroupId: 'g', MessageDeduplicationId: `d${i}` })).SequenceNumber!);
    expect(numbers.every((number) => /^\d{20}$/.test(number))).toBe(true);
    expect([...new Set(numbers)].sort()).toEqual(numbers);
    expect((await receive(sqs, url, { MessageSystemAttributeNames: ['SequenceNumber'] })).map(({ Attributes }) => Attributes!.SequenceNumber)).toEqual(numbers);
  },
  'FIFO: a repeated id is accepted and not delivered, for five minutes': async (sqs, { pass }) => {
    const url = await makeFifo(sqs);
    const again = () => send(sqs, url, 'x', { MessageGroupId: 'g', MessageDeduplicationId: 'one' });
    const first = await again();
    const [message] = await receive(sqs, url);
    await remove(sqs, url, message!);
    pass(299 * second);
    expect(await again()).toMatchObject({ MessageId: first.MessageId, SequenceNumber: first.SequenceNumber });
    expect(await receive(sqs, url)).toEqual([]);
    pass(2 * second);
    expect((await again()).MessageId).not.toBe(first.MessageId);
    expect(await receive(sqs, url)).toHaveLength(1);
  },
  'FIFO: content-based deduplication looks at the body alone': async (sqs) => {
    const url = await makeFifo(sqs, { ContentBasedDeduplication: 'true' });
    const MessageGroupId = 'g';
    await send(sqs, url, '{"a":1}', { MessageGroupId });
    await send(sqs, url, '{"a":1}', { MessageGroupId, MessageAttributes: { x: { DataType: 'String', StringValue: 'y' } } });
    await send(sqs, url, 'other', { MessageGroupId, MessageDeduplicationId: createHash('sha256').update('{"a":1}').digest('hex') });
    await send(sqs, url, '{"a": 1}', { MessageGroupId });
    expect((await receive(sqs, url)).map(({ Body }) => Body)).toEqual(['{"a":1}', '{"a": 1}']);
    const strict = await makeFifo(sqs, {}, 'strict.fifo');
    expect(await saysOf(send(sqs, strict, 'x', { MessageGroupId }))).toBe('The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly');
    expect(await saysOf(send(sqs, strict, 'x', { MessageDeduplicationId: 'd' }))).toBe('The request must contain the parameter MessageGroupId.');
  },
  'FIFO: high throughput deduplicates group by group': async (sqs) => {
    const url = await makeFifo(sqs, { DeduplicationScope: 'messageGroup', FifoThroughputLimit: 'perMessageGroupId' });
    for (const MessageGroupId of ['a', 'b', 'a']) await send(sqs, url, MessageGroupId, { MessageGroupId, MessageDeduplicationId: 'same' });
    expect(bodies(await receive(sqs, url))).toEqual(['a', 'b']);
    const scoped = await makeFifo(sqs, { DeduplicationScope: 'messageGroup' }, 'scoped.fifo');
    for (const MessageGroupId of ['a', 'b', 'a']) await send(sqs, scoped, MessageGroupId, { MessageGroupId, MessageDeduplicationId: 'same' });
    expect(bodies(await receive(sqs, scoped))).toEqual(['a', 'b']);
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl: scoped, Attributes: { FifoThroughputLimit: 'perMessageGroupId' } }));
    expect(await attributes(sqs, scoped, 'FifoThroughputLimit')).toEqual({ FifoThroughputLimit: 'perMessageGroupId' });
    expect(await errorOf(makeFifo(sqs, { FifoThroughputLimit: 'perMessageGroupId' }, 'wrong.fifo'))).toBe('InvalidAttributeValue');
  },
  'FIFO: an attempt id brings the same messages and handles again': async (sqs) => {
    const url = await makeFifo(sqs, { ContentBasedDeduplication: 'true' });
    await send(sqs, url, 'x', { MessageGroupId: 'g' });
    const first = await receive(sqs, url, { ReceiveRequestAttemptId: 'try' });
    const again = await receive(sqs, url, { ReceiveRequestAttemptId: 'try' });
    expect(again.map(({ ReceiptHandle }) => ReceiptHandle)).toEqual(first.map(({ ReceiptHandle }) => ReceiptHandle));
    expect(await receive(sqs, url, { ReceiveRequestAttemptId: 'other' })).toEqual([]);
  },
  'FIFO: a handle whose timeout is over deletes nothing, and says so': async (sqs, { pass }) => {
    const url = await makeFifo(sqs, { ContentBasedDeduplication: 'true', VisibilityTimeout: '5' });
    await send(sqs, url, 'x', { MessageGroupId: 'g' });
    const [message] = await receive(sqs, url);
    pass(6 * second);
    expect(await saysOf(remove(sqs, url, message!))).toContain('The receipt handle has expired');
  },
  'FIFO: a group is handed out again as soon as its oldest message is visible, with those behind it still hidden': async (sqs) => {
    const url = await makeFifo(sqs, { ContentBasedDeduplication: 'true' });
    for (const body of ['a1', 'a2', 'b1']) await send(sqs, url, body, { MessageGroupId: body[0]! });
    const [first] = await receive(sqs, url, { MaxNumberOfMessages: 2 });
    await hide(sqs, url, first!, 0);
    expect((await receive(sqs, url, { MaxNumberOfMessages: 3 })).map(({ Body }) => Body)).toEqual(['b1', 'a1']);
  },
  'FIFO: a timeout of 0 gives groups back in their turn': async (sqs) => {
    const url = await makeFifo(sqs, { ContentBasedDeduplication: 'true' });
    for (const body of ['a1', 'b1', 'b2', 'c1', 'a2']) await send(sqs, url, body, { MessageGroupId: body[0]! });
    const took = async (MaxNumberOfMessages: number) => (await receive(sqs, url, { MaxNumberOfMessages, VisibilityTimeout: 0 })).map(({ Body }) => Body);
    expect(await took(3)).toEqual(['a1', 'a2', 'b1']);
    expect(await took(10)).toEqual(['c1', 'a1', 'a2', 'b1', 'b2']);
  },
  'FIFO: a batch without a group or a deduplication id is refused whole': async (sqs) => {
    const url = await makeFifo(sqs);
    const good = { Id: 'good', MessageBody: 'x', MessageGroupId: 'g', MessageDeduplicationId: 'd' };
    const refused = (entry: { MessageGroupId?: string; MessageDeduplicationId?: string }) => sqs.send(new SendMessageBatchCommand({ QueueUrl: url, Entries: [good, { Id: 'bad', MessageBody: 'y', ...entry }] }));
    expect(await errorOf(refused({ MessageDeduplicationId: 'e' }))).toBe('InvalidParameterValue');
    expect(await saysOf(refused({ MessageDeduplicationId: 'e' }))).toBe('The request must contain the parameter MessageGroupId.');
    expect(await saysOf(refused({ MessageGroupId: 'g' }))).toBe('The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly');
    expect(await receive(sqs, url)).toEqual([]);
  },
  'FIFO: a purge forgets the ids it has seen': async (sqs) => {
    const url = await makeFifo(sqs);
    const one = (body: string) => send(sqs, url, body, { MessageGroupId: 'g', MessageDeduplicationId: 'd' });
    await one('before');
    await sqs.send(new PurgeQueueCommand({ QueueUrl: url }));
    await one('after');
    expect(bodies(await receive(sqs, url))).toEqual(['after']);
  },
  'FIFO: 300 calls of an action a second, no more': async (sqs, { pass }) => {
    const url = await makeFifo(sqs);
    const one = (i: number) => send(sqs, url, 'x', { MessageGroupId: `g${i}`, MessageDeduplicationId: `d${i}` });
    for (let i = 0; i < 300; i++) await one(i);
    expect(await errorOf(one(300))).toBe('RequestThrottled');
    pass(second);
    expect(await errorOf(one(301))).toBe('no error');
  },
};
