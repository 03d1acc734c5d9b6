/** UpdateDestination. */
import { UpdateDestination } from '../../services/firehose/model/operations.ts';
import { refuse } from '../apiError.ts';
import type { Handler } from '../operation.ts';
import { bucketNamed } from '../s3/register.ts';
import type { ApiRecord } from '../values.ts';
import type { World } from '../world.ts';
import { destinationId, versionOf } from './describing.ts';
import { processingOf } from './functions.ts';
import { isPartitioned } from './partitioning.ts';
import { activeStream, bucketOf, isS3, type DeliveryStream } from './register.ts';
import { backsUpAll, backupBucket, configOf, s3Of } from './settings.ts';
import { destinationOf } from './streams.ts';
import { joinAll } from './wiring.ts';

const invalid = (message: string) => refuse('InvalidArgumentException', message);

/** Members of an update beside those that it leaves alone. */
function merged(settings: ApiRecord, update: ApiRecord): ApiRecord {
  const { S3BackupUpdate, S3Update, ...rest } = update;
  const part = (member: string, change: ApiRecord | undefined) => (change === undefined ? {} : { [member]: { ...(settings[member] as ApiRecord | undefined), ...change } });
  return { ...settings, ...rest, ...part('S3BackupConfiguration', S3BackupUpdate as ApiRecord | undefined), ...part('S3Configuration', S3Update as ApiRecord | undefined) };
}

/** What may not change while a delivery stream lives. */
function checkChange({ kind, settings: before }: DeliveryStream, after: ApiRecord, world: World): void {
  if (backsUpAll(before) && !backsUpAll(after)) invalid('Disabling S3 backup is not currently supported.');
  if (isPartitioned(before) !== isPartitioned(after)) invalid('DynamicPartitioningConfiguration: dynamic partitioning is enabled or not when a delivery stream is created, and stays so.');
  const moved = [
    ['BucketARN', bucketOf(s3Of(kind, before)), bucketOf(s3Of(kind, after))],
    ['S3BackupUpdate.BucketARN', backupBucket(kind, before), backupBucket(kind, after)],
  ] as const;
  for (const [member, from, to] of moved) if (from !== undefined && to !== undefined && from !== to && !bucketNamed(to, world)) invalid(`${member}: there is no bucket ${to}. A delivery stream here moves only to a bucket that is there.`);
}

const updateDestination: Handler = async (input, world) => {
  const stream = activeStream(input, world);
  if (input.DestinationId !== destinationId) return invalid(`Destination Id ${input.DestinationId as string} not found: DestinationId is ${destinationId}.`);
  const version = versionOf(stream, world);
  if (input.CurrentDeliveryStreamVersionId !== version) return refuse('ConcurrentModificationException', `Cannot update firehose: ${stream.name} since the current version id: ${version} and specified version id: ${input.CurrentDeliveryStreamVersionId as string} do not match`);
  const { kind, settings: update } = destinationOf(input, 'DestinationUpdate');
  if (kind !== stream.kind && !(isS3(kind) && isS3(stream.kind))) return invalid(`${kind}DestinationUpdate does not fit: the destination is ${stream.kind}, and another kind of destination for a delivery stream that is there is not simulated.`);
  const before = { settings: stream.settings, functionName: processingOf(stream.settings.ProcessingConfiguration as ApiRecord | undefined).functionName };
  const settings = merged(before.settings, update);
  const { config, functionName } = configOf(stream.name, stream.kind, settings, world);
  checkChange(stream, settings, world);
  await world.call(stream.node, UpdateDestination, { config }, () => null);
  stream.settings = settings;
  joinAll(stream, functionName, world, before);
  stream.updatedAt = world.now;
  return {};
};

export const updateHandlers: Readonly<Record<string, Handler>> = { UpdateDestination: updateDestination };
