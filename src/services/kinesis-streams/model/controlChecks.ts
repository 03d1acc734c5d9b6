/** What is wrong with a call of the control plane, in Kinesis's words and order. */
import { awsError, type AwsError } from '../../../aws/awsError.ts';
import { midpoint, parseHashKey, type HashKeyRange } from '../../../aws/hashKey.ts';
import { parseShardId, shardIdText } from '../../../aws/ids.ts';
import { couldNotFindShard, inStream, notActive } from '../../../aws/streams.ts';
import type { Limits } from '../../../sim/limits.ts';
import type { PlainRecord } from '../../../sim/plainData.ts';
import type { ServiceContext } from '../../../sim/serviceModel.ts';
import type { StreamEvent } from './events.ts';
import type { PendingControl, Shard, StreamState } from './state.ts';

/** What a check looks at besides the stream. */
export type CheckContext = Pick<ServiceContext<StreamEvent>, 'limits' | 'now' | 'account'>;
type Checked = AwsError | { readonly normal: PendingControl };
type Check = (state: StreamState, request: PlainRecord, ctx: CheckContext) => Checked;

const hourMs = 3_600_000;
const kibibyte = 1024;
const invalid = (message: string) => awsError('InvalidArgumentException', message);
const exceeded = (message: string) => awsError('LimitExceededException', message);

