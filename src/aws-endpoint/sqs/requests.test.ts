import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inProcess } from '../../testing/inProcessEndpoint.ts';
import type { Endpoint } from '../endpoint.ts';
import { answerOf } from '../requestHandler.ts';
import type { Member } from '../shapeTypes.ts';
import { shapes } from '../shapes/sqs.ts';
import { badRequests } from './badRequests.ts';
import { queryCodes, typeOf } from './errors.ts';
import { sqs } from './index.ts';

const version = 'Version=2012-11-05';
const headers = { host: 'sqs.test' };

async function json(endpoint: Endpoint, operation: string, body: string, more: Readonly<Record<string, string>> = {}) {
  const answer = await answerOf(endpoint, { method: 'POST', path: '/', query: '', headers: { ...headers, ...more, 'x-amz-target': `AmazonSQS.${operation}`, 'content-type': 'application/x-amz-json-1.0' }, body: Buffer.from(body) });
  return { ...answer, body: (answer.body.length === 0 ? {} : JSON.parse(Buffer.from(answer.body).toString())) as Record<string, unknown> };
}
async function query(endpoint: Endpoint, form: string, path = '/') {
  const answer = await answerOf(endpoint, { method: 'POST', path, query: '', headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' }, body: Buffer.from(form) });
  return { ...answer, xml: Buffer.from(answer.body).toString() };
}

/** Members as older clients write them into a form. */
function pairsOf(operation: string, member: Member, value: unknown, path: string, own?: { readonly key?: string; readonly value?: string }): string[] {
  const shape = shapes.shapes[member.shape]!;
  const under = (name: string) => (path === '' ? name : `${path}.${name}`);
  if (value === undefined) return [];
  if (shape.type === 'list') return (value as unknown[]).flatMap((each, i) => pairsOf(operation, shape.member!, each, `${path}.${i + 1}`));
  if (shape.type === 'map') return Object.entries(value as object).flatMap(([key, each], i) => [`${path}.${i + 1}.${own!.key}=${encodeURIComponent(key)}`, ...pairsOf(operation, shape.value!, each, `${path}.${i + 1}.${own!.value}`)]);
  if (shape.type !== 'structure') return [`${path}=${encodeURIComponent(String(value))}`];
  return Object.entries(value as object).flatMap(([name, each]) => {
    const wire = sqs.query!.namesOf?.[operation]?.[name] ?? sqs.query!.names![name];
    return pairsOf(operation, shape.members![name]!, each, under(wire?.name ?? name), wire);
  });
}
const formOf = (operation: string, input: unknown) => [`Action=${operation}`, version, ...pairsOf(operation, { shape: shapes.operations[operation]!.input! }, input, '')].join('&');

async function withQueues() {
  const { endpoint } = inProcess();
  await json(endpoint, 'CreateQueue', '{"QueueName":"dead"}');
  await json(endpoint, 'CreateQueue', JSON.stringify({ QueueName: 'orders', Attributes: { RedrivePolicy: '{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:123456789012:dead","maxReceiveCount":"3"}' } }));
  await json(endpoint, 'CreateQueue', '{"QueueName":"orders.fifo","Attributes":{"FifoQueue":"true"}}');
  return endpoint;
}
const statusOf = (code: string) => ({ OverLimit: 403, PurgeQueueInProgress: 403, ResourceNotFoundException: 404, InvalidAddress: 404 })[code] ?? 400;

it('has a table of at least five bad requests for every operation', () => {
  expect(Object.keys(badRequests).sort()).toEqual(Object.keys(shapes.operations).sort());
  expect(Object.entries(badRequests).filter(([, rows]) => rows.length < 5)).toEqual([]);
});

describe.each(Object.entries(badRequests))('%s refuses', (operation, rows) => {
  it.each(rows.map(([input, code, says]) => [JSON.stringify(input).slice(0, 90), input, code, says] as const))('%s', async (_, input, code, says) => {
    const endpoint = await withQueues();
    const told = await json(endpoint, operation, JSON.stringify(input));
    expect([told.status, told.body.__type, told.headers['x-amzn-query-error']]).toEqual([statusOf(code), typeOf(code), `${queryCodes[code] ?? code};Sender`]);
    expect(told.body.message ?? told.body.Message).toMatch(says);
    const { status, xml } = await query(endpoint, formOf(operation, input));
    expect([status, /<Code>(.*?)<\/Code>/.exec(xml)?.[1], xml.includes('<Type>Sender</Type>')]).toEqual([statusOf(code), queryCodes[code] ?? code, true]);
    expect(unescaped(/<Message>(.*?)<\/Message>/s.exec(xml)![1]!)).toMatch(says);
  });
});
const unescaped = (text: string) => text.replace(/&#(\d+);/g, (_, number: string) => String.fromCodePoint(Number(number)));

it.each([
  ['a text for a number', 'ReceiveMessage', { QueueUrl: 'x', MaxNumberOfMessages: 'two' }, /STRING_VALUE .* 'maxNumberOfMessages'/],
  ['a number for a text', 'SendMessage', { QueueUrl: 5 }, /NUMBER_VALUE .* 'queueUrl'/],
  ['an object for a list', 'SendMessageBatch', { Entries: {} }, /START_OBJECT .* 'entries'/],
  ['a list', 'ListQueues', [], /./],
])('%s is a SerializationException', async (_, operation, input, says) => {
  const { status, body } = await json(await withQueues(), operation, JSON.stringify(input));
  expect([status, body.__type]).toEqual([400, 'com.amazon.coral.service#SerializationException']);
  expect(body.Message).toMatch(says);
});

it('says of a queue that is not there, and of an action that is none, what each protocol says', async () => {
  const endpoint = await withQueues();
  const { body } = await json(endpoint, 'GetQueueUrl', '{"QueueName":"nowhere"}');
  expect(body).toEqual({ __type: 'com.amazonaws.sqs#QueueDoesNotExist', message: 'The specified queue does not exist.' });
  const says = async (form: string, path?: string) => {
    const { status, xml } = await query(endpoint, form, path);
    return [status, /<Type>(.*?)<\/Type><Code>(.*?)<\/Code><Message>(.*?)<\/Message><Detail\/>/.exec(xml)?.slice(1)];
  };
  expect(await says(`Action=GetQueueUrl&${version}&QueueName=nowhere`)).toEqual([400, ['Sender', 'AWS.SimpleQueueService.NonExistentQueue', 'The specified queue does not exist for this wsdl version.']]);
  expect(await says(`Action=FooBar&${version}`)).toEqual([400, ['Sender', 'InvalidAction', 'The action FooBar is not valid for this endpoint.']]);
  for (const action of ['CreateQueue', 'ListQueues']) expect(await says(`Action=${action}&${version}&QueueName=x`, '/123456789012/orders')).toEqual([400, ['Sender', 'InvalidAction', `The action ${action} is not valid for this endpoint.`]]);
  expect((await query(endpoint, `Action=GetQueueUrl&${version}&QueueName=dead`, '/123456789012/orders')).xml).toContain('<QueueUrl>http://sqs.test/123456789012/dead</QueueUrl>');
});

it('a message is part of the trace of its call, unless it names one', async () => {
  const endpoint = await withQueues();
  const [ofCall, own] = ['Root=1-5759e988-bd862e3fe1be46a994272793', 'Root=1-5759e988-000000000000000000000000'];
  const entry = (Id: string, MessageSystemAttributes?: object) => ({ Id, MessageBody: Id, MessageSystemAttributes });
  await json(endpoint, 'SendMessageBatch', JSON.stringify({ QueueUrl: 'orders', Entries: [entry('a'), entry('b', { AWSTraceHeader: { DataType: 'String', StringValue: own } })] }), { 'x-amzn-trace-id': ofCall });
  await json(endpoint, 'SendMessage', '{"QueueUrl":"orders","MessageBody":"c"}');
  const { body } = await json(endpoint, 'ReceiveMessage', '{"QueueUrl":"orders","MaxNumberOfMessages":10,"MessageSystemAttributeNames":["AWSTraceHeader"]}');
  const traces = (body.Messages as { Body: string; Attributes?: { AWSTraceHeader: string } }[]).map(({ Body, Attributes }) => [Body, Attributes?.AWSTraceHeader]);
  expect(Object.fromEntries(traces)).toEqual({ a: ofCall, b: own, c: undefined });
});

it('the Notes edition has no high throughput, and no groups on standard queues', async () => {
  const { endpoint } = inProcess({ facts: 'notes' });
  const make = async (Attributes: object) => (await json(endpoint, 'CreateQueue', JSON.stringify({ QueueName: 'orders.fifo', Attributes: { FifoQueue: 'true', ...Attributes } }))).body;
  expect(await make({ DeduplicationScope: 'queue' })).toMatchObject({ message: 'Unknown Attribute DeduplicationScope.' });
  expect(await make({})).toHaveProperty('QueueUrl');
  const { Attributes } = (await json(endpoint, 'GetQueueAttributes', '{"QueueUrl":"orders.fifo","AttributeNames":["All"]}')).body as { Attributes: Readonly<Record<string, string>> };
  expect([Attributes.FifoThroughputLimit, Attributes.MaximumMessageSize]).toEqual([undefined, '262144']);
  await json(endpoint, 'CreateQueue', '{"QueueName":"orders"}');
  expect((await json(endpoint, 'SendMessage', '{"QueueUrl":"orders","MessageBody":"x","MessageGroupId":"g"}')).body).toMatchObject({ __type: 'com.amazon.coral.service#InvalidParameterValueException' });
});

it('takes the name of a queue for its URL', async () => {
  const endpoint = await withQueues();
  expect((await json(endpoint, 'SendMessage', '{"QueueUrl":"orders","MessageBody":"x"}')).status).toBe(200);
  expect((await query(endpoint, `Action=ReceiveMessage&${version}&QueueUrl=orders`)).xml).toContain('<Body>x</Body>');
});

it.each([
  ['ReceiveMessage', { QueueUrl: 'orders' }, {}, '<ReceiveMessageResult/>'],
  ['ListQueues', { QueueNamePrefix: 'none' }, {}, '<ListQueuesResult/>'],
  ['ListQueueTags', { QueueUrl: 'orders' }, {}, '<ListQueueTagsResult/>'],
  ['GetQueueAttributes', { QueueUrl: 'orders' }, {}, '<GetQueueAttributesResult/>'],
  ['GetQueueAttributes', { QueueUrl: 'orders', AttributeNames: ['Policy'] }, {}, '<GetQueueAttributesResult/>'],
  ['ListDeadLetterSourceQueues', { QueueUrl: 'orders' }, { queueUrls: [] }, '<ListDeadLetterSourceQueuesResult/>'],
  ['ListMessageMoveTasks', { SourceArn: 'arn:aws:sqs:us-east-1:123456789012:dead' }, { Results: [] }, '<ListMessageMoveTasksResult/>'],
])('%s that finds nothing, in both protocols', async (operation, input, empty, xmlEmpty) => {
  const endpoint = await withQueues();
  expect((await json(endpoint, operation, JSON.stringify(input))).body).toEqual(empty);
  expect((await query(endpoint, formOf(operation, input))).xml.replace(/<(\w+)><\/\1>/, '<$1/>')).toContain(xmlEmpty);
});

it('holes in lists are no entries', async () => {
  const endpoint = await withQueues();
  const { xml } = await query(endpoint, `Action=SendMessageBatch&${version}&QueueUrl=http://x/123456789012/orders&SendMessageBatchRequestEntry.2.Id=a&SendMessageBatchRequestEntry.2.MessageBody=x`);
  expect(xml).toContain('SendMessageBatchRequestEntry.1.Id');
});

it('the query protocol: a message there and back, with the URL from the path', async () => {
  const endpoint = await withQueues();
  const made = await query(endpoint, `Action=CreateQueue&${version}&QueueName=new&Attribute.1.Name=VisibilityTimeout&Attribute.1.Value=5&Tag.1.Key=a&Tag.1.Value=b`);
  expect(made.xml).toMatch(/^<\?xml version="1.0"\?><CreateQueueResponse xmlns="http:\/\/queue.amazonaws.com\/doc\/2012-11-05\/"><CreateQueueResult><QueueUrl>http:\/\/sqs.test\/123456789012\/new<\/QueueUrl><\/CreateQueueResult><ResponseMetadata><RequestId>[0-9a-f-]{36}<\/RequestId><\/ResponseMetadata><\/CreateQueueResponse>$/);
  const path = '/123456789012/new';
  const sent = await query(endpoint, `Action=SendMessage&${version}&MessageBody=a%26b+%3C&MessageAttribute.1.Name=k&MessageAttribute.1.Value.DataType=Binary&MessageAttribute.1.Value.BinaryValue=AP8%3D`, path);
  expect(sent.xml).toMatch(/<MD5OfMessageBody>[0-9a-f]{32}<\/MD5OfMessageBody><MD5OfMessageAttributes>[0-9a-f]{32}</);
  const got = await query(endpoint, `Action=ReceiveMessage&${version}&AttributeName.1=ApproximateReceiveCount&MessageAttributeName.1=All&MaxNumberOfMessages=10`, path);
  expect(unescaped(got.xml)).toContain('<Body>a&b <</Body><Attribute><Name>ApproximateReceiveCount</Name><Value>1</Value></Attribute>');
  expect(got.xml).toContain('<MessageAttribute><Name>k</Name><Value><BinaryValue>AP8=</BinaryValue><DataType>Binary</DataType></Value></MessageAttribute>');
  const handle = encodeURIComponent(/<ReceiptHandle>(.*?)</.exec(got.xml)![1]!);
  const removed = await query(endpoint, `Action=DeleteMessageBatch&${version}&DeleteMessageBatchRequestEntry.1.Id=one&DeleteMessageBatchRequestEntry.1.ReceiptHandle=${handle}&DeleteMessageBatchRequestEntry.2.Id=two&DeleteMessageBatchRequestEntry.2.ReceiptHandle=x`, path);
  expect(removed.xml).toMatch(/<DeleteMessageBatchResultEntry><Id>one<\/Id><\/DeleteMessageBatchResultEntry><BatchResultErrorEntry><Id>two<\/Id><SenderFault>true<\/SenderFault><Code>ReceiptHandleIsInvalid<\/Code>/);
  expect((await query(endpoint, `Action=GetQueueAttributes&${version}&AttributeName.1=VisibilityTimeout&AttributeName.2=ApproximateNumberOfMessages`, path)).xml).toContain('<GetQueueAttributesResult><Attribute><Name>ApproximateNumberOfMessages</Name><Value>0</Value></Attribute><Attribute><Name>VisibilityTimeout</Name><Value>5</Value></Attribute></GetQueueAttributesResult>');
  expect((await query(endpoint, `Action=ListQueueTags&${version}`, path)).xml).toContain('<Tag><Key>a</Key><Value>b</Value></Tag>');
  expect((await query(endpoint, `Action=ListQueues&${version}&QueueNamePrefix=orders`)).xml.match(/<QueueUrl>/g)).toHaveLength(2);
});

const junk = fc.anything({ withBigInt: false, withDate: false, withMap: false, withSet: false, withTypedArray: false, withNullPrototype: false });
const urls = fc.constantFrom('http://sqs.test/123456789012/orders', 'http://sqs.test/123456789012/orders.fifo', 'http://sqs.test/123456789012/dead');
const names = [...new Set(Object.values(shapes.shapes).flatMap(({ members }) => Object.keys(members ?? {})))];
const entries = fc.array(fc.record({ Id: fc.oneof(fc.constantFrom('a', 'b'), junk), MessageBody: fc.oneof(fc.string(), junk), ReceiptHandle: junk }, { requiredKeys: [] }), { maxLength: 3 });
const members = fc.tuple(urls, fc.dictionary(fc.constantFrom(...names), fc.oneof(junk, fc.integer(), fc.string(), entries), { maxKeys: 5 })).map(([QueueUrl, given]) => ({ QueueUrl, ...given }));
const operations = fc.constantFrom(...Object.keys(shapes.operations));
const answers = [200, 400, 403, 404];

it('1,000 drawn requests in JSON are all answered', async () => {
  let endpoint = await withQueues();
  let answered = 0;
  await fc.assert(
    fc.asyncProperty(operations, fc.oneof(members, junk), fc.boolean(), async (operation, value, cut) => {
      // What was drawn may have deleted the queues.
      if (answered % 10 === 0) endpoint = await withQueues();
      const text = JSON.stringify(value) ?? '';
      expect(answers).toContain((await json(endpoint, operation, cut ? text.slice(0, text.length / 2) : text)).status);
      answered++;
    }),
    { seed: 2026, numRuns: 1000 },
  );
  expect(answered).toBe(1000);
}, 60_000);

const wireNames = [...Object.values(sqs.query!.names!), ...Object.values(sqs.query!.namesOf!).flatMap((of) => Object.values(of))].map(({ name }) => name);
const part = fc.constantFrom(...names, ...wireNames, '1', '2', '3', '0', '999', '99999', 'Name', 'Value', 'Key', 'entry', 'member', '');
const pair = fc.tuple(fc.array(part, { minLength: 1, maxLength: 4 }), fc.oneof(fc.string(), fc.integer().map(String), urls)).map(([path, value]) => `${path.join('.')}=${encodeURIComponent(value)}`);

it('1,000 drawn requests in the query protocol are all answered', async () => {
  let endpoint = await withQueues();
  let answered = 0;
  await fc.assert(
    fc.asyncProperty(operations, urls, fc.array(pair, { maxLength: 8 }), fc.boolean(), async (operation, url, pairs, cut) => {
      if (answered % 10 === 0) endpoint = await withQueues();
      const text = pairs.join('&');
      const { status, xml } = await query(endpoint, `Action=${operation}&${version}&QueueUrl=${url}&${cut ? text.slice(0, text.length / 2) : text}`);
      expect(answers).toContain(status);
      expect(xml).toMatch(/^<\?xml version="1.0"\?><(\w+)Response .*<\/\1Response>$/s);
      answered++;
    }),
    { seed: 2026, numRuns: 1000 },
  );
  expect(answered).toBe(1000);
}, 60_000);
