/** Streams: made, described, listed, deleted; their monitoring. */
import { notActive } from '../../aws/streams.ts';
import { DeleteStream } from '../../services/kinesis-streams/model/operations.ts';
import { refuse } from '../apiError.ts';
import type { Handler } from '../operation.ts';
import { page } from '../paging.ts';
import type { ApiRecord } from '../values.ts';
import type { World } from '../world.ts';
import { allStreams, creationSeconds, demandStanding, findStream, keyAt, listOf, named, refused, statusOf, sweepStreams, type Stream } from './register.ts';
import { shardsOf } from './shards.ts';

const deleteStream: Handler = async (input, world) => {
  const stream = findStream(input, world);
  if (stream.deletedAt !== null) return {};
  const { name } = stream;
  if (statusOf(stream, world) === 'UPDATING') return refused(notActive('UPDATING', named(stream, world)));
  if (stream.consumers.size > 0 && input.EnforceConsumerDeletion !== true) {
    const forced = `To delete ${name} anyway, set the EnforceConsumerDeletion parameter to true to force the deletion of all the consumers that are associated with it.`;
    return refuse('ResourceInUseException', `DeleteStream can't delete ${world.options.account}:${name} because there are consumers associated with this data stream. ${forced}`);
  }
  stream.deletedAt = world.now;
  await world.call(stream.node, DeleteStream, null, () => null);
  sweepStreams(world);
  return {};
};

function summary(stream: Stream, world: World): ApiRecord {
  const view = world.describe(stream.node);
  const key = keyAt(stream, world.now);
  return {
    StreamName: stream.name,
    StreamARN: stream.arn,
    StreamStatus: statusOf(stream, world),
    StreamModeDetails: { StreamMode: view.streamMode as string },
    RetentionPeriodHours: view.retentionPeriodHours as number,
    StreamCreationTimestamp: creationSeconds(stream.createdAt, world),
    EnhancedMonitoring: [{ ShardLevelMetrics: [...stream.monitoring] }],
    EncryptionType: key === null ? 'NONE' : 'KMS',
    ...(key === null ? {} : { KeyId: key }),
  };
}

const describeStream: Handler = (input, world) => {
  const stream = findStream(input, world);
  const most = world.simulation.limits.number('kds.list.default-page');
  const limit = Math.min((input.Limit as number | undefined) ?? most, most);
  const after = (input.ExclusiveStartShardId as string | undefined) ?? '';
  const rest = shardsOf(stream, world).filter(({ ShardId }) => ShardId > after);
  return { StreamDescription: { ...summary(stream, world), Shards: rest.slice(0, limit).map(({ told }) => told), HasMoreShards: rest.length > limit } };
};

const describeStreamSummary: Handler = (input, world) => {
  const stream = findStream(input, world);
  const view = world.describe(stream.node);
  const today = world.options.facts === 'today';
  const mebibytes = stream.warmMebibytes;
  return {
    StreamDescriptionSummary: {
      ...summary(stream, world),
      OpenShardCount: shardsOf(stream, world).filter(({ closedAt }) => closedAt === null).length,
      ConsumerCount: stream.consumers.size,
      ...(today ? { MaxRecordSizeInKiB: view.maxRecordSizeInKiB as number } : {}),
      ...(mebibytes === null || view.streamMode !== 'ON_DEMAND' ? {} : { WarmThroughput: { TargetMiBps: mebibytes, CurrentMiBps: warmOf(stream, world) } }),
    },
  };
};

/** What the open shards can take in, MiB a second. */
export function warmOf(stream: Stream, world: World): number {
  return ((world.describe(stream.node).openShards as number) * world.simulation.limits.bytes('kds.shard.write-bytes-per-second')) / 1024 ** 2;
}

const listStreams: Handler = (input, world) => {
  const most = world.simulation.limits.number('kds.list.default-page');
  const { items, NextToken, more } = page({
    token: input.NextToken as string | undefined,
    limit: Math.min((input.Limit as number | undefined) ?? most, most),
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

function monitoring(change: (levels: Set<string>, asked: readonly string[]) => void): Handler {
  return (input, world) => {
    const stream = demandStanding(findStream(input, world), world);
    const before = [...stream.monitoring];
    const asked = listOf<string>(input.ShardLevelMetrics);
    change(stream.monitoring, asked.includes('ALL') ? shardMetrics : asked);
    return { StreamName: stream.name, StreamARN: stream.arn, CurrentShardLevelMetrics: before, DesiredShardLevelMetrics: [...stream.monitoring] };
  };
}

const shardMetrics = ['IncomingBytes', 'IncomingRecords', 'OutgoingBytes', 'OutgoingRecords', 'WriteProvisionedThroughputExceeded', 'ReadProvisionedThroughputExceeded', 'IteratorAgeMilliseconds'];

export const streamHandlers: Readonly<Record<string, Handler>> = {
  DeleteStream: deleteStream,
  DescribeStream: describeStream,
  DescribeStreamSummary: describeStreamSummary,
  ListStreams: listStreams,
  EnableEnhancedMonitoring: monitoring((levels, asked) => asked.forEach((level) => levels.add(level))),
  DisableEnhancedMonitoring: monitoring((levels, asked) => asked.forEach((level) => levels.delete(level))),
};
