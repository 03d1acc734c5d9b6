import {
  AddPermissionCommand, ConfirmSubscriptionCommand, CreateTopicCommand, DeleteTopicCommand, GetSubscriptionAttributesCommand, GetTopicAttributesCommand, ListSubscriptionsByTopicCommand, ListSubscriptionsCommand, ListTagsForResourceCommand,
  paginateListSubscriptionsByTopic, paginateListTopics, PublishBatchCommand, PublishCommand, RemovePermissionCommand, SetSubscriptionAttributesCommand, SetTopicAttributesCommand, SubscribeCommand, TagResourceCommand, UnsubscribeCommand,
  UntagResourceCommand, type PublishCommandInput, type SNSClient,
} from '@aws-sdk/client-sns';
import { CreateQueueCommand, DeleteMessageCommand, DeleteQueueCommand, ReceiveMessageCommand, SQSClient, type Message } from '@aws-sdk/client-sqs';
import { expect } from 'vitest';
import { confirmationTokens } from '../../../src/aws-endpoint/sns/standing.ts';
import type { Reach } from './reach.ts';

type Check = (sns: SNSClient, reach: Reach) => Promise<void>;

const Name = 'orders';
const account = '123456789012';
const arnOf = (queue: string) => `arn:aws:sqs:us-east-1:${account}:${queue}`;
const topicArn = `arn:aws:sns:us-east-1:${account}:${Name}`;
const fifoArn = `${topicArn}.fifo`;
const errorOf = async (call: Promise<unknown>) => call.then(() => 'no error', (error: Error) => `${error.name}: ${error.message}`);
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Queues and what is in them, by the SDK's client of SQS. */
function queuesOf(reach: Reach) {
  const sqs = new SQSClient(reach.settings);
  const url = (name: string) => `https://sqs.us-east-1.amazonaws.com/${account}/${name}`;
  return {
    sqs,
    url,
    make: (QueueName: string, Attributes?: Record<string, string>) => sqs.send(new CreateQueueCommand({ QueueName, Attributes })),
    /** Takes all messages out. */
    async take(name: string): Promise<Message[]> {
      const found: Message[] = [];
      for (;;) {
        const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: url(name), MaxNumberOfMessages: 10, MessageAttributeNames: ['All'], MessageSystemAttributeNames: ['All'] }));
        if (!Messages || Messages.length === 0) return found;
        found.push(...Messages);
        for (const { ReceiptHandle } of Messages) await sqs.send(new DeleteMessageCommand({ QueueUrl: url(name), ReceiptHandle }));
      }
    },
  };
}

const bodiesOf = (messages: readonly Message[]) => messages.map(({ Body }) => Body);
const envelopeOf = ({ Body }: Message) => JSON.parse(Body!) as Record<string, unknown>;
/** Standard queues promise no order. */
const inOrder = (texts: readonly unknown[]) => texts.map(String).sort((a, b) => (a < b ? -1 : 1));
const saidIn = (messages: readonly Message[]) => messages.map((message) => envelopeOf(message).Message);

/** A topic with one queue, `q`. */
async function fanOut(sns: SNSClient, reach: Reach, Attributes?: Record<string, string>) {
  const queues = queuesOf(reach);
  await sns.send(new CreateTopicCommand({ Name }));
  await queues.make('q');
  const { SubscriptionArn } = await sns.send(new SubscribeCommand({ TopicArn: topicArn, Protocol: 'sqs', Endpoint: arnOf('q'), Attributes }));
  return { ...queues, SubscriptionArn: SubscriptionArn!, publish: (more: Partial<PublishCommandInput>) => sns.send(new PublishCommand({ TopicArn: topicArn, Message: 'hello', ...more })) };
}

async function fifo(sns: SNSClient, reach: Reach, content: boolean) {
  const queues = queuesOf(reach);
  await sns.send(new CreateTopicCommand({ Name: `${Name}.fifo`, Attributes: { FifoTopic: 'true', ContentBasedDeduplication: String(content) } }));
  await queues.make('q.fifo', { FifoQueue: 'true' });
  await sns.send(new SubscribeCommand({ TopicArn: fifoArn, Protocol: 'sqs', Endpoint: arnOf('q.fifo'), Attributes: { RawMessageDelivery: 'true' } }));
  return { ...queues, publish: (more: Partial<PublishCommandInput>) => sns.send(new PublishCommand({ TopicArn: fifoArn, Message: 'hello', ...more })) };
}

