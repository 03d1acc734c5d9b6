/** Streams, consumers, tags and policies of the account, by name: what the control plane of the endpoint keeps. */
import type { AwsError } from '../../aws/awsError.ts';
import { noSuchStream, notActive } from '../../aws/streams.ts';
import { refuse } from '../apiError.ts';
import type { ApiRecord } from '../values.ts';
import type { World } from '../world.ts';

/** What tags and a policy hang on. */
export interface Resource {
  readonly name: string;
  readonly arn: string;
  readonly tags: Map<string, string>;
  policy: string | null;
  /** Simulated ms. */
  readonly createdAt: number;
  deletedAt: number | null;
}
export type Consumer = Resource;
/** From `at` on, what is written is encrypted with `key`; null: not at all. */
export interface EncryptionChange {
  readonly at: number;
  readonly key: string | null;
}
export interface Stream extends Resource {
  readonly node: number;
  readonly consumers: Map<string, Consumer>;
  /** Oldest first. */
  readonly encryption: EncryptionChange[];
  /** When the mode changed, simulated ms. */
  readonly modeChanges: number[];
  readonly monitoring: Set<string>;
  /** Warm throughput that was asked for, MiB a second. */
  warmMebibytes: number | null;
}

export const streamsOf = (world: World): Map<string, Stream> => world.register('kinesis', () => new Map<string, Stream>());

/** Leaves out what is no more: its time of being DELETING is over. */
function sweep<R extends Resource>(resources: Map<string, R>, world: World, gone: (resource: R) => void = () => undefined): void {
  for (const [name, resource] of resources) {
    if (resource.deletedAt === null || world.now < resource.deletedAt + world.options.provisioningDelay) continue;
    resources.delete(name);
    gone(resource);
  }
}

/** The streams that are left; the run lets go of the others. */
export function sweepStreams(world: World): Map<string, Stream> {
  const streams = streamsOf(world);
  sweep(streams, world, (stream) => world.remove(stream.node, noSuchStream(named(stream, world))));
  for (const { consumers } of streams.values()) sweep(consumers, world);
  return streams;
}

/** All streams, by name. */
export function allStreams(world: World): Stream[] {
  return [...sweepStreams(world).values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Answers an error that AWS's own words are known of. */
export const refused = ({ code, message }: AwsError): never => refuse(code, message);

export const named = ({ name }: Stream, world: World) => ({ name, account: world.options.account });

/** The stream that a call names by name or ARN; refuses as Kinesis does when there is none. */
export function findStream(input: ApiRecord, world: World): Stream {
  const arn = input.StreamARN as string | undefined;
  const name = (input.StreamName as string | undefined) ?? arn?.split('/')[1];
  if (name === undefined) return refuse('InvalidArgumentException', 'Either StreamName or StreamARN must be given.');
  const stream = sweepStreams(world).get(name);
  if (!stream || (arn !== undefined && arn !== stream.arn)) return refused(noSuchStream({ name, account: world.options.account }));
  return stream;
}

export type StreamStatus = 'CREATING' | 'DELETING' | 'ACTIVE' | 'UPDATING';

/** CREATING or DELETING; undefined for what is there for good. */
export function passingStatus({ createdAt, deletedAt }: Resource, world: World): 'CREATING' | 'DELETING' | undefined {
  if (deletedAt !== null) return 'DELETING';
  return world.now < createdAt + world.options.provisioningDelay ? 'CREATING' : undefined;
}

export function statusOf(stream: Stream, world: World): StreamStatus {
  return passingStatus(stream, world) ?? (world.describe(stream.node).streamStatus as StreamStatus);
}

/** Refuses a control call on a stream that is being made or deleted; one that is UPDATING is the stream's own affair. */
export function demandStanding(stream: Stream, world: World): Stream {
  const status = passingStatus(stream, world);
  if (status !== undefined) return refused(notActive(status, named(stream, world)));
  return stream;
}

/** The stream of a call on records: one that is being made or deleted is not found. */
export function usableStream(input: ApiRecord, world: World): Stream {
  const stream = findStream(input, world);
  if (passingStatus(stream, world) !== undefined) return refused(noSuchStream(named(stream, world)));
  return stream;
}

/** Refuses a call that means another stream of the same name: it names another time of creation. */
export function demandSameCreation(stream: Stream, input: ApiRecord, world: World): void {
  const meant = input.StreamCreationTimestamp as number | undefined;
  if (meant !== undefined && Math.floor(meant) !== creationSeconds(stream.createdAt, world)) refuse('ResourceNotFoundException', `Stream ${stream.name} under account ${world.options.account} with StreamCreationTimestamp ${meant} not found.`);
}

/** Key that records written at this moment are encrypted with; null for none. */
export const keyAt = ({ encryption }: Stream, now: number): string | null => encryption.filter(({ at }) => at <= now).at(-1)?.key ?? null;

/** The member of an answer about such records. */
export const encryptionAt = (stream: Stream, now: number) => (keyAt(stream, now) === null ? {} : { EncryptionType: 'KMS' });

/** Simulated ms of a time that a client names; the beginning for any before it. */
export const simulatedTime = (seconds: number, world: World): number => Math.max(0, Math.round(seconds * 1000) - world.options.startsAt);

/** Whole seconds since 1970 of a simulated time, as Kinesis tells when something was made. */
export const creationSeconds = (createdAt: number, world: World): number => Math.floor((world.options.startsAt + createdAt) / 1000);

export const listOf = <T>(value: unknown): readonly T[] => (value ?? []) as readonly T[];
