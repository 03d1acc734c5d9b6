/** Delivery streams as DescribeDeliveryStream shows them: what was given, and the defaults that AWS fills in. */
import type { ApiRecord, ApiValue } from '../values.ts';
import type { World } from '../world.ts';
import { changing } from './encryption.ts';
import { isPartitioned } from './partitioning.ts';
import { isS3, statusOf, type DeliveryStream } from './register.ts';

export const destinationId = 'destinationId-000000000001';
const mebibyte = 1024 * 1024;
const noEncryption = { NoEncryptionConfig: 'NoEncryption' };
const secondsAt = (ms: number, world: World) => (world.options.startsAt + ms) / 1000;

/** The model's own values: settings that nobody gave included. */
interface Effective {
  readonly hints: ApiRecord;
  readonly retry: ApiRecord;
}

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

/** A part whose buffers the model does not tell of. */
function s3Part(settings: ApiRecord, { limits }: World['simulation']): ApiRecord {
  const usual = { SizeInMBs: limits.bytes('firehose.buffer.default-size') / mebibyte, IntervalInSeconds: limits.duration('firehose.buffer.default-interval') / 1000 };
  return s3Description(settings, { ...usual, ...(settings.BufferingHints as ApiRecord | undefined) });
}

type Processor = { readonly Type: string; readonly Parameters?: readonly { readonly ParameterName: string; readonly ParameterValue: string }[] };

/** Processors as they were given; a function's with what AWS sets where nothing was said. */
function processingOf({ kind, settings }: DeliveryStream, { simulation: { limits } }: World): ApiRecord {
  const configuration = settings.ProcessingConfiguration as { readonly Enabled?: boolean; readonly Processors?: readonly Processor[] } | undefined;
  if (configuration === undefined) return {};
  const size = limits.bytes(kind === 'Splunk' ? 'firehose.lambda.splunk-default-buffer-size' : 'firehose.lambda.default-buffer-size') / mebibyte;
  const usual: Readonly<Record<string, string | undefined>> = {
    NumberOfRetries: String(limits.number('firehose.lambda.retries')),
    RoleArn: settings.RoleARN as string | undefined,
    BufferSizeInMBs: String(size),
    BufferIntervalInSeconds: String(limits.duration('firehose.lambda.default-interval') / 1000),
  };
  const filled = ({ Type, Parameters = [] }: Processor): ApiRecord => {
    const missing = Type === 'Lambda' ? Object.entries(usual).filter(([name, value]) => value !== undefined && !Parameters.some(({ ParameterName }) => ParameterName === name)) : [];
    return { Type, Parameters: [...Parameters, ...missing.map(([ParameterName, ParameterValue]) => ({ ParameterName, ParameterValue }))] };
  };
  return { ProcessingConfiguration: { Enabled: configuration.Enabled, Processors: (configuration.Processors ?? []).map(filled) } };
}

function s3Destination(stream: DeliveryStream, { hints }: Effective, world: World): ApiRecord {
  const { settings } = stream;
  const s3 = s3Description(settings, hints);
  const backup = settings.S3BackupConfiguration as ApiRecord | undefined;
  const retry = { DurationInSeconds: world.simulation.limits.duration('firehose.partitioning.default-retry') / 1000 };
  const dynamic = isPartitioned(settings) ? { DynamicPartitioningConfiguration: { RetryOptions: retry, ...(settings.DynamicPartitioningConfiguration as ApiRecord) } } : pick(settings, ['DynamicPartitioningConfiguration']);
  return {
    DestinationId: destinationId,
    S3DestinationDescription: s3,
    ExtendedS3DestinationDescription: {
      ...s3,
      ...processingOf(stream, world),
      S3BackupMode: settings.S3BackupMode ?? 'Disabled',
      ...(backup ? { S3BackupDescription: s3Part(backup, world.simulation) } : {}),
      ...pick(settings, ['DataFormatConversionConfiguration', 'FileExtension', 'CustomTimeZone']),
      ...dynamic,
    },
  };
}

function endpointDestination(stream: DeliveryStream, { hints, retry }: Effective, world: World): ApiRecord {
  const { kind, settings } = stream;
  const common = {
    ...pick(settings, ['CloudWatchLoggingOptions', 'SecretsManagerConfiguration']),
    ...processingOf(stream, world),
    BufferingHints: hints,
    RetryOptions: retry,
    S3DestinationDescription: s3Part(settings.S3Configuration as ApiRecord, world.simulation),
  };
  if (kind === 'Splunk') {
    const timeout = world.simulation.limits.duration('firehose.splunk.min-ack-timeout') / 1000;
    const SplunkDestinationDescription = { ...common, HECAcknowledgmentTimeoutInSeconds: timeout, S3BackupMode: 'FailedEventsOnly', ...pick(settings, ['HECEndpoint', 'HECEndpointType', 'HECToken', 'HECAcknowledgmentTimeoutInSeconds', 'S3BackupMode']) };
    return { DestinationId: destinationId, SplunkDestinationDescription };
  }
  const EndpointConfiguration = pick(settings.EndpointConfiguration as ApiRecord, ['Url', 'Name']);
  return { DestinationId: destinationId, HttpEndpointDestinationDescription: { ...common, EndpointConfiguration, S3BackupMode: 'FailedDataOnly', ...pick(settings, ['RoleARN', 'RequestConfiguration', 'S3BackupMode']) } };
}

/** Server-side encryption; behind a stream it is the stream's. */
function encryptionOf(stream: DeliveryStream, world: World): ApiRecord | undefined {
  if (stream.type !== 'DirectPut') return undefined;
  const { on, KeyType, KeyARN } = stream.encryption;
  const moving = changing(stream, world);
  return on ? { KeyType, KeyARN, Status: moving ? 'ENABLING' : 'ENABLED' } : { Status: moving ? 'DISABLING' : 'DISABLED' };
}

/** Version of the settings, as the model counts them. */
export function versionOf(stream: DeliveryStream, world: World): string {
  return String(world.describe(stream.node).version as number);
}

export function describeStream(stream: DeliveryStream, world: World): ApiRecord {
  const view = world.describe(stream.node);
  const effective = {
    hints: { SizeInMBs: Math.round((view.bufferSize as number) / mebibyte), IntervalInSeconds: Math.round((view.bufferInterval as number) / 1000) },
    retry: { DurationInSeconds: Math.round((view.retryDuration as number) / 1000) },
  };
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
    Destinations: [(isS3(stream.kind) ? s3Destination : endpointDestination)(stream, effective, world)],
    HasMoreDestinations: false,
  };
}
