/** AddPermission and RemovePermission: statements of the queue's policy. SIMPLIFIED: policies are kept and told, nobody is refused by them. */
import type { Handler } from '../operation.ts';
import type { World } from '../world.ts';
import { invalid, missing, refuse } from './errors.ts';
import { findQueue, type Queue } from './register.ts';

/** Actions that an owner may share. */
const shared = ['*', 'SendMessage', 'ReceiveMessage', 'DeleteMessage', 'ChangeMessageVisibility', 'GetQueueAttributes', 'GetQueueUrl', 'ListDeadLetterSourceQueues', 'PurgeQueue'];

interface Statement {
  readonly Sid?: string;
}
interface Policy {
  readonly Version: string;
  readonly Id: string;
  readonly Statement: readonly Statement[];
}

function policyOf(queue: Queue): Policy {
  const text = queue.attributes.get('Policy') ?? '';
  const kept = (text === '' ? {} : JSON.parse(text)) as Partial<Policy> & { readonly Statement?: Statement | readonly Statement[] };
  const statements = [kept.Statement].flat().filter((each) => typeof each === 'object' && each !== null);
  return { Version: '2008-10-17', Id: `${queue.arn}/SQSDefaultPolicy`, ...kept, Statement: statements };
}

function checkLabel(label: string | undefined, world: World): string {
  if (label === undefined || label === '') return missing('Label');
  const most = world.simulation.limits.number('sqs.policy.label-max-characters');
  return label.length <= most && /^[A-Za-z0-9_-]+$/.test(label) ? label : invalid(label, 'Label', `Can only include alphanumeric characters, hyphens, or underscores. 1 to ${most} in length.`);
}

export const permissionHandlers: Readonly<Record<string, Handler>> = {
  AddPermission(input, world) {
    const queue = findQueue(input, world);
    const label = checkLabel(input.Label as string | undefined, world);
    const accounts = (input.AWSAccountIds ?? []) as readonly (string | null)[];
    const actions = (input.Actions ?? []) as readonly (string | null)[];
    if (accounts.length === 0) return invalid('[]', 'PrincipalId', 'Unable to verify.');
    if (actions.length === 0) return missing('Actions');
    for (const account of accounts) if (account === null || !/^\d{12}$/.test(account)) return invalid(`[${accounts.join(', ')}]`, 'PrincipalId', 'Unable to verify.');
    for (const action of actions) if (action === null || !shared.includes(action)) return invalid(`SQS:${action}`, 'ActionName', 'Only the queue owner is allowed to invoke this action.');
    const most = world.simulation.limits.number('sqs.policy.max-actions');
    if (actions.length > most) return refuse('OverLimit', `${actions.length} Actions were found, maximum allowed is ${most}.`);
    const policy = policyOf(queue);
    if (policy.Statement.some(({ Sid }) => Sid === label)) return invalid(label, 'Label', 'Already exists.');
    const one = <T>(list: readonly T[]) => (list.length === 1 ? list[0]! : list);
    const statement = { Sid: label, Effect: 'Allow', Principal: { AWS: one(accounts.map((account) => `arn:aws:iam::${account}:root`)) }, Action: one(actions.map((action) => `SQS:${action}`)), Resource: queue.arn };
    queue.attributes.set('Policy', JSON.stringify({ ...policy, Statement: [...policy.Statement, statement] }));
    queue.changedAt = world.now;
    return {};
  },
  RemovePermission(input, world) {
    const queue = findQueue(input, world);
    const label = checkLabel(input.Label as string | undefined, world);
    const policy = policyOf(queue);
    const left = policy.Statement.filter(({ Sid }) => Sid !== label);
    if (left.length === policy.Statement.length) return invalid(label, 'Label', "can't find label.");
    if (left.length === 0) queue.attributes.delete('Policy');
    else queue.attributes.set('Policy', JSON.stringify({ ...policy, Statement: left }));
    queue.changedAt = world.now;
    return {};
  },
};
