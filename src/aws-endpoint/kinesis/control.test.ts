import {
  AddTagsToStreamCommand, CreateStreamCommand, DeleteStreamCommand, DeregisterStreamConsumerCommand, DescribeLimitsCommand, DescribeStreamCommand, DescribeStreamConsumerCommand, DescribeStreamSummaryCommand, EnableEnhancedMonitoringCommand,
  GetRecordsCommand, GetShardIteratorCommand, IncreaseStreamRetentionPeriodCommand, KinesisClient, ListStreamConsumersCommand, PutRecordCommand, RegisterStreamConsumerCommand, SplitShardCommand, StartStreamEncryptionCommand, StopStreamEncryptionCommand, UpdateShardCountCommand,
  UpdateStreamModeCommand,
} from '@aws-sdk/client-kinesis';
import { describe, expect, it } from 'vitest';
import { inProcess } from '../../testing/inProcessEndpoint.ts';
import type { WorldOptions } from '../world.ts';

const delay = 30_000;
const StreamName = 'clicks';
const StreamARN = 'arn:aws:kinesis:us-east-1:123456789012:stream/clicks';

/** A client, and time that passes only when told. Everything takes 30 s to be made. */
function start(options: Partial<WorldOptions> = {}) {
  const { endpoint, client } = inProcess({ provisioningDelay: delay, ...options });
  const kinesis = new KinesisClient(client as never);
  return { kinesis, endpoint, pass: (ms: number) => endpoint.world.advance(endpoint.world.now + ms) };
}
async function withStream(ShardCount = 2, options: Partial<WorldOptions> = {}) {
  const started = start(options);
  await started.kinesis.send(new CreateStreamCommand({ StreamName, ShardCount }));
  started.pass(delay);
  return started;
}
const errorOf = (call: Promise<unknown>) => call.then(() => 'no error', ({ name, message }: Error) => `${name}: ${message}`);
const summaryOf = async (kinesis: KinesisClient) => (await kinesis.send(new DescribeStreamSummaryCommand({ StreamName }))).StreamDescriptionSummary!;
const inState = (status: string) => `ResourceInUseException: Stream clicks under account 123456789012 not ACTIVE, instead in state ${status}`;

describe('a stream being made', () => {
  it('has no shards, is not found by records, and takes no control calls but its deletion', async () => {
    const { kinesis, pass } = start();
    await kinesis.send(new CreateStreamCommand({ StreamName, ShardCount: 2, Tags: { team: 'data' } }));
    expect((await kinesis.send(new DescribeStreamCommand({ StreamName }))).StreamDescription).toMatchObject({ StreamStatus: 'CREATING', Shards: [], HasMoreShards: false });
    expect((await summaryOf(kinesis)).OpenShardCount).toBe(0);
    expect(await errorOf(kinesis.send(new PutRecordCommand({ StreamName, PartitionKey: 'k', Data: Buffer.from('x') })))).toBe('ResourceNotFoundException: Stream clicks under account 123456789012 not found.');
    expect(await errorOf(kinesis.send(new GetShardIteratorCommand({ StreamName, ShardId: '0', ShardIteratorType: 'LATEST' })))).toBe('ResourceNotFoundException: Shard shardId-000000000000 in stream clicks under account 123456789012 does not exist');
    for (const command of [new AddTagsToStreamCommand({ StreamName, Tags: { a: 'b' } }), new SplitShardCommand({ StreamName, ShardToSplit: '0', NewStartingHashKey: '9' }), new EnableEnhancedMonitoringCommand({ StreamName, ShardLevelMetrics: ['ALL'] }), new RegisterStreamConsumerCommand({ StreamARN, ConsumerName: 'c' })]) {
      expect(await errorOf(kinesis.send(command as never))).toBe(inState('CREATING'));
    }
    await kinesis.send(new DeleteStreamCommand({ StreamName }));
    expect((await kinesis.send(new DescribeStreamCommand({ StreamName }))).StreamDescription).toMatchObject({ StreamStatus: 'DELETING', Shards: [] });
    pass(delay);
    expect(await errorOf(kinesis.send(new DescribeStreamCommand({ StreamName })))).toBe('ResourceNotFoundException: Stream clicks under account 123456789012 not found.');
  });

  it('is one of at most five that come or go at a time', async () => {
    const { kinesis, pass } = start();
    for (let i = 0; i < 4; i++) await kinesis.send(new CreateStreamCommand({ StreamName: `s${i}`, ShardCount: 1 }));
    await kinesis.send(new CreateStreamCommand({ StreamName: 's4', ShardCount: 1 }));
    const sixth = () => errorOf(kinesis.send(new CreateStreamCommand({ StreamName: 's5', ShardCount: 1 })));
    expect(await sixth()).toBe('LimitExceededException: This request would have exceed the limit on the number of streams that can simultaneously be in CREATING or DELETING for the account 123456789012. Limit: 5.');
    pass(delay);
    expect(await sixth()).toBe('no error');
  });

  it('counts from its own beginning: shards, records and hours', async () => {
    const { kinesis, pass, endpoint } = start();
    pass(7_200_000);
    await kinesis.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));
    pass(delay);
    const { StreamCreationTimestamp, Shards } = (await kinesis.send(new DescribeStreamCommand({ StreamName }))).StreamDescription!;
    expect(StreamCreationTimestamp).toEqual(new Date(Date.UTC(2026, 0, 5, 2)));
    const seconds = Number.parseInt(BigInt(Shards![0]!.SequenceNumberRange!.StartingSequenceNumber!).toString(16).slice(1, 10), 16);
    expect(seconds * 1000).toBe(Date.UTC(2026, 0, 5, 2));
    pass(3_600_000 - delay);
    expect(endpoint.world.simulation.costUnits()).toContainEqual(expect.objectContaining({ unit: 'shard-hour', amount: 1 }));
  });
});

