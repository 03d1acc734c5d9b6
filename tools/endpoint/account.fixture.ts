/** An account with something of every service, and questions about all of it. */

export interface PlainCall {
  readonly name: string;
  readonly method?: string;
  readonly path?: string;
  readonly signedFor?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

const json = (target: string, operation: string, members: object, version = '1.1'): PlainCall => ({ name: `${target} ${operation}`, headers: { 'x-amz-target': `${target}.${operation}`, 'content-type': `application/x-amz-json-${version}` }, body: JSON.stringify(members) });
const kinesis = (operation: string, members: object) => json('Kinesis_20131202', operation, members);
const firehose = (operation: string, members: object) => json('Firehose_20150804', operation, members);
const pipeline = (operation: string, members: object) => json('DataPipeline', operation, members);
const sqs = (operation: string, members: object) => json('AmazonSQS', operation, members, '1.0');
const sns = (operation: string, members: Readonly<Record<string, string>>): PlainCall => ({ name: `SNS ${operation}`, headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: new URLSearchParams({ Action: operation, Version: '2010-03-31', ...members }).toString() });
const rest = (signedFor: string, method: string, path: string, body?: string, headers: Readonly<Record<string, string>> = {}): PlainCall => ({ name: `${signedFor} ${method} ${path}`, method, path, signedFor, headers, ...(body === undefined ? {} : { body }) });

const account = '123456789012';
const queue = (name: string) => `http://localhost/${account}/${name}`;
const topic = `arn:aws:sns:us-east-1:${account}:news`;

/** Things made in all services; a bucket has a name that is a path of IoT, too. */
export const accountCalls: readonly PlainCall[] = [
  kinesis('CreateStream', { StreamName: 'clicks', ShardCount: 2 }),
  kinesis('PutRecord', { StreamName: 'clicks', PartitionKey: 'k', Data: 'aGk=' }),
  kinesis('RegisterStreamConsumer', { StreamARN: `arn:aws:kinesis:us-east-1:${account}:stream/clicks`, ConsumerName: 'fast' }),
  rest('s3', 'PUT', '/things'),
  rest('s3', 'PUT', '/things/greeting', '5\r\nhello\r\n0\r\n\r\n', { 'content-encoding': 'aws-chunked', 'x-amz-meta-colour': 'red', 'content-type': 'text/plain' }),
  firehose('CreateDeliveryStream', { DeliveryStreamName: 'hose', ExtendedS3DestinationConfiguration: { BucketARN: 'arn:aws:s3:::things', RoleARN: `arn:aws:iam::${account}:role/r`, BufferingHints: { IntervalInSeconds: 0, SizeInMBs: 1 } } }),
  sqs('CreateQueue', { QueueName: 'jobs' }),
  sqs('SendMessage', { QueueUrl: queue('jobs'), MessageBody: 'one' }),
  sqs('SendMessage', { QueueUrl: queue('jobs'), MessageBody: 'two' }),
  sqs('ReceiveMessage', { QueueUrl: queue('jobs'), VisibilityTimeout: 600 }),
  sns('CreateTopic', { Name: 'news' }),
  sns('Subscribe', { TopicArn: topic, Protocol: 'sqs', Endpoint: `arn:aws:sqs:us-east-1:${account}:jobs` }),
  sns('Publish', { TopicArn: topic, Message: 'hear this' }),
  rest('iot', 'POST', '/things/lamp', '{}'),
  rest('iotdata', 'POST', '/things/lamp/shadow', '{"state":{"reported":{"on":true}}}'),
  rest('iotdata', 'POST', '/topics/home%2Flamp?qos=1&retain=true', 'retained', { 'x-amz-mqtt5-content-type': 'text/plain' }),
  pipeline('CreatePipeline', { name: 'copy', uniqueId: 'one' }),
];

const questions: readonly PlainCall[] = [
  kinesis('DescribeStream', { StreamName: 'clicks' }),
  kinesis('ListStreamConsumers', { StreamARN: `arn:aws:kinesis:us-east-1:${account}:stream/clicks` }),
  rest('s3', 'GET', '/things/greeting'),
  rest('s3', 'GET', '/things?list-type=2'),
  firehose('DescribeDeliveryStream', { DeliveryStreamName: 'hose' }),
  sqs('GetQueueAttributes', { QueueUrl: queue('jobs'), AttributeNames: ['All'] }),
  sns('ListSubscriptions', {}),
  rest('iot', 'GET', '/things/lamp'),
  rest('iotdata', 'GET', '/things/lamp/shadow'),
  rest('iotdata', 'GET', '/retainedMessage/home%2Flamp'),
  pipeline('ListPipelines', {}),
];

export async function ask(url: string, { method = 'POST', path = '/', signedFor = 'any', headers = {}, body }: PlainCall): Promise<{ status: number; text: string }> {
  const authorization = `AWS4-HMAC-SHA256 Credential=AKID/20260105/us-east-1/${signedFor}/aws4_request, SignedHeaders=host, Signature=a`;
  const response = await fetch(url + path, { method, headers: { authorization, 'x-amz-date': '20260105T000000Z', ...headers }, ...(body === undefined ? {} : { body }) });
  const own = [...response.headers].filter(([name]) => name.startsWith('x-amz-meta')).map(([name, value]) => `${name}: ${value}\n`);
  return { status: response.status, text: own.join('') + (await response.text()) };
}

/** What all services say, without what differs from call to call: ids of requests, and the present that a shadow tells. */
export async function picture(url: string): Promise<{ name: string; text: string }[]> {
  const answers = [];
  for (const call of questions) {
    const { status, text } = await ask(url, call);
    answers.push({ name: call.name, text: `${status} ${text.replace(/<RequestId>.*?<\/RequestId>/, '').replace(/"timestamp":\d+}$/, '')}` });
  }
  return answers;
}