function text(request: PlainRecord, member: string): string {
  const value = request[member];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function findShard(state: StreamState, id: string, { account }: CheckContext): Shard | AwsError {
  const index = parseShardId(id);
  const shard = index === undefined ? undefined : state.shards[index];
  return shard ?? couldNotFindShard(index === undefined ? id : shardIdText(index), { name: state.name, account });
}

function closed(state: StreamState, shards: readonly Shard[], { account }: CheckContext): AwsError | undefined {
  const shard = shards.find(({ closedAt }) => closedAt !== null);
  return shard && invalid(`Shard ${shardIdText(shard.index)} ${inStream({ name: state.name, account })} has already been merged or split, and thus is not eligible for merging or splitting.`);
}

/** Whether a shard may be split at this hash key: both children keep at least two keys. */
export function checkSplitPoint(range: HashKeyRange, at: bigint): boolean {
  return range.startingHashKey + 1n < at && at < range.endingHashKey;
}

const splitShard: Check = (state, request, ctx) => {
  const shard = findShard(state, text(request, 'ShardToSplit'), ctx);
  if ('code' in shard) return shard;
  const quota = ctx.limits.number('kds.account.shards-large-region');
  if (state.map.openShards.length + 1 > quota) return exceeded(`This request would exceed the shard limit of ${quota} for the account ${ctx.account}.`);
  const given = text(request, 'NewStartingHashKey');
  const at = given === '' ? midpoint(shard) : parseHashKey(given);
  if (at === undefined || !checkSplitPoint(shard, at)) {
    return invalid(
      `NewStartingHashKey ${given === '' ? String(at) : given} used in SplitShard() on shard ${shardIdText(shard.index)} ${inStream({ name: state.name, account: ctx.account })} ` +
        `is not both greater than one plus the shard's StartingHashKey ${shard.startingHashKey} and less than the shard's EndingHashKey ${shard.endingHashKey}.`,
    );
  }
  return closed(state, [shard], ctx) ?? { normal: { operation: 'SplitShard', request: { shard: shard.index, at: at.toString() } } };
};

/** The adjacent shard is the one above: the other way round the two are no pair. */
const mergeShards: Check = (state, request, ctx) => {
  const one = findShard(state, text(request, 'ShardToMerge'), ctx);
  if ('code' in one) return one;
  const other = findShard(state, text(request, 'AdjacentShardToMerge'), ctx);
  if ('code' in other) return other;
  const over = closed(state, [one, other], ctx);
  if (over) return over;
  if (one.endingHashKey + 1n !== other.startingHashKey) {
    return invalid(`Shards ${shardIdText(one.index)} and ${shardIdText(other.index)} ${inStream({ name: state.name, account: ctx.account })} are not an adjacent pair of shards eligible for merging`);
  }
  return { normal: { operation: 'MergeShards', request: { shard: one.index, other: other.index } } };
};

const updateShardCount: Check = (state, request, { limits, now }) => {
  const target = Number(request.TargetShardCount);
  const current = state.map.openShards.length;
  const counts = `Current open shard count: ${current}, Target shard count: ${target}`;
  if (!Number.isInteger(target) || target < 1) return invalid(`TargetShardCount ${target} must be a whole number of at least 1.`);
  const windowStart = now - limits.duration('kds.update-shard-count.window');
  const calls = state.updateShardCountCalls.filter((at) => at > windowStart).length;
  const perDay = limits.number('kds.update-shard-count.calls-per-day');
  if (calls >= perDay) return exceeded(`UpdateShardCount may be called ${perDay} times in 24 hours for a stream.`);
  const quota = Math.min(limits.number('kds.stream.max-shards'), Math.max(limits.number('kds.account.shards-large-region'), current));
  if (target > quota) return exceeded(`Target shard count or number of open shards cannot be greater than ${quota}. ${counts}`);
  if (target > current * limits.number('kds.update-shard-count.max-factor')) return exceeded(`UpdateShardCount cannot scale up over double your current open shard count. ${counts}`);
  if (target < current * limits.number('kds.update-shard-count.min-factor')) return exceeded(`UpdateShardCount cannot scale down below half your current open shard count. ${counts}`);
  return { normal: { operation: 'UpdateShardCount', request: { target } } };
};

const retention =
  (operation: 'IncreaseStreamRetentionPeriod' | 'DecreaseStreamRetentionPeriod'): Check =>
  (state, request, { limits }) => {
    const hours = Number(request.RetentionPeriodHours);
    const least = limits.duration('kds.retention.min') / hourMs;
    const most = limits.duration('kds.retention.max') / hourMs;
    if (!Number.isInteger(hours)) return invalid(`RetentionPeriodHours ${hours} must be a whole number.`);
    if (hours < least) return invalid(`Minimum allowed retention period is ${least} hours. Requested retention period (${hours} hours) is too short.`);
    if (hours > most) return invalid(`Maximum allowed retention period is ${most} hours. Requested retention period (${hours} hours) is too long.`);
    const current = state.retentionMs / hourMs;
    const wrongWay = (than: string, use: string) => invalid(`Requested retention period (${hours} hours) for stream ${state.name} can not be ${than} than existing retention period (${current} hours). Use ${use} API.`);
    if (operation === 'IncreaseStreamRetentionPeriod' && hours < current) return wrongWay('shorter', 'DecreaseRetentionPeriod');
    if (operation === 'DecreaseStreamRetentionPeriod' && hours > current) return wrongWay('longer', 'IncreaseRetentionPeriod');
    return { normal: { operation, request: { hours } } };
  };

/** Shards that carry warm throughput: each takes one MiB a second. It never takes any away. */
function shardsFor(mebibytes: number, state: StreamState, limits: Limits): number | AwsError {
  const most = limits.bytes('kds.on-demand.max-warm-bytes-per-second') / kibibyte ** 2;
  if (!Number.isInteger(mebibytes) || mebibytes < 0 || mebibytes > most) return invalid(`WarmThroughputMiBps ${mebibytes} must be a whole number up to ${most}.`);
  const perShard = limits.bytes('kds.shard.write-bytes-per-second') / kibibyte ** 2;
  return Math.max(Math.ceil(mebibytes / perShard), state.map.openShards.length);
}

const updateStreamMode: Check = (state, request, { limits }) => {
  const mode = text(request, 'StreamMode');
  if (limits.edition === 'notes') return invalid('Capacity modes exist in the Today edition only.');
  if (mode !== 'ON_DEMAND' && mode !== 'PROVISIONED') return invalid(`StreamMode ${mode} is not ON_DEMAND or PROVISIONED.`);
  const plain: PendingControl = { operation: 'UpdateStreamMode', request: { mode } };
  if (request.WarmThroughputMiBps === undefined) return { normal: plain };
  const target = shardsFor(Number(request.WarmThroughputMiBps), state, limits);
  return typeof target === 'number' ? { normal: { ...plain, request: { mode, target } } } : target;
};

const recordSizes = (limits: Limits) => [limits.bytes('kds.record.default-max-bytes') / kibibyte, limits.bytes('kds.record.max-bytes') / kibibyte] as const;

const updateMaxRecordSize: Check = (_, request, { limits }) => {
  const kibibytes = Number(request.MaxRecordSizeInKiB);
  const [least, most] = recordSizes(limits);
  if (!Number.isInteger(kibibytes) || kibibytes < least || kibibytes > most) return awsError('ValidationException', `MaxRecordSizeInKiB ${kibibytes} must be a whole number from ${least} to ${most}.`);
  return { normal: { operation: 'UpdateMaxRecordSize', request: { kibibytes } } };
};

const updateStreamWarmThroughput: Check = (state, request, { limits, account }) => {
  if (state.mode !== 'ON_DEMAND') return awsError('ValidationException', `Request is invalid. Stream ${state.name} under account ${account} is in Provisioned mode.`);
  const target = shardsFor(Number(request.WarmThroughputMiBps), state, limits);
  return typeof target === 'number' ? { normal: { operation: 'UpdateStreamWarmThroughput', request: { target } } } : target;
};

/** Encryption is the caller's own affair: the stream is UPDATING for it, and nothing else changes. */
const passing =
  (operation: string): Check =>
  () => ({ normal: { operation, request: {} } });

const reshardCalls = ['SplitShard', 'MergeShards', 'UpdateShardCount'];
const checks: Readonly<Record<string, Check>> = {
  SplitShard: splitShard,
  MergeShards: mergeShards,
  UpdateShardCount: updateShardCount,
  IncreaseStreamRetentionPeriod: retention('IncreaseStreamRetentionPeriod'),
  DecreaseStreamRetentionPeriod: retention('DecreaseStreamRetentionPeriod'),
  UpdateStreamMode: updateStreamMode,
  UpdateMaxRecordSize: updateMaxRecordSize,
  UpdateStreamWarmThroughput: updateStreamWarmThroughput,
  StartStreamEncryption: passing('StartStreamEncryption'),
  StopStreamEncryption: passing('StopStreamEncryption'),
};

/** What is wrong with a control call now; `normal` is the request that may begin, with ids and keys filled in. Members are judged before the stream's state. */
export function checkControl(state: StreamState, operation: string, request: PlainRecord, ctx: CheckContext): Checked {
  const check = Object.hasOwn(checks, operation) ? checks[operation] : undefined;
  if (!check) return awsError('UnknownOperationException', `${operation} is not simulated.`);
  if (state.mode === 'ON_DEMAND' && reshardCalls.includes(operation)) return awsError('ValidationException', `Request is invalid. Stream ${state.name} under account ${ctx.account} is in On-Demand mode.`);
  const checked = check(state, request, ctx);
  return 'code' in checked || state.status === 'ACTIVE' ? checked : notActive(state.status, { name: state.name, account: ctx.account });
}
