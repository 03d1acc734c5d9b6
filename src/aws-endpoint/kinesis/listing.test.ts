import {
  CreateStreamCommand, DeleteStreamCommand, DescribeStreamCommand, GetRecordsCommand, GetShardIteratorCommand, KinesisClient, ListShardsCommand, ListStreamConsumersCommand, ListStreamsCommand, MergeShardsCommand, PutRecordCommand, SplitShardCommand,
  UpdateShardCountCommand, type ShardFilter, type ShardIteratorType,
} from '@aws-sdk/client-kinesis';
import { describe, expect, it } from 'vitest';
import { inProcess } from '../../testing/inProcessEndpoint.ts';

const StreamName = 'clicks';
const hour = 3_600_000;
const startsAt = Date.UTC(2026, 0, 5);

async function withStream(ShardCount: number) {
  const { endpoint, client } = inProcess();
  const kinesis = new KinesisClient(client as never);
  await kinesis.send(new CreateStreamCommand({ StreamName, ShardCount }));
  return { kinesis, pass: (ms: number) => endpoint.world.advance(endpoint.world.now + ms) };
}
const errorOf = (call: Promise<unknown>) => call.then(() => 'no error', ({ name, message }: Error) => `${name}: ${message}`);

describe('ShardFilter', () => {
  /** 0 and 1 are born at 0 h; 0 becomes 2 and 3 at 1 h; 2 and 3 become 4 at 2 h; now is 3 h. */
  async function family() {
    const { kinesis, pass } = await withStream(2);
    pass(hour);
    await kinesis.send(new SplitShardCommand({ StreamName, ShardToSplit: '0', NewStartingHashKey: '100' }));
    pass(hour);
    await kinesis.send(new MergeShardsCommand({ StreamName, ShardToMerge: '2', AdjacentShardToMerge: '3' }));
    pass(hour);
    const list = async (filter?: ShardFilter) => (await kinesis.send(new ListShardsCommand({ StreamName, ShardFilter: filter }))).Shards!.map(({ ShardId }) => Number(ShardId!.slice(8)));
    return { kinesis, pass, list };
  }
  const at = (ms: number) => new Date(startsAt + ms);

  it('by moment answers the shards that were open then: they cover every hash key once', async () => {
    const { list } = await family();
    expect(await list({ Type: 'AT_TIMESTAMP', Timestamp: at(0) })).toEqual([0, 1]);
    expect(await list({ Type: 'AT_TIMESTAMP', Timestamp: at(hour - 1) })).toEqual([0, 1]);
    expect(await list({ Type: 'AT_TIMESTAMP', Timestamp: at(hour) })).toEqual([1, 2, 3]);
    expect(await list({ Type: 'AT_TIMESTAMP', Timestamp: at(2 * hour) })).toEqual([1, 4]);
    expect(await list({ Type: 'AT_TIMESTAMP', Timestamp: at(-hour) })).toEqual([0, 1]);
  });

  it('from a moment on answers all that were open since', async () => {
    const { list } = await family();
    expect(await list({ Type: 'FROM_TIMESTAMP', Timestamp: at(-hour) })).toEqual([0, 1, 2, 3, 4]);
    expect(await list({ Type: 'FROM_TIMESTAMP', Timestamp: at(hour) })).toEqual([0, 1, 2, 3, 4]);
    expect(await list({ Type: 'FROM_TIMESTAMP', Timestamp: at(hour + 1) })).toEqual([1, 2, 3, 4]);
    expect(await list({ Type: 'FROM_TIMESTAMP', Timestamp: at(2.5 * hour) })).toEqual([1, 4]);
  });

  it('AT_LATEST, AFTER_SHARD_ID and the trim horizon, which moves on', async () => {
    const { list, pass } = await family();
    expect(await list({ Type: 'AT_LATEST' })).toEqual([1, 4]);
    expect(await list({ Type: 'AFTER_SHARD_ID', ShardId: 'shardId-000000000002' })).toEqual([3, 4]);
    expect(await list({ Type: 'AT_TRIM_HORIZON' })).toEqual([0, 1]);
    expect(await list({ Type: 'FROM_TRIM_HORIZON' })).toEqual(await list());
    pass(22.5 * hour);
    expect(await list({ Type: 'AT_TRIM_HORIZON' })).toEqual([1, 2, 3]);
    expect(await list({ Type: 'FROM_TRIM_HORIZON' })).toEqual([1, 2, 3, 4]);
  });

  it('stays with the token over all pages', async () => {
    const { kinesis } = await family();
    const ids: (string | undefined)[] = [];
    let NextToken: string | undefined;
    do {
      const page = await kinesis.send(new ListShardsCommand(NextToken === undefined ? { StreamName, MaxResults: 1, ShardFilter: { Type: 'AT_TIMESTAMP', Timestamp: at(hour) } } : { NextToken, MaxResults: 1 }));
      expect(page.Shards).toHaveLength(1);
      ids.push(page.Shards![0]!.ShardId);
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    expect(ids).toEqual(['shardId-000000000001', 'shardId-000000000002', 'shardId-000000000003']);
  });
});

describe('pages', () => {
  it('of DescribeStream have at most 100 shards, those of ListShards 1,000, whatever is asked for', async () => {
    const { kinesis } = await withStream(1001);
    const described = (await kinesis.send(new DescribeStreamCommand({ StreamName, Limit: 10_000 }))).StreamDescription!;
    expect([described.Shards!.length, described.HasMoreShards]).toEqual([100, true]);
    const listed = await kinesis.send(new ListShardsCommand({ StreamName, MaxResults: 10_000 }));
    expect([listed.Shards!.length, listed.NextToken === undefined]).toEqual([1000, false]);
    expect((await kinesis.send(new ListShardsCommand({ NextToken: listed.NextToken }))).Shards).toHaveLength(1);
  });

  it('of ListStreams have at most 100 streams', async () => {
    const { kinesis } = await withStream(1);
    for (let i = 0; i < 101; i++) await kinesis.send(new CreateStreamCommand({ StreamName: `s${String(i).padStart(3, '0')}`, ShardCount: 1 }));
    const { StreamNames, HasMoreStreams, NextToken, StreamSummaries } = await kinesis.send(new ListStreamsCommand({ Limit: 10_000 }));
    expect([StreamNames!.length, StreamSummaries!.length, HasMoreStreams]).toEqual([100, 100, true]);
    expect((await kinesis.send(new ListStreamsCommand({ NextToken }))).StreamNames).toEqual(['s099', 's100']);
  });

  it('of one stream are not those of another, nor of one that was deleted', async () => {
    const { kinesis, pass } = await withStream(2);
    const StreamARN = 'arn:aws:kinesis:us-east-1:123456789012:stream/clicks';
    const created = (await kinesis.send(new DescribeStreamCommand({ StreamName }))).StreamDescription!.StreamCreationTimestamp;
    const { NextToken } = await kinesis.send(new ListShardsCommand({ StreamName, MaxResults: 1 }));
    expect(await errorOf(kinesis.send(new ListStreamConsumersCommand({ StreamARN, NextToken })))).toMatch(/^InvalidArgumentException: NextToken/);
    expect((await kinesis.send(new ListShardsCommand({ StreamName, StreamCreationTimestamp: created }))).Shards).toHaveLength(2);
    await kinesis.send(new DeleteStreamCommand({ StreamName }));
    expect(await errorOf(kinesis.send(new ListShardsCommand({ NextToken })))).toMatch(/^ResourceNotFoundException: Stream clicks/);
    pass(2000);
    await kinesis.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));
    expect(await errorOf(kinesis.send(new ListShardsCommand({ StreamName, StreamCreationTimestamp: created })))).toMatch(/^ResourceNotFoundException: Stream clicks under account 123456789012 with StreamCreationTimestamp/);
  });
});

