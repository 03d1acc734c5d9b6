/** Topic rules: made, replaced, switched on and off, described, listed, deleted. */
import { DeleteTopicRule, filterMatches } from '../../services/iot-core/model/operations.ts';
import type { Handler } from '../operation.ts';
import type { ApiRecord } from '../values.ts';
import type { World } from '../world.ts';
import { ask, pageOf, refuseIot } from './answers.ts';
import { inTurn, registerOf, type TopicRule } from './register.ts';
import { taggingOf } from './tags.ts';
import { giveRule } from './targets.ts';

/** AWS does not tell a rule that is not there from one that the caller may not see. */
function findRule(input: ApiRecord, world: World): TopicRule {
  const name = input.ruleName as string;
  return registerOf(world).rules.get(name) ?? refuseIot('UnauthorizedException', `Access to topic rule '${name}' was denied`);
}

const sqlVersions = ['2015-10-08', '2016-03-23', 'beta'];

function payloadOf(input: ApiRecord): ApiRecord {
  const payload = input.topicRulePayload as ApiRecord;
  const version = payload.awsIotSqlVersion as string | undefined;
  if (version !== undefined && !sqlVersions.includes(version)) refuseIot('InvalidRequestException', `topicRulePayload.awsIotSqlVersion must be one of ${sqlVersions.join(', ')}; it is "${version}".`);
  return payload;
}

async function change(rule: TopicRule, payload: ApiRecord, world: World): Promise<ApiRecord> {
  Object.assign(rule, await giveRule({ ...rule, payload }, world), { payload });
  return {};
}

const createTopicRule: Handler = async (input, world) => {
  const { rules } = registerOf(world);
  const name = input.ruleName as string;
  const arn = world.arn('iot', `rule/${name}`);
  if (rules.has(name)) return refuseIot('ResourceAlreadyExistsException', `Rule already exists (ruleName=${name})`, { resourceId: name, resourceArn: arn });
  const payload = payloadOf(input);
  const tags = taggingOf(input.tags as string | undefined, world);
  const given = await giveRule({ name, payload, sent: '', topicFilter: undefined }, world);
  rules.set(name, { name, arn, tags, createdAt: world.seconds, payload, topicFilter: given.topicFilter, sent: given.sent });
  return {};
};

const switched = (ruleDisabled: boolean): Handler =>
  inTurn((input, world) => {
    const rule = findRule(input, world);
    return change(rule, { ...rule.payload, ruleDisabled }, world);
  });

const deleteTopicRule: Handler = async (input, world) => {
  const { name } = findRule(input, world);
  await ask(world, DeleteTopicRule, { ruleName: name }, () => null);
  registerOf(world).rules.delete(name);
  return {};
};

const isDisabled = ({ payload }: TopicRule) => payload.ruleDisabled === true;

export const ruleHandlers: Readonly<Record<string, Handler>> = {
  CreateTopicRule: inTurn(createTopicRule),
  ReplaceTopicRule: inTurn((input, world) => change(findRule(input, world), payloadOf(input), world)),
  EnableTopicRule: switched(false),
  DisableTopicRule: switched(true),
  DeleteTopicRule: inTurn(deleteTopicRule),
  GetTopicRule(input, world) {
    const { name, arn, createdAt, payload } = findRule(input, world);
    return { ruleArn: arn, rule: { ruleName: name, createdAt, ...payload, ruleDisabled: payload.ruleDisabled === true, awsIotSqlVersion: payload.awsIotSqlVersion ?? '2015-10-08' } };
  },
  ListTopicRules(input, world) {
    const topic = input.topic as string | undefined;
    const fits = (rule: TopicRule) => (topic === undefined || (rule.topicFilter !== undefined && filterMatches(rule.topicFilter, topic))) && (input.ruleDisabled === undefined || input.ruleDisabled === isDisabled(rule));
    const { items, next } = pageOf(world, [...registerOf(world).rules.values()].filter(fits), ({ name }) => name, { token: input.nextToken, limit: input.maxResults, member: 'nextToken' });
    return { rules: items.map((rule) => ({ ruleArn: rule.arn, ruleName: rule.name, topicPattern: rule.topicFilter, createdAt: rule.createdAt, ruleDisabled: isDisabled(rule) })), nextToken: next };
  },
};