describe('without a mode', () => {
  it('a stream with a count is provisioned, one without is on-demand', async () => {
    const { kinesis, pass } = start();
    await kinesis.send(new CreateStreamCommand({ StreamName }));
    pass(delay);
    expect(await summaryOf(kinesis)).toMatchObject({ StreamModeDetails: { StreamMode: 'ON_DEMAND' }, OpenShardCount: 4, MaxRecordSizeInKiB: 1024, ConsumerCount: 0 });
    await kinesis.send(new CreateStreamCommand({ StreamName: 'other', ShardCount: 3 }));
    expect(await kinesis.send(new DescribeLimitsCommand({}))).toMatchObject({ OpenShardCount: 3, OnDemandStreamCount: 1 });
  });

  it('in the Notes edition a stream needs its count, and has no other mode', async () => {
    const { kinesis } = start({ facts: 'notes' });
    expect(await errorOf(kinesis.send(new CreateStreamCommand({ StreamName })))).toBe('InvalidArgumentException: ShardCount must be given when StreamMode=PROVISIONED');
    expect(await errorOf(kinesis.send(new CreateStreamCommand({ StreamName, ShardCount: 1, MaxRecordSizeInKiB: 2048 })))).toMatch(/^ValidationException: MaxRecordSizeInKiB 2048/);
    await kinesis.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));
    expect((await summaryOf(kinesis)).MaxRecordSizeInKiB).toBeUndefined();
  });
});

describe('quotas', () => {
  it('of shards are the account’s, not the stream’s', async () => {
    const { kinesis, pass } = await withStream(1, { facts: 'notes' });
    await kinesis.send(new CreateStreamCommand({ StreamName: 'large', ShardCount: 499 }));
    pass(delay);
    expect(await errorOf(kinesis.send(new CreateStreamCommand({ StreamName: 'more', ShardCount: 1 })))).toMatch(/^LimitExceededException: This request would exceed the shard limit for the account 123456789012 in us-east-1\. Current shard count for the account: 500\. Limit: 500\. Number of additional shards that would have resulted from this request: 1\. /);
    expect(await errorOf(kinesis.send(new SplitShardCommand({ StreamName, ShardToSplit: '0', NewStartingHashKey: '9' })))).toMatch(/^LimitExceededException: This request would exceed the shard limit/);
    expect(await errorOf(kinesis.send(new UpdateShardCountCommand({ StreamName, TargetShardCount: 2, ScalingType: 'UNIFORM_SCALING' })))).toBe('LimitExceededException: Target shard count or number of open shards cannot be greater than 500. Current open shard count: 1, Target shard count: 2');
  });

  it('of on-demand streams', async () => {
    const { kinesis } = start({ provisioningDelay: 0 });
    for (let i = 0; i < 50; i++) await kinesis.send(new CreateStreamCommand({ StreamName: `s${i}`, StreamModeDetails: { StreamMode: 'ON_DEMAND' } }));
    expect(await errorOf(kinesis.send(new CreateStreamCommand({ StreamName })))).toBe('LimitExceededException: This request would exceed the limit on the number of On-Demand streams for the account 123456789012 in us-east-1. Current On-Demand streams count: 50. Limit: 50.');
  });
});

