/** Topics: made, listed, tagged, deleted, with their attributes and permissions. */
import { AddPermissionCommand, CreateTopicCommand, DeleteTopicCommand, GetTopicAttributesCommand, ListSubscriptionsByTopicCommand, ListSubscriptionsCommand, ListTagsForResourceCommand, ListTopicsCommand, RemovePermissionCommand, SetTopicAttributesCommand, SubscribeCommand, TagResourceCommand, UntagResourceCommand, paginateListSubscriptionsByTopic, paginateListTopics } from '@aws-sdk/client-sns';
import { expect } from 'vitest';
import { Name, account, arnOf, errorOf, fanOut, queuesOf, saidIn, topicArn, type Check } from './snsBench.ts';

export const snsTopics: Readonly<Record<string, Check>> = {
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
  'a deleted topic is gone with its subscriptions, and may be made again': async (sns, reach) => {
    const { publish, take } = await fanOut(sns, reach);
    for (let i = 0; i < 2; i++) await sns.send(new DeleteTopicCommand({ TopicArn: topicArn }));
    expect(await errorOf(publish({}))).toBe('NotFoundException: Topic does not exist');
    expect((await sns.send(new ListSubscriptionsCommand({}))).Subscriptions ?? []).toEqual([]);
    for (const Message of ['again', 'and again']) {
      await sns.send(new CreateTopicCommand({ Name }));
      await sns.send(new SubscribeCommand({ TopicArn: topicArn, Protocol: 'sqs', Endpoint: arnOf('q') }));
      await sns.send(new SubscribeCommand({ TopicArn: topicArn, Protocol: 'http', Endpoint: 'http://example.com/hook' }));
      await publish({ Message });
      expect(saidIn(await take('q'))).toEqual([Message]);
      await sns.send(new DeleteTopicCommand({ TopicArn: topicArn }));
    }
  },
  'CreateTopic at once makes one topic': async (sns) => {
    const made = await Promise.all(Array.from({ length: 30 }, () => sns.send(new CreateTopicCommand({ Name }))));
    expect(new Set(made.map(({ TopicArn }) => TopicArn))).toEqual(new Set([topicArn]));
    expect((await sns.send(new ListTopicsCommand({}))).Topics).toHaveLength(1);
  },
  'the delivery policy of a topic: told, filled up, taken back': async (sns) => {
    await sns.send(new CreateTopicCommand({ Name, Attributes: { DeliveryPolicy: '{"http":{"defaultRequestPolicy":{"headerContentType":"application/json"}}}' } }));
    const policies = async () => {
      const { DeliveryPolicy, EffectiveDeliveryPolicy } = (await sns.send(new GetTopicAttributesCommand({ TopicArn: topicArn }))).Attributes!;
      return [DeliveryPolicy === undefined ? undefined : (JSON.parse(DeliveryPolicy) as { http: unknown }).http, (JSON.parse(EffectiveDeliveryPolicy!) as { http: unknown }).http];
    };
    const set = (AttributeValue: string) => sns.send(new SetTopicAttributesCommand({ TopicArn: topicArn, AttributeName: 'DeliveryPolicy', AttributeValue }));
    const byDefault = { minDelayTarget: 20, maxDelayTarget: 20, numRetries: 3, numMaxDelayRetries: 0, numNoDelayRetries: 0, numMinDelayRetries: 0, backoffFunction: 'linear' };
    const plain = { headerContentType: 'text/plain; charset=UTF-8' };
    const json = { headerContentType: 'application/json' };
    expect(await policies()).toEqual([{ disableSubscriptionOverrides: false, defaultRequestPolicy: json }, { defaultHealthyRetryPolicy: byDefault, disableSubscriptionOverrides: false, defaultRequestPolicy: json }]);
    const retries = { minDelayTarget: 5, maxDelayTarget: 6, numRetries: 1 };
    await set(JSON.stringify({ http: { defaultHealthyRetryPolicy: retries } }));
    expect(await policies()).toEqual([{ defaultHealthyRetryPolicy: retries, disableSubscriptionOverrides: false }, { defaultHealthyRetryPolicy: { ...byDefault, ...retries }, disableSubscriptionOverrides: false, defaultRequestPolicy: plain }]);
    await set('{"http":{"defaultHealthyRetryPolicy":null}}');
    const whole = { defaultHealthyRetryPolicy: byDefault, disableSubscriptionOverrides: false, defaultRequestPolicy: plain };
    expect(await policies()).toEqual([{ disableSubscriptionOverrides: false }, whole]);
    await set('');
    expect(await policies()).toEqual([undefined, whole]);
  },
};
