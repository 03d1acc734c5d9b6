/** A destination as the API gives it, made into the configuration of the model; and refused in the API's words. */
import type { PlainRecord } from '../../sim/plainData.ts';
import { refuse } from '../apiError.ts';
import type { ApiRecord } from '../values.ts';
import type { World } from '../world.ts';
import { processingOf, type Processing } from './functions.ts';
import { checkPartitioning } from './partitioning.ts';
import { bucketOf, isS3, type DestinationKind } from './register.ts';

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
  ackTimeout: 'HECAcknowledgmentTimeoutInSeconds',
  partitionKeys: 'MetadataExtractionQuery',
  lambdaBufferSize: 'BufferSizeInMBs',
  lambdaInterval: 'BufferIntervalInSeconds',
  lambdaRetries: 'NumberOfRetries',
  delimiter: 'Delimiter',
  fileExtension: 'FileExtension',
  destination: 'HttpEndpointDestinationConfiguration',
};
const destinations: Readonly<Record<DestinationKind, string>> = { S3: 's3', ExtendedS3: 's3', HttpEndpoint: 'http', Splunk: 'splunk' };

const invalid = (message: string) => refuse('InvalidArgumentException', message);

/** The S3 part of a destination: itself, or where an endpoint's failures go. */
export function s3Of(kind: DestinationKind, settings: ApiRecord): ApiRecord {
  return isS3(kind) ? settings : (settings.S3Configuration as ApiRecord);
}

/** The bucket that takes records as they came; undefined without a backup. */
export function backupBucket(kind: DestinationKind, settings: ApiRecord): string | undefined {
  return isS3(kind) && settings.S3BackupMode === 'Enabled' ? bucketOf(settings.S3BackupConfiguration as ApiRecord) : undefined;
}

/** Whether S3 gets all that comes in, beside the destination; it cannot be taken back. */
export const backsUpAll = (settings: ApiRecord): boolean => ['Enabled', 'AllData', 'AllEvents'].includes(settings.S3BackupMode as string);

/** What the model refuses, in the API's names; what is wrong with prefixes begins as AWS writes it. */
function checkConfig(config: PlainRecord, world: World, of = ''): void {
  const parsed = world.options.models.get('firehose').parseConfig(config, world.simulation.limits);
  if (parsed.ok) return;
  const told = parsed.error.map(({ path, problem }) => {
    const text = problem.startsWith('ErrorOutputPrefix') ? problem : `${of}${named[path.split('.')[0]!] ?? path} ${problem}`;
    return path === 'prefix' || path === 'errorPrefix' ? `Ths supplied prefix(es) do not satisfy the following constraint: ${text}` : text;
  });
  invalid(told.join('; '));
}

function checkSettings(kind: DestinationKind, settings: ApiRecord, processing: Processing, world: World): void {
  const backup = settings.S3BackupConfiguration as ApiRecord | undefined;
  for (const part of [s3Of(kind, settings), backup ?? {}]) {
    if (part.CompressionFormat !== undefined && part.CompressionFormat !== 'UNCOMPRESSED') invalid(`CompressionFormat ${part.CompressionFormat as string} is not simulated at this endpoint: objects have the bytes of their records.`);
  }
  if ((settings.RequestConfiguration as ApiRecord | undefined)?.ContentEncoding === 'GZIP') invalid('RequestConfiguration.ContentEncoding GZIP is not simulated.');
  if ((settings.DataFormatConversionConfiguration as ApiRecord | undefined)?.Enabled === true) invalid('DataFormatConversionConfiguration is not simulated.');
  if (settings.CustomTimeZone && settings.CustomTimeZone !== 'UTC') invalid(`CustomTimeZone ${settings.CustomTimeZone as string} is not simulated: prefixes are in UTC.`);
  if (settings.S3BackupMode === 'Enabled' && backup === undefined) invalid('S3BackupConfiguration must be given when S3BackupMode is Enabled.');
  if (isS3(kind)) checkPartitioning(settings, processing, world);
  if (backup) checkConfig({ prefix: (backup.Prefix as string | undefined) ?? '', errorPrefix: (backup.ErrorOutputPrefix as string | undefined) ?? '' }, world, 'S3BackupConfiguration.');
  if (processing.functionName !== undefined && backupBucket(kind, settings) === bucketOf(s3Of(kind, settings))) invalid('S3BackupConfiguration.BucketARN must name another bucket than BucketARN where a function transforms records: one bucket for both is not simulated.');
}

/** The model's configuration; refuses what AWS, the model or this endpoint does not take. */
export function configOf(name: string, kind: DestinationKind, settings: ApiRecord, world: World): { readonly config: PlainRecord; readonly functionName: string | undefined } {
  const processing = processingOf(settings.ProcessingConfiguration as ApiRecord | undefined);
  checkSettings(kind, settings, processing, world);
  const s3 = s3Of(kind, settings);
  const hints = (settings.BufferingHints ?? {}) as { readonly SizeInMBs?: number; readonly IntervalInSeconds?: number };
  const seconds = (value: unknown) => (typeof value === 'number' ? value * 1000 : undefined);
  const all: Record<string, unknown> = {
    streamName: name,
    destination: destinations[kind],
    largeRegion: largeRegions.includes(world.options.region),
    bufferSize: hints.SizeInMBs === undefined ? undefined : hints.SizeInMBs * mebibyte,
    bufferInterval: seconds(hints.IntervalInSeconds),
    prefix: s3.Prefix,
    errorPrefix: s3.ErrorOutputPrefix,
    backupPrefix: isS3(kind) ? (settings.S3BackupConfiguration as ApiRecord | undefined)?.Prefix : undefined,
    fileExtension: isS3(kind) ? settings.FileExtension : undefined,
    retryDuration: isS3(kind) ? undefined : seconds((settings.RetryOptions as ApiRecord | undefined)?.DurationInSeconds),
    ackTimeout: kind === 'Splunk' ? seconds(settings.HECAcknowledgmentTimeoutInSeconds) : undefined,
    s3BackupMode: !isS3(kind) && backsUpAll(settings) ? 'All' : undefined,
    transforms: processing.functionName !== undefined,
    ...processing.config,
  };
  const config = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as PlainRecord;
  checkConfig(config, world);
  return { config, functionName: processing.functionName };
}
