/** Lease rows: what they say, and how the table keeps them. */
import { parseShardId, shardIdText } from '../../../aws/ids.ts';
import type { PlainRecord } from '../../../sim/plainData.ts';

export type Sentinel = 'AT_TIMESTAMP' | 'TRIM_HORIZON' | 'LATEST' | 'SHARD_END';

/** A checkpoint: a name, or the last user record processed by its sequence counter and its place in the aggregate. */
export interface Position {
  readonly sequence: number | Sentinel;
  readonly sub: number;
}

export interface Lease {
  readonly shard: number;
  readonly owner: string | null;
  readonly counter: number;
  readonly ownerSwitches: number;
  readonly checkpoint: Position;
  readonly parents: readonly number[];
  readonly startingHashKey: string;
  readonly endingHashKey: string;
  /** KCL 3.x, while the lease is being handed over: who still works on it. */
  readonly checkpointOwner: string | null;
  /** KCL 3.x: smoothed data rate, kB/s. */
  readonly throughput: number;
}

export const shardEnd: Position = Object.freeze({ sequence: 'SHARD_END', sub: 0 });

const ranks: Readonly<Record<Sentinel, number>> = { AT_TIMESTAMP: -3, TRIM_HORIZON: -2, LATEST: -1, SHARD_END: Infinity };

function rank(sequence: Position['sequence']): number {
  return typeof sequence === 'number' ? sequence : ranks[sequence];
}

/** Below 0 when `a` comes first: AT_TIMESTAMP, TRIM_HORIZON, LATEST, numbers, SHARD_END; equal ones by their place in the aggregate. */
export function comparePositions(a: Position, b: Position): number {
  const [one, other] = [rank(a.sequence), rank(b.sequence)];
  return one === other ? a.sub - b.sub : one < other ? -1 : 1;
}

/** Digits of a sequence number: SIMPLIFIED: a row keeps the counter in it, at full length. */
const sequenceDigits = 56;

export function sequenceText(sequence: Position['sequence']): string {
  return typeof sequence === 'number' ? String(sequence).padStart(sequenceDigits, '0') : sequence;
}

function readSequence(text: unknown): Position['sequence'] {
  if (text === 'AT_TIMESTAMP' || text === 'TRIM_HORIZON' || text === 'LATEST' || text === 'SHARD_END') return text;
  const counter = Number(text);
  return Number.isInteger(counter) && counter >= 0 ? counter : 'TRIM_HORIZON';
}

/** A position as attributes of a row. */
export function checkpointAttributes({ sequence, sub }: Position): PlainRecord {
  return { checkpoint: sequenceText(sequence), checkpointSubSequenceNumber: sub };
}

/** A lease as an item of the table; a lease without an owner lacks the attribute. */
export function leaseItem(lease: Lease): PlainRecord {
  return {
    leaseKey: shardIdText(lease.shard),
    ...(lease.owner === null ? {} : { leaseOwner: lease.owner }),
    leaseCounter: lease.counter,
    ownerSwitchesSinceCheckpoint: lease.ownerSwitches,
    ...checkpointAttributes(lease.checkpoint),
    ...(lease.parents.length > 0 ? { parentShardId: lease.parents.map(shardIdText) } : {}),
    startingHashKey: lease.startingHashKey,
    endingHashKey: lease.endingHashKey,
    ...(lease.checkpointOwner === null ? {} : { checkpointOwner: lease.checkpointOwner }),
    ...(lease.throughput > 0 ? { throughputKBps: lease.throughput } : {}),
  };
}

/** The lease that an item says; undefined when it says none. Never throws. */
export function leaseOf(item: PlainRecord | null | undefined): Lease | undefined {
  const shard = typeof item?.leaseKey === 'string' ? parseShardId(item.leaseKey) : undefined;
  // The table may hold rows of other kinds, whose keys end in a number too.
  if (!item || shard === undefined || item.leaseKey !== shardIdText(shard)) return undefined;
  const whole = (value: unknown) => (typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : 0);
  const text = (value: unknown, other: string) => (typeof value === 'string' && /^\d+$/.test(value) ? value : other);
  const parents = Array.isArray(item.parentShardId) ? item.parentShardId.map((id) => (typeof id === 'string' ? parseShardId(id) : undefined)).filter((id) => id !== undefined) : [];
  return Object.freeze({
    shard,
    owner: typeof item.leaseOwner === 'string' ? item.leaseOwner : null,
    counter: whole(item.leaseCounter),
    ownerSwitches: whole(item.ownerSwitchesSinceCheckpoint),
    checkpoint: Object.freeze({ sequence: readSequence(item.checkpoint), sub: whole(item.checkpointSubSequenceNumber) }),
    parents: Object.freeze(parents),
    startingHashKey: text(item.startingHashKey, '0'),
    endingHashKey: text(item.endingHashKey, '0'),
    checkpointOwner: typeof item.checkpointOwner === 'string' ? item.checkpointOwner : null,
    throughput: typeof item.throughputKBps === 'number' && item.throughputKBps > 0 ? item.throughputKBps : 0,
  });
}
