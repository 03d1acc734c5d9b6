/** Streams, consumers and tags of the account, by name: what the control plane of the endpoint keeps. */
import { refuse } from '../apiError.ts';
import type { ApiRecord } from '../values.ts';
import type { World } from '../world.ts';

export interface Consumer {
  readonly name: string;
  readonly arn: string;
  readonly createdAt: number;
}
export interface Stream {
  readonly name: string;
  readonly arn: string;
  readonly node: number;
  /** Simulated ms. */
  readonly createdAt: number;
  deletedAt: number | null;
  readonly tags: Map<string, string>;
  readonly consumers: Map<string, Consumer>;
  encrypted: string | null;
  readonly monitoring: Set<string>;
}

export const streamsOf = (world: World): Map<string, Stream> => world.register('kinesis', () => new Map<string, Stream>());

/** Forgets streams whose time of being DELETING is over. */
function swept(world: World): Map<string, Stream> {
  const streams = streamsOf(world);
  for (const [name, { deletedAt }] of streams) if (deletedAt !== null && world.now >= deletedAt + world.options.provisioningDelay) streams.delete(name);
  return streams;
}

/** All streams, by name. */
export function allStreams(world: World): Stream[] {
  return [...swept(world).values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The stream that a call names by name or ARN; refuses as Kinesis does when there is none. */
export function findStream(input: ApiRecord, world: World): Stream {
  const arn = input.StreamARN as string | undefined;
  const name = (input.StreamName as string | undefined) ?? arn?.split('/')[1];
  if (name === undefined) return refuse('InvalidArgumentException', 'Either StreamName or StreamARN must be given.');
  const stream = swept(world).get(name);
  if (!stream || (arn !== undefined && arn !== stream.arn)) return refuse('ResourceNotFoundException', `Stream ${name} under account ${world.options.account} not found.`);
  return stream;
}

export type StreamStatus = 'CREATING' | 'DELETING' | 'ACTIVE' | 'UPDATING';

/** CREATING or DELETING; undefined for a stream that is there for good. */
export function passingStatus(stream: Stream, world: World): 'CREATING' | 'DELETING' | undefined {
  if (stream.deletedAt !== null) return 'DELETING';
  return world.now < stream.createdAt + world.options.provisioningDelay ? 'CREATING' : undefined;
}

export function statusOf(stream: Stream, world: World): StreamStatus {
  return passingStatus(stream, world) ?? (world.describe(stream.node).streamStatus as StreamStatus);
}

/** A stream that takes calls: one that is being made or deleted does not. */
export function usableStream(input: ApiRecord, world: World): Stream {
  const stream = findStream(input, world);
  const status = passingStatus(stream, world);
  if (status !== undefined) return refuse('ResourceNotFoundException', `Stream ${stream.name} under account ${world.options.account} is ${status}: it takes no records yet.`);
  return stream;
}

/** Simulated ms of a time that a client names; the beginning for any before it. */
export const simulatedTime = (seconds: number, world: World): number => Math.max(0, Math.round(seconds * 1000) - world.options.startsAt);

export const listOf = <T>(value: unknown): readonly T[] => (value ?? []) as readonly T[];