describe('iterators', () => {
  const iterate = async (kinesis: KinesisClient, name = StreamName, ShardId = '0', ShardIteratorType: ShardIteratorType = 'TRIM_HORIZON') => (await kinesis.send(new GetShardIteratorCommand({ StreamName: name, ShardId, ShardIteratorType }))).ShardIterator!;

  it('differ from answer to answer, are as long as AWS makes them, and may stand in quotes', async () => {
    const { kinesis } = await withStream(1);
    await kinesis.send(new PutRecordCommand({ StreamName, PartitionKey: 'k', Data: Buffer.from('x') }));
    const texts = [await iterate(kinesis, StreamName, '0', 'LATEST')];
    for (let i = 0; i < 3; i++) texts.push((await kinesis.send(new GetRecordsCommand({ ShardIterator: texts.at(-1) }))).NextShardIterator!);
    expect(new Set(texts).size).toBe(4);
    expect((await kinesis.send(new GetRecordsCommand({ ShardIterator: `"${await iterate(kinesis)}"` }))).Records).toHaveLength(1);
    for (const [length, bytes] of [[1, 152], [17, 168], [18, 184], [128, 280]] as const) {
      const name = 'n'.repeat(length);
      await kinesis.send(new CreateStreamCommand({ StreamName: name, ShardCount: 1 }));
      const decoded = Buffer.from(await iterate(kinesis, name), 'base64');
      expect([decoded.length, decoded.subarray(0, 8).toString('hex')]).toEqual([bytes, '0000000000000001']);
    }
  });

  it('of a stream that is gone name their shard', async () => {
    const { kinesis } = await withStream(2);
    const ShardIterator = await iterate(kinesis, StreamName, '1');
    await kinesis.send(new DeleteStreamCommand({ StreamName }));
    expect(await errorOf(kinesis.send(new GetRecordsCommand({ ShardIterator })))).toBe('ResourceNotFoundException: Shard shardId-000000000001 in stream clicks under account 123456789012 does not exist');
  });

  it('at the end of a closed shard give way to its children, with their ranges and parents', async () => {
    const { kinesis, pass } = await withStream(2);
    await kinesis.send(new UpdateShardCountCommand({ StreamName, TargetShardCount: 1, ScalingType: 'UNIFORM_SCALING' }));
    pass(1000);
    const { NextShardIterator, ChildShards, MillisBehindLatest } = await kinesis.send(new GetRecordsCommand({ ShardIterator: await iterate(kinesis) }));
    expect([NextShardIterator, MillisBehindLatest]).toEqual([undefined, 0]);
    expect(ChildShards).toEqual([{ ShardId: 'shardId-000000000002', ParentShards: ['shardId-000000000000', 'shardId-000000000001'], HashKeyRange: { StartingHashKey: '0', EndingHashKey: String(2n ** 128n - 1n) } }]);
  });
});
