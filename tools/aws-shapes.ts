import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';

const help = `npx tsx tools/aws-shapes.ts --models FOLDER

Writes src/aws-endpoint/shapes/<service>.ts: the operations that the endpoint answers, with their members, types, lengths, ranges
and patterns, cut from the API descriptions that AWS publishes with botocore (Apache-2.0). No text of theirs is taken over.
  --models FOLDER   botocore's folder "data"`;

/** What the endpoint answers, by botocore's name of the service. */
const wanted: Readonly<Record<string, readonly string[]>> = {
  kinesis: [
    'AddTagsToStream', 'CreateStream', 'DecreaseStreamRetentionPeriod', 'DeleteStream', 'DeregisterStreamConsumer', 'DescribeLimits', 'DescribeStream',
    'DescribeStreamConsumer', 'DescribeStreamSummary', 'DisableEnhancedMonitoring', 'EnableEnhancedMonitoring', 'GetRecords', 'GetShardIterator', 'IncreaseStreamRetentionPeriod',
    'ListShards', 'ListStreamConsumers', 'ListStreams', 'ListTagsForStream', 'MergeShards', 'PutRecord', 'PutRecords', 'RegisterStreamConsumer', 'RemoveTagsFromStream', 'SplitShard',
    'StartStreamEncryption', 'StopStreamEncryption', 'UpdateShardCount', 'UpdateStreamMode',
    'DeleteResourcePolicy', 'DescribeAccountSettings', 'GetResourcePolicy', 'ListTagsForResource', 'PutResourcePolicy', 'SubscribeToShard', 'TagResource', 'UntagResource', 'UpdateAccountSettings', 'UpdateMaxRecordSize', 'UpdateStreamWarmThroughput',
  ],
  firehose: ['CreateDeliveryStream', 'DeleteDeliveryStream', 'DescribeDeliveryStream', 'ListDeliveryStreams', 'ListTagsForDeliveryStream', 'PutRecord', 'PutRecordBatch', 'StartDeliveryStreamEncryption', 'StopDeliveryStreamEncryption', 'TagDeliveryStream', 'UntagDeliveryStream', 'UpdateDestination'],
  sqs: [
    'AddPermission', 'CancelMessageMoveTask', 'ChangeMessageVisibility', 'ChangeMessageVisibilityBatch', 'CreateQueue', 'DeleteMessage', 'DeleteMessageBatch', 'DeleteQueue', 'GetQueueAttributes', 'GetQueueUrl', 'ListDeadLetterSourceQueues',
    'ListMessageMoveTasks', 'ListQueueTags', 'ListQueues', 'PurgeQueue', 'ReceiveMessage', 'RemovePermission', 'SendMessage', 'SendMessageBatch', 'SetQueueAttributes', 'StartMessageMoveTask', 'TagQueue', 'UntagQueue',
  ],
  sns: [
    'AddPermission', 'ConfirmSubscription', 'CreateTopic', 'DeleteTopic', 'GetSubscriptionAttributes', 'GetTopicAttributes', 'ListSubscriptions', 'ListSubscriptionsByTopic', 'ListTagsForResource', 'ListTopics', 'Publish', 'PublishBatch',
    'RemovePermission', 'SetSubscriptionAttributes', 'SetTopicAttributes', 'Subscribe', 'TagResource', 'Unsubscribe', 'UntagResource',
  ],
  iot: [
    'AttachPolicy', 'AttachThingPrincipal', 'CreateKeysAndCertificate', 'CreatePolicy', 'CreateThing', 'CreateThingType', 'CreateTopicRule', 'DeleteCertificate', 'DeletePolicy', 'DeleteThing', 'DeleteTopicRule', 'DescribeCertificate',
    'DescribeEndpoint', 'DescribeThing', 'DescribeThingType', 'DetachPolicy', 'DetachThingPrincipal', 'DisableTopicRule', 'EnableTopicRule', 'GetPolicy', 'GetTopicRule', 'ListAttachedPolicies', 'ListCertificates', 'ListPolicies',
    'ListPrincipalThings', 'ListThingPrincipals', 'ListThingTypes', 'ListThings', 'ListTopicRules', 'ReplaceTopicRule', 'UpdateCertificate', 'UpdateThing',
    'CreatePolicyVersion', 'DeletePolicyVersion', 'DeleteThingType', 'DeprecateThingType', 'GetPolicyVersion', 'ListPolicyVersions', 'ListTagsForResource', 'ListTargetsForPolicy', 'RegisterCertificateWithoutCA', 'SetDefaultPolicyVersion', 'TagResource', 'UntagResource',
  ],
  'iot-data': ['DeleteThingShadow', 'GetRetainedMessage', 'GetThingShadow', 'ListNamedShadowsForThing', 'ListRetainedMessages', 'Publish', 'UpdateThingShadow'],
  dynamodb: ['DescribeTable', 'GetItem', 'ListTables', 'Query', 'Scan'],
  s3: ['CreateBucket', 'DeleteBucket', 'DeleteObject', 'DeleteObjects', 'GetBucketLocation', 'ListObjects', 'GetObject', 'HeadBucket', 'HeadObject', 'ListBuckets', 'ListObjectsV2', 'PutObject'],
  datapipeline: [
    'ActivatePipeline', 'AddTags', 'CreatePipeline', 'DeactivatePipeline', 'DeletePipeline', 'DescribeObjects', 'DescribePipelines', 'EvaluateExpression', 'GetPipelineDefinition', 'ListPipelines', 'PollForTask', 'PutPipelineDefinition', 'QueryObjects',
    'RemoveTags', 'ReportTaskProgress', 'ReportTaskRunnerHeartbeat', 'SetStatus', 'SetTaskStatus', 'ValidatePipelineDefinition',
  ],
};

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
type Members = Record<string, Json>;
interface Model {
  readonly metadata: Record<string, Json>;
  readonly operations: Record<string, { name: string; http: Members; input?: { shape: string; resultWrapper?: string }; output?: { shape: string; resultWrapper?: string }; errors?: { shape: string }[] }>;
  readonly shapes: Record<string, Record<string, Json>>;
}

