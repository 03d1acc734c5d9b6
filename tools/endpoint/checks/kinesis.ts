import {
  AddTagsToStreamCommand, CreateStreamCommand, DecreaseStreamRetentionPeriodCommand, DeleteStreamCommand, DeregisterStreamConsumerCommand, DescribeLimitsCommand, DescribeStreamCommand, DescribeStreamConsumerCommand,
  DescribeStreamSummaryCommand, DisableEnhancedMonitoringCommand, EnableEnhancedMonitoringCommand, GetRecordsCommand, GetShardIteratorCommand, IncreaseStreamRetentionPeriodCommand, KinesisClient, ListShardsCommand, ListStreamConsumersCommand,
  ListTagsForStreamCommand, MergeShardsCommand, paginateListStreams, PutRecordCommand, PutRecordsCommand, RegisterStreamConsumerCommand, RemoveTagsFromStreamCommand, ShardIteratorType, SplitShardCommand, StartStreamEncryptionCommand,
  StopStreamEncryptionCommand, UpdateShardCountCommand, UpdateStreamModeCommand, waitUntilStreamExists, type Shard,
} from '@aws-sdk/client-kinesis';
import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import type { Reach } from './reach.ts';

type Check = (kinesis: KinesisClient, reach: Reach) => Promise<void>;

const StreamName = 'clicks';
const bytes = (text: string) => Buffer.from(text);
const make = (kinesis: KinesisClient, ShardCount = 2) => kinesis.send(new CreateStreamCommand({ StreamName, ShardCount }));
const put = (kinesis: KinesisClient, PartitionKey: string, text = 'x') => kinesis.send(new PutRecordCommand({ StreamName, PartitionKey, Data: bytes(text) }));
const shardsOf = async (kinesis: KinesisClient): Promise<Shard[]> => (await kinesis.send(new ListShardsCommand({ StreamName }))).Shards!;
const errorOf = async (call: Promise<unknown>) => call.then(() => 'no error', (error: Error) => error.name);

async function iterator(kinesis: KinesisClient, ShardId: string, more: Partial<ConstructorParameters<typeof GetShardIteratorCommand>[0]> = {}) {
  return (await kinesis.send(new GetShardIteratorCommand({ StreamName, ShardId, ShardIteratorType: ShardIteratorType.TRIM_HORIZON, ...more }))).ShardIterator!;
}
async function read(kinesis: KinesisClient, ShardIterator: string, Limit?: number) {
  return kinesis.send(new GetRecordsCommand({ ShardIterator, Limit }));
}
const textsOf = (records: readonly { Data?: Uint8Array }[] | undefined) => (records ?? []).map(({ Data }) => Buffer.from(Data!).toString());
const space = 1n << 128n;

