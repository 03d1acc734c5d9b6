import {
  CreateStreamCommand, DeleteStreamCommand, DeregisterStreamConsumerCommand, DescribeStreamCommand, KinesisClient, MergeShardsCommand, PutRecordCommand, PutRecordsCommand, RegisterStreamConsumerCommand, ShardIteratorType, SubscribeToShardCommand,
  type SubscribeToShardEventStream,
} from '@aws-sdk/client-kinesis';
import { expect } from 'vitest';
import type { Reach } from './reach.ts';

type Check = (kinesis: KinesisClient, reach: Reach) => Promise<void>;

const StreamName = 'clicks';
const ShardId = 'shardId-000000000000';
const put = (kinesis: KinesisClient, text: string) => kinesis.send(new PutRecordCommand({ StreamName, PartitionKey: 'k', Data: Buffer.from(text) }));
/** Longer than a push takes to come, ms. */
const aPush = 100;
const lifetimeMs = 300_000;

async function consumerOf(kinesis: KinesisClient, ConsumerName = 'dashboard', ShardCount?: number): Promise<string> {
  if (ShardCount !== undefined) await kinesis.send(new CreateStreamCommand({ StreamName, ShardCount }));
  const { StreamDescription } = await kinesis.send(new DescribeStreamCommand({ StreamName }));
  return (await kinesis.send(new RegisterStreamConsumerCommand({ StreamARN: StreamDescription!.StreamARN, ConsumerName }))).Consumer!.ConsumerARN!;
}

type Starting = { Type: ShardIteratorType; SequenceNumber?: string; Timestamp?: Date };

async function subscribe(kinesis: KinesisClient, ConsumerARN: string, StartingPosition: Starting = { Type: ShardIteratorType.TRIM_HORIZON }, shard = ShardId, abortSignal?: AbortSignal) {
  const { EventStream } = await kinesis.send(new SubscribeToShardCommand({ ConsumerARN, ShardId: shard, StartingPosition }), { abortSignal });
  return EventStream![Symbol.asyncIterator]();
}
type Events = AsyncIterator<SubscribeToShardEventStream>;

/** Texts of the next event that has any, and what else it says; ends with undefined at the end of the stream. */
async function nextRecords(events: Events, reach: Reach) {
  for (;;) {
    reach.pass(aPush);
    const { done, value } = await events.next();
    if (done) return undefined;
    const event = (value as SubscribeToShardEventStream).SubscribeToShardEvent!;
    if (event.Records!.length > 0 || event.ChildShards) return { ...event, texts: event.Records!.map(({ Data }) => Buffer.from(Data!).toString()) };
  }
}
const errorOf = (call: Promise<unknown>) => call.then(() => 'no error', (error: Error) => `${error.name}: ${error.message}`);

