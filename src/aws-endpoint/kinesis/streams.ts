/** Streams: made, described, listed, deleted; their tags, encryption and monitoring. */
import { DeleteStream } from '../../services/kinesis-streams/model/operations.ts';
import { refuse } from '../apiError.ts';
import type { Handler } from '../operation.ts';
import { page } from '../paging.ts';
import type { ApiRecord } from '../values.ts';
import type { World } from '../world.ts';
import { allStreams, findStream, listOf, passingStatus, statusOf, streamsOf, type Stream } from './register.ts';
import { shardsOf } from './shards.ts';

const shardLimit = (world: World) => world.simulation.limits.number('kds.account.shards-large-region');

function openShards(world: World): number {
  return allStreams(world).reduce((sum, stream) => (stream.deletedAt === null ? sum + (world.describe(stream.node).openShards as number) : sum), 0);
}

const createStream: Handler = (input, world) => {
  const name = input.StreamName as string;
  const mode = ((input.StreamModeDetails as ApiRecord | undefined)?.StreamMode as string | undefined) ?? 'PROVISIONED';
  const count = input.ShardCount as number | undefined;
  if (mode === 'PROVISIONED' && count === undefined) return refuse('InvalidArgumentException', 'ShardCount must be given for a stream in PROVISIONED mode.');
  if (mode === 'ON_DEMAND' && count !== undefined) return refuse('InvalidArgumentException', 'ShardCount must not be given for a stream in ON_DEMAND mode.');
  if (mode === 'ON_DEMAND' && world.options.facts === 'notes') return refuse('InvalidArgumentException', 'StreamMode ON_DEMAND exists in the Today edition only.');
  if (allStreams(world).some((stream) => stream.name === name)) return refuse('ResourceInUseException', `Stream ${name} under account ${world.options.account} already exists.`);
  const creating = world.simulation.limits.number('kds.account.creating-streams');
  if (allStreams(world).filter((stream) => passingStatus(stream, world) === 'CREATING').length >= creating) return refuse('LimitExceededException', `At most ${creating} streams may be CREATING at a time.`);
  const quota = shardLimit(world);
  if (openShards(world) + (count ?? 0) > quota) return refuse('LimitExceededException', `This request would exceed the shard limit for the account ${world.options.account} in ${world.options.region}. Limit: ${quota}. ShardCount asked for: ${count}.`);
  const node = world.create('kinesis-streams', { streamName: name, streamMode: mode, controlPlaneDelay: world.options.provisioningDelay, ...(count === undefined ? {} : { shardCount: count }) });
  const tags = new Map(Object.entries((input.Tags ?? {}) as Record<string, string>));
  streamsOf(world).set(name, { name, arn: world.arn('kinesis', `stream/${name}`), node, createdAt: world.now, deletedAt: null, tags, consumers: new Map(), encrypted: null, monitoring: new Set() });
  return {};
};

const deleteStream: Handler = async (input, world) => {
  const stream = findStream(input, world);
  if (passingStatus(stream, world) === 'CREATING') return refuse('ResourceInUseException', `Stream ${stream.name} is CREATING.`);
  if (stream.consumers.size > 0 && input.EnforceConsumerDeletion !== true) return refuse('ResourceInUseException', `Stream ${stream.name} has ${stream.consumers.size} consumers: deregister them, or set EnforceConsumerDeletion.`);
  if (stream.deletedAt === null) {
    stream.deletedAt = world.now;
    await world.call(stream.node, DeleteStream, null, () => null);
    if (world.options.provisioningDelay === 0) streamsOf(world).delete(stream.name);
  }
  return {};
};

function summary(stream: Stream, world: World): ApiRecord {
  const view = world.describe(stream.node);
  return {
    StreamName: stream.name,
    StreamARN: stream.arn,
    StreamStatus: statusOf(stream, world),
    StreamModeDetails: { StreamMode: view.streamMode as string },
    RetentionPeriodHours: view.retentionPeriodHours as number,
    StreamCreationTimestamp: Math.floor((world.options.startsAt + stream.createdAt) / 1000),
    EnhancedMonitoring: [{ ShardLevelMetrics: [...stream.monitoring] }],
    EncryptionType: stream.encrypted === null ? 'NONE' : 'KMS',
    ...(stream.encrypted === null ? {} : { KeyId: stream.encrypted }),
  };
}

const describeStream: Handler = (input, world) => {
  const stream = findStream(input, world);
  const limit = (input.Limit as number | undefined) ?? world.simulation.limits.number('kds.list.default-page');
  const after = (input.ExclusiveStartShardId as string | undefined) ?? '';
  const rest = shardsOf(stream, world).filter(({ ShardId }) => ShardId > after);
  return { StreamDescription: { ...summary(stream, world), Shards: rest.slice(0, limit), HasMoreShards: rest.length > limit } };
};

