/** Which leases there should be: at the start, after a reshard, and when a finished shard's lease may go. */
import { comparePositions, type Position } from './leases.ts';

export type InitialPosition = 'LATEST' | 'TRIM_HORIZON' | 'AT_TIMESTAMP';

export interface KnownShard {
  readonly shard: number;
  readonly parents: readonly number[];
  readonly closed: boolean;
}

export interface NewLease {
  readonly shard: number;
  readonly checkpoint: Position;
}

/** Checkpoints of the leases that there are, by shard. */
export type LeaseMap = ReadonlyMap<number, Position>;

function at(sequence: InitialPosition): Position {
  return Object.freeze({ sequence, sub: 0 });
}

/**
 * Leases for an empty table: of the open shards from LATEST on, else of the shards that the stream begins with.
 * SIMPLIFIED: AT_TIMESTAMP begins with those too; what is older than the moment is passed over in each shard.
 */
export function initialLeases(shards: readonly KnownShard[], position: InitialPosition): readonly NewLease[] {
  const listed = new Set(shards.map(({ shard }) => shard));
  const wanted = position === 'LATEST' ? shards.filter(({ closed }) => !closed) : shards.filter(({ parents }) => !parents.some((parent) => listed.has(parent)));
  return inOrder(wanted.map(({ shard }) => ({ shard, checkpoint: at(position) })));
}

/** By starting sequence number: shards are numbered as they are made. */
function inOrder(leases: readonly NewLease[]): readonly NewLease[] {
  return [...leases].sort((a, b) => a.shard - b.shard);
}

/** What a shard's past asks for: nothing of it is known; some ancestor goes first; all of it is finished. */
type Past = 'unknown' | 'unfinished' | 'finished';

/** Leases to add to a table that has some: for each open shard without one, the first ancestors (or the shard itself) that need processing. */
export function leasesToCreate(shards: readonly KnownShard[], leases: LeaseMap, position: InitialPosition): readonly NewLease[] {
  const byNumber = new Map(shards.map((shard) => [shard.shard, shard]));
  const created = new Map<number, Position>();
  const pasts = new Map<number, Past>();
  const create = (shard: number, past: Past) => created.set(shard, at(past === 'unknown' || position === 'AT_TIMESTAMP' ? position : 'TRIM_HORIZON'));

  /** How far the shards before this one are, once leases have been made for the first of them. */
  function pastOf(shard: number): Past {
    const known = pasts.get(shard);
    if (known !== undefined) return known;
    const parents = byNumber.get(shard)!.parents.filter((parent) => byNumber.has(parent) || leases.has(parent));
    const states = parents.map((parent) => [parent, stateOf(parent)] as const);
    let past: Past = 'unknown';
    if (states.some(([, state]) => state !== 'unknown')) {
      // A parent that nobody knew of joins a known one: it is where its branch begins.
      for (const [parent, state] of states) if (state === 'unknown') create(parent, 'unknown');
      past = states.some(([, state]) => state !== 'finished') ? 'unfinished' : 'finished';
    }
    pasts.set(shard, past);
    return past;
  }

  /** How far an ancestor is itself. */
  function stateOf(shard: number): Past {
    const lease = leases.get(shard);
    if (lease !== undefined) return lease.sequence === 'SHARD_END' ? 'finished' : 'unfinished';
    if (created.has(shard)) return 'unfinished';
    const past = pastOf(shard);
    if (past === 'unfinished') return 'unfinished';
    if (past === 'unknown' && position === 'LATEST') return 'unknown';
    create(shard, past);
    return 'unfinished';
  }

  for (const { shard, closed } of shards) {
    if (closed || leases.has(shard)) continue;
    const past = pastOf(shard);
    if (past !== 'unfinished') create(shard, past);
  }
  return inOrder([...created].map(([shard, checkpoint]) => ({ shard, checkpoint })));
}

/** Open shards that nobody works towards: neither they nor an ancestor has a lease. */
export function holesOf(shards: readonly KnownShard[], leases: LeaseMap): readonly number[] {
  const byNumber = new Map(shards.map((shard) => [shard.shard, shard]));
  const covered = (shard: number): boolean => leases.has(shard) || (byNumber.get(shard)?.parents.some(covered) ?? false);
  return shards.filter(({ shard, closed }) => !closed && !covered(shard)).map(({ shard }) => shard);
}

/** A shard may be processed once each parent's lease is gone or says SHARD_END. */
export function parentsDone(parents: readonly number[], lease: (shard: number) => Position | undefined): boolean {
  return parents.every((parent) => (lease(parent)?.sequence ?? 'SHARD_END') === 'SHARD_END');
}

/** A finished shard's lease may go when all children have a lease that has got somewhere, and its own parents' leases are gone. */
export function mayDelete(lease: { readonly checkpoint: Position; readonly parents: readonly number[] }, children: readonly number[], leases: LeaseMap): boolean {
  if (lease.checkpoint.sequence !== 'SHARD_END' || children.length === 0) return false;
  const started = (child: number) => {
    const checkpoint = leases.get(child);
    return checkpoint !== undefined && comparePositions(checkpoint, at('TRIM_HORIZON')) > 0;
  };
  return children.every(started) && !lease.parents.some((parent) => leases.has(parent));
}
