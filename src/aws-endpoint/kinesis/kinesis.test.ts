import { CreateStreamCommand, DescribeStreamCommand, GetRecordsCommand, GetShardIteratorCommand, KinesisClient, ListStreamsCommand, PutRecordCommand, PutRecordsCommand, SplitShardCommand } from '@aws-sdk/client-kinesis';
import { expect, it } from 'vitest';
import { inProcess } from '../../testing/inProcessEndpoint.ts';

it('makes a stream, takes a record in and gives it back', async () => {
  const { client } = inProcess();
  const kinesis = new KinesisClient(client as never);
  await kinesis.send(new CreateStreamCommand({ StreamName: 'clicks', ShardCount: 2 }));
  expect((await kinesis.send(new ListStreamsCommand({}))).StreamNames).toEqual(['clicks']);
  const described = await kinesis.send(new DescribeStreamCommand({ StreamName: 'clicks' }));
  expect(described.StreamDescription).toMatchObject({ StreamStatus: 'ACTIVE', HasMoreShards: false });
  expect(described.StreamDescription!.Shards).toHaveLength(2);
  const put = await kinesis.send(new PutRecordCommand({ StreamName: 'clicks', PartitionKey: 'anna', Data: Buffer.from('hello') }));
  expect(put.SequenceNumber).toMatch(/^\d{56}$/);
  const { ShardIterator } = await kinesis.send(new GetShardIteratorCommand({ StreamName: 'clicks', ShardId: put.ShardId, ShardIteratorType: 'TRIM_HORIZON' }));
  const got = await kinesis.send(new GetRecordsCommand({ ShardIterator }));
  expect(got.Records).toMatchObject([{ SequenceNumber: put.SequenceNumber, PartitionKey: 'anna' }]);
  expect(Buffer.from(got.Records![0]!.Data!).toString()).toBe('hello');
});

it('answers partial failure with 200', async () => {
  const { client } = inProcess();
  const kinesis = new KinesisClient(client as never);
  await kinesis.send(new CreateStreamCommand({ StreamName: 'one', ShardCount: 1 }));
  const Records = Array.from({ length: 500 }, (_, i) => ({ PartitionKey: `k${i}`, Data: Buffer.from('x'.repeat(50)) }));
  const failed: (number | undefined)[] = [];
  for (let i = 0; i < 3; i++) failed.push((await kinesis.send(new PutRecordsCommand({ StreamName: 'one', Records }))).FailedRecordCount);
  expect(failed).toEqual([0, 0, 500]);
});

it('names what is wrong with a call', async () => {
  const { client } = inProcess();
  const kinesis = new KinesisClient(client as never);
  await expect(kinesis.send(new CreateStreamCommand({ StreamName: 'a b', ShardCount: 0 }))).rejects.toThrow(
    "2 validation errors detected: Value 'a b' at 'streamName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+; Value '0' at 'shardCount' failed to satisfy constraint: Member must have value greater than or equal to 1",
  );
  await expect(kinesis.send(new PutRecordCommand({ StreamName: 'nowhere', PartitionKey: 'a', Data: Buffer.from('x') }))).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});

it('names the account that it was given, in messages of the model too', async () => {
  const { client } = inProcess({ account: '210987654321' });
  const kinesis = new KinesisClient(client as never);
  await kinesis.send(new CreateStreamCommand({ StreamName: 'one', ShardCount: 1 }));
  const Records = Array.from({ length: 500 }, () => ({ PartitionKey: 'k', Data: Buffer.from('x') }));
  for (let i = 0; i < 2; i++) await kinesis.send(new PutRecordsCommand({ StreamName: 'one', Records }));
  const throttled = 'Rate exceeded for shard shardId-000000000000 in stream one under account 210987654321.';
  expect((await kinesis.send(new PutRecordsCommand({ StreamName: 'one', Records }))).Records![0]).toEqual({ ErrorCode: 'ProvisionedThroughputExceededException', ErrorMessage: throttled });
  await expect(kinesis.send(new PutRecordCommand({ StreamName: 'one', PartitionKey: 'k', Data: Buffer.from('x') }))).rejects.toThrow(throttled);
  await expect(kinesis.send(new SplitShardCommand({ StreamName: 'one', ShardToSplit: 'shardId-000000000007', NewStartingHashKey: '10' }))).rejects.toThrow(/in stream one under account 210987654321/);
});
