/** Delivery streams as DescribeDeliveryStream shows them. */
import type { ApiRecord, ApiValue } from '../values.ts';
import type { World } from '../world.ts';
import { statusOf, type DeliveryStream } from './register.ts';

export const destinationId = 'destinationId-000000000001';
const mebibyte = 1024 * 1024;
const noEncryption = { NoEncryptionConfig: 'NoEncryption' };
const secondsAt = (ms: number, world: World) => (world.options.startsAt + ms) / 1000;

function pick(settings: ApiRecord, members: readonly string[]): Record<string, ApiValue | undefined> {
  return Object.fromEntries(members.flatMap((member) => (settings[member] === undefined ? [] : [[member, settings[member]]])));
}

function s3Description(settings: ApiRecord, hints: ApiRecord): ApiRecord {
  return {
    ...pick(settings, ['RoleARN', 'BucketARN', 'Prefix', 'ErrorOutputPrefix']),
    BufferingHints: hints,
    CompressionFormat: settings.CompressionFormat ?? 'UNCOMPRESSED',
    EncryptionConfiguration: settings.EncryptionConfiguration ?? noEncryption,
    CloudWatchLoggingOptions: settings.CloudWatchLoggingOptions ?? { Enabled: false },
  };
}

const usualHints = { SizeInMBs: 5, IntervalInSeconds: 300 };
const s3Part = (settings: ApiRecord) => s3Description(settings, { ...usualHints, ...(settings.BufferingHints as ApiRecord | undefined) });

function destination({ kind, settings }: DeliveryStream, hints: ApiRecord): ApiRecord {
  if (kind === 'HttpEndpoint') {
    return {
      DestinationId: destinationId,
      HttpEndpointDestinationDescription: {
        ...pick(settings, ['RoleARN', 'CloudWatchLoggingOptions', 'ProcessingConfiguration', 'RetryOptions', 'SecretsManagerConfiguration']),
        EndpointConfiguration: pick(settings.EndpointConfiguration as ApiRecord, ['Url', 'Name']),
        BufferingHints: hints,
        RequestConfiguration: settings.RequestConfiguration ?? { ContentEncoding: 'NONE', CommonAttributes: [] },
        S3BackupMode: settings.S3BackupMode ?? 'FailedDataOnly',
        S3DestinationDescription: s3Part(settings.S3Configuration as ApiRecord),
      },
    };
  }
  const s3 = s3Description(settings, hints);
  const backup = settings.S3BackupConfiguration as ApiRecord | undefined;
  return {
    DestinationId: destinationId,
    S3DestinationDescription: s3,
    ExtendedS3DestinationDescription: {
      ...s3,
      ProcessingConfiguration: settings.ProcessingConfiguration ?? { Enabled: false, Processors: [] },
      S3BackupMode: settings.S3BackupMode ?? 'Disabled',
      ...(backup ? { S3BackupDescription: s3Part(backup) } : {}),
      DataFormatConversionConfiguration: settings.DataFormatConversionConfiguration ?? { Enabled: false },
      ...pick(settings, ['DynamicPartitioningConfiguration', 'FileExtension', 'CustomTimeZone']),
    },
  };
}

function encryptionOf({ encryption }: DeliveryStream, world: World): ApiRecord {
  const { on, since, KeyType, KeyARN } = encryption;
  const changing = since > 0 && world.now < since + world.options.provisioningDelay;
  return on ? { KeyType, KeyARN, Status: changing ? 'ENABLING' : 'ENABLED' } : { Status: changing ? 'DISABLING' : 'DISABLED' };
}

/** Version of the settings, as the model counts them. */
export function versionOf(stream: DeliveryStream, world: World): string {
  return String(world.describe(stream.node).version as number);
}

export function describeStream(stream: DeliveryStream, world: World): ApiRecord {
  const view = world.describe(stream.node);
  const hints = { SizeInMBs: Math.round((view.bufferSize as number) / mebibyte), IntervalInSeconds: Math.round((view.bufferInterval as number) / 1000) };
  return {
    DeliveryStreamName: stream.name,
    DeliveryStreamARN: stream.arn,
    DeliveryStreamStatus: statusOf(stream, world),
    DeliveryStreamEncryptionConfiguration: encryptionOf(stream, world),
    DeliveryStreamType: stream.type,
    VersionId: versionOf(stream, world),
    CreateTimestamp: secondsAt(stream.createdAt, world),
    LastUpdateTimestamp: stream.updatedAt === null ? undefined : secondsAt(stream.updatedAt, world),
    Source: stream.source === undefined ? undefined : { KinesisStreamSourceDescription: { ...stream.source, DeliveryStartTimestamp: secondsAt(stream.createdAt, world) } },
    Destinations: [destination(stream, hints)],
    HasMoreDestinations: false,
  };
}
