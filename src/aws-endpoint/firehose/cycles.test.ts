import { expect, it } from 'vitest';
import { inProcess } from '../../testing/inProcessEndpoint.ts';
import { answerOf } from '../requestHandler.ts';

const RoleARN = 'arn:aws:iam::123456789012:role/firehose';
const S3DestinationConfiguration = { RoleARN, BucketARN: 'arn:aws:s3:::lake' };

it.each([
  ['Direct PUT', {}],
  ['a stream as source', { DeliveryStreamType: 'KinesisStreamAsSource', KinesisStreamSourceConfiguration: { RoleARN, KinesisStreamARN: 'arn:aws:kinesis:us-east-1:123456789012:stream/source' } }],
])('a hundred delivery streams with %s come and go, one bucket for all', async (_, more) => {
  const { endpoint } = inProcess();
  const send = async (target: string, input: unknown) => {
    const { body, status } = await answerOf(endpoint, { method: 'POST', path: '/', query: '', headers: { 'x-amz-target': target, 'content-type': 'application/x-amz-json-1.1' }, body: Buffer.from(JSON.stringify(input)) });
    return { status, text: Buffer.from(body).toString() };
  };
  await answerOf(endpoint, { method: 'PUT', path: '/lake', query: '', headers: {}, body: new Uint8Array() });
  await send('Kinesis_20131202.CreateStream', { StreamName: 'source', ShardCount: 1 });
  for (let n = 0; n < 100; n++) {
    expect(await send('Firehose_20150804.CreateDeliveryStream', { DeliveryStreamName: 'd', S3DestinationConfiguration, ...more })).toMatchObject({ status: 200 });
    expect(await send('Firehose_20150804.DeleteDeliveryStream', { DeliveryStreamName: 'd' })).toMatchObject({ status: 200 });
    endpoint.world.advance(endpoint.world.now + 1000);
  }
});
