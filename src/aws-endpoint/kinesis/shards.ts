/** ListShards, and the shards of a stream as the API shows them. */
import { refuse } from '../apiError.ts';
import type { Handler } from '../operation.ts';
import { page } from '../paging.ts';
import type { ApiRecord } from '../values.ts';
import type { World } from '../world.ts';
import { demandSameCreation, demandStanding, findStream, simulatedTime, type Stream } from './register.ts';

interface DescribedShard {
  readonly shardId: string;
  readonly state: string;
  /** Simulated ms. */
  readonly openedAt: number;
  readonly closedAt: number | null;
  readonly startingHashKey: string;
  readonly endingHashKey: string;
  readonly parentShardId: string | null;
  readonly adjacentParentShardId: string | null;
  readonly startingSequenceNumber: string;
  readonly endingSequenceNumber: string | null;
}
interface ShownShard {
  readonly ShardId: string;
  readonly openedAt: number;
  readonly closedAt: number | null;
  readonly told: ApiRecord;
}

/** Shards as the API shows them, those whose records have all expired left out; none of a stream that has not been made yet. */
export function shardsOf(stream: Stream, world: World): ShownShard[] {
  if ((stream.deletedAt ?? world.now) < stream.createdAt + world.options.provisioningDelay) return [];
  return (world.describe(stream.node).shards as unknown as readonly DescribedShard[])
    .filter(({ state }) => state !== 'EXPIRED')
    .map((shard) => ({
      ShardId: shard.shardId,
      openedAt: shard.openedAt,
      closedAt: shard.closedAt,
      told: {
        ShardId: shard.shardId,
        ...(shard.parentShardId === null ? {} : { ParentShardId: shard.parentShardId }),
        ...(shard.adjacentParentShardId === null ? {} : { AdjacentParentShardId: shard.adjacentParentShardId }),
        HashKeyRange: { StartingHashKey: shard.startingHashKey, EndingHashKey: shard.endingHashKey },
        SequenceNumberRange: { StartingSequenceNumber: shard.startingSequenceNumber, ...(shard.endingSequenceNumber === null ? {} : { EndingSequenceNumber: shard.endingSequenceNumber }) },
      },
    }));
}

/** Which shards a call wants; plain data, so that a token can carry it. */
type Wanted = { readonly by: 'all' } | { readonly by: 'open' } | { readonly by: 'at' | 'from'; readonly time: number };

const needs = (type: string, member: string): never => refuse('InvalidArgumentException', `ShardFilter of Type ${type} needs a ${member}.`);
const hasNo = (type: string, member: string): never => refuse('InvalidArgumentException', `ShardFilter of Type ${type} has no ${member}.`);

/** Reads a ShardFilter. A time before the oldest that is kept becomes that one: no shard there was open before it. */
function wantedOf(filter: ApiRecord, stream: Stream, world: World): Wanted {
  const type = filter.Type as string;
  const retention = (world.describe(stream.node).retentionPeriodHours as number) * 3_600_000;
  const horizon = Math.max(stream.createdAt, world.now - retention);
  if (!type.endsWith('_TIMESTAMP') && filter.Timestamp !== undefined) hasNo(type, 'Timestamp');
  if (type !== 'AFTER_SHARD_ID' && filter.ShardId !== undefined) hasNo(type, 'ShardId');
  switch (type) {
    case 'AT_LATEST':
      return { by: 'open' };
    case 'AT_TRIM_HORIZON':
      return { by: 'at', time: horizon };
    case 'AT_TIMESTAMP':
    case 'FROM_TIMESTAMP':
      if (filter.Timestamp === undefined) needs(type, 'Timestamp');
      return { by: type === 'AT_TIMESTAMP' ? 'at' : 'from', time: Math.max(horizon, simulatedTime(filter.Timestamp as number, world)) };
    default:
      if (type === 'AFTER_SHARD_ID' && filter.ShardId === undefined) needs(type, 'ShardId');
      return { by: 'all' };
  }
}

/** At the moment at which a shard closed its children are open, and it is not. */
function isWanted({ openedAt, closedAt }: ShownShard, wanted: Wanted): boolean {
  switch (wanted.by) {
    case 'open':
      return closedAt === null;
    case 'at':
      return openedAt <= wanted.time && (closedAt === null || closedAt > wanted.time);
    case 'from':
      return closedAt === null || closedAt >= wanted.time;
    default:
      return true;
  }
}

function listOfToken(of: string): readonly [name: string, wanted: Wanted] {
  try {
    const [name, wanted] = JSON.parse(of) as [string, Wanted];
    if (typeof name === 'string' && typeof wanted.by === 'string') return [name, wanted];
  } catch {
    // What is no list of a token is refused below.
  }
  return refuse('InvalidArgumentException', 'NextToken is invalid.');
}

const notWithToken = ['StreamName', 'StreamARN', 'StreamCreationTimestamp', 'ExclusiveStartShardId', 'ShardFilter'];

export const listShards: Handler = (input, world) => {
  const token = input.NextToken as string | undefined;
  const beside = token === undefined ? undefined : notWithToken.find((member) => input[member] !== undefined);
  if (beside !== undefined) return refuse('InvalidArgumentException', `NextToken and ${beside} cannot be provided together.`);
  if (token === undefined && input.StreamName === undefined && input.StreamARN === undefined) return refuse('InvalidArgumentException', 'Either NextToken or StreamName should be provided.');
  const most = world.simulation.limits.number('kds.list-shards.default-page');
  const { items, NextToken } = page({
    token,
    limit: Math.min((input.MaxResults as number | undefined) ?? most, most),
    start: () => {
      const stream = demandStanding(findStream(input, world), world);
      demandSameCreation(stream, input, world);
      const filter = input.ShardFilter as ApiRecord | undefined;
      const after = [(input.ExclusiveStartShardId as string | undefined) ?? '', (filter?.ShardId as string | undefined) ?? ''].sort().at(-1)!;
      return { of: JSON.stringify([stream.name, filter ? wantedOf(filter, stream, world) : { by: 'all' }]), after };
    },
    all: (of) => {
      const [name, wanted] = listOfToken(of);
      return shardsOf(findStream({ StreamName: name }, world), world).filter((shard) => isWanted(shard, wanted));
    },
    keyOf: ({ ShardId }) => ShardId,
    expired: { code: 'ExpiredNextTokenException', lifetimeMs: world.simulation.limits.duration('kds.list.token-lifetime') },
    now: world.now,
  });
  return { Shards: items.map(({ told }) => told), NextToken };
};
