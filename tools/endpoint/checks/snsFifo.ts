/** FIFO topics. */
import { PublishBatchCommand, PublishCommand, SubscribeCommand } from '@aws-sdk/client-sns';
import { expect } from 'vitest';
import { arnOf, bodiesOf, envelopeOf, errorOf, fanOut, fifo, fifoArn, topicArn, type Check } from './snsBench.ts';

export const snsFifo: Readonly<Record<string, Check>> = {
  'a FIFO topic keeps order and groups, and drops repetitions': async (sns, reach) => {
    const { publish, take } = await fifo(sns, reach, false);
    const sent: (string | undefined)[] = [];
    for (const id of ['1', '2', '2', '3']) sent.push((await publish({ Message: `m${id}`, MessageGroupId: 'g', MessageDeduplicationId: id })).SequenceNumber);
    expect(sent.every((number) => /^\d{20}$/.test(number!)) && sent[1] === sent[2] && sent[3]! > sent[2]! && sent[1]! > sent[0]!).toBe(true);
    const got = await take('q.fifo');
    expect(got.map(({ Body, Attributes }) => [Body, Attributes!.MessageGroupId])).toEqual([['m1', 'g'], ['m2', 'g'], ['m3', 'g']]);
    expect(await errorOf(publish({ MessageDeduplicationId: 'x' }))).toBe('InvalidParameterException: Invalid parameter: The MessageGroupId parameter is required for FIFO topics');
    expect(await errorOf(publish({ MessageGroupId: 'g' }))).toBe('InvalidParameterException: Invalid parameter: The topic should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly');
  },
  'envelopes of a FIFO topic have a number and no signature': async (sns, reach) => {
    const { take, make } = await fifo(sns, reach, true);
    await make('e.fifo', { FifoQueue: 'true' });
    await sns.send(new SubscribeCommand({ TopicArn: fifoArn, Protocol: 'sqs', Endpoint: arnOf('e.fifo') }));
    const { MessageId, SequenceNumber } = await sns.send(new PublishCommand({ TopicArn: fifoArn, Message: 'Test', MessageGroupId: 'g' }));
    const [message] = await take('e.fifo');
    const envelope = envelopeOf(message!);
    expect(Object.keys(envelope)).toEqual(['Type', 'MessageId', 'SequenceNumber', 'TopicArn', 'Message', 'Timestamp', 'UnsubscribeURL']);
    expect(envelope).toMatchObject({ MessageId, SequenceNumber, TopicArn: fifoArn });
    expect(message!.Attributes).toMatchObject({ MessageDeduplicationId: '532eaabd9574880dbf76b9b8cc00832c20a6ec113d682299550d7a6e0f345e25', MessageGroupId: 'g' });
  },
  'a FIFO topic refuses a batch for one entry without a group': async (sns, reach) => {
    const { take } = await fifo(sns, reach, true);
    expect(await errorOf(sns.send(new PublishBatchCommand({ TopicArn: fifoArn, PublishBatchRequestEntries: [{ Id: 'a', Message: 'x', MessageGroupId: 'g' }, { Id: 'b', Message: 'y' }] })))).toBe('InvalidParameterException: Invalid parameter: The MessageGroupId parameter is required for FIFO topics');
    expect(await take('q.fifo')).toEqual([]);
  },
  'a FIFO topic deduplicates by content for five minutes': async (sns, reach) => {
    const { publish, take } = await fifo(sns, reach, true);
    const first = await publish({ MessageGroupId: 'g' });
    reach.pass(299_000);
    expect((await publish({ MessageGroupId: 'g' })).MessageId).toBe(first.MessageId);
    reach.pass(2000);
    expect((await publish({ MessageGroupId: 'g' })).MessageId).not.toBe(first.MessageId);
    expect(bodiesOf(await take('q.fifo'))).toEqual(['hello', 'hello']);
  },
  'standard topics take no FIFO queues and no deduplication ids': async (sns, reach) => {
    const { publish, make } = await fanOut(sns, reach);
    await make('o.fifo', { FifoQueue: 'true' });
    expect(await errorOf(sns.send(new SubscribeCommand({ TopicArn: topicArn, Protocol: 'sqs', Endpoint: arnOf('o.fifo') })))).toBe('InvalidParameterException: Invalid parameter: Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics');
    expect(await errorOf(publish({ MessageDeduplicationId: 'x' }))).toMatch(/^InvalidParameterException: Invalid parameter: MessageDeduplicationId Reason/);
  },
};