/** Enhanced fan-out with the SDK: an answer in parts, over HTTP/2 where there is a network. */
export const kinesisFanOutChecks: Readonly<Record<string, Check>> = {
  'pushes what is in a shard, then what comes, and continues after a sequence number': async (kinesis, reach) => {
    const consumer = await consumerOf(kinesis, 'dashboard', 1);
    const { SequenceNumber } = await put(kinesis, 'before');
    const events = await subscribe(kinesis, consumer);
    const first = (await nextRecords(events, reach))!;
    expect(first.texts).toEqual(['before']);
    expect(first.Records![0]).toMatchObject({ SequenceNumber, PartitionKey: 'k', ApproximateArrivalTimestamp: expect.any(Date) as Date });
    expect(first.ContinuationSequenceNumber).toBe(SequenceNumber);
    expect(first.MillisBehindLatest).toBe(0);
    await put(kinesis, 'after');
    const second = (await nextRecords(events, reach))!;
    expect(second.texts).toEqual(['after']);
    await events.return?.();
    reach.pass(5000);
    const again = await subscribe(kinesis, consumer, { Type: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: first.ContinuationSequenceNumber! });
    expect((await nextRecords(again, reach))!.texts).toEqual(['after']);
    await again.return?.();
  },
  'two consumers each get everything, and GetRecords keeps its own limit': async (kinesis, reach) => {
    const one = await subscribe(kinesis, await consumerOf(kinesis, 'one', 1));
    const two = await subscribe(kinesis, await consumerOf(kinesis, 'two'));
    await kinesis.send(new PutRecordsCommand({ StreamName, Records: ['a', 'b'].map((text) => ({ PartitionKey: text, Data: Buffer.from(text) })) }));
    for (const events of [one, two]) {
      expect((await nextRecords(events, reach))!.texts).toEqual(['a', 'b']);
      await events.return?.();
    }
  },
  'starts at the latest record or at a time': async (kinesis, reach) => {
    const consumer = await consumerOf(kinesis, 'dashboard', 1);
    await put(kinesis, 'old');
    reach.pass(10_000);
    const since = new Date(reach.endpoint.world.seconds * 1000);
    await put(kinesis, 'young');
    const timed = await subscribe(kinesis, consumer, { Type: 'AT_TIMESTAMP', Timestamp: since });
    expect((await nextRecords(timed, reach))!.texts).toEqual(['young']);
    await timed.return?.();
    reach.pass(5000);
    const latest = await subscribe(kinesis, consumer, { Type: 'LATEST' });
    await put(kinesis, 'newest');
    expect((await nextRecords(latest, reach))!.texts).toEqual(['newest']);
    await latest.return?.();
  },
  'ends after five minutes': async (kinesis, reach) => {
    const events = await subscribe(kinesis, await consumerOf(kinesis, 'dashboard', 1));
    const begun = reach.endpoint.world.now;
    reach.pass(lifetimeMs);
    expect(await nextRecords(events, reach)).toBeUndefined();
    expect(reach.endpoint.world.now - begun).toBeGreaterThanOrEqual(lifetimeMs);
  },
  'says with the last event of a shard which shards came of it': async (kinesis, reach) => {
    const consumer = await consumerOf(kinesis, 'dashboard', 2);
    await put(kinesis, 'x');
    await kinesis.send(new MergeShardsCommand({ StreamName, ShardToMerge: ShardId, AdjacentShardToMerge: 'shardId-000000000001' }));
    const endings = [];
    for (const shard of [ShardId, 'shardId-000000000001']) {
      const events = await subscribe(kinesis, consumer, { Type: 'TRIM_HORIZON' }, shard);
      for (;;) {
        const event = (await nextRecords(events, reach))!;
        if (event.ChildShards === undefined) continue;
        expect(event.ContinuationSequenceNumber).toBeUndefined();
        endings.push(event.ChildShards);
        break;
      }
      expect((await events.next()).done).toBe(true);
    }
    expect(endings[0]).toEqual([{ ShardId: 'shardId-000000000002', ParentShards: [ShardId, 'shardId-000000000001'], HashKeyRange: { StartingHashKey: '0', EndingHashKey: String((1n << 128n) - 1n) } }]);
    expect(endings[1]).toEqual(endings[0]);
  },
  'a second subscription within five seconds is refused; later it takes over': async (kinesis, reach) => {
    const consumer = await consumerOf(kinesis, 'dashboard', 1);
    const first = await subscribe(kinesis, consumer);
    expect(await errorOf(subscribe(kinesis, consumer))).toMatch(/^ResourceInUseException/);
    reach.pass(5000);
    const second = await subscribe(kinesis, consumer);
    expect(await errorOf(nextRecords(first, reach))).toMatch(/^ResourceInUseException/);
    await put(kinesis, 'mine');
    expect((await nextRecords(second, reach))!.texts).toEqual(['mine']);
    await second.return?.();
  },
  'a deregistered consumer and a deleted stream end subscriptions': async (kinesis, reach) => {
    const consumer = await consumerOf(kinesis, 'dashboard', 1);
    const first = await subscribe(kinesis, consumer);
    await kinesis.send(new DeregisterStreamConsumerCommand({ ConsumerARN: consumer }));
    expect(await errorOf(nextRecords(first, reach))).toMatch(/^ResourceNotFoundException/);
    const second = await subscribe(kinesis, await consumerOf(kinesis));
    await kinesis.send(new DeleteStreamCommand({ StreamName, EnforceConsumerDeletion: true }));
    expect(await errorOf(nextRecords(second, reach))).toMatch(/^ResourceNotFoundException/);
  },
  'a subscription that a client left takes no records any more': async (kinesis, reach) => {
    const consumer = await consumerOf(kinesis, 'dashboard', 1);
    const leaving = new AbortController();
    const events = await subscribe(kinesis, consumer, undefined, undefined, leaving.signal);
    const node = reach.endpoint.world.simulation.nodes.find(({ id }) => id.startsWith('kinesis-streams'))!;
    const open = () => (node.state as { subscriptions: unknown[] }).subscriptions.length;
    await put(kinesis, 'x');
    await nextRecords(events, reach);
    expect(open()).toBe(1);
    leaving.abort();
    for (let i = 0; i < 200 && open() > 0; i++) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(open()).toBe(0);
  },
};
