/** Rules between the members of a destination with dynamic partitioning, in AWS's order and words. */
import { refuse } from '../apiError.ts';
import type { ApiRecord } from '../values.ts';
import type { World } from '../world.ts';
import type { Processing } from './functions.ts';

const invalid = (message: string) => refuse('InvalidArgumentException', message);
export const isPartitioned = (settings: ApiRecord): boolean => (settings.DynamicPartitioningConfiguration as ApiRecord | undefined)?.Enabled === true;

export function checkPartitioning(settings: ApiRecord, { functionName, extracts }: Processing, world: World): void {
  const prefix = (settings.Prefix as string | undefined) ?? '';
  const [fromQuery, fromLambda] = [prefix.includes('!{partitionKeyFromQuery:'), prefix.includes('!{partitionKeyFromLambda:')];
  if (!isPartitioned(settings)) {
    if (fromQuery || fromLambda) invalid('Dynamic Partitioning Namespaces can only be part of a prefix expression when Dynamic Partitioning is enabled.');
    return;
  }
  if (functionName === undefined && !extracts) invalid('Processing Configuration is not enabled when DataPartitioning is enabled');
  if (!fromQuery && !fromLambda) invalid('S3 Prefix should contain Dynamic Partitioning namespaces when Dynamic Partitioning is enabled');
  if (fromLambda && functionName === undefined) invalid('Lambda should be present when S3 Prefix contains keys from partitionKeyFromLambda namespace');
  if (fromQuery && !extracts) invalid('MetadataExtraction processor should be present when S3 Prefix has partitionKeyFromQuery namespace.');
  const { limits } = world.simulation;
  const hints = (settings.BufferingHints ?? {}) as { readonly SizeInMBs?: number; readonly IntervalInSeconds?: number };
  const [least, shortest] = [limits.bytes('firehose.buffer.conversion-min-size') / 1024 ** 2, limits.duration('firehose.buffer.partitioning-min-interval') / 1000];
  if (hints.SizeInMBs !== undefined && hints.SizeInMBs < least) invalid(`BufferingHints.SizeInMBs must be at least ${least} when Dynamic Partitioning is enabled.`);
  if (hints.IntervalInSeconds !== undefined && hints.IntervalInSeconds < shortest) invalid(`BufferingHints.IntervalInSeconds must be at least ${shortest} seconds when Dynamic Partitioning is enabled.`);
}
