import { describe, expect, it } from 'vitest';
import { inProcess } from '../../testing/inProcessEndpoint.ts';
import type { HttpRequest } from '../http.ts';
import { answerOf } from '../requestHandler.ts';

const roleArn = 'arn:aws:iam::123456789012:role/iot';

function account() {
  const { endpoint } = inProcess();
  const call = async (method: string, target: string, body?: unknown, headers: HttpRequest['headers'] = {}) => {
    const [path = '', query = ''] = target.split('?');
    const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
    const answer = await answerOf(endpoint, { method, path, query, headers, body: Buffer.from(text) });
    return { status: answer.status, text: Buffer.from(answer.body).toString() };
  };
  return {
    endpoint,
    call,
    json: async (service: string, input: object) => JSON.parse((await call('POST', '/', input, { 'x-amz-target': service, 'content-type': 'application/x-amz-json-1.0' })).text || '{}') as Record<string, unknown>,
    rule: (sql: string, ...actions: readonly object[]) => call('POST', '/rules/r', { sql, awsIotSqlVersion: '2016-03-23', actions }),
    publish: (topic: string, payload: unknown) => call('POST', `/topics/${encodeURIComponent(topic)}?qos=1`, payload),
  };
}

describe('a rule sends to', () => {
  it('a table: each key a column, or the payload in one', async () => {
    const { json, rule, publish } = account();
    expect(await rule("SELECT * FROM 'a'", { dynamoDBv2: { roleArn, putItem: { tableName: 'columns' } } }, { dynamoDB: { roleArn, tableName: 'whole', hashKeyField: 'device', hashKeyValue: '${id}', payloadField: 'data' } })).toMatchObject({ status: 200 });
    await publish('a', { id: 'p1', t: 20 });
    expect(await json('DynamoDB_20120810.Scan', { TableName: 'columns' })).toMatchObject({ Items: [{ id: { S: 'p1' }, t: { N: '20' } }] });
    expect(await json('DynamoDB_20120810.GetItem', { TableName: 'whole', Key: { device: { S: 'p1' } } })).toMatchObject({ Item: { device: { S: 'p1' }, data: { M: { id: { S: 'p1' }, t: { N: '20' } } } } });
  });

  it('a bucket: an object a message, its key filled in', async () => {
    const { call, endpoint, rule, publish } = account();
    await call('PUT', '/lake', undefined, { 'x-amz-date': '20260105T000000Z', authorization: 'AWS4-HMAC-SHA256 Credential=x/20260105/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=a' });
    await rule("SELECT t FROM 'a/+'", { s3: { roleArn, bucketName: 'lake', key: 'raw/${topic(2)}.json' } });
    await publish('a/p1', { t: 20, more: true });
    // S3 takes its time to store an object.
    endpoint.world.advance(endpoint.world.now + 1000);
    expect(await call('GET', '/lake/raw/p1.json', undefined, { 'x-amz-date': '20260105T000000Z', authorization: 'AWS4-HMAC-SHA256 Credential=x/20260105/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=a' })).toEqual({ status: 200, text: '{"t":20}' });
  });

  it('a topic, and what is subscribed to that', async () => {
    const { call, json, rule, publish } = account();
    const form = (body: string) => call('POST', '/', body, { 'content-type': 'application/x-www-form-urlencoded' });
    await form('Action=CreateTopic&Version=2010-03-31&Name=news');
    await json('AmazonSQS.CreateQueue', { QueueName: 'readers' });
    await form('Action=Subscribe&Version=2010-03-31&TopicArn=arn%3Aaws%3Asns%3Aus-east-1%3A123456789012%3Anews&Protocol=sqs&Endpoint=arn%3Aaws%3Asqs%3Aus-east-1%3A123456789012%3Areaders&Attributes.entry.1.key=RawMessageDelivery&Attributes.entry.1.value=true');
    await rule("SELECT t + 1 AS t FROM 'a'", { sns: { roleArn, targetArn: 'arn:aws:sns:us-east-1:123456789012:news', messageFormat: 'RAW' } });
    await publish('a', { t: 20 });
    expect(await json('AmazonSQS.ReceiveMessage', { QueueUrl: 'http://x/123456789012/readers', WaitTimeSeconds: 5 })).toMatchObject({ Messages: [{ Body: '{"t":21}' }] });
  });

  it('a delivery stream, with a separator', async () => {
    const { call, json, endpoint, rule, publish } = account();
    const signed = { 'x-amz-date': '20260105T000000Z', authorization: 'AWS4-HMAC-SHA256 Credential=x/20260105/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=a' };
    await call('PUT', '/lake', undefined, signed);
    await json('Firehose_20150804.CreateDeliveryStream', { DeliveryStreamName: 'pipe', ExtendedS3DestinationConfiguration: { RoleARN: roleArn, BucketARN: 'arn:aws:s3:::lake', BufferingHints: { IntervalInSeconds: 60, SizeInMBs: 1 } } });
    await rule("SELECT t FROM 'a'", { firehose: { roleArn, deliveryStreamName: 'pipe', separator: '\n' } });
    await publish('a', { t: 1 });
    await publish('a', { t: 2 });
    endpoint.world.advance(endpoint.world.now + 120_000);
    const key = /<Key>([^<]+)<\/Key>/.exec((await call('GET', '/lake?list-type=2', undefined, signed)).text)?.[1];
    expect(await call('GET', `/lake/${key}`, undefined, signed)).toEqual({ status: 200, text: '{"t":1}\n{"t":2}\n' });
  });
});

it('the broker is joined to a target once, whatever many rules name it', async () => {
  const { json, call, endpoint } = account();
  await json('Kinesis_20131202.CreateStream', { StreamName: 's', ShardCount: 1 });
  for (let i = 0; i < 12; i++) await call('POST', `/rules/r${i}`, { sql: "SELECT * FROM 'a'", actions: [{ kinesis: { roleArn, streamName: 's' } }] });
  expect(endpoint.world.simulation.wires.filter(({ fromPort }) => fromPort === 'stream')).toHaveLength(1);
});
