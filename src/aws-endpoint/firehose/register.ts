/** Delivery streams of the account, by name: what the control plane of the endpoint keeps. */
import { refuse } from '../apiError.ts';
import type { ApiRecord } from '../values.ts';
import type { World } from '../world.ts';

export type DestinationKind = 'S3' | 'ExtendedS3' | 'HttpEndpoint';

export interface Encryption {
  readonly on: boolean;
  readonly KeyType?: string | undefined;
  readonly KeyARN?: string | undefined;
  /** Simulated ms. */
  readonly since: number;
}

export interface DeliveryStream {
  readonly name: string;
  readonly arn: string;
  readonly node: number;
  readonly type: string;
  readonly source: ApiRecord | undefined;
  readonly kind: DestinationKind;
  /** Simulated ms. */
  readonly createdAt: number;
  updatedAt: number | null;
  deletedAt: number | null;
  /** The destination as clients gave it, updates included. */
  settings: ApiRecord;
  encryption: Encryption;
  readonly tags: Map<string, string | undefined>;
}

export const streamsOf = (world: World): Map<string, DeliveryStream> => world.register('firehose', () => new Map<string, DeliveryStream>());

/** Forgets delivery streams whose time of being DELETING is over. */
function swept(world: World): Map<string, DeliveryStream> {
  const streams = streamsOf(world);
  for (const [name, { deletedAt }] of streams) if (deletedAt !== null && world.now >= deletedAt + world.options.provisioningDelay) streams.delete(name);
  return streams;
}

/** All delivery streams, by name. */
export function allStreams(world: World): DeliveryStream[] {
  return [...swept(world).values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

export function statusOf({ createdAt, deletedAt }: DeliveryStream, world: World): 'CREATING' | 'DELETING' | 'ACTIVE' {
  if (deletedAt !== null) return 'DELETING';
  return world.now < createdAt + world.options.provisioningDelay ? 'CREATING' : 'ACTIVE';
}

/** The delivery stream that a call names; refuses as Firehose does when there is none. */
export function findStream(input: ApiRecord, world: World): DeliveryStream {
  const name = input.DeliveryStreamName as string;
  return swept(world).get(name) ?? refuse('ResourceNotFoundException', `Firehose ${name} under account ${world.options.account} not found.`);
}

/** One that takes records. */
export function usableStream(input: ApiRecord, world: World): DeliveryStream {
  const stream = findStream(input, world);
  const status = statusOf(stream, world);
  return status === 'ACTIVE' ? stream : refuse('ResourceNotFoundException', `Firehose ${stream.name} under account ${world.options.account} is ${status}: it takes no records.`);
}

/** One whose settings may change. */
export function activeStream(input: ApiRecord, world: World): DeliveryStream {
  const stream = findStream(input, world);
  const status = statusOf(stream, world);
  return status === 'ACTIVE' ? stream : refuse('ResourceInUseException', `Firehose ${stream.name} under account ${world.options.account} is not in ACTIVE state, but in ${status}.`);
}

/** The part of an S3 bucket's ARN behind the last colon. */
export const bucketOf = (s3: ApiRecord): string => (s3.BucketARN as string).split(':::')[1]!;
