import {
  AddPermissionCommand, ChangeMessageVisibilityBatchCommand, CreateQueueCommand, DeleteMessageBatchCommand, DeleteQueueCommand, GetQueueUrlCommand, ListQueuesCommand, ListQueueTagsCommand, paginateListQueues,
  PurgeQueueCommand, QueueDoesNotExist, RemovePermissionCommand, SendMessageBatchCommand, SetQueueAttributesCommand, TagQueueCommand, UntagQueueCommand,
} from '@aws-sdk/client-sqs';
import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import { account, arnOf, attributes, bodies, type Check, errorOf, hide, make, makeFifo, md5, receive, redriveTo, remove, saysOf, second, send } from './sqsCalls.ts';
import { deadLetterChecks } from './sqsDeadLetters.ts';
import { fifoChecks } from './sqsFifo.ts';

/** What an SDK client of SQS may rely on, by what it shows. */
export const sqsChecks: Readonly<Record<string, Check>> = {
  'a message is sent, received, deleted': async (sqs, { pass }) => {
    const url = await make(sqs);
    const { MessageId } = await send(sqs, url, 'hello');
    const [message] = await receive(sqs, url);
    expect(message).toMatchObject({ MessageId, Body: 'hello', MD5OfBody: md5('hello') });
    expect(MessageId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(message!.ReceiptHandle).toMatch(/^AQEB[A-Za-z0-9+/=]{340}$/);
    await remove(sqs, url, message!);
    pass(60 * second);
    expect(await receive(sqs, url)).toEqual([]);
  },
  'URLs are of the host that was asked': async (sqs, { settings }) => {
    const origin = (settings.endpoint as string | undefined) ?? 'https://sqs.us-east-1.amazonaws.com';
    expect(await make(sqs)).toBe(`${origin}/${account}/orders`);
    expect((await sqs.send(new GetQueueUrlCommand({ QueueName: 'orders' }))).QueueUrl).toBe(`${origin}/${account}/orders`);
    expect((await sqs.send(new ListQueuesCommand({}))).QueueUrls).toEqual([`${origin}/${account}/orders`]);
  },
  'a queue that is not there, as SDKs tell it apart': async (sqs) => {
    const error: unknown = await sqs.send(new GetQueueUrlCommand({ QueueName: 'nowhere' })).catch((refused: unknown) => refused);
    expect(error).toBeInstanceOf(QueueDoesNotExist);
    expect(error).toMatchObject({ name: 'QueueDoesNotExist', Code: 'AWS.SimpleQueueService.NonExistentQueue', message: 'The specified queue does not exist.' });
  },
  'making a queue again finds it, unless an attribute differs': async (sqs) => {
    const url = await make(sqs, 'orders', { DelaySeconds: '5' });
    expect(await make(sqs)).toBe(url);
    expect(await make(sqs, 'orders', { DelaySeconds: '5', VisibilityTimeout: '30' })).toBe(url);
    expect(await errorOf(make(sqs, 'orders', { DelaySeconds: '6' }))).toBe('QueueNameExists');
    const spaced = (maxReceiveCount: number) => ({ RedrivePolicy: `{ "maxReceiveCount": "${maxReceiveCount}", "deadLetterTargetArn": "${arnOf('orders')}" }` });
    const redriven = await make(sqs, 'redriven', redriveTo('orders', 2));
    expect(await make(sqs, 'redriven', spaced(2))).toBe(redriven);
    expect(await errorOf(make(sqs, 'redriven', spaced(3)))).toBe('QueueNameExists');
  },
  'a deleted name is free after 60 seconds, and its messages are gone': async (sqs, { pass }) => {
    const url = await make(sqs);
    await send(sqs, url, 'old');
    await sqs.send(new DeleteQueueCommand({ QueueUrl: url }));
    expect(await errorOf(send(sqs, url, 'x'))).toBe('QueueDoesNotExist');
    pass(59 * second);
    expect(await errorOf(make(sqs))).toBe('QueueDeletedRecently');
    pass(second);
    await make(sqs);
    expect(await receive(sqs, url)).toEqual([]);
  },
  'visibility: hidden for its timeout, then there again under a new handle': async (sqs, { pass }) => {
    const url = await make(sqs, 'orders', { VisibilityTimeout: '10' });
    await send(sqs, url, 'x');
    const [first] = await receive(sqs, url, { MessageSystemAttributeNames: ['All'] });
    pass(9 * second);
    expect(await receive(sqs, url)).toEqual([]);
    pass(2 * second);
    const [again] = await receive(sqs, url, { MessageSystemAttributeNames: ['All'] });
    expect([first!.Attributes!.ApproximateReceiveCount, again!.Attributes!.ApproximateReceiveCount]).toEqual(['1', '2']);
    expect(again!.Attributes!.ApproximateFirstReceiveTimestamp).toBe(first!.Attributes!.ApproximateFirstReceiveTimestamp);
    expect(again!.ReceiptHandle).not.toBe(first!.ReceiptHandle);
    expect(again!.MessageId).toBe(first!.MessageId);
  },
  'a receive states its own timeout': async (sqs, { pass }) => {
    const url = await make(sqs);
    await send(sqs, url, 'x');
    await receive(sqs, url, { VisibilityTimeout: 2 });
    pass(2001);
    expect(await receive(sqs, url)).toHaveLength(1);
  },
  'ChangeMessageVisibility shortens, lengthens, and stops at twelve hours': async (sqs, { pass }) => {
    const url = await make(sqs);
    await send(sqs, url, 'x');
    const [message] = await receive(sqs, url);
    await hide(sqs, url, message!, 100);
    pass(99 * second);
    expect(await receive(sqs, url)).toEqual([]);
    expect(await saysOf(hide(sqs, url, message!, 43_200))).toContain('Total VisibilityTimeout for the message is beyond the limit [43200 seconds]');
    await hide(sqs, url, message!, 0);
    expect(await receive(sqs, url)).toHaveLength(1);
    expect(await saysOf(hide(sqs, url, message!, 43_201))).toContain('VisibilityTimeout must be an integer between 0 and 43200');
  },
  'a message that is not in flight keeps its visibility, and nobody is told': async (sqs) => {
    const url = await make(sqs);
    await send(sqs, url, 'x');
    const [message] = await receive(sqs, url, { VisibilityTimeout: 0 });
    await hide(sqs, url, message!, 10);
    expect(await receive(sqs, url)).toHaveLength(1);
  },
  'a standard queue takes an earlier handle for a new timeout, and none of a deleted message': async (sqs) => {
    const url = await make(sqs);
    await send(sqs, url, 'x');
    const [old] = await receive(sqs, url, { VisibilityTimeout: 0 });
    const [message] = await receive(sqs, url);
    await hide(sqs, url, old!, 0);
    expect(await receive(sqs, url)).toHaveLength(1);
    await hide(sqs, url, old!, 0);
    const [last] = await receive(sqs, url);
    expect(last!.MessageId).toBe(message!.MessageId);
    await remove(sqs, url, last!);
    await remove(sqs, url, last!);
    expect(await errorOf(hide(sqs, url, last!, 42))).toBe('InvalidParameterValue');
    expect(await saysOf(hide(sqs, url, last!, 42))).toBe(`Value ${last!.ReceiptHandle!} for parameter ReceiptHandle is invalid. Reason: Message does not exist or is not available for visibility timeout change.`);
  },
  'an old handle deletes nothing on a standard queue, a text that is none is refused': async (sqs, { pass }) => {
    const url = await make(sqs, 'orders', { VisibilityTimeout: '1' });
    await send(sqs, url, 'x');
    const [old] = await receive(sqs, url);
    pass(2 * second);
    await receive(sqs, url);
    expect(await errorOf(remove(sqs, url, old!))).toBe('no error');
    pass(2 * second);
    expect(await receive(sqs, url)).toHaveLength(1);
    expect(await errorOf(remove(sqs, url, { ReceiptHandle: 'nonsense' }))).toBe('ReceiptHandleIsInvalid');
    const other = await make(sqs, 'others');
    expect(await errorOf(remove(sqs, other, old!))).toBe('ReceiptHandleIsInvalid');
  },
  'a long poll is answered the moment a message can be had': async (sqs, { endpoint }) => {
    const url = await make(sqs);
    await send(sqs, url, 'late', { DelaySeconds: 7 });
    const before = endpoint.world.now;
    expect(bodies(await receive(sqs, url, { WaitTimeSeconds: 20 }))).toEqual(['late']);
    expect(endpoint.world.now - before).toBe(7 * second);
  },
  'a long poll that finds nothing ends after its wait': async (sqs, { endpoint }) => {
    const url = await make(sqs, 'orders', { ReceiveMessageWaitTimeSeconds: '5' });
    const before = endpoint.world.now;
    expect(await receive(sqs, url)).toEqual([]);
    expect(endpoint.world.now - before).toBe(5 * second);
    expect(await receive(sqs, url, { WaitTimeSeconds: 0 })).toEqual([]);
    expect(endpoint.world.now - before).toBe(5 * second);
  },
  'two long polls get a message each': async (sqs) => {
    const url = await make(sqs);
    await send(sqs, url, 'a', { DelaySeconds: 5 });
    await send(sqs, url, 'b', { DelaySeconds: 6 });
    const got = await Promise.all([receive(sqs, url, { WaitTimeSeconds: 20, MaxNumberOfMessages: 1 }), receive(sqs, url, { WaitTimeSeconds: 20, MaxNumberOfMessages: 1 })]);
    expect(bodies(got.flat())).toEqual(['a', 'b']);
  },
  'delay: of the queue, and of a message instead': async (sqs, { pass }) => {
    const url = await make(sqs, 'orders', { DelaySeconds: '10' });
    await send(sqs, url, 'queue');
    await send(sqs, url, 'own', { DelaySeconds: 2 });
    await send(sqs, url, 'none', { DelaySeconds: 0 });
    expect(await attributes(sqs, url, 'ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesDelayed')).toEqual({ ApproximateNumberOfMessages: '1', ApproximateNumberOfMessagesDelayed: '2' });
    expect(bodies(await receive(sqs, url))).toEqual(['none']);
    pass(2 * second);
    expect(bodies(await receive(sqs, url))).toEqual(['own']);
    pass(8 * second);
    expect(bodies(await receive(sqs, url))).toEqual(['queue']);
    expect(await saysOf(send(sqs, url, 'x', { DelaySeconds: 901 }))).toContain('DelaySeconds must be >= 0 and <= 900');
  },
  'retention ends a message, received or not': async (sqs, { pass }) => {
    const url = await make(sqs, 'orders', { MessageRetentionPeriod: '60' });
    await send(sqs, url, 'a');
    await send(sqs, url, 'b');
    await receive(sqs, url, { MaxNumberOfMessages: 1, VisibilityTimeout: 50 });
    pass(60 * second);
    expect(await receive(sqs, url)).toEqual([]);
    expect(await attributes(sqs, url, 'ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible')).toEqual({ ApproximateNumberOfMessages: '0', ApproximateNumberOfMessagesNotVisible: '0' });
  },
  'purge empties the queue, in flight and delayed messages too, once a minute': async (sqs, { pass }) => {
    const url = await make(sqs);
    for (const body of ['a', 'b', 'c']) await send(sqs, url, body);
    await send(sqs, url, 'late', { DelaySeconds: 2 });
    await receive(sqs, url, { MaxNumberOfMessages: 1, VisibilityTimeout: 2 });
    await sqs.send(new PurgeQueueCommand({ QueueUrl: url }));
    await send(sqs, url, 'after');
    pass(3 * second);
    expect(bodies(await receive(sqs, url, { VisibilityTimeout: 0 }))).toEqual(['after']);
    expect(await saysOf(sqs.send(new PurgeQueueCommand({ QueueUrl: url })))).toBe('Only one PurgeQueue operation on orders is allowed every 60 seconds.');
    pass(57 * second);
    expect(await errorOf(sqs.send(new PurgeQueueCommand({ QueueUrl: url })))).toBe('no error');
    expect(await receive(sqs, url)).toEqual([]);
  },
  'attributes of a message come back as asked for, with their MD5': async (sqs) => {
    const url = await make(sqs);
    const MessageAttributes = {
      'app.name': { DataType: 'String', StringValue: 'Größe' },
      'app.size': { DataType: 'Number.int', StringValue: '-12.5e3' },
      picture: { DataType: 'Binary.png', BinaryValue: Uint8Array.of(0, 255, 7) },
    };
    const sent = await send(sqs, url, 'x', { MessageAttributes });
    const digest = (names: (keyof typeof MessageAttributes)[]) => {
      const hash = createHash('md5');
      const add = (value: Uint8Array) => {
        const length = Buffer.alloc(4);
        length.writeUInt32BE(value.length);
        hash.update(length).update(value);
      };
      for (const name of names.sort()) {
        const value: { readonly DataType: string; readonly StringValue?: string; readonly BinaryValue?: Uint8Array } = MessageAttributes[name];
        add(Buffer.from(name));
        add(Buffer.from(value.DataType));
        hash.update(Uint8Array.of(value.BinaryValue ? 2 : 1));
        add(value.BinaryValue ?? Buffer.from(value.StringValue!));
      }
      return hash.digest('hex');
    };
    expect(sent).toMatchObject({ MD5OfMessageBody: md5('x'), MD5OfMessageAttributes: digest(['app.name', 'app.size', 'picture']) });
    const asked = async (...MessageAttributeNames: string[]) => (await receive(sqs, url, { VisibilityTimeout: 0, MessageAttributeNames }))[0]!;
    const all = await asked('All');
    expect(Object.keys(all.MessageAttributes!).sort()).toEqual(['app.name', 'app.size', 'picture']);
    expect(all.MessageAttributes!['app.name']).toEqual(MessageAttributes['app.name']);
    expect(Uint8Array.from(all.MessageAttributes!.picture!.BinaryValue!)).toEqual(MessageAttributes.picture.BinaryValue);
    expect(all.MD5OfMessageAttributes).toBe(sent.MD5OfMessageAttributes);
    const some = await asked('app.*');
    expect([Object.keys(some.MessageAttributes!).sort(), some.MD5OfMessageAttributes]).toEqual([['app.name', 'app.size'], digest(['app.name', 'app.size'])]);
    expect((await asked('*')).MessageAttributes).toEqual(all.MessageAttributes);
    expect((await asked('.*')).MessageAttributes).toEqual(all.MessageAttributes);
    expect(await asked('else')).not.toHaveProperty('MessageAttributes');
    expect(await asked('..foo', 'AWS.')).not.toHaveProperty('MessageAttributes');
    expect(await asked()).not.toHaveProperty('MD5OfMessageAttributes');
  },
  'attributes that are none are refused by name': async (sqs) => {
    const url = await make(sqs);
    const refused = (name: string, value: { DataType: string; StringValue?: string; BinaryValue?: Uint8Array }) => saysOf(send(sqs, url, 'x', { MessageAttributes: { [name]: value } }));
    expect(await refused('a b', { DataType: 'String', StringValue: 'x' })).toContain("name 'a b' is invalid");
    expect(await refused('AWS.x', { DataType: 'String', StringValue: 'x' })).toContain("'AWS.x'");
    expect(await refused('a', { DataType: 'Text', StringValue: 'x' })).toContain("The type of message (user) attribute 'a' is invalid");
    expect(await refused('a', { DataType: 'Number', StringValue: 'many' })).toContain("'a' to a number");
    expect(await refused('a', { DataType: 'String', StringValue: '' })).toContain("attribute 'a' must contain a non-empty value of type 'String'");
    const eleven = Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`a${i}`, { DataType: 'String', StringValue: 'x' }]));
    expect(await saysOf(send(sqs, url, 'x', { MessageAttributes: eleven }))).toBe('Number of message attributes [11] exceeds the allowed maximum [10].');
  },
  'system attributes: sender, times, counts and the trace header': async (sqs, { endpoint, pass }) => {
    const url = await make(sqs);
    const trace = 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1';
    const { MD5OfMessageSystemAttributes } = await send(sqs, url, 'x', { MessageSystemAttributes: { AWSTraceHeader: { DataType: 'String', StringValue: trace } } });
    expect(MD5OfMessageSystemAttributes).toBe('5ae4d5d7636402d80f4eb6d213245a88');
    const sentAt = String(endpoint.world.seconds * 1000);
    pass(5 * second);
    const [message] = await receive(sqs, url, { MessageSystemAttributeNames: ['All'] });
    expect(message!.Attributes).toEqual({ SenderId: expect.stringMatching(/^AIDA/) as string, SentTimestamp: sentAt, ApproximateReceiveCount: '1', ApproximateFirstReceiveTimestamp: String(endpoint.world.seconds * 1000), AWSTraceHeader: trace });
    expect(await errorOf(receive(sqs, url, { MessageSystemAttributeNames: ['Colour' as never] }))).toBe('InvalidAttributeName');
  },
  'any text comes back as it came': async (sqs) => {
    const url = await make(sqs);
    for (const text of ['{"a": 1,  "b":[]}', '[1 , 2]', 'ключ 😀 <&>"', ' \t\n\r ', '{"attributes":{"x":1}}', '{']) {
      await send(sqs, url, text);
      const [message] = await receive(sqs, url);
      expect([message!.Body, message!.MD5OfBody]).toEqual([text, md5(text)]);
      await remove(sqs, url, message!);
    }
    expect(await errorOf(send(sqs, url, 'a\u0000b'))).toBe('InvalidMessageContents');
  },
  'the largest message is 1 MiB, attributes counted, or what the queue says': async (sqs) => {
    const url = await make(sqs);
    const size = 1_048_576;
    await send(sqs, url, 'x'.repeat(size));
    expect(await saysOf(send(sqs, url, 'x'.repeat(size + 1)))).toBe(`One or more parameters are invalid. Reason: Message must be shorter than ${size} bytes.`);
    expect(await errorOf(send(sqs, url, 'x'.repeat(size - 8), { MessageAttributes: { ab: { DataType: 'String', StringValue: 'c' } } }))).toBe('InvalidParameterValue');
    const small = await make(sqs, 'small', { MaximumMessageSize: '1024' });
    expect(await errorOf(send(sqs, small, 'x'.repeat(1025)))).toBe('InvalidParameterValue');
  },
  'a batch answers entry by entry': async (sqs) => {
    const url = await make(sqs);
    const { Successful, Failed } = await sqs.send(new SendMessageBatchCommand({ QueueUrl: url, Entries: [{ Id: 'good', MessageBody: 'a' }, { Id: 'empty', MessageBody: '' }, { Id: 'late', MessageBody: 'b', DelaySeconds: 901 }, { Id: 'fine', MessageBody: 'c' }] }));
    expect(Successful!.map(({ Id, MD5OfMessageBody }) => [Id, MD5OfMessageBody])).toEqual([['good', md5('a')], ['fine', md5('c')]]);
    expect(Failed!.map(({ Id, Code, SenderFault }) => [Id, Code, SenderFault])).toEqual([['empty', 'MissingParameter', true], ['late', 'InvalidParameterValue', true]]);
    expect(bodies(await receive(sqs, url))).toEqual(['a', 'c']);
    const part = async (...texts: string[]) => Object.keys(await sqs.send(new SendMessageBatchCommand({ QueueUrl: url, Entries: texts.map((MessageBody, i) => ({ Id: `e${i}`, MessageBody })) }))).filter((name) => name !== '$metadata').sort();
    expect([await part('a'), await part('\u0001'), await part('a', '\u0001')]).toEqual([['Successful'], ['Failed'], ['Failed', 'Successful']]);
  },
  'a batch that is none is refused as a whole': async (sqs) => {
    const url = await make(sqs);
    const batch = (...entries: [Id: string, MessageBody: string][]) => errorOf(sqs.send(new SendMessageBatchCommand({ QueueUrl: url, Entries: entries.map(([Id, MessageBody]) => ({ Id, MessageBody })) })));
    expect(await batch()).toBe('EmptyBatchRequest');
    expect(await batch(['a', 'x'], ['a', 'y'])).toBe('BatchEntryIdsNotDistinct');
    expect(await batch(['a b', 'x'])).toBe('InvalidBatchEntryId');
    expect(await batch(...Array.from({ length: 11 }, (_, i): [string, string] => [`i${i}`, 'x']))).toBe('TooManyEntriesInBatchRequest');
    expect(await batch(['a', 'x'.repeat(600_000)], ['b', 'x'.repeat(600_000)])).toBe('BatchRequestTooLong');
    expect(await receive(sqs, url)).toEqual([]);
  },
  'DeleteMessageBatch and ChangeMessageVisibilityBatch, each entry for itself': async (sqs, { pass }) => {
    const url = await make(sqs);
    for (const body of ['a', 'b', 'c']) await send(sqs, url, body);
    const got = await receive(sqs, url);
    expect(got).toHaveLength(3);
    const [a, b, c] = got;
    const changed = await sqs.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: url, Entries: [{ Id: 'a', ReceiptHandle: a!.ReceiptHandle, VisibilityTimeout: 0 }, { Id: 'b', ReceiptHandle: b!.ReceiptHandle, VisibilityTimeout: 100 }, { Id: 'no', ReceiptHandle: 'x', VisibilityTimeout: 1 }, { Id: 'far', ReceiptHandle: c!.ReceiptHandle, VisibilityTimeout: 50_000 }] }));
    expect([changed.Successful!.map(({ Id }) => Id), changed.Failed!.map(({ Id, Code }) => [Id, Code])]).toEqual([['a', 'b'], [['no', 'ReceiptHandleIsInvalid'], ['far', 'InvalidParameterValue']]]);
    const [again] = await receive(sqs, url);
    expect(again!.MessageId).toBe(a!.MessageId);
    const removed = await sqs.send(new DeleteMessageBatchCommand({ QueueUrl: url, Entries: [{ Id: 'a', ReceiptHandle: again!.ReceiptHandle }, { Id: 'c', ReceiptHandle: c!.ReceiptHandle }, { Id: 'no', ReceiptHandle: 'x' }] }));
    expect([removed.Successful!.map(({ Id }) => Id), removed.Failed!.map(({ Id }) => Id)]).toEqual([['a', 'c'], ['no']]);
    pass(100 * second);
    expect((await receive(sqs, url)).map(({ MessageId }) => MessageId)).toEqual([b!.MessageId]);
  },
  'attributes: all of a new queue, and what is asked for': async (sqs, { endpoint, pass }) => {
    const url = await make(sqs);
    const at = String(endpoint.world.seconds);
    expect(await attributes(sqs, url, 'All')).toEqual({
      QueueArn: arnOf('orders'), ApproximateNumberOfMessages: '0', ApproximateNumberOfMessagesNotVisible: '0', ApproximateNumberOfMessagesDelayed: '0', CreatedTimestamp: at, LastModifiedTimestamp: at, VisibilityTimeout: '30', MaximumMessageSize: '1048576',
      MessageRetentionPeriod: '345600', DelaySeconds: '0', ReceiveMessageWaitTimeSeconds: '0', SqsManagedSseEnabled: 'true',
    });
    pass(5 * second);
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes: { VisibilityTimeout: '7', KmsMasterKeyId: 'alias/aws/sqs' } }));
    expect(await attributes(sqs, url, 'VisibilityTimeout', 'LastModifiedTimestamp', 'KmsDataKeyReusePeriodSeconds')).toEqual({ VisibilityTimeout: '7', LastModifiedTimestamp: String(Number(at) + 5), KmsDataKeyReusePeriodSeconds: '300' });
    expect(await attributes(sqs, url, 'SqsManagedSseEnabled', 'KmsMasterKeyId')).toEqual({ SqsManagedSseEnabled: 'false', KmsMasterKeyId: 'alias/aws/sqs' });
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes: { SqsManagedSseEnabled: 'true' } }));
    expect(await attributes(sqs, url, 'SqsManagedSseEnabled', 'KmsMasterKeyId', 'KmsDataKeyReusePeriodSeconds')).toEqual({ SqsManagedSseEnabled: 'true' });
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes: { KmsMasterKeyId: 'testKeyId', KmsDataKeyReusePeriodSeconds: '6000' } }));
    expect(await attributes(sqs, url, 'SqsManagedSseEnabled', 'KmsMasterKeyId', 'KmsDataKeyReusePeriodSeconds')).toEqual({ SqsManagedSseEnabled: 'false', KmsMasterKeyId: 'testKeyId', KmsDataKeyReusePeriodSeconds: '6000' });
    expect(await errorOf(attributes(sqs, url, 'Colour' as never))).toBe('InvalidAttributeName');
    expect(await attributes(sqs, await makeFifo(sqs), 'FifoQueue', 'DeduplicationScope', 'FifoThroughputLimit', 'ContentBasedDeduplication')).toEqual({ FifoQueue: 'true', DeduplicationScope: 'queue', FifoThroughputLimit: 'perQueue', ContentBasedDeduplication: 'false' });
  },
  'changed attributes count from then on': async (sqs, { pass }) => {
    const url = await make(sqs);
    await send(sqs, url, 'x');
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes: { VisibilityTimeout: '2', MessageRetentionPeriod: '60' } }));
    await receive(sqs, url);
    pass(3 * second);
    expect(await receive(sqs, url)).toHaveLength(1);
    pass(58 * second);
    expect(await attributes(sqs, url, 'ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible')).toEqual({ ApproximateNumberOfMessages: '0', ApproximateNumberOfMessagesNotVisible: '0' });
    expect(await errorOf(sqs.send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes: { MessageRetentionPeriod: '59' } })))).toBe('InvalidAttributeValue');
  },
  'ListQueues comes in pages, by prefix': async (sqs) => {
    for (const name of ['a1', 'a2', 'a3', 'a4', 'a5', 'b1']) await make(sqs, name);
    const pages: string[][] = [];
    for await (const page of paginateListQueues({ client: sqs, pageSize: 2 }, { QueueNamePrefix: 'a' })) pages.push(page.QueueUrls!.map((url) => url.split('/').at(-1)!));
    expect(pages).toEqual([['a1', 'a2'], ['a3', 'a4'], ['a5']]);
    expect((await sqs.send(new ListQueuesCommand({}))).NextToken).toBeUndefined();
    expect(await errorOf(sqs.send(new ListQueuesCommand({ MaxResults: 1001 })))).toBe('InvalidParameterValue');
  },
  'tags: with the queue, added, removed, listed': async (sqs) => {
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'orders', tags: { a: '1' } }));
    await sqs.send(new TagQueueCommand({ QueueUrl, Tags: { b: '2', a: '3' } }));
    expect((await sqs.send(new ListQueueTagsCommand({ QueueUrl }))).Tags).toEqual({ a: '3', b: '2' });
    await sqs.send(new UntagQueueCommand({ QueueUrl, TagKeys: ['a', 'x'] }));
    expect((await sqs.send(new ListQueueTagsCommand({ QueueUrl }))).Tags).toEqual({ b: '2' });
    expect(await errorOf(sqs.send(new TagQueueCommand({ QueueUrl, Tags: Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`t${i}`, ''])) })))).toBe('InvalidParameterValue');
  },
  'permissions are statements of the policy': async (sqs) => {
    const url = await make(sqs);
    await sqs.send(new AddPermissionCommand({ QueueUrl: url, Label: 'share', AWSAccountIds: ['111122223333'], Actions: ['SendMessage', 'ReceiveMessage'] }));
    expect(JSON.parse((await attributes(sqs, url, 'Policy'))!.Policy!)).toEqual({ Version: '2008-10-17', Id: `${arnOf('orders')}/SQSDefaultPolicy`, Statement: [{ Sid: 'share', Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111122223333:root' }, Action: ['SQS:SendMessage', 'SQS:ReceiveMessage'], Resource: arnOf('orders') }] });
    expect(await saysOf(sqs.send(new AddPermissionCommand({ QueueUrl: url, Label: 'share', AWSAccountIds: ['111122223333'], Actions: ['*'] })))).toContain('Already exists');
    await sqs.send(new RemovePermissionCommand({ QueueUrl: url, Label: 'share' }));
    expect(await attributes(sqs, url, 'Policy')).toBeUndefined();
    expect(await errorOf(sqs.send(new RemovePermissionCommand({ QueueUrl: url, Label: 'share' })))).toBe('InvalidParameterValue');
  },
  'of 50 messages every one comes once while none times out': async (sqs) => {
    const url = await make(sqs);
    for (let i = 0; i < 5; i++) await sqs.send(new SendMessageBatchCommand({ QueueUrl: url, Entries: Array.from({ length: 10 }, (_, k) => ({ Id: `e${k}`, MessageBody: `m${i}${k}` })) }));
    const seen: string[] = [];
    for (let got = await receive(sqs, url); got.length > 0; got = await receive(sqs, url)) seen.push(...got.map(({ Body }) => Body!));
    expect([seen.length, new Set(seen).size]).toEqual([50, 50]);
    expect(await attributes(sqs, url, 'ApproximateNumberOfMessagesNotVisible')).toEqual({ ApproximateNumberOfMessagesNotVisible: '50' });
  },
  ...fifoChecks,
  ...deadLetterChecks,
};
