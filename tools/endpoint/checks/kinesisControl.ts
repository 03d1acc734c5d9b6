import {
  CreateStreamCommand, DeleteResourcePolicyCommand, DescribeAccountSettingsCommand, DescribeStreamConsumerCommand, DescribeStreamSummaryCommand, GetRecordsCommand, GetResourcePolicyCommand, GetShardIteratorCommand, IncreaseStreamRetentionPeriodCommand, KinesisClient,
  ListShardsCommand, ListTagsForResourceCommand, ListTagsForStreamCommand, PutRecordCommand, PutRecordsCommand, PutResourcePolicyCommand, RegisterStreamConsumerCommand, ShardFilterType, SplitShardCommand, StartStreamEncryptionCommand, TagResourceCommand, UntagResourceCommand,
  UpdateAccountSettingsCommand, UpdateMaxRecordSizeCommand, UpdateShardCountCommand, UpdateStreamModeCommand, UpdateStreamWarmThroughputCommand,
} from '@aws-sdk/client-kinesis';
import { expect } from 'vitest';
import type { Reach } from './reach.ts';

type Check = (kinesis: KinesisClient, reach: Reach) => Promise<void>;

const StreamName = 'clicks';
const StreamARN = 'arn:aws:kinesis:us-east-1:123456789012:stream/clicks';
const startsAt = Date.UTC(2026, 0, 5);
const firstShard = 'shardId-000000000000';
const make = (kinesis: KinesisClient, ShardCount = 1) => kinesis.send(new CreateStreamCommand({ StreamName, ShardCount }));
const put = (kinesis: KinesisClient, length = 1) => kinesis.send(new PutRecordCommand({ StreamName, PartitionKey: 'k', Data: Buffer.alloc(length) }));
const summaryOf = async (kinesis: KinesisClient) => (await kinesis.send(new DescribeStreamSummaryCommand({ StreamName }))).StreamDescriptionSummary!;
const consumerOf = async (kinesis: KinesisClient) => (await kinesis.send(new RegisterStreamConsumerCommand({ StreamARN, ConsumerName: 'dashboard' }))).Consumer!.ConsumerARN!;
const errorOf = (call: Promise<unknown>) => call.then(() => 'no error', ({ name, message }: Error) => `${name}: ${message}`);
const under = 'under account 123456789012';

