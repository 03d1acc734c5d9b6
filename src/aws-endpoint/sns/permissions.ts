/** AddPermission and RemovePermission: statements of the access policy, which is kept and not enforced. */
import { refuse } from '../apiError.ts';
import type { Handler } from '../operation.ts';
import { findTopic, listOf } from './register.ts';
import { policyOf } from './topicAttributes.ts';

const actions = ['AddPermission', 'DeleteTopic', 'GetDataProtectionPolicy', 'GetTopicAttributes', 'ListSubscriptionsByTopic', 'ListTagsForResource', 'Publish', 'PutDataProtectionPolicy', 'RemovePermission', 'SetTopicAttributes', 'Subscribe'];
const label = /^[a-zA-Z0-9_-]{1,80}$/;

export const permissionHandlers: Readonly<Record<string, Handler>> = {
  AddPermission(input, world) {
    const topic = findTopic(input, world);
    const Sid = input.Label as string;
    if (!label.test(Sid)) return refuse('InvalidParameter', 'Invalid parameter: Label');
    const accounts = listOf<string | null>(input.AWSAccountId);
    if (accounts.some((account) => account === null || !/^\d{12}$/.test(account))) return refuse('InvalidParameter', 'Invalid parameter: AWSAccountId Reason: an account has 12 digits');
    const named = listOf<string | null>(input.ActionName);
    if (named.some((action) => action === null || !actions.includes(action))) return refuse('InvalidParameter', 'Invalid parameter: Policy statement action out of service scope!');
    const policy = policyOf(topic, world);
    if (policy.Statement.some((statement) => statement.Sid === Sid)) return refuse('InvalidParameter', 'Invalid parameter: Statement already exists');
    const principals = accounts.map((account) => `arn:aws:iam::${account}:root`);
    const lone = <T>(list: readonly T[]) => (list.length === 1 ? list[0] : list);
    const statement = { Sid, Effect: 'Allow', Principal: { AWS: lone(principals) }, Action: lone(named.map((action) => `SNS:${action}`)), Resource: topic.arn };
    topic.attributes.set('Policy', JSON.stringify({ ...policy, Statement: [...policy.Statement, statement] }));
    return {};
  },
  RemovePermission(input, world) {
    const topic = findTopic(input, world);
    const Sid = input.Label as string;
    if (!label.test(Sid)) return refuse('InvalidParameter', 'Invalid parameter: Label');
    const policy = policyOf(topic, world);
    topic.attributes.set('Policy', JSON.stringify({ ...policy, Statement: policy.Statement.filter((statement) => statement.Sid !== Sid) }));
    return {};
  },
};
