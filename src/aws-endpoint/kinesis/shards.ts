/** ListShards, the shards of DescribeStream, and the calls that change them. */
import { Control } from '../../services/kinesis-streams/model/operations.ts';
import type { PlainRecord } from '../../sim/plainData.ts';
import { refuse } from '../apiError.ts';
import type { Handler } from '../operation.ts';
import { page } from '../paging.ts';
import type { ApiRecord, ApiValue } from '../values.ts';
import type { World } from '../world.ts';
import { findStream, passingStatus, type Stream } from './register.ts';

interface DescribedShard {
  readonly shardId: string;
  readonly state: string;
  readonly startingHashKey: string;
  readonly endingHashKey: string;
  readonly parentShardId: string | null;
  readonly adjacentParentShardId: string | null;
  readonly startingSequenceNumber: string;
  readonly endingSequenceNumber: string | null;
}

/** Shards as the API shows them, those whose records have all expired left out; none while the stream is CREATING. */
export function shardsOf(stream: Stream, world: World): (ApiRecord & { readonly ShardId: string })[] {
  if (passingStatus(stream, world) === 'CREATING') return [];
  return (world.describe(stream.node).shards as unknown as readonly DescribedShard[])
    .filter(({ state }) => state !== 'EXPIRED')
    .map((shard) => ({
      ShardId: shard.shardId,
      ...(shard.parentShardId === null ? {} : { ParentShardId: shard.parentShardId }),
      ...(shard.adjacentParentShardId === null ? {} : { AdjacentParentShardId: shard.adjacentParentShardId }),
      HashKeyRange: { StartingHashKey: shard.startingHashKey, EndingHashKey: shard.endingHashKey },
      SequenceNumberRange: { StartingSequenceNumber: shard.startingSequenceNumber, ...(shard.endingSequenceNumber === null ? {} : { EndingSequenceNumber: shard.endingSequenceNumber }) },
    }));
}

const isClosed = (shard: ApiRecord) => (shard.SequenceNumberRange as ApiRecord).EndingSequenceNumber !== undefined;

function filtered(shards: readonly (ApiRecord & { readonly ShardId: string })[], filter: ApiRecord | undefined) {
  if (filter === undefined) return shards;
  switch (filter.Type) {
    case 'FROM_TRIM_HORIZON':
    case 'AT_TRIM_HORIZON':
    case 'FROM_TIMESTAMP':
    case 'AT_TIMESTAMP':
      return shards;
    case 'AT_LATEST':
      return shards.filter((shard) => !isClosed(shard));
    case 'AFTER_SHARD_ID':
      if (filter.ShardId === undefined) return refuse('InvalidArgumentException', 'ShardFilter.ShardId must be given for AFTER_SHARD_ID.');
      return shards.filter(({ ShardId }) => ShardId > (filter.ShardId as string));
    default:
      return refuse('InvalidArgumentException', `ShardFilter.Type ${JSON.stringify(filter.Type)} is not simulated.`);
  }
}

const listShards: Handler = (input, world) => {
  const token = input.NextToken as string | undefined;
  if (token !== undefined && (input.StreamName !== undefined || input.StreamARN !== undefined)) return refuse('InvalidArgumentException', 'NextToken and StreamName cannot be provided together.');
  const { items, NextToken } = page({
    token,
    limit: (input.MaxResults as number | undefined) ?? world.simulation.limits.number('kds.list-shards.default-page'),
    start: () => {
      const stream = findStream(input, world);
      if (passingStatus(stream, world) === 'CREATING' || passingStatus(stream, world) === 'DELETING') return refuse('ResourceInUseException', `Stream ${stream.name} is ${passingStatus(stream, world)}.`);
      return { of: stream.name, after: (input.ExclusiveStartShardId as string | undefined) ?? '' };
    },
    all: (name) => filtered(shardsOf(findStream({ StreamName: name }, world), world), input.ShardFilter as ApiRecord | undefined),
    keyOf: ({ ShardId }) => ShardId,
    expired: { code: 'ExpiredNextTokenException', lifetimeMs: world.simulation.limits.duration('kds.list.token-lifetime') },
    now: world.now,
  });
  return { Shards: items, NextToken };
};

/** A control call whose name and members are the model's own. */
function control(operation: string, members: readonly string[], answer: (stream: Stream, input: ApiRecord, before: PlainRecord) => ApiRecord = () => ({})): Handler {
  return async (input, world) => {
    const stream = findStream(input, world);
    const status = passingStatus(stream, world);
    if (status !== undefined) return refuse('ResourceInUseException', `Stream ${stream.name} under account ${world.options.account} not ACTIVE, instead in state ${status}`);
    const before = world.describe(stream.node);
    const request = Object.fromEntries(members.flatMap((member) => (input[member] === undefined ? [] : [[member, input[member] as ApiValue]]))) as PlainRecord;
    return world.call(stream.node, Control, { operation, request }, () => answer(stream, input, before));
  };
}

export const shardHandlers: Readonly<Record<string, Handler>> = {
  ListShards: listShards,
  SplitShard: control('SplitShard', ['ShardToSplit', 'NewStartingHashKey']),
  MergeShards: control('MergeShards', ['ShardToMerge', 'AdjacentShardToMerge']),
  UpdateShardCount: control('UpdateShardCount', ['TargetShardCount'], (stream, input, before) => ({
    StreamName: stream.name,
    StreamARN: stream.arn,
    CurrentShardCount: before.openShards as number,
    TargetShardCount: input.TargetShardCount,
  })),
  IncreaseStreamRetentionPeriod: control('IncreaseStreamRetentionPeriod', ['RetentionPeriodHours']),
  DecreaseStreamRetentionPeriod: control('DecreaseStreamRetentionPeriod', ['RetentionPeriodHours']),
  UpdateStreamMode: async (input, world, request) => {
    const mode = (input.StreamModeDetails as ApiRecord).StreamMode;
    return control('UpdateStreamMode', ['StreamMode'])({ ...input, StreamMode: mode }, world, request);
  },
};
