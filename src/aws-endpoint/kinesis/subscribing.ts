/** SubscribeToShard: a consumer of enhanced fan-out holds a connection open, and records come over it as events. */
import { parseShardId } from '../../aws/ids.ts';
import { couldNotFindShard } from '../../aws/streams.ts';
import { HangUp, SubscribeToShard, type ShardIteratorType, type SubscribeToShardEvent } from '../../services/kinesis-streams/model/operations.ts';
import { refuse } from '../apiError.ts';
import type { ApiEvent, Handler } from '../operation.ts';
import type { World } from '../world.ts';
import { findConsumer } from './consumers.ts';
import { childrenOf, recordsOf } from './records.ts';
import { demandStanding, named, refused, simulatedTime, type Stream } from './register.ts';
import { demandActive } from './resources.ts';

interface StartingPosition {
  readonly Type: ShardIteratorType;
  readonly SequenceNumber?: string;
  readonly Timestamp?: number;
}
/** SIMPLIFIED: a client that reads slower than its shard is pushed to is kept this many events, then the connection ends; at AWS the connection itself slows the push. [SIM] */
const mostUnread = 1000;
/** SIMPLIFIED: AWS does not say how often it sends an event without records; clients of it wait half a minute. [SIM] */
const idleMs = 5000;

function eventOf({ records, SequenceNumbers, ContinuationSequenceNumber, MillisBehindLatest, ChildShards }: SubscribeToShardEvent, stream: Stream, world: World): ApiEvent {
  return {
    event: 'SubscribeToShardEvent',
    value: {
      Records: recordsOf(records, SequenceNumbers ?? [], stream, world),
      ContinuationSequenceNumber,
      MillisBehindLatest,
      ...(ChildShards.length > 0 ? { ChildShards: childrenOf(world, stream.node, ChildShards) } : {}),
    },
  };
}

export const subscribeToShard: Handler = async (input, world) => {
  const { stream, consumer } = findConsumer(input, world);
  demandStanding(stream, world);
  demandActive(consumer, stream, world);
  const shard = parseShardId(input.ShardId as string);
  if (shard === undefined) return refused(couldNotFindShard(input.ShardId as string, named(stream, world)));
  const { Type, SequenceNumber, Timestamp } = input.StartingPosition as unknown as StartingPosition;
  if (Type.endsWith('SEQUENCE_NUMBER') && SequenceNumber === undefined) return refuse('InvalidArgumentException', `StartingPosition of type ${Type} needs a SequenceNumber.`);
  if (Type === 'AT_TIMESTAMP' && Timestamp === undefined) return refuse('InvalidArgumentException', 'StartingPosition of type AT_TIMESTAMP needs a Timestamp.');
  const connections = world.register('kinesis connections', () => ({ last: 0 }));
  const id = ++connections.last;
  const events = await world.open(
    stream.node,
    SubscribeToShard,
    { consumer: consumer.arn, shard, connection: { id, idleMs }, StartingPosition: { Type, SequenceNumber, Timestamp: Timestamp === undefined ? undefined : simulatedTime(Timestamp, world) } },
    {
      mostUnread,
      read: (event) => eventOf(event, stream, world),
      over: (event) => event.over,
      // The stream may be gone by then.
      hangUp: () => void world.call(stream.node, HangUp, { id }, () => null).catch(() => undefined),
    },
  );
  return { events };
};
