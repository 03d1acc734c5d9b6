/** CreateDeliveryStream, DescribeDeliveryStream, ListDeliveryStreams, UpdateDestination, DeleteDeliveryStream. */
import { DeleteDeliveryStream, UpdateDestination } from '../../services/firehose/model/operations.ts';
import { refuse, Refusal } from '../apiError.ts';
import { findStream as findKinesisStream } from '../kinesis/register.ts';
import type { Handler } from '../operation.ts';
import type { ApiRecord } from '../values.ts';
import type { World } from '../world.ts';
import { describeStream, destinationId, versionOf } from './describing.ts';
import { encryptionFrom } from './encryption.ts';
import { processingOf } from './functions.ts';
import { activeStream, allStreams, bucketOf, findStream, statusOf, streamsOf, type DestinationKind } from './register.ts';
import { backupBucket, configOf, s3Of } from './settings.ts';
import { joinBackup, joinDestination, joinFunction } from './wiring.ts';

const invalid = (message: string) => refuse('InvalidArgumentException', message);
const kinds: readonly DestinationKind[] = ['S3', 'ExtendedS3', 'HttpEndpoint'];

/** The one destination of a call, under names that end with a word. */
function destinationOf(input: ApiRecord, ending: 'DestinationConfiguration' | 'DestinationUpdate'): { readonly kind: DestinationKind; readonly settings: ApiRecord } {
  const given = Object.keys(input).filter((member) => member.endsWith(ending));
  if (given.length !== 1) return invalid(`Exactly one member that ends with ${ending} must be given; got ${given.length === 0 ? 'none' : given.join(', ')}.`);
  const kind = kinds.find((each) => `${each}${ending}` === given[0]);
  return kind === undefined ? invalid(`${given[0]} is not simulated: destinations here are S3, ExtendedS3 and HttpEndpoint.`) : { kind, settings: input[given[0]!] as ApiRecord };
}

/** Node of the stream that is the source; undefined for Direct PUT. */
function sourceOf(input: ApiRecord, type: string, world: World): number | undefined {
  const source = input.KinesisStreamSourceConfiguration as ApiRecord | undefined;
  if (type !== 'DirectPut' && type !== 'KinesisStreamAsSource') return invalid(`DeliveryStreamType ${type} is not simulated.`);
  if (input.MSKSourceConfiguration !== undefined || input.DatabaseSourceConfiguration !== undefined) return invalid(`${input.MSKSourceConfiguration === undefined ? 'DatabaseSourceConfiguration' : 'MSKSourceConfiguration'} is not simulated.`);
  if (type === 'DirectPut') return source === undefined ? undefined : invalid('KinesisStreamSourceConfiguration goes with DeliveryStreamType KinesisStreamAsSource only.');
  if (source === undefined) return invalid('KinesisStreamSourceConfiguration must be given with DeliveryStreamType KinesisStreamAsSource.');
  try {
    return findKinesisStream({ StreamARN: source.KinesisStreamARN }, world).node;
  } catch (error) {
    return error instanceof Refusal ? invalid(`KinesisStreamSourceConfiguration.KinesisStreamARN: ${error.error.message}`) : refuse('InternalFailure', 'The source could not be looked up.', 500);
  }
}

const createStream: Handler = (input, world) => {
  const name = input.DeliveryStreamName as string;
  const type = (input.DeliveryStreamType as string | undefined) ?? 'DirectPut';
  const { account, provisioningDelay } = world.options;
  if (allStreams(world).some((stream) => stream.name === name)) return refuse('ResourceInUseException', `Firehose ${name} under accountId ${account} already exists`);
  const { kind, settings } = destinationOf(input, 'DestinationConfiguration');
  const source = sourceOf(input, type, world);
  const encryption = input.DeliveryStreamEncryptionConfigurationInput as ApiRecord | undefined;
  if (encryption && source !== undefined) return invalid('DeliveryStreamEncryptionConfigurationInput goes with DeliveryStreamType DirectPut only.');
  const encrypted = encryptionFrom(encryption, world.now);
  const { config, functionName } = configOf(name, kind, settings, world);
  const most = world.simulation.limits.number('firehose.account.delivery-streams');
  if (allStreams(world).length >= most) return refuse('LimitExceededException', `You have already consumed your firehose quota of ${most} hoses. DeliveryStreamName: ${name}`);
  const node = world.create('firehose', config, (id) => (source === undefined ? [] : [{ from: { node: world.nodeId(source) }, to: { node: id, port: 'stream' } }]));
  joinDestination(node, kind, settings, functionName, world);
  const arn = world.arn('firehose', `deliverystream/${name}`);
  const tags = new Map(((input.Tags ?? []) as unknown as readonly { readonly Key: string; readonly Value?: string }[]).map(({ Key, Value }) => [Key, Value]));
  streamsOf(world).set(name, { name, arn, node, type, source: input.KinesisStreamSourceConfiguration as ApiRecord | undefined, kind, createdAt: world.now, updatedAt: null, deletedAt: null, settings, encryption: encrypted, tags });
  // Time stands still at a call: what begins at once has begun when the answer is there.
  if (provisioningDelay === 0) world.advance(world.now);
  return { DeliveryStreamARN: arn };
};

