/** CreateStream, and the account's quotas of shards and streams. */
import { refuse } from '../apiError.ts';
import type { Handler } from '../operation.ts';
import type { ApiRecord } from '../values.ts';
import type { World } from '../world.ts';
import { isCommitted } from './accountSettings.ts';
import { allStreams, passingStatus, streamsOf, type Stream } from './register.ts';
import { addTags } from './tags.ts';

const quotaOfShards = (world: World) => world.simulation.limits.number('kds.account.shards-large-region');
const quotaOnDemand = (world: World) => world.simulation.limits.number('kds.account.on-demand-streams');
const standingStreams = (world: World) => allStreams(world).filter(({ deletedAt }) => deletedAt === null);
const onDemandStreams = (world: World) => standingStreams(world).filter(({ node }) => world.describe(node).streamMode === 'ON_DEMAND').length;

/** Open shards of the account's provisioned streams: those of on-demand streams count against no quota. */
export function openShards(world: World): number {
  const views = standingStreams(world).map(({ node }) => world.describe(node));
  return views.reduce((sum, { streamMode, openShards: open }) => (streamMode === 'PROVISIONED' ? sum + (open as number) : sum), 0);
}

/** Refuses what would open more shards than the account may have. */
export function demandShards(additional: number, world: World): void {
  const quota = quotaOfShards(world);
  const current = openShards(world);
  if (current + additional <= quota) return;
  const { account, region } = world.options;
  refuse(
    'LimitExceededException',
    `This request would exceed the shard limit for the account ${account} in ${region}. Current shard count for the account: ${current}. Limit: ${quota}. ` +
      `Number of additional shards that would have resulted from this request: ${additional}. ` +
      'Refer to the AWS Service Limits page (http://docs.aws.amazon.com/general/latest/gr/aws_service_limits.html) for current limits and how to request higher limits.',
  );
}

/** Refuses one more on-demand stream than the account may have. */
export function demandOnDemand(world: World): void {
  const quota = quotaOnDemand(world);
  const current = onDemandStreams(world);
  const { account, region } = world.options;
  if (current >= quota) refuse('LimitExceededException', `This request would exceed the limit on the number of On-Demand streams for the account ${account} in ${region}. Current On-Demand streams count: ${current}. Limit: ${quota}.`);
}

/** Warm throughput that a call asks for, MiB a second; refused to an account without the commitment, and to a provisioned stream. */
export function warmAsked(input: ApiRecord, mode: string, world: World): number | null {
  const asked = input.WarmThroughputMiBps as number | undefined;
  if (asked === undefined) return null;
  if (mode !== 'ON_DEMAND') return refuse('ValidationException', 'WarmThroughputMiBps is only for streams with StreamMode ON_DEMAND.');
  if (!isCommitted(world)) return refuse('ValidationException', 'WarmThroughputMiBps needs an account with MinimumThroughputBillingCommitment enabled.');
  const most = world.simulation.limits.bytes('kds.on-demand.max-warm-bytes-per-second') / 1024 ** 2;
  return asked <= most ? asked : refuse('InvalidArgumentException', `WarmThroughputMiBps ${asked} is over the limit of ${most}.`);
}

/** Without a mode, a count of shards makes a provisioned stream, and none an on-demand one. */
function modeOf(input: ApiRecord, world: World): 'PROVISIONED' | 'ON_DEMAND' {
  const count = input.ShardCount as number | undefined;
  const given = (input.StreamModeDetails as ApiRecord | undefined)?.StreamMode as 'PROVISIONED' | 'ON_DEMAND' | undefined;
  const notes = world.options.facts === 'notes';
  if (notes && given === 'ON_DEMAND') return refuse('InvalidArgumentException', 'StreamMode ON_DEMAND exists in the Today edition only.');
  const mode = given ?? (count === undefined && !notes ? 'ON_DEMAND' : 'PROVISIONED');
  if (mode === 'PROVISIONED' && count === undefined) return refuse('InvalidArgumentException', 'ShardCount must be given when StreamMode=PROVISIONED');
  if (mode === 'ON_DEMAND' && count !== undefined) return refuse('InvalidArgumentException', 'ShardCount is not expected when StreamMode=ON_DEMAND');
  return mode;
}

const createStream: Handler = (input, world) => {
  const name = input.StreamName as string;
  const { account, facts, provisioningDelay } = world.options;
  const { limits } = world.simulation;
  const mode = modeOf(input, world);
  if (allStreams(world).some((stream) => stream.name === name)) return refuse('ResourceInUseException', `Stream ${name} under account ${account} already exists.`);
  const passing = limits.number('kds.account.creating-streams');
  if (allStreams(world).filter((stream) => passingStatus(stream, world) !== undefined).length >= passing) {
    return refuse('LimitExceededException', `This request would have exceed the limit on the number of streams that can simultaneously be in CREATING or DELETING for the account ${account}. Limit: ${passing}.`);
  }
  const maxRecord = input.MaxRecordSizeInKiB as number | undefined;
  if (maxRecord !== undefined && maxRecord > limits.bytes('kds.record.max-bytes') / 1024) return refuse('ValidationException', `MaxRecordSizeInKiB ${maxRecord} exists in the Today edition only.`);
  const warm = warmAsked(input, mode, world);
  const perShard = limits.bytes('kds.shard.write-bytes-per-second') / 1024 ** 2;
  const shardCount = (input.ShardCount as number | undefined) ?? (warm === null ? undefined : Math.max(1, Math.ceil(warm / perShard)));
  if (mode === 'ON_DEMAND') demandOnDemand(world);
  else demandShards(shardCount!, world);
  const stream: Omit<Stream, 'node'> = { name, arn: world.arn('kinesis', `stream/${name}`), createdAt: world.now, deletedAt: null, tags: new Map(), policy: null, consumers: new Map(), encryption: [], modeChanges: [], monitoring: new Set(), warmMebibytes: warm };
  addTags(stream, input.Tags, world);
  const config = { streamName: name, ...(facts === 'today' ? { streamMode: mode } : {}), controlPlaneDelay: provisioningDelay, ...(shardCount === undefined ? {} : { shardCount }), ...(maxRecord === undefined ? {} : { maxRecordSizeInKiB: maxRecord }) };
  streamsOf(world).set(name, { ...stream, node: world.create('kinesis-streams', config) });
  return {};
};

export const creationHandlers: Readonly<Record<string, Handler>> = {
  CreateStream: createStream,
  DescribeLimits: (_, world) => ({ ShardLimit: quotaOfShards(world), OpenShardCount: openShards(world), OnDemandStreamCount: onDemandStreams(world), OnDemandStreamCountLimit: quotaOnDemand(world) }),
};