const listStreams: Handler = (input, world) => {
  const { items, NextToken, more } = page({
    token: input.NextToken as string | undefined,
    limit: (input.Limit as number | undefined) ?? world.simulation.limits.number('kds.list.default-page'),
    start: () => ({ of: '', after: (input.ExclusiveStartStreamName as string | undefined) ?? '' }),
    all: () => allStreams(world),
    keyOf: ({ name }) => name,
    now: world.now,
  });
  return {
    StreamNames: items.map(({ name }) => name),
    HasMoreStreams: more,
    NextToken,
    StreamSummaries: items.map((stream) => {
      const { StreamName, StreamARN, StreamStatus, StreamModeDetails, StreamCreationTimestamp } = summary(stream, world);
      return { StreamName, StreamARN, StreamStatus, StreamModeDetails, StreamCreationTimestamp };
    }),
  };
};

const tagHandlers: Readonly<Record<string, Handler>> = {
  AddTagsToStream(input, world) {
    const { tags } = findStream(input, world);
    const added = Object.entries(input.Tags as Record<string, string>);
    const mostTags = world.simulation.limits.number('kds.stream.max-tags');
    if (new Set([...tags.keys(), ...added.map(([key]) => key)]).size > mostTags) return refuse('InvalidArgumentException', `A stream has at most ${mostTags} tags.`);
    for (const [key, value] of added) tags.set(key, value);
    return {};
  },
  RemoveTagsFromStream(input, world) {
    const { tags } = findStream(input, world);
    for (const key of listOf<string>(input.TagKeys)) tags.delete(key);
    return {};
  },
  ListTagsForStream(input, world) {
    const { tags } = findStream(input, world);
    const after = (input.ExclusiveStartTagKey as string | undefined) ?? '';
    const rest = [...tags].sort(([a], [b]) => (a < b ? -1 : 1)).filter(([key]) => key > after);
    const limit = (input.Limit as number | undefined) ?? rest.length;
    return { Tags: rest.slice(0, limit).map(([Key, Value]) => ({ Key, Value })), HasMoreTags: rest.length > limit };
  },
};

function monitoring(change: (levels: Set<string>, asked: readonly string[]) => void): Handler {
  return (input, world) => {
    const stream = findStream(input, world);
    const before = [...stream.monitoring];
    const asked = listOf<string>(input.ShardLevelMetrics);
    change(stream.monitoring, asked);
    return { StreamName: stream.name, StreamARN: stream.arn, CurrentShardLevelMetrics: before, DesiredShardLevelMetrics: [...stream.monitoring] };
  };
}

const shardMetrics = ['IncomingBytes', 'IncomingRecords', 'OutgoingBytes', 'OutgoingRecords', 'WriteProvisionedThroughputExceeded', 'ReadProvisionedThroughputExceeded', 'IteratorAgeMilliseconds'];
const named = (asked: readonly string[]) => (asked.includes('ALL') ? shardMetrics : asked);

export const streamHandlers: Readonly<Record<string, Handler>> = {
  CreateStream: createStream,
  DeleteStream: deleteStream,
  DescribeStream: describeStream,
  DescribeStreamSummary(input, world) {
    const stream = findStream(input, world);
    const creating = passingStatus(stream, world) === 'CREATING';
    return { StreamDescriptionSummary: { ...summary(stream, world), OpenShardCount: creating ? 0 : (world.describe(stream.node).openShards as number), ConsumerCount: stream.consumers.size } };
  },
  DescribeLimits: (_, world) => ({ ShardLimit: shardLimit(world), OpenShardCount: openShards(world), OnDemandStreamCount: allStreams(world).filter(({ node }) => world.describe(node).streamMode === 'ON_DEMAND').length, OnDemandStreamCountLimit: world.simulation.limits.number('kds.account.on-demand-streams') }),
  ListStreams: listStreams,
  ...tagHandlers,
  EnableEnhancedMonitoring: monitoring((levels, asked) => named(asked).forEach((level) => levels.add(level))),
  DisableEnhancedMonitoring: monitoring((levels, asked) => named(asked).forEach((level) => levels.delete(level))),
  StartStreamEncryption(input, world) {
    findStream(input, world).encrypted = input.KeyId as string;
    return {};
  },
  StopStreamEncryption(input, world) {
    findStream(input, world).encrypted = null;
    return {};
  },
};