const listStreams: Handler = (input, world) => {
  const after = (input.ExclusiveStartDeliveryStreamName as string | undefined) ?? '';
  const limit = (input.Limit as number | undefined) ?? 10;
  const rest = allStreams(world).filter(({ name, type }) => name > after && (input.DeliveryStreamType === undefined || type === input.DeliveryStreamType));
  return { DeliveryStreamNames: rest.slice(0, limit).map(({ name }) => name), HasMoreDeliveryStreams: rest.length > limit };
};

/** Members of an update beside those that it leaves alone. */
function merged(settings: ApiRecord, update: ApiRecord): ApiRecord {
  const { S3BackupUpdate, S3Update, ...rest } = update;
  const part = (member: string, change: ApiRecord | undefined) => (change === undefined ? {} : { [member]: { ...(settings[member] as ApiRecord | undefined), ...change } });
  return { ...settings, ...rest, ...part('S3BackupConfiguration', S3BackupUpdate as ApiRecord | undefined), ...part('S3Configuration', S3Update as ApiRecord | undefined) };
}

const updateDestination: Handler = async (input, world) => {
  const stream = activeStream(input, world);
  if (input.DestinationId !== destinationId) return invalid(`Destination Id ${input.DestinationId as string} not found: DestinationId is ${destinationId}.`);
  const version = versionOf(stream, world);
  if (input.CurrentDeliveryStreamVersionId !== version) return refuse('ConcurrentModificationException', `Cannot update firehose: ${stream.name} since the current version id: ${version} and specified version id: ${input.CurrentDeliveryStreamVersionId as string} do not match`);
  const { kind, settings: update } = destinationOf(input, 'DestinationUpdate');
  if ((kind === 'HttpEndpoint') !== (stream.kind === 'HttpEndpoint')) return invalid(`${kind}DestinationUpdate does not fit: the destination is ${stream.kind}.`);
  const before = stream.settings;
  const settings = merged(before, update);
  const { config, functionName } = configOf(stream.name, stream.kind, settings, world);
  const had = processingOf(before.ProcessingConfiguration as ApiRecord | undefined).functionName;
  const backup = backupBucket(stream.kind, before);
  if (bucketOf(s3Of(stream.kind, settings)) !== bucketOf(s3Of(stream.kind, before))) return invalid('BucketARN: another bucket for a delivery stream that is there is not simulated.');
  if (had !== undefined && had !== functionName) return invalid('ProcessingConfiguration: another function, or none any more, for a delivery stream that is there is not simulated.');
  if (backup !== undefined && backup !== backupBucket(stream.kind, settings)) return invalid('S3BackupMode: a backup that is enabled cannot be disabled or go to another bucket.');
  if (stream.kind === 'HttpEndpoint' && (settings.EndpointConfiguration as ApiRecord).Url !== (before.EndpointConfiguration as ApiRecord).Url) return invalid('EndpointConfiguration.Url: another address for a delivery stream that is there is not simulated.');
  await world.call(stream.node, UpdateDestination, { config }, () => null);
  if (had === undefined && functionName !== undefined) joinFunction(stream.node, functionName, world);
  if (backup === undefined) joinBackup(stream.node, stream.kind, settings, world);
  stream.settings = settings;
  stream.updatedAt = world.now;
  return {};
};

const deleteStream: Handler = async (input, world) => {
  const stream = findStream(input, world);
  if (statusOf(stream, world) === 'CREATING') return refuse('ResourceInUseException', `Firehose ${stream.name} under account ${world.options.account} is CREATING.`);
  if (stream.deletedAt === null) {
    stream.deletedAt = world.now;
    await world.call(stream.node, DeleteDeliveryStream, null, () => null);
    if (world.options.provisioningDelay === 0) streamsOf(world).delete(stream.name);
  }
  return {};
};

export const streamHandlers: Readonly<Record<string, Handler>> = {
  CreateDeliveryStream: createStream,
  DescribeDeliveryStream(input, world) {
    const description = describeStream(findStream(input, world), world);
    return { DeliveryStreamDescription: input.ExclusiveStartDestinationId === destinationId ? { ...description, Destinations: [] } : description };
  },
  ListDeliveryStreams: listStreams,
  UpdateDestination: updateDestination,
  DeleteDeliveryStream: deleteStream,
};
