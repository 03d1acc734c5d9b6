import { expect, it } from 'vitest';
import { inProcess } from '../../testing/inProcessEndpoint.ts';
import { answerOf } from '../requestHandler.ts';

const DeliveryStreamName = 'clicks';

async function stream(provisioningDelay: number) {
  const { endpoint } = inProcess({ provisioningDelay });
  const send = async (operation: string, input: object = {}) => {
    const { body } = await answerOf(endpoint, { method: 'POST', path: '/', query: '', headers: { 'x-amz-target': `Firehose_20150804.${operation}`, 'content-type': 'application/x-amz-json-1.1' }, body: Buffer.from(JSON.stringify({ DeliveryStreamName, ...input })) });
    return JSON.parse(Buffer.from(body).toString()) as Record<string, unknown> & { DeliveryStreamDescription?: { DeliveryStreamEncryptionConfiguration?: { Status: string }; DeliveryStreamStatus: string } };
  };
  const pass = (ms: number) => endpoint.world.advance(endpoint.world.now + ms);
  await send('CreateDeliveryStream', { S3DestinationConfiguration: { RoleARN: 'arn:aws:iam::123456789012:role/firehose', BucketARN: 'arn:aws:s3:::lake' } });
  const state = async () => [(await send('DescribeDeliveryStream')).DeliveryStreamDescription!.DeliveryStreamEncryptionConfiguration!.Status, (await send('PutRecord', { Record: { Data: 'eA==' } })).Encrypted];
  return { send, pass, state };
}

it('takes its time: records are encrypted once it is enabled, and until it is disabled', async () => {
  const { send, pass, state } = await stream(1000);
  expect(await send('PutRecord', { Record: { Data: 'eA==' } })).toMatchObject({ __type: 'ResourceNotFoundException', message: 'Firehose clicks under account 123456789012 not found.' });
  pass(1000);
  expect(await state()).toEqual(['DISABLED', false]);
  await send('StartDeliveryStreamEncryption');
  expect(await state()).toEqual(['ENABLING', false]);
  pass(1000);
  expect(await state()).toEqual(['ENABLED', true]);
  await send('StartDeliveryStreamEncryption', { DeliveryStreamEncryptionConfigurationInput: { KeyType: 'CUSTOMER_MANAGED_CMK', KeyARN: 'arn:aws:kms:us-east-1:123456789012:key/k' } });
  expect(await state()).toEqual(['ENABLING', true]);
  pass(1000);
  await send('StopDeliveryStreamEncryption');
  expect(await state()).toEqual(['DISABLING', true]);
  pass(1000);
  expect(await state()).toEqual(['DISABLED', false]);
});

it('is started and stopped 25 times in 24 hours at most', async () => {
  const { send, pass } = await stream(0);
  for (let n = 0; n < 25; n++) expect(await send(n % 2 === 0 ? 'StartDeliveryStreamEncryption' : 'StopDeliveryStreamEncryption')).toEqual({});
  expect(await send('StopDeliveryStreamEncryption')).toMatchObject({ __type: 'LimitExceededException', message: expect.stringMatching(/^DeliveryStreamName clicks: .* 25 times/) as string });
  pass(86_400_001);
  expect(await send('StopDeliveryStreamEncryption')).toEqual({});
});
