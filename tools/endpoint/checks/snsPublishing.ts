/** Messages on their way to queues. */
import { PublishBatchCommand, PublishCommand, SubscribeCommand, type PublishBatchRequestEntry } from '@aws-sdk/client-sns';
import { expect } from 'vitest';
import { account, arnOf, bodiesOf, envelopeOf, errorOf, fanOut, inOrder, saidIn, topicArn, uuid, type Check } from './snsBench.ts';

export const snsPublishing: Readonly<Record<string, Check>> = {
  'a queue gets the message in an envelope': async (sns, reach) => {
    const { publish, take, SubscriptionArn } = await fanOut(sns, reach);
    const { MessageId } = await publish({ Message: 'say "über" <&>', Subject: 'News', MessageAttributes: { kind: { DataType: 'String', StringValue: 'order' }, n: { DataType: 'Number', StringValue: '5' }, raw: { DataType: 'Binary', BinaryValue: Uint8Array.of(0, 255) } } });
    expect(MessageId).toMatch(uuid);
    const [message, ...others] = await take('q');
    expect(others).toEqual([]);
    const envelope = envelopeOf(message!);
    expect(Object.keys(envelope)).toEqual(['Type', 'MessageId', 'TopicArn', 'Subject', 'Message', 'Timestamp', 'SignatureVersion', 'Signature', 'SigningCertURL', 'UnsubscribeURL', 'MessageAttributes']);
    expect(envelope).toMatchObject({ Type: 'Notification', MessageId, TopicArn: topicArn, Subject: 'News', Message: 'say "über" <&>', SignatureVersion: '1', MessageAttributes: { kind: { Type: 'String', Value: 'order' }, n: { Type: 'Number', Value: '5' }, raw: { Type: 'Binary', Value: 'AP8=' } } });
    expect(envelope.UnsubscribeURL).toBe(`https://sns.us-east-1.amazonaws.com/?Action=Unsubscribe&SubscriptionArn=${SubscriptionArn}`);
    expect(envelope.Timestamp).toMatch(/^2026-01-05T00:00:00\.\d{3}Z$/);
    expect(message!.MessageAttributes).toBeUndefined();
  },
  'raw delivery: the body alone, attributes as those of SQS': async (sns, reach) => {
    const { publish, take } = await fanOut(sns, reach, { RawMessageDelivery: 'true' });
    await publish({ Message: '{"a":1}', MessageAttributes: { kind: { DataType: 'String', StringValue: 'order' }, raw: { DataType: 'Binary', BinaryValue: Uint8Array.of(0, 255) } } });
    const [message] = await take('q');
    expect(message!.Body).toBe('{"a":1}');
    expect(message!.MessageAttributes).toMatchObject({ kind: { DataType: 'String', StringValue: 'order' } });
    expect(Buffer.from(message!.MessageAttributes!.raw!.BinaryValue!).toString('hex')).toBe('00ff');
  },
  'every queue gets every message, each in its own form': async (sns, reach) => {
    const { publish, take, make } = await fanOut(sns, reach);
    await make('raw');
    await sns.send(new SubscribeCommand({ TopicArn: topicArn, Protocol: 'sqs', Endpoint: arnOf('raw'), Attributes: { RawMessageDelivery: 'true' } }));
    for (const Message of ['one', 'two', 'three']) await publish({ Message });
    expect([inOrder(saidIn(await take('q'))), inOrder(bodiesOf(await take('raw')))]).toEqual([['one', 'three', 'two'], ['one', 'three', 'two']]);
  },
  'MessageStructure json has a text for each protocol': async (sns, reach) => {
    const { publish, take } = await fanOut(sns, reach, { RawMessageDelivery: 'true' });
    await publish({ Message: JSON.stringify({ default: 'd', sqs: 'for queues', lambda: 'other' }), MessageStructure: 'json' });
    await publish({ Message: JSON.stringify({ default: 'd' }), MessageStructure: 'json' });
    expect(inOrder(bodiesOf(await take('q')))).toEqual(['d', 'for queues']);
    expect(await errorOf(publish({ Message: '{"sqs":"x"}', MessageStructure: 'json' }))).toBe('InvalidParameterException: Invalid parameter: Message Structure - No default entry in JSON message body');
    expect(await errorOf(publish({ Message: '{', MessageStructure: 'json' }))).toBe('InvalidParameterException: Invalid parameter: Message Structure - JSON message body failed to parse');
  },
  'PublishBatch answers entry by entry': async (sns, reach) => {
    const { take } = await fanOut(sns, reach);
    const { Successful, Failed } = await sns.send(new PublishBatchCommand({ TopicArn: topicArn, PublishBatchRequestEntries: [{ Id: 'a', Message: 'one' }, { Id: 'b', Message: 'two', MessageGroupId: 'g' }] }));
    expect(Successful!.map(({ Id, MessageId }) => [Id, uuid.test(MessageId!)])).toEqual([['a', true], ['b', true]]);
    expect(Failed ?? []).toEqual([]);
    const got = await take('q');
    expect(inOrder(saidIn(got))).toEqual(['one', 'two']);
    expect(inOrder(got.map((message) => envelopeOf(message).MessageId))).toEqual(inOrder(Successful!.map(({ MessageId }) => MessageId)));
  },
  'PublishBatch: one wrong entry refuses the others too': async (sns, reach) => {
    const { take } = await fanOut(sns, reach);
    const send = (wrong: Partial<PublishBatchRequestEntry>) => errorOf(sns.send(new PublishBatchCommand({ TopicArn: topicArn, PublishBatchRequestEntries: [{ Id: 'a', Message: 'fine' }, { Id: 'b', Message: 'x', ...wrong }] })));
    expect(await send({ Subject: 'line\nbreak' })).toBe('InvalidParameterException: Invalid parameter: Subject');
    expect(await send({ MessageAttributes: { attr1: { DataType: 'String', StringValue: '' } } })).toBe("InvalidParameterValueException: The message attribute 'attr1' must contain non-empty message attribute value for message attribute type 'String'.");
    expect(await send({ MessageDeduplicationId: 'd' })).toMatch(/^InvalidParameterException: Invalid parameter: MessageDeduplicationId Reason/);
    expect(await send({ Message: '{}', MessageStructure: 'json' })).toBe('InvalidParameterException: Invalid parameter: Message Structure - No default entry in JSON message body');
    expect(await take('q')).toEqual([]);
  },
  'what is published at once arrives once': async (sns, reach) => {
    const { publish, take } = await fanOut(sns, reach, { RawMessageDelivery: 'true' });
    const sent = await Promise.all(Array.from({ length: 200 }, (_, i) => publish({ Message: `m${i}` })));
    expect(new Set(sent.map(({ MessageId }) => MessageId)).size).toBe(200);
    expect(inOrder(bodiesOf(await take('q')))).toEqual(inOrder(sent.map((_, i) => `m${i}`)));
  },
  'a message to a phone is taken, one to an app that is not there is not': async (sns) => {
    expect((await sns.send(new PublishCommand({ PhoneNumber: '+15550100', Message: 'hello' }))).MessageId).toMatch(uuid);
    expect(await errorOf(sns.send(new PublishCommand({ TargetArn: `arn:aws:sns:us-east-1:${account}:endpoint/APNS/a/0f7d5971-aa8b-4bd5-b585-0826e9f93a66`, Message: 'hello' })))).toBe('InvalidParameterException: Invalid parameter: TargetArn Reason: No endpoint found for the target arn specified');
  },
  'PublishBatch refuses whole requests': async (sns, reach) => {
    await fanOut(sns, reach);
    const send = (PublishBatchRequestEntries: { Id: string; Message: string }[]) => errorOf(sns.send(new PublishBatchCommand({ TopicArn: topicArn, PublishBatchRequestEntries })));
    expect(await send([])).toMatch(/^EmptyBatchRequestException/);
    expect(await send(Array.from({ length: 11 }, (_, i) => ({ Id: String(i), Message: 'x' })))).toMatch(/^TooManyEntriesInBatchRequestException/);
    expect(await send([{ Id: 'a', Message: 'x' }, { Id: 'a', Message: 'y' }])).toMatch(/^BatchEntryIdsNotDistinctException/);
    expect(await send([{ Id: 'a b', Message: 'x' }])).toMatch(/^InvalidBatchEntryIdException/);
    expect(await send([{ Id: 'a', Message: 'x'.repeat(200_000) }, { Id: 'b', Message: 'x'.repeat(100_000) }])).toMatch(/^BatchRequestTooLongException/);
  },
  'a message of 256 KiB passes, a byte more does not': async (sns, reach) => {
    const { publish, take } = await fanOut(sns, reach, { RawMessageDelivery: 'true' });
    await publish({ Message: 'x'.repeat(262_144) });
    expect((await take('q'))[0]!.Body).toHaveLength(262_144);
    expect(await errorOf(publish({ Message: 'x'.repeat(262_145) }))).toBe('InvalidParameterException: Invalid parameter: Message too long');
  },
};