describe('a stream that is UPDATING', () => {
  it('is not deleted, and refuses other control calls', async () => {
    const { kinesis, pass } = await withStream();
    await kinesis.send(new IncreaseStreamRetentionPeriodCommand({ StreamName, RetentionPeriodHours: 48 }));
    expect((await summaryOf(kinesis)).StreamStatus).toBe('UPDATING');
    expect(await errorOf(kinesis.send(new DeleteStreamCommand({ StreamName })))).toBe(inState('UPDATING'));
    expect(await errorOf(kinesis.send(new StartStreamEncryptionCommand({ StreamName, EncryptionType: 'KMS', KeyId: 'k' })))).toBe(inState('UPDATING'));
    pass(delay);
    expect(await errorOf(kinesis.send(new DeleteStreamCommand({ StreamName })))).toBe('no error');
  });
});

describe('encryption', () => {
  it('begins when the stream is ACTIVE again, and each record tells how it was written', async () => {
    const { kinesis, pass } = await withStream(1);
    const put = (text: string) => kinesis.send(new PutRecordCommand({ StreamName, PartitionKey: 'k', Data: Buffer.from(text) }));
    await put('before');
    await kinesis.send(new StartStreamEncryptionCommand({ StreamName, EncryptionType: 'KMS', KeyId: 'alias/aws/kinesis' }));
    expect(await summaryOf(kinesis)).toMatchObject({ StreamStatus: 'UPDATING', EncryptionType: 'NONE' });
    expect((await put('during')).EncryptionType).toBeUndefined();
    pass(delay);
    expect(await summaryOf(kinesis)).toMatchObject({ StreamStatus: 'ACTIVE', EncryptionType: 'KMS', KeyId: 'alias/aws/kinesis' });
    expect((await put('under')).EncryptionType).toBe('KMS');
    await kinesis.send(new StopStreamEncryptionCommand({ StreamName, EncryptionType: 'KMS', KeyId: 'alias/aws/kinesis' }));
    pass(delay);
    expect((await summaryOf(kinesis)).KeyId).toBeUndefined();
    await put('after');
    const { ShardIterator } = await kinesis.send(new GetShardIteratorCommand({ StreamName, ShardId: '0', ShardIteratorType: 'TRIM_HORIZON' }));
    const { Records } = await kinesis.send(new GetRecordsCommand({ ShardIterator }));
    expect(Records!.map(({ EncryptionType }) => EncryptionType)).toEqual([undefined, undefined, 'KMS', undefined]);
  });

  it('takes 25 keys in 24 hours', async () => {
    const { kinesis, pass } = await withStream(1, { provisioningDelay: 0 });
    const apply = (i: number) => errorOf(kinesis.send(new StartStreamEncryptionCommand({ StreamName, EncryptionType: 'KMS', KeyId: `key-${i}` })));
    for (let i = 0; i < 25; i++) expect(await apply(i)).toBe('no error');
    expect(await apply(25)).toBe('LimitExceededException: StartStreamEncryption may be called 25 times in 24 hours for a stream.');
    expect(await errorOf(kinesis.send(new StopStreamEncryptionCommand({ StreamName, EncryptionType: 'KMS', KeyId: 'k' })))).toBe('no error');
    pass(86_400_000);
    expect(await apply(26)).toBe('no error');
  });
});