/** What an SDK client of Kinesis may rely on, by what it shows. */
export const kinesisChecks: Readonly<Record<string, Check>> = {
  'routes 200 keys by their MD5': async (kinesis) => {
    await make(kinesis, 7);
    const shards = await shardsOf(kinesis);
    for (let i = 0; i < 200; i++) {
      const key = `user-${i * 7919}`;
      const hash = BigInt(`0x${createHash('md5').update(key).digest('hex')}`);
      const home = shards.find(({ HashKeyRange }) => BigInt(HashKeyRange!.StartingHashKey!) <= hash && hash <= BigInt(HashKeyRange!.EndingHashKey!));
      expect((await put(kinesis, key)).ShardId).toBe(home!.ShardId);
    }
  },
  'ranges of the open shards tile 0 to 2^128-1': async (kinesis) => {
    await make(kinesis, 5);
    let next = 0n;
    for (const { HashKeyRange } of await shardsOf(kinesis)) {
      expect(BigInt(HashKeyRange!.StartingHashKey!)).toBe(next);
      next = BigInt(HashKeyRange!.EndingHashKey!) + 1n;
    }
    expect(next).toBe(space);
  },
  'an explicit hash key beats the partition key': async (kinesis) => {
    await make(kinesis, 2);
    const { ShardId } = await kinesis.send(new PutRecordCommand({ StreamName, PartitionKey: 'any', ExplicitHashKey: '0', Data: bytes('x') }));
    expect(ShardId).toBe('shardId-000000000000');
    expect((await kinesis.send(new PutRecordCommand({ StreamName, PartitionKey: 'any', ExplicitHashKey: String(space - 1n), Data: bytes('x') }))).ShardId).toBe('shardId-000000000001');
    expect(await errorOf(kinesis.send(new PutRecordCommand({ StreamName, PartitionKey: 'any', ExplicitHashKey: String(space), Data: bytes('x') })))).toBe('InvalidArgumentException');
  },
  'gives bytes back as they came': async (kinesis) => {
    await make(kinesis, 1);
    const data = Uint8Array.from({ length: 256 }, (_, i) => i);
    const { ShardId } = await kinesis.send(new PutRecordCommand({ StreamName, PartitionKey: 'ключ', Data: data }));
    const { Records } = await read(kinesis, await iterator(kinesis, ShardId!));
    expect(Records).toMatchObject([{ PartitionKey: 'ключ' }]);
    expect(Uint8Array.from(Records![0]!.Data!)).toEqual(data);
  },
  'sequence numbers of a shard ascend': async (kinesis) => {
    await make(kinesis, 1);
    const numbers: bigint[] = [];
    for (let i = 0; i < 20; i++) numbers.push(BigInt((await put(kinesis, `k${i}`)).SequenceNumber!));
    expect(numbers).toEqual([...numbers].sort((a, b) => (a < b ? -1 : 1)));
    expect(new Set(numbers).size).toBe(20);
  },
  'split: the parent is drained, then the children go on': async (kinesis, { pass }) => {
    await make(kinesis, 1);
    await put(kinesis, 'a', 'before');
    await kinesis.send(new SplitShardCommand({ StreamName, ShardToSplit: 'shardId-000000000000', NewStartingHashKey: String(space / 2n) }));
    pass(2000);
    await put(kinesis, 'a', 'after');
    const shards = await shardsOf(kinesis);
    expect(shards.map(({ ShardId, ParentShardId }) => [ShardId, ParentShardId])).toEqual([['shardId-000000000000', undefined], ['shardId-000000000001', 'shardId-000000000000'], ['shardId-000000000002', 'shardId-000000000000']]);
    expect(shards[0]!.SequenceNumberRange!.EndingSequenceNumber).toMatch(/^\d+$/);
    const drained = await read(kinesis, await iterator(kinesis, 'shardId-000000000000'));
    expect([textsOf(drained.Records), drained.NextShardIterator]).toEqual([['before'], undefined]);
    expect(drained.ChildShards!.map(({ ShardId }) => ShardId)).toEqual(['shardId-000000000001', 'shardId-000000000002']);
    const after = await Promise.all([1, 2].map(async (n) => textsOf((await read(kinesis, await iterator(kinesis, `shardId-00000000000${n}`))).Records)));
    expect(after.flat()).toEqual(['after']);
  },
  'merge: two neighbours become one, others are refused': async (kinesis, { pass }) => {
    await make(kinesis, 3);
    expect(await errorOf(kinesis.send(new MergeShardsCommand({ StreamName, ShardToMerge: 'shardId-000000000000', AdjacentShardToMerge: 'shardId-000000000002' })))).toBe('InvalidArgumentException');
    await kinesis.send(new MergeShardsCommand({ StreamName, ShardToMerge: 'shardId-000000000000', AdjacentShardToMerge: 'shardId-000000000001' }));
    pass(2000);
    const merged = (await shardsOf(kinesis)).find(({ ShardId }) => ShardId === 'shardId-000000000003');
    expect(merged).toMatchObject({ ParentShardId: 'shardId-000000000000', AdjacentParentShardId: 'shardId-000000000001' });
  },
  'UpdateShardCount doubles, and refuses more than that': async (kinesis, { pass }) => {
    await make(kinesis, 2);
    expect(await errorOf(kinesis.send(new UpdateShardCountCommand({ StreamName, TargetShardCount: 5, ScalingType: 'UNIFORM_SCALING' })))).toBe('LimitExceededException');
    expect(await kinesis.send(new UpdateShardCountCommand({ StreamName, TargetShardCount: 4, ScalingType: 'UNIFORM_SCALING' }))).toMatchObject({ CurrentShardCount: 2, TargetShardCount: 4 });
    pass(1000);
    expect((await kinesis.send(new DescribeStreamSummaryCommand({ StreamName }))).StreamDescriptionSummary!.OpenShardCount).toBe(4);
  },
  'TRIM_HORIZON begins with the oldest record': async (kinesis) => {
    await make(kinesis, 1);
    for (const text of ['a', 'b', 'c']) await put(kinesis, 'k', text);
    expect(textsOf((await read(kinesis, await iterator(kinesis, '0'))).Records)).toEqual(['a', 'b', 'c']);
  },
  'LATEST begins after the newest record': async (kinesis) => {
    await make(kinesis, 1);
    await put(kinesis, 'k', 'old');
    const latest = await iterator(kinesis, '0', { ShardIteratorType: 'LATEST' });
    await put(kinesis, 'k', 'new');
    expect(textsOf((await read(kinesis, latest)).Records)).toEqual(['new']);
  },
  'AT_SEQUENCE_NUMBER and AFTER_SEQUENCE_NUMBER': async (kinesis) => {
    await make(kinesis, 1);
    await put(kinesis, 'k', 'a');
    const { SequenceNumber } = await put(kinesis, 'k', 'b');
    await put(kinesis, 'k', 'c');
    const from = (type: ShardIteratorType) => iterator(kinesis, '0', { ShardIteratorType: type, StartingSequenceNumber: SequenceNumber });
    expect(textsOf((await read(kinesis, await from('AT_SEQUENCE_NUMBER'))).Records)).toEqual(['b', 'c']);
    expect(textsOf((await read(kinesis, await from('AFTER_SEQUENCE_NUMBER'))).Records)).toEqual(['c']);
    expect(await errorOf(iterator(kinesis, '0', { ShardIteratorType: 'AT_SEQUENCE_NUMBER' }))).toBe('InvalidArgumentException');
    expect(await errorOf(iterator(kinesis, '0', { ShardIteratorType: 'AT_SEQUENCE_NUMBER', StartingSequenceNumber: '12' }))).toBe('InvalidArgumentException');
  },
  'AT_TIMESTAMP begins with what came then or later': async (kinesis, { endpoint, pass }) => {
    await make(kinesis, 1);
    await put(kinesis, 'k', 'a');
    pass(10_000);
    const then = new Date(endpoint.world.seconds * 1000 - 5000);
    await put(kinesis, 'k', 'b');
    expect(textsOf((await read(kinesis, await iterator(kinesis, '0', { ShardIteratorType: 'AT_TIMESTAMP', Timestamp: then }))).Records)).toEqual(['b']);
  },
  'an iterator dies after five minutes': async (kinesis, { pass }) => {
    await make(kinesis, 1);
    const old = await iterator(kinesis, '0');
    pass(300_000);
    expect(await errorOf(read(kinesis, old))).toBe('no error');
    const older = await iterator(kinesis, '0');
    pass(300_001);
    expect(await errorOf(read(kinesis, older))).toBe('ExpiredIteratorException');
  },
  'a text that is no iterator is refused': async (kinesis) => {
    await make(kinesis, 1);
    const good = await iterator(kinesis, '0');
    expect(good).toHaveLength(224);
    expect(await errorOf(read(kinesis, `${good.slice(0, 20)}BBBB${good.slice(24)}`))).toBe('InvalidArgumentException');
    expect(await errorOf(read(kinesis, 'nonsense'))).toBe('InvalidArgumentException');
  },
  'Limit cuts an answer, the next iterator goes on': async (kinesis) => {
    await make(kinesis, 1);
    for (let i = 0; i < 7; i++) await put(kinesis, 'k', String(i));
    const first = await read(kinesis, await iterator(kinesis, '0'), 3);
    const second = await read(kinesis, first.NextShardIterator!, 100);
    expect([textsOf(first.Records), textsOf(second.Records)]).toEqual([['0', '1', '2'], ['3', '4', '5', '6']]);
    expect([first.MillisBehindLatest! >= 0, second.MillisBehindLatest]).toEqual([true, 0]);
  },
  'partial failure is answered with 200, entry by entry': async (kinesis) => {
    await make(kinesis, 1);
    const Records = Array.from({ length: 500 }, (_, i) => ({ PartitionKey: `k${i}`, Data: bytes('x') }));
    const answers = [];
    for (let i = 0; i < 3; i++) answers.push(await kinesis.send(new PutRecordsCommand({ StreamName, Records: i < 2 ? Records : Records.slice(0, 10) })));
    expect(answers.map(({ FailedRecordCount }) => FailedRecordCount)).toEqual([0, 0, 10]);
    expect(answers[2]!.Records![0]).toMatchObject({ ErrorCode: 'ProvisionedThroughputExceededException', ErrorMessage: 'Rate exceeded for shard shardId-000000000000 in stream clicks under account 123456789012.' });
    expect(answers[2]!.$metadata.httpStatusCode).toBe(200);
  },
  'of 1,500 records in a second, one shard refuses the surplus': async (kinesis) => {
    await make(kinesis, 1);
    let failed = 0;
    for (let i = 0; i < 3; i++) failed += (await kinesis.send(new PutRecordsCommand({ StreamName, Records: Array.from({ length: 500 }, (_, k) => ({ PartitionKey: `k${i}-${k}`, Data: bytes('x') })) }))).FailedRecordCount!;
    expect(failed).toBe(500);
  },
  'the SDK retries a throttled PutRecord until the shard has room': async (_, { settings, pass, endpoint }) => {
    const patient = new KinesisClient({ ...settings, maxAttempts: 5 });
    await make(patient, 1);
    for (let i = 0; i < 2; i++) await patient.send(new PutRecordsCommand({ StreamName, Records: Array.from({ length: 500 }, (__, k) => ({ PartitionKey: `k${k}`, Data: bytes('x') })) }));
    const waiting = patient.send(new PutRecordCommand({ StreamName, PartitionKey: 'k', Data: bytes('late') }));
    const refused = () => endpoint.world.simulation.metrics.totals().some(({ metric, total }) => metric === 'WriteProvisionedThroughputExceeded' && total.sum > 0);
    const timer = setInterval(() => refused() && pass(1000), 5);
    expect((await waiting).$metadata.attempts).toBeGreaterThan(1);
    clearInterval(timer);
    patient.destroy();
  },
  'five GetRecords a second pass, the sixth does not': async (kinesis, { pass }) => {
    await make(kinesis, 1);
    const at = await iterator(kinesis, '0');
    for (let i = 0; i < 5; i++) await read(kinesis, at);
    expect(await errorOf(read(kinesis, at))).toBe('ProvisionedThroughputExceededException');
    pass(1001);
    expect(await errorOf(read(kinesis, at))).toBe('no error');
  },
  'five GetShardIterator a second pass, the sixth does not': async (kinesis) => {
    await make(kinesis, 1);
    for (let i = 0; i < 5; i++) await iterator(kinesis, '0');
    expect(await errorOf(iterator(kinesis, '0'))).toBe('ProvisionedThroughputExceededException');
  },
  'records leave when retention ends': async (kinesis, { pass }) => {
    await make(kinesis, 1);
    await put(kinesis, 'k', 'old');
    pass(23 * 3_600_000);
    await put(kinesis, 'k', 'new');
    pass(2 * 3_600_000);
    expect(textsOf((await read(kinesis, await iterator(kinesis, '0'))).Records)).toEqual(['new']);
  },
  'retention goes up to a year and down to a day': async (kinesis, { pass }) => {
    await make(kinesis, 1);
    await kinesis.send(new IncreaseStreamRetentionPeriodCommand({ StreamName, RetentionPeriodHours: 8760 }));
    pass(1000);
    expect((await kinesis.send(new DescribeStreamCommand({ StreamName }))).StreamDescription!.RetentionPeriodHours).toBe(8760);
    expect(await errorOf(kinesis.send(new IncreaseStreamRetentionPeriodCommand({ StreamName, RetentionPeriodHours: 8761 })))).toBe('InvalidArgumentException');
    await kinesis.send(new DecreaseStreamRetentionPeriodCommand({ StreamName, RetentionPeriodHours: 24 }));
    pass(1000);
    expect(await errorOf(kinesis.send(new DecreaseStreamRetentionPeriodCommand({ StreamName, RetentionPeriodHours: 23 })))).toBe('InvalidArgumentException');
  },
  'tags: added, listed in pages, removed': async (kinesis) => {
    await make(kinesis, 1);
    await kinesis.send(new AddTagsToStreamCommand({ StreamName, Tags: { b: '2', a: '1', c: '3' } }));
    const first = await kinesis.send(new ListTagsForStreamCommand({ StreamName, Limit: 2 }));
    expect([first.Tags, first.HasMoreTags]).toEqual([[{ Key: 'a', Value: '1' }, { Key: 'b', Value: '2' }], true]);
    expect((await kinesis.send(new ListTagsForStreamCommand({ StreamName, ExclusiveStartTagKey: 'b' }))).Tags).toEqual([{ Key: 'c', Value: '3' }]);
    await kinesis.send(new RemoveTagsFromStreamCommand({ StreamName, TagKeys: ['a', 'c'] }));
    expect((await kinesis.send(new ListTagsForStreamCommand({ StreamName }))).Tags).toEqual([{ Key: 'b', Value: '2' }]);
  },
  'ListStreams comes in pages': async (kinesis) => {
    for (let i = 0; i < 5; i++) await kinesis.send(new CreateStreamCommand({ StreamName: `s${i}`, ShardCount: 1 }));
    const pages: string[][] = [];
    for await (const page of paginateListStreams({ client: kinesis }, { Limit: 2 })) pages.push(page.StreamNames!);
    expect(pages).toEqual([['s0', 's1'], ['s2', 's3'], ['s4']]);
  },
  'ListShards comes in pages, whose token dies': async (kinesis, { pass }) => {
    await make(kinesis, 5);
    const first = await kinesis.send(new ListShardsCommand({ StreamName, MaxResults: 2 }));
    const second = await kinesis.send(new ListShardsCommand({ NextToken: first.NextToken, MaxResults: 2 }));
    expect([first.Shards!.length, second.Shards!.map(({ ShardId }) => ShardId)]).toEqual([2, ['shardId-000000000002', 'shardId-000000000003']]);
    expect(await errorOf(kinesis.send(new ListShardsCommand({ StreamName, NextToken: first.NextToken })))).toBe('InvalidArgumentException');
    pass(300_001);
    expect(await errorOf(kinesis.send(new ListShardsCommand({ NextToken: first.NextToken })))).toBe('ExpiredNextTokenException');
  },
  'DescribeStream comes in pages': async (kinesis) => {
    await make(kinesis, 3);
    const first = (await kinesis.send(new DescribeStreamCommand({ StreamName, Limit: 2 }))).StreamDescription!;
    expect([first.Shards!.length, first.HasMoreShards]).toEqual([2, true]);
    const rest = (await kinesis.send(new DescribeStreamCommand({ StreamName, ExclusiveStartShardId: 'shardId-000000000001' }))).StreamDescription!;
    expect([rest.Shards!.length, rest.HasMoreShards]).toEqual([1, false]);
  },
  'a deleted stream is gone with its records': async (kinesis) => {
    await make(kinesis, 1);
    const at = await iterator(kinesis, '0');
    await put(kinesis, 'k');
    await kinesis.send(new DeleteStreamCommand({ StreamName }));
    expect(await errorOf(put(kinesis, 'k'))).toBe('ResourceNotFoundException');
    expect(await errorOf(read(kinesis, at))).toBe('ResourceNotFoundException');
    await make(kinesis, 1);
    expect((await read(kinesis, await iterator(kinesis, '0'))).Records).toEqual([]);
  },
  'the waiter for a stream ends': async (kinesis) => {
    await make(kinesis, 1);
    expect((await waitUntilStreamExists({ client: kinesis, maxWaitTime: 5, minDelay: 1, maxDelay: 1 }, { StreamName })).state).toBe('SUCCESS');
  },
  'consumers: registered, described, listed in pages, deregistered': async (kinesis) => {
    await make(kinesis, 1);
    const { StreamARN } = (await kinesis.send(new DescribeStreamSummaryCommand({ StreamName }))).StreamDescriptionSummary!;
    for (const ConsumerName of ['one', 'two', 'three']) await kinesis.send(new RegisterStreamConsumerCommand({ StreamARN, ConsumerName }));
    expect(await errorOf(kinesis.send(new RegisterStreamConsumerCommand({ StreamARN, ConsumerName: 'one' })))).toBe('ResourceInUseException');
    expect((await kinesis.send(new DescribeStreamConsumerCommand({ StreamARN, ConsumerName: 'two' }))).ConsumerDescription).toMatchObject({ ConsumerName: 'two', ConsumerStatus: 'ACTIVE', StreamARN });
    const page = await kinesis.send(new ListStreamConsumersCommand({ StreamARN, MaxResults: 2 }));
    expect([page.Consumers!.map(({ ConsumerName }) => ConsumerName), page.NextToken === undefined]).toEqual([['one', 'three'], false]);
    await kinesis.send(new DeregisterStreamConsumerCommand({ StreamARN, ConsumerName: 'two' }));
    expect(await errorOf(kinesis.send(new DescribeStreamConsumerCommand({ StreamARN, ConsumerName: 'two' })))).toBe('ResourceNotFoundException');
  },
  'encryption and monitoring are remembered': async (kinesis) => {
    await make(kinesis, 1);
    await kinesis.send(new StartStreamEncryptionCommand({ StreamName, EncryptionType: 'KMS', KeyId: 'alias/aws/kinesis' }));
    await kinesis.send(new EnableEnhancedMonitoringCommand({ StreamName, ShardLevelMetrics: ['IncomingBytes', 'IncomingRecords'] }));
    await kinesis.send(new DisableEnhancedMonitoringCommand({ StreamName, ShardLevelMetrics: ['IncomingBytes'] }));
    expect((await kinesis.send(new DescribeStreamSummaryCommand({ StreamName }))).StreamDescriptionSummary).toMatchObject({ EncryptionType: 'KMS', KeyId: 'alias/aws/kinesis', EnhancedMonitoring: [{ ShardLevelMetrics: ['IncomingRecords'] }] });
    await kinesis.send(new StopStreamEncryptionCommand({ StreamName, EncryptionType: 'KMS', KeyId: 'alias/aws/kinesis' }));
    expect((await put(kinesis, 'k')).EncryptionType).toBeUndefined();
  },
  'on-demand streams are made without a count, and modes change': async (kinesis, { pass }) => {
    await kinesis.send(new CreateStreamCommand({ StreamName, StreamModeDetails: { StreamMode: 'ON_DEMAND' } }));
    const { StreamARN, OpenShardCount } = (await kinesis.send(new DescribeStreamSummaryCommand({ StreamName }))).StreamDescriptionSummary!;
    expect(OpenShardCount).toBe(4);
    await kinesis.send(new UpdateStreamModeCommand({ StreamARN, StreamModeDetails: { StreamMode: 'PROVISIONED' } }));
    pass(1000);
    expect((await kinesis.send(new DescribeStreamSummaryCommand({ StreamName }))).StreamDescriptionSummary!.StreamModeDetails).toEqual({ StreamMode: 'PROVISIONED' });
  },
  'DescribeLimits counts open shards': async (kinesis) => {
    await make(kinesis, 3);
    expect(await kinesis.send(new DescribeLimitsCommand({}))).toMatchObject({ OpenShardCount: 3, OnDemandStreamCount: 0 });
  },
};