const keptOfShape = new Set(['type', 'required', 'members', 'member', 'key', 'value', 'shape', 'min', 'max', 'pattern', 'enum', 'location', 'locationName', 'payload', 'flattened', 'streaming', 'error', 'exception', 'queryName', 'timestampFormat', 'box', 'xmlNamespace', 'xmlAttribute', 'eventstream', 'event', 'eventpayload', 'jsonvalue']);
const keptOfMetadata = ['apiVersion', 'endpointPrefix', 'jsonVersion', 'protocol', 'serviceId', 'targetPrefix', 'xmlNamespace'];

function trimmed(shape: Json, inMembers = false): Json {
  if (Array.isArray(shape)) return (shape as readonly Json[]).map((each) => trimmed(each));
  if (typeof shape !== 'object' || shape === null) return shape;
  return Object.fromEntries(Object.entries(shape as Members).flatMap(([key, value]) => (inMembers || keptOfShape.has(key) ? [[key, trimmed(value, (key === 'members' || key === 'error') && !inMembers)]] : [])));
}

function cut(model: Model, names: readonly string[]): string {
  const shapes = new Set<string>();
  const visit = (name: string): void => {
    if (shapes.has(name)) return;
    shapes.add(name);
    const shape = model.shapes[name]!;
    const inner = [...Object.values((shape.members ?? {}) as Record<string, { shape: string }>), ...['member', 'key', 'value'].flatMap((part) => (shape[part] ? [shape[part] as { shape: string }] : []))];
    for (const { shape: next } of inner) visit(next);
  };
  const operations = names.map((name) => {
    const operation = model.operations[name];
    if (!operation) throw new Error(`${name} is no operation of this service`);
    for (const part of [operation.input, operation.output, ...(operation.errors ?? [])]) if (part) visit(part.shape);
    const { method, requestUri, responseCode } = operation.http;
    return [name, { method, uri: requestUri, ...(responseCode ? { status: responseCode } : {}), input: operation.input?.shape, output: operation.output?.shape, wrapper: operation.output?.resultWrapper, errors: operation.errors?.map((error) => error.shape) }] as const;
  });
  const line = ([name, value]: readonly [string, unknown]) => `    ${JSON.stringify(name)}: ${JSON.stringify(value)},`;
  return [
    "import type { ServiceShapes } from '../shapeTypes.ts';",
    '',
    '// Written by tools/aws-shapes.ts; do not edit. Members, types and constraints of the API, from the description that AWS publishes.',
    `export const shapes: ServiceShapes = {`,
    `  metadata: ${JSON.stringify(Object.fromEntries(keptOfMetadata.flatMap((key) => (model.metadata[key] === undefined ? [] : [[key, model.metadata[key]]]))))},`,
    '  operations: {',
    ...operations.map(line),
    '  },',
    '  shapes: {',
    ...[...shapes].sort().map((name) => line([name, trimmed(model.shapes[name]!)])),
    '  },',
    '};',
    '',
  ].join('\n');
}

const { values } = parseArgs({ options: { models: { type: 'string' }, help: { type: 'boolean' } } });
if (values.help || values.models === undefined) console.log(help);
else {
  for (const [service, names] of Object.entries(wanted)) {
    const folder = `${values.models}/${service}`;
    const version = readdirSync(folder).sort().at(-1)!;
    const file = `${folder}/${version}/service-2.json`;
    const text = existsSync(file) ? readFileSync(file, 'utf8') : gunzipSync(readFileSync(`${file}.gz`)).toString('utf8');
    const out = `src/aws-endpoint/shapes/${service}.ts`;
    writeFileSync(out, cut(JSON.parse(text) as Model, names));
    console.log(`${out}: ${names.length} operations`);
  }
}
