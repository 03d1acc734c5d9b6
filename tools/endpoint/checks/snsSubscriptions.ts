/** Subscriptions: made, confirmed, changed and ended. */
import { ConfirmSubscriptionCommand, CreateTopicCommand, GetSubscriptionAttributesCommand, GetTopicAttributesCommand, ListSubscriptionsCommand, PublishCommand, SetSubscriptionAttributesCommand, SubscribeCommand, UnsubscribeCommand } from '@aws-sdk/client-sns';
import { DeleteQueueCommand } from '@aws-sdk/client-sqs';
import { expect } from 'vitest';
import { confirmationTokens } from '../../../src/aws-endpoint/sns/standing.ts';
import { Name, account, arnOf, envelopeOf, errorOf, fanOut, queuesOf, saidIn, topicArn, type Check } from './snsBench.ts';

export const snsSubscriptions: Readonly<Record<string, Check>> = {
  'attributes of a subscription': async (sns, reach) => {
    const { SubscriptionArn } = await fanOut(sns, reach, { FilterPolicy: '{"a":["b"]}' });
    expect(SubscriptionArn).toMatch(new RegExp(`^${topicArn}:[0-9a-f-]{36}$`));
    expect((await sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }))).Attributes).toMatchObject({ Endpoint: arnOf('q'), Protocol: 'sqs', TopicArn: topicArn, RawMessageDelivery: 'false', PendingConfirmation: 'false', FilterPolicy: '{"a":["b"]}', FilterPolicyScope: 'MessageAttributes', Owner: account });
    await sns.send(new SetSubscriptionAttributesCommand({ SubscriptionArn, AttributeName: 'RawMessageDelivery', AttributeValue: 'true' }));
    expect((await sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }))).Attributes).toMatchObject({ RawMessageDelivery: 'true' });
    expect(await errorOf(sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn: SubscriptionArn!.replace(/.{4}$/, '0000') })))).toBe('NotFoundException: Subscription does not exist');
  },
  'Subscribe again answers the same ARN, other attributes are refused': async (sns, reach) => {
    const { SubscriptionArn, publish, take } = await fanOut(sns, reach);
    const again = (Attributes?: Record<string, string>) => sns.send(new SubscribeCommand({ TopicArn: topicArn, Protocol: 'sqs', Endpoint: arnOf('q'), Attributes }));
    expect((await again()).SubscriptionArn).toBe(SubscriptionArn);
    expect((await again({ FilterPolicyScope: 'MessageAttributes', RawMessageDelivery: 'FALSE' })).SubscriptionArn).toBe(SubscriptionArn);
    expect(await errorOf(again({ FilterPolicyScope: 'MessageBody' }))).toBe('InvalidParameterException: Invalid parameter: Attributes Reason: Subscription already exists with different attributes');
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
    expect(await errorOf(sns.send(new ConfirmSubscriptionCommand({ TopicArn: topicArn, Token: 'randomtoken' })))).toBe('InvalidParameterException: Invalid token');
    expect(await errorOf(sns.send(new ConfirmSubscriptionCommand({ TopicArn: topicArn, Token: token.replace(/^./, (digit) => (digit === '0' ? '1' : '0')) })))).toBe('InvalidParameterException: Invalid parameter: Token');
    for (let i = 0; i < 2; i++) expect((await sns.send(new ConfirmSubscriptionCommand({ TopicArn: topicArn, Token: token }))).SubscriptionArn).toBe(SubscriptionArn);
    await sns.send(new PublishCommand({ TopicArn: topicArn, Message: 'late' }));
    reach.pass(1000);
    expect(delivered()).toBe(1);
    expect((await sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }))).Attributes).toMatchObject({ PendingConfirmation: 'false', ConfirmationWasAuthenticated: 'false' });
  },
  'Subscribe at once makes one subscription': async (sns, reach) => {
    const { publish, take } = await fanOut(sns, reach);
    const made = await Promise.all(Array.from({ length: 30 }, () => sns.send(new SubscribeCommand({ TopicArn: topicArn, Protocol: 'sqs', Endpoint: arnOf('other') }))));
    expect(new Set(made.map(({ SubscriptionArn }) => SubscriptionArn)).size).toBe(1);
    expect((await sns.send(new ListSubscriptionsCommand({}))).Subscriptions).toHaveLength(2);
    await publish({});
    expect(await take('q')).toHaveLength(1);
  },
  'the scope of a filter policy shows beside a policy only': async (sns, reach) => {
    const { SubscriptionArn } = await fanOut(sns, reach, { FilterPolicyScope: 'MessageBody', RawMessageDelivery: 'TrUe', FilterPolicy: '' });
    const attributes = async () => (await sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }))).Attributes!;
    const before = await attributes();
    expect([before.RawMessageDelivery, before.FilterPolicyScope, before.FilterPolicy]).toEqual(['true', undefined, undefined]);
    await sns.send(new SetSubscriptionAttributesCommand({ SubscriptionArn, AttributeName: 'FilterPolicy', AttributeValue: '{"object":{"key":[{"prefix":"auto-"}]}}' }));
    expect(await attributes()).toMatchObject({ FilterPolicyScope: 'MessageBody', FilterPolicy: '{"object":{"key":[{"prefix":"auto-"}]}}' });
    expect(await errorOf(sns.send(new SetSubscriptionAttributesCommand({ SubscriptionArn, AttributeName: 'FilterPolicyScope', AttributeValue: 'MessageAttributes' })))).toBe('InvalidParameterException: Invalid parameter: Filter policy scope MessageAttributes does not support nested filter policy');
  },
  'web servers follow their delivery policy, filled up from the topic': async (sns) => {
    await sns.send(new CreateTopicCommand({ Name, Attributes: { DeliveryPolicy: '{"http":{"defaultRequestPolicy":{"headerContentType":"application/json"}}}' } }));
    const retries = { minDelayTarget: 1, maxDelayTarget: 1, numRetries: 2 };
    const subscribe = async (path: string, policy?: object) => (await sns.send(new SubscribeCommand({ TopicArn: topicArn, Protocol: 'http', Endpoint: `http://example.com/${path}`, ReturnSubscriptionArn: true, ...(policy ? { Attributes: { DeliveryPolicy: JSON.stringify(policy) } } : {}) }))).SubscriptionArn!;
    const policies = async (SubscriptionArn: string) => {
      const { DeliveryPolicy, EffectiveDeliveryPolicy } = (await sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }))).Attributes!;
      return [DeliveryPolicy === undefined ? undefined : (JSON.parse(DeliveryPolicy) as unknown), JSON.parse(EffectiveDeliveryPolicy!) as unknown];
    };
    const byDefault = { minDelayTarget: 20, maxDelayTarget: 20, numRetries: 3, numMaxDelayRetries: 0, numNoDelayRetries: 0, numMinDelayRetries: 0, backoffFunction: 'linear' };
    const none = { sicklyRetryPolicy: null, throttlePolicy: null, guaranteed: false };
    const json = { headerContentType: 'application/json' };
    expect(await policies(await subscribe('plain'))).toEqual([undefined, { ...none, healthyRetryPolicy: byDefault, requestPolicy: json }]);
    const csv = { headerContentType: 'text/csv' };
    expect(await policies(await subscribe('csv', { requestPolicy: csv }))).toEqual([{ ...none, healthyRetryPolicy: null, requestPolicy: csv }, { ...none, healthyRetryPolicy: byDefault, requestPolicy: csv }]);
    const own = { ...none, throttlePolicy: { maxReceivesPerSecond: 1000 }, healthyRetryPolicy: { ...byDefault, ...retries } };
    expect(await policies(await subscribe('own', { healthyRetryPolicy: retries, throttlePolicy: own.throttlePolicy }))).toEqual([{ ...own, requestPolicy: null }, { ...own, requestPolicy: json }]);
    expect(await errorOf(subscribe('long', { healthyRetryPolicy: { numRetries: 101 } }))).toMatch(/^InvalidParameterException: Invalid parameter: Attributes Reason: DeliveryPolicy: .*numRetries/);
  },
  'mail is never confirmed, phones are at once': async (sns, reach) => {
    await sns.send(new CreateTopicCommand({ Name }));
    const subscribe = (Protocol: string, Endpoint: string) => sns.send(new SubscribeCommand({ TopicArn: topicArn, Protocol, Endpoint }));
    expect((await subscribe('email', 'a@example.com')).SubscriptionArn).toBe('pending confirmation');
    const { SubscriptionArn } = await subscribe('sms', '+1/555-01.00');
    expect((await sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }))).Attributes).toMatchObject({ PendingConfirmation: 'false', ConfirmationWasAuthenticated: 'true', Protocol: 'sms' });
    const listed = async () => (await sns.send(new ListSubscriptionsCommand({}))).Subscriptions!.map((each) => `${each.Protocol} ${each.SubscriptionArn}`).sort((a, b) => (a < b ? -1 : 1));
    expect(await listed()).toEqual(['email PendingConfirmation', `sms ${SubscriptionArn}`]);
    await sns.send(new PublishCommand({ TopicArn: topicArn, Message: 'hello' }));
    reach.pass(48 * 3_600_000);
    expect(await listed()).toEqual([`sms ${SubscriptionArn}`]);
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
