/** What the soak does to every service, by plain HTTP. */
type Json = Record<string, unknown>;

export interface SoakLoad {
  readonly url: string;
  readonly rate: number;
  calls: number;
  queueUrl: string;
  consumerArn: string;
  iterator: string;
}

const account = '123456789012';
const arn = (service: string, resource: string) => `arn:aws:${service}:us-east-1:${account}:${resource}`;
const signed = (service: string) => ({ authorization: `AWS4-HMAC-SHA256 Credential=a/20260105/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=a`, 'x-amz-date': '20260105T000000Z' });
const data = Buffer.alloc(100, 'x').toString('base64');

async function request(load: SoakLoad, service: string, method: string, path: string, headers: Record<string, string>, body?: string): Promise<string> {
  load.calls++;
  const response = await fetch(load.url + path, { method, headers: { ...signed(service), ...headers }, ...(body === undefined ? {} : { body }) });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path} ${headers['x-amz-target'] ?? ''} answered ${response.status}: ${text}`);
  return text;
}

async function json(load: SoakLoad, service: string, target: string, input: Json, version = '1.1'): Promise<Json> {
  const text = await request(load, service, 'POST', '/', { 'x-amz-target': target, 'content-type': `application/x-amz-json-${version}` }, JSON.stringify(input));
  return text === '' ? {} : (JSON.parse(text) as Json);
}
const kinesis = (load: SoakLoad, operation: string, input: Json) => json(load, 'kinesis', `Kinesis_20131202.${operation}`, input);
const firehose = (load: SoakLoad, operation: string, input: Json) => json(load, 'firehose', `Firehose_20150804.${operation}`, input);
const sqs = (load: SoakLoad, operation: string, input: Json) => json(load, 'sqs', `AmazonSQS.${operation}`, input, '1.0');
const sns = (load: SoakLoad, Action: string, input: Record<string, string>) => request(load, 'sns', 'POST', '/', { 'content-type': 'application/x-www-form-urlencoded' }, new URLSearchParams({ Action, Version: '2010-03-31', ...input }).toString());
const rest = (load: SoakLoad, service: string, method: string, path: string, body?: Json) => request(load, service, method, path, { 'content-type': 'application/json' }, body && JSON.stringify(body));

const hose = (DeliveryStreamName: string) => ({ DeliveryStreamName, ExtendedS3DestinationConfiguration: { BucketARN: 'arn:aws:s3:::lake', RoleARN: `arn:aws:iam::${account}:role/r`, BufferingHints: { IntervalInSeconds: 60, SizeInMBs: 1 } } });

/** The resources that stay. */
export async function beginSoak(url: string, rate: number): Promise<SoakLoad> {
  const load: SoakLoad = { url, rate, calls: 0, queueUrl: '', consumerArn: '', iterator: '' };
  await kinesis(load, 'CreateStream', { StreamName: 'clicks', ShardCount: 2 });
  load.consumerArn = ((await kinesis(load, 'RegisterStreamConsumer', { StreamARN: arn('kinesis', 'stream/clicks'), ConsumerName: 'soak' })).Consumer as Json).ConsumerARN as string;
  load.iterator = (await kinesis(load, 'GetShardIterator', { StreamName: 'clicks', ShardId: '0', ShardIteratorType: 'LATEST' })).ShardIterator as string;
  load.queueUrl = (await sqs(load, 'CreateQueue', { QueueName: 'jobs' })).QueueUrl as string;
  await rest(load, 's3', 'PUT', '/lake');
  await firehose(load, 'CreateDeliveryStream', hose('hose'));
  await sns(load, 'CreateTopic', { Name: 'news' });
  await sns(load, 'Subscribe', { TopicArn: arn('sns', 'news'), Protocol: 'sqs', Endpoint: arn('sqs', 'jobs') });
  await rest(load, 'iot', 'POST', '/things/lamp', {});
  await rest(load, 'iot', 'POST', '/rules/lamps', { sql: "SELECT * FROM 'lamps/#'", actions: [{ sqs: { queueUrl: load.queueUrl, roleArn: `arn:aws:iam::${account}:role/r`, useBase64: false } }] });
  return load;
}

/** Receives and deletes until the queue gives nothing more. */
async function drain(load: SoakLoad): Promise<void> {
  for (;;) {
    const { Messages = [] } = (await sqs(load, 'ReceiveMessage', { QueueUrl: load.queueUrl, MaxNumberOfMessages: 10 })) as { Messages?: Json[] };
    if (Messages.length === 0) return;
    await sqs(load, 'DeleteMessageBatch', { QueueUrl: load.queueUrl, Entries: Messages.map(({ ReceiptHandle }, k) => ({ Id: String(k), ReceiptHandle })) });
  }
}

/** Opens a subscription, reads its first bytes and leaves. */
async function subscribeAndLeave(load: SoakLoad): Promise<void> {
  load.calls++;
  const leaving = new AbortController();
  const members = { ConsumerARN: load.consumerArn, ShardId: 'shardId-000000000000', StartingPosition: { Type: 'LATEST' } };
  const response = await fetch(load.url, { method: 'POST', signal: leaving.signal, headers: { 'x-amz-target': 'Kinesis_20131202.SubscribeToShard', 'content-type': 'application/x-amz-json-1.1' }, body: JSON.stringify(members) });
  if (!response.ok) throw new Error(`SubscribeToShard answered ${response.status}: ${await response.text()}`);
  await response.body!.getReader().read();
  leaving.abort();
}

/** Makes one resource of each kind, uses it and deletes it. */
async function churn(load: SoakLoad, second: number): Promise<void> {
  const name = `passing-${second}`;
  const QueueUrl = (await sqs(load, 'CreateQueue', { QueueName: name })).QueueUrl as string;
  await sqs(load, 'SendMessage', { QueueUrl, MessageBody: 'x' });
  await sns(load, 'CreateTopic', { Name: name });
  await sns(load, 'Subscribe', { TopicArn: arn('sns', name), Protocol: 'sqs', Endpoint: arn('sqs', name) });
  await sns(load, 'Publish', { TopicArn: arn('sns', name), Message: 'x' });
  await kinesis(load, 'CreateStream', { StreamName: name, ShardCount: 1 });
  await kinesis(load, 'PutRecord', { StreamName: name, PartitionKey: 'k', Data: data });
  await firehose(load, 'CreateDeliveryStream', hose(name));
  await firehose(load, 'DeleteDeliveryStream', { DeliveryStreamName: name });
  await kinesis(load, 'DeleteStream', { StreamName: name });
  await sns(load, 'DeleteTopic', { TopicArn: arn('sns', name) });
  await sqs(load, 'DeleteQueue', { QueueUrl });
}

/** One second of everybody's work. */
export async function secondOfSoak(load: SoakLoad, second: number): Promise<void> {
  const { rate } = load;
  for (let i = 0; i < rate / 10; i++) await sqs(load, 'SendMessageBatch', { QueueUrl: load.queueUrl, Entries: Array.from({ length: 10 }, (_, k) => ({ Id: String(k), MessageBody: `message ${second} ${i} ${k}` })) });
  await drain(load);
  await firehose(load, 'PutRecordBatch', { DeliveryStreamName: 'hose', Records: Array.from({ length: rate }, () => ({ Data: data })) });
  await sns(load, 'Publish', { TopicArn: arn('sns', 'news'), Message: `news of ${second}` });
  await rest(load, 'iotdata', 'POST', '/topics/lamps%2Fone', { second });
  await rest(load, 'iotdata', 'POST', '/things/lamp/shadow', { state: { reported: { second } } });
  const read = await kinesis(load, 'GetRecords', { ShardIterator: load.iterator });
  load.iterator = read.NextShardIterator as string;
  if (second % 60 !== 0) return;
  // A stream keeps its records for a day: few come in, so that what is measured is not that day.
  await kinesis(load, 'PutRecords', { StreamName: 'clicks', Records: Array.from({ length: rate }, (_, i) => ({ Data: data, PartitionKey: `k${i}` })) });
  await subscribeAndLeave(load);
  await churn(load, second);
  const listing = await rest(load, 's3', 'GET', '/lake?list-type=2');
  for (const [, key] of listing.matchAll(/<Key>([^<]*)<\/Key>/g)) await rest(load, 's3', 'DELETE', `/lake/${key!}`);
}