describe('consumers', () => {
  it('are CREATING, ACTIVE, DELETING; five are made at a time', async () => {
    const { kinesis, pass } = await withStream();
    const register = (ConsumerName: string) => kinesis.send(new RegisterStreamConsumerCommand({ StreamARN, ConsumerName }));
    const { Consumer } = await register('one');
    const statusOf = async (ConsumerName: string) => (await kinesis.send(new DescribeStreamConsumerCommand({ StreamARN, ConsumerName }))).ConsumerDescription!.ConsumerStatus;
    expect(await statusOf('one')).toBe('CREATING');
    expect(await errorOf(kinesis.send(new DeregisterStreamConsumerCommand({ ConsumerARN: Consumer!.ConsumerARN })))).toMatch(/^ResourceInUseException: Consumer one with creation timestamp \d+ under stream clicks and account 123456789012 is not in ACTIVE status\.$/);
    for (const name of ['two', 'three', 'four', 'five']) await register(name);
    expect(await errorOf(register('six'))).toBe('LimitExceededException: At most 5 consumers of a stream may be CREATING at a time.');
    pass(delay);
    expect(await statusOf('one')).toBe('ACTIVE');
    await kinesis.send(new DeregisterStreamConsumerCommand({ ConsumerARN: Consumer!.ConsumerARN }));
    expect(await statusOf('one')).toBe('DELETING');
    expect(await errorOf(register('one'))).toMatch(/^ResourceInUseException: Consumer one .* already exists/);
    pass(delay);
    expect((await kinesis.send(new ListStreamConsumersCommand({ StreamARN }))).Consumers!.map(({ ConsumerName }) => ConsumerName)).toEqual(['five', 'four', 'three', 'two']);
    expect((await register('one')).Consumer!.ConsumerARN).not.toBe(Consumer!.ConsumerARN);
  });

  it('are named by ARN, by stream and name, or by all three that agree', async () => {
    const { kinesis } = await withStream();
    const ConsumerARN = (await kinesis.send(new RegisterStreamConsumerCommand({ StreamARN, ConsumerName: 'one' }))).Consumer!.ConsumerARN;
    const find = (input: { ConsumerARN?: string; StreamARN?: string; ConsumerName?: string }) => errorOf(kinesis.send(new DescribeStreamConsumerCommand(input)));
    expect([await find({ ConsumerARN }), await find({ StreamARN, ConsumerName: 'one' }), await find({ ConsumerARN, StreamARN, ConsumerName: 'one' })]).toEqual(['no error', 'no error', 'no error']);
    expect(await find({ ConsumerARN, ConsumerName: 'two' })).toMatch(/^InvalidArgumentException: ConsumerARN arn:/);
    expect(await find({ ConsumerName: 'one' })).toMatch(/^InvalidArgumentException: Either ConsumerARN/);
  });

  it('keep their stream from being deleted, unless told otherwise', async () => {
    const { kinesis } = await withStream();
    await kinesis.send(new RegisterStreamConsumerCommand({ StreamARN, ConsumerName: 'one' }));
    expect(await errorOf(kinesis.send(new DeleteStreamCommand({ StreamName })))).toBe(
      "ResourceInUseException: DeleteStream can't delete 123456789012:clicks because there are consumers associated with this data stream. To delete clicks anyway, set the EnforceConsumerDeletion parameter to true to force the deletion of all the consumers that are associated with it.",
    );
    expect(await errorOf(kinesis.send(new DeleteStreamCommand({ StreamName, EnforceConsumerDeletion: true })))).toBe('no error');
  });
});

it('a stream changes its mode twice in 24 hours, and may be told the mode that it has', async () => {
  const { kinesis, pass } = await withStream(1);
  const change = async (StreamMode: 'PROVISIONED' | 'ON_DEMAND') => {
    const answer = await errorOf(kinesis.send(new UpdateStreamModeCommand({ StreamARN, StreamModeDetails: { StreamMode } })));
    pass(delay);
    return answer;
  };
  expect([await change('ON_DEMAND'), await change('ON_DEMAND'), await change('PROVISIONED')]).toEqual(['no error', 'no error', 'no error']);
  expect([await change('ON_DEMAND'), await change('PROVISIONED')]).toEqual(['LimitExceededException: Stream clicks under account 123456789012 can change its mode 2 times in 24 hours.', 'no error']);
  pass(86_400_000 - 5 * delay);
  expect([await change('ON_DEMAND'), await change('PROVISIONED')]).toEqual(['no error', expect.stringContaining('LimitExceededException')]);
});
