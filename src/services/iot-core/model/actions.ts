import { nearest } from '../../../base/nearest.ts';
import { fail, ok, type Result } from '../../../base/result.ts';
import type { ConfigIssue } from '../../../sim/config.ts';
import { isPlainRecord, sayValue } from '../../../sim/plainData.ts';
import type { SqlVersion } from './sql/ast.ts';
import { parseTemplate, type Template } from './templates.ts';

export type ActionKind = 'kinesis' | 'firehose' | 'sqs' | 'sns' | 'lambda' | 'dynamoDB' | 'dynamoDBv2' | 's3' | 'elasticsearch' | 'openSearch' | 'republish' | 'cloudwatchMetric' | 'cloudwatchLogs';

/** What a rule does with the payload that its SQL made. */
export interface Action {
  readonly kind: ActionKind;
  /** Id of the node it sends to; empty takes the only one connected. */
  readonly target: string;
  /** Id of that node where it is called otherwise than `target` says; undefined where it is not. */
  readonly node: string | undefined;
  /** Partition key, object key or topic, by kind. */
  readonly text: Template;
  readonly qos: 0 | 1;
  readonly separator: string;
  /** Each element of an array becomes an entry of one PutRecordBatch. */
  readonly batchMode: boolean;
  /** JSON: the payload names a text for each protocol of the topic. */
  readonly messageFormat: 'RAW' | 'JSON';
  /** Elasticsearch: index and type, filled in for each message; DynamoDB: name of the column that takes the payload, and of the key. */
  readonly index: Template;
  readonly type: Template;
  readonly hashKeyField: string;
  readonly payloadField: string;
  readonly useBase64: boolean;
  /** The rule's role may do this. */
  readonly roleAllows: boolean;
}

interface ActionSpec {
  /** Port of the broker, empty where the action stays inside. */
  readonly port: string;
  /** Member that names the target, and the one that holds a template, with its default. */
  readonly target: string;
  readonly text?: readonly [member: string, otherwise: string];
  readonly more?: readonly string[];
  /** Messages that one call of the simulation carries; AWS makes one call a message. [SIM] */
  readonly group: number;
}

export const actionSpecs: Readonly<Record<ActionKind, ActionSpec>> = {
  kinesis: { port: 'stream', target: 'streamName', text: ['partitionKey', '${newuuid()}'], group: 500 },
  firehose: { port: 'delivery', target: 'deliveryStreamName', more: ['separator', 'batchMode'], group: 500 },
  sqs: { port: 'queue', target: 'queueUrl', more: ['useBase64'], group: 10 },
  sns: { port: 'topic', target: 'targetArn', more: ['messageFormat'], group: 10 },
  lambda: { port: 'function', target: 'functionArn', group: 1 },
  dynamoDB: { port: 'table', target: 'tableName', text: ['hashKeyValue', '${topic()}'], more: ['hashKeyField', 'payloadField'], group: 25 },
  dynamoDBv2: { port: 'table', target: 'tableName', group: 25 },
  s3: { port: 'bucket', target: 'bucketName', text: ['key', '${topic()}/${timestamp()}'], group: 1 },
  elasticsearch: { port: 'search', target: 'endpoint', text: ['id', '${newuuid()}'], more: ['index', 'type'], group: 500 },
  openSearch: { port: 'search', target: 'endpoint', text: ['id', '${newuuid()}'], more: ['index', 'type'], group: 500 },
  republish: { port: '', target: '', text: ['topic', ''], more: ['qos'], group: 500 },
  cloudwatchMetric: { port: '', target: 'metricName', more: ['metricValue', 'metricUnit', 'metricNamespace'], group: 500 },
  cloudwatchLogs: { port: '', target: 'logGroupName', group: 500 },
};
export const actionKinds = Object.keys(actionSpecs) as ActionKind[];
const separators = ['', ',', '\t', '\n', '\r\n'];

