/** Calls that change a stream: its shards, retention, mode, record size and warm throughput. */
import { Control } from '../../services/kinesis-streams/model/operations.ts';
import type { PlainRecord } from '../../sim/plainData.ts';
import { refuse } from '../apiError.ts';
import type { Handler } from '../operation.ts';
import type { ApiRecord, ApiValue } from '../values.ts';
import type { World } from '../world.ts';
import { isCommitted } from './accountSettings.ts';
import { demandOnDemand, demandShards, openShards, warmAsked } from './creating.ts';
import { demandStanding, findStream, type Stream } from './register.ts';
import { warmOf } from './streams.ts';

const openOf = (stream: Stream, world: World) => world.describe(stream.node).openShards as number;

/** A control call whose name and members are the model's own. */
async function control(operation: string, members: readonly string[], stream: Stream, input: ApiRecord, world: World): Promise<void> {
  const request = Object.fromEntries(members.flatMap((member) => (input[member] === undefined ? [] : [[member, input[member] as ApiValue]]))) as PlainRecord;
  await world.call(stream.node, Control, { operation, request }, () => null);
}

const plain =
  (operation: string, members: readonly string[]): Handler =>
  async (input, world) => {
    await control(operation, members, demandStanding(findStream(input, world), world), input, world);
    return {};
  };

const splitShard: Handler = async (input, world) => {
  const stream = demandStanding(findStream(input, world), world);
  if (world.describe(stream.node).streamMode === 'PROVISIONED') demandShards(1, world);
  await control('SplitShard', ['ShardToSplit', 'NewStartingHashKey'], stream, input, world);
  return {};
};

const updateShardCount: Handler = async (input, world) => {
  const stream = demandStanding(findStream(input, world), world);
  const CurrentShardCount = openOf(stream, world);
  const target = input.TargetShardCount as number;
  const quota = world.simulation.limits.number('kds.account.shards-large-region');
  if (world.describe(stream.node).streamMode === 'PROVISIONED' && openShards(world) - CurrentShardCount + target > quota) {
    return refuse('LimitExceededException', `Target shard count or number of open shards cannot be greater than ${quota}. Current open shard count: ${CurrentShardCount}, Target shard count: ${target}`);
  }
  await control('UpdateShardCount', ['TargetShardCount'], stream, input, world);
  return { StreamName: stream.name, StreamARN: stream.arn, CurrentShardCount, TargetShardCount: target };
};

function demandChange(stream: Stream, world: World): void {
  const { limits } = world.simulation;
  const most = limits.number('kds.mode.changes-per-day');
  const since = world.now - limits.duration('kds.mode.window');
  if (stream.modeChanges.filter((at) => at > since).length >= most) refuse('LimitExceededException', `Stream ${stream.name} under account ${world.options.account} can change its mode ${most} times in 24 hours.`);
}

const updateStreamMode: Handler = async (input, world) => {
  const stream = demandStanding(findStream(input, world), world);
  const mode = (input.StreamModeDetails as ApiRecord).StreamMode as string;
  const warm = warmAsked(input, mode, world);
  const changes = world.describe(stream.node).streamMode !== mode;
  if (changes) demandChange(stream, world);
  if (changes && mode === 'ON_DEMAND') demandOnDemand(world);
  await control('UpdateStreamMode', ['StreamMode', 'WarmThroughputMiBps'], stream, { ...input, StreamMode: mode }, world);
  if (changes) stream.modeChanges.push(world.now);
  stream.warmMebibytes = warm;
  return {};
};

const updateStreamWarmThroughput: Handler = async (input, world) => {
  const stream = demandStanding(findStream(input, world), world);
  if (!isCommitted(world)) return refuse('ValidationException', 'UpdateStreamWarmThroughput needs an account with MinimumThroughputBillingCommitment enabled.');
  await control('UpdateStreamWarmThroughput', ['WarmThroughputMiBps'], stream, input, world);
  stream.warmMebibytes = input.WarmThroughputMiBps as number;
  return { StreamName: stream.name, StreamARN: stream.arn, WarmThroughput: { TargetMiBps: stream.warmMebibytes, CurrentMiBps: warmOf(stream, world) } };
};

export const controlHandlers: Readonly<Record<string, Handler>> = {
  SplitShard: splitShard,
  MergeShards: plain('MergeShards', ['ShardToMerge', 'AdjacentShardToMerge']),
  UpdateShardCount: updateShardCount,
  IncreaseStreamRetentionPeriod: plain('IncreaseStreamRetentionPeriod', ['RetentionPeriodHours']),
  DecreaseStreamRetentionPeriod: plain('DecreaseStreamRetentionPeriod', ['RetentionPeriodHours']),
  UpdateStreamMode: updateStreamMode,
  UpdateMaxRecordSize: plain('UpdateMaxRecordSize', ['MaxRecordSizeInKiB']),
  UpdateStreamWarmThroughput: updateStreamWarmThroughput,
};