/** What an SDK client of SNS may rely on, by what it shows. */
export const snsChecks: Readonly<Record<string, Check>> = {
  'CreateTopic answers the same ARN again, and refuses other attributes': async (sns) => {
    expect((await sns.send(new CreateTopicCommand({ Name, Attributes: { DisplayName: 'Orders' } }))).TopicArn).toBe(topicArn);
    expect((await sns.send(new CreateTopicCommand({ Name }))).TopicArn).toBe(topicArn);
    expect(await errorOf(sns.send(new CreateTopicCommand({ Name, Attributes: { DisplayName: 'Others' } })))).toBe('InvalidParameterException: Invalid parameter: Attributes Reason: Topic already exists with different attributes');
    expect(await errorOf(sns.send(new CreateTopicCommand({ Name: 'a b' })))).toBe('InvalidParameterException: Invalid parameter: Topic Name');
  },
  'attributes of a topic: set, read, counted': async (sns, reach) => {
    await fanOut(sns, reach);
    await sns.send(new SetTopicAttributesCommand({ TopicArn: topicArn, AttributeName: 'DisplayName', AttributeValue: 'Orders' }));
    const { Attributes } = await sns.send(new GetTopicAttributesCommand({ TopicArn: topicArn }));
    expect(Attributes).toMatchObject({ DisplayName: 'Orders', Owner: account, TopicArn: topicArn, SubscriptionsConfirmed: '1', SubscriptionsPending: '0', SubscriptionsDeleted: '0' });
    expect(JSON.parse(Attributes!.Policy!)).toMatchObject({ Statement: [{ Sid: '__default_statement_ID', Resource: topicArn }] });
    expect(JSON.parse(Attributes!.EffectiveDeliveryPolicy!)).toMatchObject({ http: { defaultHealthyRetryPolicy: { numRetries: 3, minDelayTarget: 20 } } });
    expect(await errorOf(sns.send(new GetTopicAttributesCommand({ TopicArn: `${topicArn}s` })))).toBe('NotFoundException: Topic does not exist');
  },
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
  'filter policies look at attributes': async (sns, reach) => {
    const { publish, take } = await fanOut(sns, reach, { RawMessageDelivery: 'true', FilterPolicy: JSON.stringify({ kind: ['order', { prefix: 're' }], price: [{ numeric: ['>=', 100] }], tags: ['new'] }) });
    const send = (Message: string, kind: string, price: string, tags = '["new","old"]') => publish({ Message, MessageAttributes: { kind: { DataType: 'String', StringValue: kind }, price: { DataType: 'Number', StringValue: price }, tags: { DataType: 'String.Array', StringValue: tags } } });
    await send('yes', 'order', '100');
    await send('yes too', 'return', '210.75');
    await send('cheap', 'order', '99.99');
    await send('other', 'visit', '500');
    await send('old', 'order', '500', '["old"]');
    await publish({ Message: 'bare' });
    expect(inOrder(bodiesOf(await take('q')))).toEqual(['yes', 'yes too']);
  },
  'filter policies look at the body, and change': async (sns, reach) => {
    const { publish, take, SubscriptionArn } = await fanOut(sns, reach, { RawMessageDelivery: 'true', FilterPolicyScope: 'MessageBody', FilterPolicy: JSON.stringify({ order: { total: [{ numeric: ['>', 10] }] } }) });
    for (const total of [5, 50]) await publish({ Message: JSON.stringify({ order: { total } }) });
    await publish({ Message: 'no JSON' });
    expect(bodiesOf(await take('q'))).toEqual(['{"order":{"total":50}}']);
    await sns.send(new SetSubscriptionAttributesCommand({ SubscriptionArn, AttributeName: 'FilterPolicy', AttributeValue: '{}' }));
    await publish({ Message: '{"order":{"total":1}}' });
    expect(bodiesOf(await take('q'))).toEqual(['{"order":{"total":1}}']);
    expect(await errorOf(sns.send(new SetSubscriptionAttributesCommand({ SubscriptionArn, AttributeName: 'FilterPolicy', AttributeValue: '{"a":[{"prefx":"x"}]}' })))).toMatch(/^InvalidParameterException: Invalid parameter: FilterPolicy: .*prefx/);
  },
  'attributes of a subscription': async (sns, reach) => {
    const { SubscriptionArn } = await fanOut(sns, reach, { FilterPolicy: '{"a":["b"]}' });
    expect(SubscriptionArn).toMatch(new RegExp(`^${topicArn}:[0-9a-f-]{36}$`));
    expect((await sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }))).Attributes).toMatchObject({ Endpoint: arnOf('q'), Protocol: 'sqs', TopicArn: topicArn, RawMessageDelivery: 'false', PendingConfirmation: 'false', FilterPolicy: '{"a":["b"]}', FilterPolicyScope: 'MessageAttributes', Owner: account });
    await sns.send(new SetSubscriptionAttributesCommand({ SubscriptionArn, AttributeName: 'RawMessageDelivery', AttributeValue: 'true' }));
    expect((await sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }))).Attributes).toMatchObject({ RawMessageDelivery: 'true' });
    expect(await errorOf(sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn: `${SubscriptionArn}0` })))).toBe('NotFoundException: Subscription does not exist');
  },
  'Subscribe again answers the same ARN, other attributes are refused': async (sns, reach) => {
    const { SubscriptionArn, publish, take } = await fanOut(sns, reach);
    const again = (Attributes?: Record<string, string>) => sns.send(new SubscribeCommand({ TopicArn: topicArn, Protocol: 'sqs', Endpoint: arnOf('q'), Attributes }));
    expect((await again()).SubscriptionArn).toBe(SubscriptionArn);
    expect(await errorOf(again({ RawMessageDelivery: 'true' }))).toBe('InvalidParameterException: Invalid parameter: Attributes Reason: Subscription already exists with different attributes');
    await publish({});
    expect(await take('q')).toHaveLength(1);
  },
  'Unsubscribe ends deliveries, Subscribe begins them again': async (sns, reach) => {
    const { SubscriptionArn, publish, take } = await fanOut(sns, reach);
    await sns.send(new UnsubscribeCommand({ SubscriptionArn }));
    await sns.send(new UnsubscribeCommand({ SubscriptionArn }));
    await publish({ Message: 'unheard' });
    expect(await take('q')).toEqual([]);
    const again = await sns.send(new SubscribeCommand({ TopicArn: topicArn, Protocol: 'sqs', Endpoint: arnOf('q') }));
    expect(again.SubscriptionArn).not.toBe(SubscriptionArn);
    await publish({ Message: 'heard' });
    expect(saidIn(await take('q'))).toEqual(['heard']);
    expect((await sns.send(new GetTopicAttributesCommand({ TopicArn: topicArn }))).Attributes).toMatchObject({ SubscriptionsConfirmed: '1', SubscriptionsDeleted: '1' });
  },
  'a web server gets nothing until the subscription is confirmed': async (sns, reach) => {
    await sns.send(new CreateTopicCommand({ Name }));
    const subscribe = { TopicArn: topicArn, Protocol: 'https', Endpoint: 'https://example.com/hook' };
    expect((await sns.send(new SubscribeCommand(subscribe))).SubscriptionArn).toBe('pending confirmation');
    const { SubscriptionArn } = await sns.send(new SubscribeCommand({ ...subscribe, ReturnSubscriptionArn: true }));
    expect((await sns.send(new ListSubscriptionsCommand({}))).Subscriptions).toMatchObject([{ SubscriptionArn: 'PendingConfirmation', Protocol: 'https', Endpoint: subscribe.Endpoint }]);
    const delivered = () => reach.endpoint.world.simulation.metrics.totals().filter(({ metric }) => metric === 'NumberOfNotificationsDelivered').reduce((sum, { total }) => sum + total.sum, 0);
    await sns.send(new PublishCommand({ TopicArn: topicArn, Message: 'early' }));
    reach.pass(1000);
    expect(delivered()).toBe(0);
    const { token } = confirmationTokens(reach.endpoint.world)[0]!;
    expect(await errorOf(sns.send(new ConfirmSubscriptionCommand({ TopicArn: topicArn, Token: 'x' })))).toBe('InvalidParameterException: Invalid parameter: Token');
    for (let i = 0; i < 2; i++) expect((await sns.send(new ConfirmSubscriptionCommand({ TopicArn: topicArn, Token: token }))).SubscriptionArn).toBe(SubscriptionArn);
    await sns.send(new PublishCommand({ TopicArn: topicArn, Message: 'late' }));
    reach.pass(1000);
    expect(delivered()).toBe(1);
    expect((await sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }))).Attributes).toMatchObject({ PendingConfirmation: 'false', ConfirmationWasAuthenticated: 'false' });
  },
  'a subscription that nobody confirms is forgotten after two days': async (sns, reach) => {
    await sns.send(new CreateTopicCommand({ Name }));
    await sns.send(new SubscribeCommand({ TopicArn: topicArn, Protocol: 'http', Endpoint: 'http://example.com/hook' }));
    const count = async () => (await sns.send(new ListSubscriptionsCommand({}))).Subscriptions?.length ?? 0;
    reach.pass(47 * 3_600_000);
    expect(await count()).toBe(1);
    reach.pass(2 * 3_600_000);
    expect(await count()).toBe(0);
  },
  'PublishBatch answers entry by entry': async (sns, reach) => {
    const { take } = await fanOut(sns, reach);
    const { Successful, Failed } = await sns.send(
      new PublishBatchCommand({ TopicArn: topicArn, PublishBatchRequestEntries: [{ Id: 'a', Message: 'one' }, { Id: 'b', Message: 'two', Subject: 'line\nbreak' }, { Id: 'c', Message: 'x', MessageAttributes: { n: { DataType: 'Number', StringValue: 'many' } } }, { Id: 'd', Message: 'three', MessageDeduplicationId: 'd' }, { Id: 'e', Message: 'four' }] }),
    );
    expect(Successful!.map(({ Id, MessageId }) => [Id, uuid.test(MessageId!)])).toEqual([['a', true], ['e', true]]);
    expect(Failed!.map(({ Id, Code, SenderFault }) => [Id, Code, SenderFault])).toEqual([['b', 'InvalidParameter', true], ['c', 'ParameterValueInvalid', true], ['d', 'InvalidParameter', true]]);
    const got = await take('q');
    expect(inOrder(saidIn(got))).toEqual(['four', 'one']);
    expect(inOrder(got.map((message) => envelopeOf(message).MessageId))).toEqual(inOrder(Successful!.map(({ MessageId }) => MessageId)));
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
  'what a deleted queue cannot take goes to the dead-letter queue': async (sns, reach) => {
    const queues = queuesOf(reach);
    await queues.make('dead');
    const { publish, take, sqs, url } = await fanOut(sns, reach, { RedrivePolicy: JSON.stringify({ deadLetterTargetArn: arnOf('dead') }) });
    await publish({ Message: 'arrives' });
    expect(saidIn(await take('q'))).toEqual(['arrives']);
    expect(await take('dead')).toEqual([]);
    await sqs.send(new DeleteQueueCommand({ QueueUrl: url('q') }));
    const { MessageId } = await publish({ Message: 'too late' });
    reach.pass(1000);
    const dead = await take('dead');
    expect(dead.map(envelopeOf)).toMatchObject([{ Type: 'Notification', MessageId, Message: 'too late' }]);
  },
  'lists come in pages of 100': async (sns, reach) => {
    const { make } = queuesOf(reach);
    for (let i = 0; i < 120; i++) await sns.send(new CreateTopicCommand({ Name: `t${String(i).padStart(3, '0')}` }));
    const topics: number[] = [];
    for await (const page of paginateListTopics({ client: sns }, {})) topics.push(page.Topics!.length);
    expect(topics).toEqual([100, 20]);
    const TopicArn = `arn:aws:sns:us-east-1:${account}:t000`;
    for (let i = 0; i < 105; i++) {
      await make(`q${i}`);
      await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint: arnOf(`q${i}`) }));
    }
    const arns: string[][] = [];
    for await (const page of paginateListSubscriptionsByTopic({ client: sns }, { TopicArn })) arns.push(page.Subscriptions!.map(({ SubscriptionArn }) => SubscriptionArn!));
    expect([arns.map((page) => page.length), new Set(arns.flat()).size]).toEqual([[100, 5], 105]);
    expect((await sns.send(new ListSubscriptionsCommand({}))).Subscriptions).toHaveLength(100);
    expect(await errorOf(sns.send(new ListSubscriptionsByTopicCommand({ TopicArn, NextToken: 'nonsense' })))).toMatch(/^InvalidParameterException: .*NextToken/);
  },
  'tags: added, listed, removed': async (sns) => {
    await sns.send(new CreateTopicCommand({ Name, Tags: [{ Key: 'a', Value: '1' }] }));
    await sns.send(new TagResourceCommand({ ResourceArn: topicArn, Tags: [{ Key: 'b', Value: '2' }, { Key: 'a', Value: '3' }] }));
    expect((await sns.send(new ListTagsForResourceCommand({ ResourceArn: topicArn }))).Tags).toEqual([{ Key: 'a', Value: '3' }, { Key: 'b', Value: '2' }]);
    await sns.send(new UntagResourceCommand({ ResourceArn: topicArn, TagKeys: ['a', 'z'] }));
    expect((await sns.send(new ListTagsForResourceCommand({ ResourceArn: topicArn }))).Tags).toEqual([{ Key: 'b', Value: '2' }]);
    expect(await errorOf(sns.send(new TagResourceCommand({ ResourceArn: topicArn, Tags: Array.from({ length: 50 }, (_, i) => ({ Key: `k${i}`, Value: '' })) })))).toMatch(/^TagLimitExceededException/);
    expect(await errorOf(sns.send(new ListTagsForResourceCommand({ ResourceArn: `${topicArn}s` })))).toBe('ResourceNotFoundException: Resource does not exist');
  },
  'permissions are statements of the policy': async (sns) => {
    await sns.send(new CreateTopicCommand({ Name }));
    const statements = async () => (JSON.parse((await sns.send(new GetTopicAttributesCommand({ TopicArn: topicArn }))).Attributes!.Policy!) as { Statement: { Sid: string }[] }).Statement;
    const add = () => sns.send(new AddPermissionCommand({ TopicArn: topicArn, Label: 'partner', AWSAccountId: ['999999999999'], ActionName: ['Publish', 'Subscribe'] }));
    await add();
    expect((await statements())[1]).toEqual({ Sid: 'partner', Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::999999999999:root' }, Action: ['SNS:Publish', 'SNS:Subscribe'], Resource: topicArn });
    expect(await errorOf(add())).toMatch(/^InvalidParameterException: .*Statement already exists/);
    await sns.send(new RemovePermissionCommand({ TopicArn: topicArn, Label: 'partner' }));
    expect((await statements()).map(({ Sid }) => Sid)).toEqual(['__default_statement_ID']);
  },
  'a deleted topic is gone with its subscriptions': async (sns, reach) => {
    const { publish } = await fanOut(sns, reach);
    for (let i = 0; i < 2; i++) await sns.send(new DeleteTopicCommand({ TopicArn: topicArn }));
    expect(await errorOf(publish({}))).toBe('NotFoundException: Topic does not exist');
    expect((await sns.send(new ListSubscriptionsCommand({}))).Subscriptions ?? []).toEqual([]);
  },
  'a queue made after its subscription gets what is published then': async (sns, reach) => {
    const { make, take } = queuesOf(reach);
    await sns.send(new CreateTopicCommand({ Name }));
    await sns.send(new SubscribeCommand({ TopicArn: topicArn, Protocol: 'sqs', Endpoint: arnOf('later') }));
    await sns.send(new PublishCommand({ TopicArn: topicArn, Message: 'lost' }));
    await make('later');
    await sns.send(new PublishCommand({ TopicArn: topicArn, Message: 'kept' }));
    expect(saidIn(await take('later'))).toEqual(['kept']);
  },
};