/** What an SDK client may rely on in calls about streams rather than records. */
export const kinesisControlChecks: Readonly<Record<string, Check>> = {
  'tags of streams and of consumers, by ARN': async (kinesis) => {
    await make(kinesis);
    for (const ResourceARN of [StreamARN, await consumerOf(kinesis)]) {
      await kinesis.send(new TagResourceCommand({ ResourceARN, Tags: { team: 'data', cost: '7' } }));
      await kinesis.send(new UntagResourceCommand({ ResourceARN, TagKeys: ['cost'] }));
      expect((await kinesis.send(new ListTagsForResourceCommand({ ResourceARN }))).Tags).toEqual([{ Key: 'team', Value: 'data' }]);
    }
    expect((await kinesis.send(new ListTagsForStreamCommand({ StreamName }))).Tags).toEqual([{ Key: 'team', Value: 'data' }]);
  },
  'resource policies are kept': async (kinesis) => {
    await make(kinesis);
    const policy = (ResourceARN: string) => kinesis.send(new GetResourcePolicyCommand({ ResourceARN }));
    for (const ResourceARN of [StreamARN, await consumerOf(kinesis)]) {
      const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: '*', Action: 'kinesis:GetRecords', Resource: ResourceARN }] });
      await kinesis.send(new PutResourcePolicyCommand({ ResourceARN, Policy }));
      expect((await policy(ResourceARN)).Policy).toBe(Policy);
      await kinesis.send(new DeleteResourcePolicyCommand({ ResourceARN }));
      expect(await errorOf(policy(ResourceARN))).toMatch(/^ResourceNotFoundException: /);
    }
  },
  'an account commits itself, then warms a stream': async (kinesis) => {
    await kinesis.send(new CreateStreamCommand({ StreamName, StreamModeDetails: { StreamMode: 'ON_DEMAND' } }));
    const warm = () => kinesis.send(new UpdateStreamWarmThroughputCommand({ StreamName, WarmThroughputMiBps: 9 }));
    expect(await errorOf(warm())).toMatch(/^ValidationException: /);
    await kinesis.send(new UpdateAccountSettingsCommand({ MinimumThroughputBillingCommitment: { Status: 'ENABLED' } }));
    expect((await kinesis.send(new DescribeAccountSettingsCommand({}))).MinimumThroughputBillingCommitment).toMatchObject({ Status: 'ENABLED', EarliestAllowedEndAt: new Date(startsAt + 86_400_000) });
    expect(await warm()).toMatchObject({ StreamName, StreamARN, WarmThroughput: { TargetMiBps: 9 } });
    expect(await summaryOf(kinesis)).toMatchObject({ OpenShardCount: 9, WarmThroughput: { CurrentMiBps: 9 } });
  },
  'the largest record goes up to 10 MiB': async (kinesis, { pass }) => {
    await make(kinesis);
    expect([(await summaryOf(kinesis)).MaxRecordSizeInKiB, await errorOf(put(kinesis, 2 ** 20))]).toEqual([1024, expect.stringContaining('Exception: ')]);
    await kinesis.send(new UpdateMaxRecordSizeCommand({ StreamARN, MaxRecordSizeInKiB: 10_240 }));
    pass(1000);
    expect([(await summaryOf(kinesis)).MaxRecordSizeInKiB, await errorOf(put(kinesis, 2 ** 20))]).toEqual([10_240, 'no error']);
  },
  'ShardFilter picks shards by the times when they were open and had records': async (kinesis, { pass, endpoint }) => {
    await make(kinesis, 2);
    const born = endpoint.world.now;
    pass(10_000);
    await kinesis.send(new SplitShardCommand({ StreamName, ShardToSplit: firstShard, NewStartingHashKey: '1000' }));
    const split = endpoint.world.now;
    pass(60_000);
    const listed = async (Type: ShardFilterType, more: object = {}) => (await kinesis.send(new ListShardsCommand({ StreamName, ShardFilter: { Type, ...more } }))).Shards!.map(({ ShardId }) => Number(ShardId!.slice(-3)));
    const at = (time: number) => ({ Timestamp: new Date(startsAt + time) });
    expect([await listed('AT_LATEST'), await listed('AT_TRIM_HORIZON'), await listed('FROM_TRIM_HORIZON')]).toEqual([[1, 2, 3], [0, 1], [0, 1, 2, 3]]);
    expect([await listed('AT_TIMESTAMP', at(born + 5000)), await listed('AT_TIMESTAMP', at(split + 30_000))]).toEqual([[0, 1], [1, 2, 3]]);
    expect([await listed('FROM_TIMESTAMP', at(born + 5000)), await listed('FROM_TIMESTAMP', at(split + 30_000))]).toEqual([[0, 1, 2, 3], [1, 2, 3]]);
    expect(await listed('AFTER_SHARD_ID', { ShardId: 'shardId-000000000001' })).toEqual([2, 3]);
    pass(86_400_000);
    expect([await listed('AT_TRIM_HORIZON'), await listed('FROM_TRIM_HORIZON')]).toEqual([[1, 2, 3], [1, 2, 3]]);
  },
  'the filter holds on every page': async (kinesis) => {
    await make(kinesis, 3);
    await kinesis.send(new UpdateShardCountCommand({ StreamName, TargetShardCount: 6, ScalingType: 'UNIFORM_SCALING' }));
    const open: string[] = [];
    let NextToken: string | undefined;
    do {
      const page = await kinesis.send(new ListShardsCommand(NextToken === undefined ? { StreamName, MaxResults: 2, ShardFilter: { Type: 'AT_LATEST' } } : { NextToken, MaxResults: 2 }));
      open.push(...page.Shards!.map(({ ShardId }) => ShardId!));
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    expect([open.length, new Set(open).size, (await summaryOf(kinesis)).OpenShardCount]).toEqual([6, 6, 6]);
    expect(open).not.toContain(firstShard);
  },
  'records tell the encryption that they were written under': async (kinesis, { pass }) => {
    await make(kinesis);
    expect((await put(kinesis)).EncryptionType).toBeUndefined();
    pass(1000);
    await kinesis.send(new StartStreamEncryptionCommand({ StreamName, EncryptionType: 'KMS', KeyId: 'alias/aws/kinesis' }));
    pass(60_000);
    expect((await put(kinesis)).EncryptionType).toBe('KMS');
    expect((await kinesis.send(new PutRecordsCommand({ StreamName, Records: [{ PartitionKey: 'k', Data: Buffer.from('x') }] }))).EncryptionType).toBe('KMS');
    const { ShardIterator } = await kinesis.send(new GetShardIteratorCommand({ StreamName, ShardId: firstShard, ShardIteratorType: 'TRIM_HORIZON' }));
    expect((await kinesis.send(new GetRecordsCommand({ ShardIterator }))).Records!.map(({ EncryptionType }) => EncryptionType)).toEqual([undefined, 'KMS', 'KMS']);
    expect(await summaryOf(kinesis)).toMatchObject({ EncryptionType: 'KMS', KeyId: 'alias/aws/kinesis' });
  },
  'a stream without mode and count is on-demand': async (kinesis) => {
    await kinesis.send(new CreateStreamCommand({ StreamName }));
    expect(await summaryOf(kinesis)).toMatchObject({ StreamModeDetails: { StreamMode: 'ON_DEMAND' }, OpenShardCount: 4, StreamStatus: 'ACTIVE', RetentionPeriodHours: 24 });
    expect(await errorOf(kinesis.send(new UpdateShardCountCommand({ StreamName, TargetShardCount: 8, ScalingType: 'UNIFORM_SCALING' })))).toMatch(/^ValidationException: /);
    await kinesis.send(new UpdateStreamModeCommand({ StreamARN, StreamModeDetails: { StreamMode: 'PROVISIONED' } }));
    expect(await errorOf(kinesis.send(new UpdateShardCountCommand({ StreamName, TargetShardCount: 8, ScalingType: 'UNIFORM_SCALING' })))).toBe('no error');
    expect((await summaryOf(kinesis)).OpenShardCount).toBe(8);
  },
  'refusals carry the texts of AWS': async (kinesis) => {
    await make(kinesis);
    expect(await errorOf(make(kinesis))).toBe(`ResourceInUseException: Stream clicks ${under} already exists.`);
    expect(await errorOf(kinesis.send(new DescribeStreamSummaryCommand({ StreamName: 'none' })))).toBe(`ResourceNotFoundException: Stream none ${under} not found.`);
    expect(await errorOf(kinesis.send(new DescribeStreamConsumerCommand({ StreamARN, ConsumerName: 'none' })))).toMatch(/^ResourceNotFoundException: /);
    expect(await errorOf(kinesis.send(new IncreaseStreamRetentionPeriodCommand({ StreamName, RetentionPeriodHours: 9000 })))).toBe('InvalidArgumentException: Maximum allowed retention period is 8760 hours. Requested retention period (9000 hours) is too long.');
  },
};
