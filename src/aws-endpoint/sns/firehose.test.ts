import { CreateDeliveryStreamCommand, FirehoseClient } from '@aws-sdk/client-firehose';
import { expect, it } from 'vitest';
import { inProcess } from '../../testing/inProcessEndpoint.ts';
import { answerOf } from '../requestHandler.ts';
import { call, textOf } from './form.fixture.ts';

const arn = 'arn:aws:sns:us-east-1:123456789012:orders';

it.each([
  ['in an envelope', 'false', /^\{"Type":"Notification",.*"TopicArn":"arn:aws:sns:us-east-1:123456789012:orders","Message":"hello"/],
  ['raw', 'true', /^hello$/],
])('a delivery stream gets the message %s, and writes it to its bucket', async (_, RawMessageDelivery, wanted) => {
  const { endpoint, client } = inProcess();
  const s3 = async (method: string, path: string, query = '') => Buffer.from((await answerOf(endpoint, { method, path, query, headers: { host: '127.0.0.1' }, body: new Uint8Array() })).body).toString();
  await s3('PUT', '/lake');
  const RoleARN = 'arn:aws:iam::123456789012:role/r';
  const { DeliveryStreamARN } = await new FirehoseClient(client as never).send(new CreateDeliveryStreamCommand({ DeliveryStreamName: 'archive', ExtendedS3DestinationConfiguration: { RoleARN, BucketARN: 'arn:aws:s3:::lake', BufferingHints: { SizeInMBs: 1, IntervalInSeconds: 60 } } }));
  await call(endpoint, 'CreateTopic', { Name: 'orders' });
  const { xml } = await call(endpoint, 'Subscribe', { TopicArn: arn, Protocol: 'firehose', Endpoint: DeliveryStreamARN, Attributes: { SubscriptionRoleArn: RoleARN, RawMessageDelivery } });
  expect(textOf(xml, 'SubscriptionArn')).toMatch(/^arn:aws:sns:/);
  await call(endpoint, 'Publish', { TopicArn: arn, Message: 'hello' });
  endpoint.world.advance(endpoint.world.now + 61_000);
  const key = textOf(await s3('GET', '/lake', 'list-type=2'), 'Key');
  expect((await s3('GET', `/lake/${key}`)).trimEnd()).toMatch(wanted);
});
