/** Where the actions of rules lead: streams, buckets and the rest of the endpoint, and the edges of the broker to them. */
import { type ActionKind, actionSpecs, PutTopicRule } from '../../services/iot-core/model/operations.ts';
import type { PlainRecord } from '../../sim/plainData.ts';
import { isTableName, tableNamed } from '../dynamodb/tables.ts';
import { streamsOf as deliveryStreamsOf } from '../firehose/register.ts';
import { streamsOf } from '../kinesis/register.ts';
import { bucketNamed } from '../s3/register.ts';
import { registerOf as topicsOf } from '../sns/register.ts';
import { queuesOf } from '../sqs/register.ts';
import { isApiRecord, type ApiRecord } from '../values.ts';
import type { World } from '../world.ts';
import { ask, refuseIot } from './answers.ts';
import { registerOf, type TopicRule } from './register.ts';

/** Members of AWS's action that the broker reads, in its own spelling; `roleArn` belongs to all. */
const members: Readonly<Partial<Record<ActionKind, readonly string[]>>> = {
  kinesis: ['streamName', 'partitionKey'],
  firehose: ['deliveryStreamName', 'separator', 'batchMode'],
  sqs: ['queueUrl', 'useBase64'],
  sns: ['targetArn', 'messageFormat'],
  lambda: ['functionArn'],
  dynamoDB: ['tableName', 'hashKeyField', 'hashKeyValue', 'payloadField'],
  dynamoDBv2: ['tableName'],
  s3: ['bucketName', 'key'],
  elasticsearch: ['endpoint', 'index', 'type', 'id'],
  openSearch: ['endpoint', 'index', 'type', 'id'],
  republish: ['topic', 'qos'],
  cloudwatchMetric: ['metricName', 'metricValue', 'metricUnit', 'metricNamespace'],
  cloudwatchLogs: ['logGroupName'],
};

/** Node that a name of the account stands for, by kind of action; undefined where there is none now. */
type Finder = (name: string, world: World, given: ApiRecord) => number | undefined;
const alive = (stream: { readonly deletedAt: number | null; readonly node: number } | undefined) => (stream?.deletedAt === null ? stream.node : undefined);
const table: Finder = (name, world, { hashKeyField }) => (isTableName(name) ? tableNamed(world, name, hashKeyField === undefined ? {} : { hashKey: { name: hashKeyField as string, type: 'S' } }).node : undefined);
const finders: Readonly<Partial<Record<ActionKind, Finder>>> = {
  kinesis: (name, world) => alive(streamsOf(world).get(name)),
  firehose: (name, world) => alive(deliveryStreamsOf(world).get(name)),
  sqs(name, world) {
    const queue = queuesOf(world).byName.get(name);
    // IoT sends to standard queues only.
    return queue?.fifo === false ? queue.node : undefined;
  },
  sns: (name, world) => topicsOf(world).topics.get(world.arn('sns', name))?.node,
  dynamoDB: table,
  dynamoDBv2: table,
  s3: (name, world) => bucketNamed(name, world)?.node,
};

/** What the broker's tables cannot do yet. */
function checkTable(given: ApiRecord, at: string): void {
  if (given.rangeKeyField !== undefined || given.rangeKeyValue !== undefined) refuseIot('InvalidRequestException', `${at}.dynamoDB.rangeKeyField is not simulated.`);
  if (given.hashKeyType === 'NUMBER') refuseIot('InvalidRequestException', `${at}.dynamoDB.hashKeyType NUMBER is not simulated.`);
}

/** Stands for a node that is not there: the action fails with ResourceNotFoundException. */
const nowhere = '-';

/** The action's kind and members; refuses what AWS refuses, and kinds that are not simulated. */
function kindOf(action: ApiRecord, at: string): ActionKind {
  const [kind, ...others] = Object.keys(action).filter((name) => action[name] !== undefined);
  if (kind === undefined || others.length > 0) return refuseIot('InvalidRequestException', `${at} must have exactly one action; it has ${others.length + (kind === undefined ? 0 : 1)}.`);
  if (members[kind as ActionKind] === undefined) return refuseIot('InvalidRequestException', `${at}.${kind} is not simulated.`);
  return kind as ActionKind;
}

function brokerAction(action: ApiRecord, at: string, world: World): PlainRecord {
  const kind = kindOf(action, at);
  const given = action[kind] as ApiRecord;
  const all: ApiRecord = kind === 'dynamoDBv2' ? { tableName: (given.putItem as ApiRecord).tableName } : given;
  if (kind === 'dynamoDB') checkTable(given, at);
  const { port, target } = actionSpecs[kind];
  const known = Object.fromEntries(members[kind]!.flatMap((name) => (all[name] === undefined ? [] : [[name, all[name]]])));
  if (port === '') return { [kind]: known };
  const name = String(all[target] as string).split(/[/:]/).at(-1)!;
  const node = finders[kind]?.(name, world, all);
  if (node !== undefined) join(node, port, world);
  return { [kind]: { ...known, node: node === undefined ? nowhere : world.nodeId(node) } };
}

/** An edge without delay, once: who publishes finds what the rule did. */
function join(node: number, port: string, world: World): void {
  const { broker, joined } = registerOf(world);
  if (joined.has(node)) return;
  joined.add(node);
  world.simulation.connect([{ from: { node: world.nodeId(broker), port }, to: { node: world.nodeId(node) }, latencyMs: 0 }]);
}

/** A rule as the broker takes it, with the nodes that its names stand for now. */
export function brokerRule(ruleName: string, payload: ApiRecord, world: World): PlainRecord {
  const { sql, awsIotSqlVersion = '2015-10-08', ruleDisabled = false, actions, errorAction } = payload;
  return {
    ruleName,
    sql,
    awsIotSqlVersion: awsIotSqlVersion === 'beta' ? '2016-03-23' : awsIotSqlVersion,
    ruleDisabled,
    actions: (actions as readonly ApiRecord[]).map((each, i) => brokerAction(each, `topicRulePayload.actions.${i + 1}.member`, world)),
    ...(isApiRecord(errorAction) ? { errorAction: brokerAction(errorAction, 'topicRulePayload.errorAction', world) } : {}),
  } as PlainRecord;
}

/** Gives the broker a rule that it has not got in this form. Answers the topics that it selects from. */
export async function giveRule(rule: Pick<TopicRule, 'name' | 'payload' | 'sent' | 'topicFilter'>, world: World): Promise<{ readonly sent: string; readonly topicFilter: string | undefined }> {
  const asked = brokerRule(rule.name, rule.payload, world);
  const sent = JSON.stringify(asked);
  return sent === rule.sent ? rule : ask(world, PutTopicRule, { rule: asked }, ({ topicFilter }) => ({ sent, topicFilter }));
}

/** Rules find streams that were made or deleted since: before every message. */
export async function refreshRules(world: World): Promise<void> {
  for (const rule of registerOf(world).rules.values()) rule.sent = (await giveRule(rule, world)).sent;
}
