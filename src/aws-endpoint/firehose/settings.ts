/** A destination as the API gives it, made into the configuration of the model; and refused in the API's words. */
import type { PlainRecord } from '../../sim/plainData.ts';
import { refuse } from '../apiError.ts';
import type { ApiRecord } from '../values.ts';
import type { World } from '../world.ts';
import { processingOf } from './functions.ts';
import { bucketOf, type DestinationKind } from './register.ts';

const mebibyte = 1024 * 1024;
const largeRegions = ['us-east-1', 'us-west-2', 'eu-west-1'];
/** Members of the model's configuration by the names that the API has for them. */
const named: Readonly<Record<string, string>> = {
  bufferSize: 'BufferingHints.SizeInMBs',
  bufferInterval: 'BufferingHints.IntervalInSeconds',
  prefix: 'Prefix',
  errorPrefix: 'ErrorOutputPrefix',
  backupPrefix: 'S3BackupConfiguration.Prefix',
  retryDuration: 'RetryOptions.DurationInSeconds',
  partitionKeys: 'MetadataExtractionQuery',
  lambdaBufferSize: 'BufferSizeInMBs',
  lambdaInterval: 'BufferIntervalInSeconds',
  lambdaRetries: 'NumberOfRetries',
  destination: 'HttpEndpointDestinationConfiguration',
};

const invalid = (message: string) => refuse('InvalidArgumentException', message);

/** The S3 part of a destination: itself, or where an HTTP endpoint's failures go. */
export function s3Of(kind: DestinationKind, settings: ApiRecord): ApiRecord {
  return kind === 'HttpEndpoint' ? (settings.S3Configuration as ApiRecord) : settings;
}

/** The bucket that takes records as they came; undefined without a backup. */
export function backupBucket(kind: DestinationKind, settings: ApiRecord): string | undefined {
  return kind !== 'HttpEndpoint' && settings.S3BackupMode === 'Enabled' ? bucketOf(settings.S3BackupConfiguration as ApiRecord) : undefined;
}

function checkSettings(kind: DestinationKind, settings: ApiRecord): void {
  const s3 = s3Of(kind, settings);
  for (const part of [s3, (settings.S3BackupConfiguration ?? {}) as ApiRecord]) {
    if (part.CompressionFormat !== undefined && part.CompressionFormat !== 'UNCOMPRESSED') invalid(`CompressionFormat ${part.CompressionFormat as string} is not simulated at this endpoint: objects have the bytes of their records.`);
  }
  if ((settings.DataFormatConversionConfiguration as ApiRecord | undefined)?.Enabled === true) invalid('DataFormatConversionConfiguration is not simulated.');
  if (settings.FileExtension) invalid('FileExtension is not simulated.');
  if (settings.CustomTimeZone && settings.CustomTimeZone !== 'UTC') invalid(`CustomTimeZone ${settings.CustomTimeZone as string} is not simulated: prefixes are in UTC.`);
  if (kind === 'HttpEndpoint') return;
  if (settings.S3BackupMode === 'Enabled' && settings.S3BackupConfiguration === undefined) invalid('S3BackupConfiguration must be given when S3BackupMode is Enabled.');
  const dynamic = (settings.DynamicPartitioningConfiguration as ApiRecord | undefined)?.Enabled === true;
  const partitioned = ((settings.Prefix as string | undefined) ?? '').includes('!{partitionKeyFrom');
  if (dynamic && !partitioned) invalid('Prefix must have a partition key, such as !{partitionKeyFromQuery:id}, when DynamicPartitioningConfiguration is enabled.');
  if (partitioned && !dynamic) invalid('DynamicPartitioningConfiguration must be enabled when Prefix has partition keys.');
}

/** The model's configuration; refuses what AWS, the model or this endpoint does not take. */
export function configOf(name: string, kind: DestinationKind, settings: ApiRecord, world: World): { readonly config: PlainRecord; readonly functionName: string | undefined } {
  checkSettings(kind, settings);
  const s3 = s3Of(kind, settings);
  const hints = (settings.BufferingHints ?? {}) as { readonly SizeInMBs?: number; readonly IntervalInSeconds?: number };
  const { functionName, config: processing } = processingOf(settings.ProcessingConfiguration as ApiRecord | undefined);
  const backup = settings.S3BackupConfiguration as ApiRecord | undefined;
  if (functionName !== undefined && backupBucket(kind, settings) === bucketOf(s3)) invalid('S3BackupConfiguration.BucketARN must name another bucket than BucketARN where a function transforms records: one bucket for both is not simulated.');
  const retry = (settings.RetryOptions as { readonly DurationInSeconds?: number } | undefined)?.DurationInSeconds;
  const all: Record<string, unknown> = {
    streamName: name,
    destination: kind === 'HttpEndpoint' ? 'http' : 's3',
    largeRegion: largeRegions.includes(world.options.region),
    bufferSize: hints.SizeInMBs === undefined ? undefined : hints.SizeInMBs * mebibyte,
    bufferInterval: hints.IntervalInSeconds === undefined ? undefined : hints.IntervalInSeconds * 1000,
    prefix: s3.Prefix,
    errorPrefix: s3.ErrorOutputPrefix,
    backupPrefix: kind === 'HttpEndpoint' ? undefined : backup?.Prefix,
    retryDuration: kind === 'HttpEndpoint' && retry !== undefined ? retry * 1000 : undefined,
    s3BackupMode: kind === 'HttpEndpoint' && settings.S3BackupMode === 'AllData' ? 'All' : undefined,
    ...processing,
  };
  const config = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as PlainRecord;
  const parsed = world.options.models.get('firehose').parseConfig(config, world.simulation.limits);
  if (!parsed.ok) invalid(parsed.error.map(({ path, problem }) => `${named[path.split('.')[0]!] ?? path} ${problem}`).join('; '));
  return { config, functionName };
}
