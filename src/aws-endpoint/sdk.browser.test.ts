import { CreateStreamCommand, GetRecordsCommand, GetShardIteratorCommand, KinesisClient, PutRecordCommand } from '@aws-sdk/client-kinesis';
import { CreateQueueCommand, ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { expect, it } from 'vitest';
import { models } from '../services/models.ts';
import { Endpoint } from './endpoint.ts';
import { createRequestHandler } from './requestHandler.ts';

const settings = (endpoint: Endpoint) => ({ region: 'us-east-1', credentials: { accessKeyId: 'x', secretAccessKey: 'x' }, requestHandler: createRequestHandler(endpoint) });
const newEndpoint = () => new Endpoint({ models, facts: 'today', account: '123456789012', region: 'us-east-1', startsAt: 0, provisioningDelay: 0 });

it('code with the AWS SDK runs in a page, and asks nobody outside', async () => {
  const before = performance.getEntriesByType('resource').length;
  const kinesis = new KinesisClient(settings(newEndpoint()));
  await kinesis.send(new CreateStreamCommand({ StreamName: 'clicks', ShardCount: 1 }));
  const { ShardId } = await kinesis.send(new PutRecordCommand({ StreamName: 'clicks', PartitionKey: 'anna', Data: new TextEncoder().encode('hello') }));
  const { ShardIterator } = await kinesis.send(new GetShardIteratorCommand({ StreamName: 'clicks', ShardId, ShardIteratorType: 'TRIM_HORIZON' }));
  const { Records } = await kinesis.send(new GetRecordsCommand({ ShardIterator }));
  expect(new TextDecoder().decode(Records![0]!.Data)).toBe('hello');
  expect(performance.getEntriesByType('resource').slice(before).filter(({ name }) => name.includes('amazonaws'))).toEqual([]);
});

it('a long poll in a page takes simulated time, not a person\'s', async () => {
  const endpoint = newEndpoint();
  const sqs = new SQSClient(settings(endpoint));
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'orders' }));
  const began = performance.now();
  expect((await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }))).Messages ?? []).toEqual([]);
  expect(endpoint.world.now).toBeGreaterThanOrEqual(20_000);
  expect(performance.now() - began).toBeLessThan(5000);
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'hello' }));
  expect((await sqs.send(new ReceiveMessageCommand({ QueueUrl }))).Messages).toMatchObject([{ Body: 'hello' }]);
});
