/** Delivery streams of the account, by name: what the control plane of the endpoint keeps. */
import { awsError } from '../../aws/awsError.ts';
import { refuse } from '../apiError.ts';
import type { ApiRecord } from '../values.ts';
import type { World } from '../world.ts';

export type DestinationKind = 'S3' | 'ExtendedS3' | 'HttpEndpoint' | 'Splunk';
export const isS3 = (kind: DestinationKind): boolean => kind === 'S3' || kind === 'ExtendedS3';

export interface Encryption {
  readonly on: boolean;
  /** Before the last call. */
  readonly was: boolean;
  readonly KeyType?: string | undefined;
  readonly KeyARN?: string | undefined;
  /** When it was asked for, simulated ms; null where nobody ever did. */
  readonly since: number | null;
  /** When encryption was started or stopped by a call, simulated ms, as far back as calls count. */
  readonly calls: readonly number[];
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
  for (const stream of streams.values()) if (stream.deletedAt !== null && world.now >= stream.deletedAt + world.options.provisioningDelay) forget(stream, world);
  return streams;
}

const notFound = (name: string, world: World) => `Firehose ${name} under account ${world.options.account} not found.`;

/** The name is free, and the run lets go of the node. */
export function forget({ name, node }: DeliveryStream, world: World): void {
  streamsOf(world).delete(name);
  world.remove(node, awsError('ResourceNotFoundException', notFound(name, world)));
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
  return swept(world).get(name) ?? refuse('ResourceNotFoundException', notFound(name, world));
}

/** One that takes records. */
export function usableStream(input: ApiRecord, world: World): DeliveryStream {
  const stream = findStream(input, world);
  return statusOf(stream, world) === 'ACTIVE' ? stream : refuse('ResourceNotFoundException', notFound(stream.name, world));
}

/** One whose settings may change. */
export function activeStream(input: ApiRecord, world: World): DeliveryStream {
  const stream = findStream(input, world);
  const status = statusOf(stream, world);
  return status === 'ACTIVE' ? stream : refuse('ResourceInUseException', `Firehose ${stream.name} under account ${world.options.account} is not in ACTIVE state, but in ${status}.`);
}

/** The part of an S3 bucket's ARN behind the last colon. */
export const bucketOf = (s3: ApiRecord): string => (s3.BucketARN as string).split(':::')[1]!;