/** One action in AWS's form, `{kinesis: {streamName: clicks, partitionKey: '${topic(2)}'}}`. */
export function parseAction(raw: unknown, path: string, version: SqlVersion, issues: ConfigIssue[], errorAction = false): Action | undefined {
  const [kind, ...others] = isPlainRecord(raw) ? Object.keys(raw) : [];
  if (!isPlainRecord(raw) || kind === undefined || others.length > 0) {
    issues.push({ path, problem: 'an action is one kind and its members, such as {kinesis: {streamName: clicks}}' });
    return undefined;
  }
  if (!actionKinds.includes(kind as ActionKind)) {
    issues.push({ path, problem: `there is no action "${kind}"; the nearest is "${nearest(kind, actionKinds)}"` });
    return undefined;
  }
  const spec = actionSpecs[kind as ActionKind];
  const members = raw[kind] ?? {};
  const at = `${path}.${kind}`;
  if (!isPlainRecord(members)) {
    issues.push({ path: at, problem: 'must be an object of members and values' });
    return undefined;
  }
  const known = [spec.target, ...(spec.text ? [spec.text[0]] : []), ...(spec.more ?? []), 'roleArn', 'roleAllows', 'node'].filter((name) => name !== '');
  for (const name of Object.keys(members)) if (!known.includes(name)) issues.push({ path: `${at}.${name}`, problem: `unknown member "${name}"; the nearest is "${nearest(name, known)}"` });
  const text = templateOf(members, spec.text ?? ['', ''], at, { version, errorAction }, issues);
  const { qos = 0, separator = '', batchMode = false, useBase64 = false, roleAllows = true, messageFormat = 'RAW', hashKeyField = 'topic', payloadField = 'payload' } = members;
  const problem = (name: string, says: string) => issues.push({ path: `${at}.${name}`, problem: says });
  if (qos !== 0 && qos !== 1) problem('qos', `must be 0 or 1; got ${sayValue(qos)}`);
  if (!separators.includes(separator as string)) problem('separator', 'must be "\\n", "\\t", "\\r\\n" or ","');
  if (messageFormat !== 'RAW' && messageFormat !== 'JSON') problem('messageFormat', `must be RAW or JSON; got ${sayValue(messageFormat)}`);
  for (const [name, value] of Object.entries({ batchMode, useBase64, roleAllows })) if (typeof value !== 'boolean') problem(name, 'must be true or false');
  for (const [name, value] of Object.entries({ hashKeyField, payloadField })) if (typeof value !== 'string' || value === '') problem(name, 'must be the name of a column');
  const index = templateOf(members, ['index', 'iot'], at, { version, errorAction }, issues);
  const type = templateOf(members, ['type', '_doc'], at, { version, errorAction }, issues);
  if (!text || !index || !type) return undefined;
  const target = spec.target === '' ? '' : members[spec.target];
  return Object.freeze({
    kind: kind as ActionKind,
    target: typeof target === 'string' ? target : '',
    node: typeof members.node === 'string' ? members.node : undefined,
    text,
    qos: qos === 1 ? 1 : 0,
    separator: typeof separator === 'string' ? separator : '',
    batchMode: batchMode === true,
    messageFormat: messageFormat === 'JSON' ? 'JSON' : 'RAW',
    index,
    type,
    hashKeyField: String(hashKeyField as string),
    payloadField: String(payloadField as string),
    useBase64: useBase64 === true,
    roleAllows: roleAllows !== false,
  });
}

function templateOf(members: Record<string, unknown>, [name, otherwise]: readonly [member: string, otherwise: string], path: string, { version, errorAction }: { readonly version: SqlVersion; readonly errorAction: boolean }, issues: ConfigIssue[]): Template | undefined {
  const source = members[name] ?? otherwise;
  if (typeof source !== 'string') {
    issues.push({ path: `${path}.${name}`, problem: 'must be a text; parts in ${…} are filled in for each message' });
    return undefined;
  }
  if (name === 'topic' && source === '') issues.push({ path: `${path}.topic`, problem: 'republish needs a topic' });
  const template = parseTemplate(source, version, errorAction);
  if (template.ok) return template.value;
  issues.push({ path: `${path}.${name}`, problem: template.error });
  return undefined;
}

/** The action that a connected node of this port gets without being written out. */
export function impliedAction(kind: ActionKind, target: string, text: string, version: SqlVersion): Result<Action, string> {
  const issues: ConfigIssue[] = [];
  const spec = actionSpecs[kind];
  const members = { [spec.target]: target, ...(spec.text && text !== '' ? { [spec.text[0]]: text } : {}) };
  const action = parseAction({ [kind]: members }, '', version, issues);
  return action ? ok(action) : fail(issues.map((issue) => issue.problem).join('; '));
}
