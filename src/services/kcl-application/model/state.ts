import type { Reply } from '../../../sim/calls.ts';
import type { OwnedMap } from '../../../sim/columns/ownedMap.ts';
import type { PlainRecord } from '../../../sim/plainData.ts';
import type { ShardIterator } from '../../kinesis-streams/model/operations.ts';
import type { KclConfig } from './config.ts';
import type { Delivery } from './deaggregation.ts';
import type { Lease, Position } from './leases.ts';
import type { SeenLease } from './leaseTaker.ts';

/** A lease that a worker believes to hold. */
export interface HeldLease {
  readonly shard: number;
  /** Concurrency token: one a term. */
  readonly run: number;
  counter: number;
  /** Local time of the last write that succeeded. */
  renewedAt: number;
  /** A write is under way; there is only one at a time. */
  writing: 'renewal' | 'checkpoint' | 'handoff' | null;
  checkpoint: Position;
  readonly parents: readonly number[];
  readonly startingHashKey: string;
  readonly endingHashKey: string;
  /** KCL 3.x: the worker that the lease is to be handed over to, and whether its last checkpoint has been asked for. */
  handoff: string | null;
  saved: boolean;
  /** Smoothed data rate, kB/s, as of `measuredAt`, and what has been fetched since, B. */
  throughput: number | null;
  fetchedBytes: number;
  measuredAt: number;
}

/** KCL 3.x: what a worker says of itself, and when the leader last saw it say something new. Frozen. */
export interface PeerReport {
  readonly id: string;
  readonly reports: number;
  /** Smoothed utilisation, percent. */
  readonly metric: number;
}
export interface SeenPeer extends PeerReport {
  readonly changedAt: number;
}

export type Phase = 'WAITING_ON_PARENT_SHARDS' | 'INITIALIZING' | 'PROCESSING' | 'SHUTTING_DOWN' | 'SHUTDOWN_COMPLETE';

/** A worker's consumer of one shard, for one term of the lease. */
export interface Consumer {
  readonly shard: number;
  readonly run: number;
  phase: Phase;
  /** Parents looked at so far while waiting. */
  parentsSeen: number;
  iterator: ShardIterator | null;
  /** Reading goes on after this. */
  position: Position;
  /** User records fetched and not worked through; `done` of the first are. */
  inbox: readonly Delivery[];
  done: number;
  /** A piece of work, or the processor, is under way. */
  busy: boolean;
  /** The first delivery has been shown to the processor. */
  begun: boolean;
  carry: number;
  readAt: number;
  behindMs: number;
  fetchedAt: number;
  fetchedAll: boolean;
  /** Newest user record given to the processor; newest worked through. */
  delivered: Position | null;
  processed: Position | null;
  checkpointed: Position;
  /** User records worked through since the last checkpoint, and when the batch was read that brought it. */
  sinceCheckpoint: number;
  checkpointedAt: number;
  /** The checkpoint being written, and its tries so far. */
  pending: Position | null;
  /** It waits for a renewal under way. */
  queued: boolean;
  tries: number;
  /** Child leases still to be made at the end of the shard. */
  childrenLeft: number;
  /** The lease is lost: the batch in hand is finished, and no more. */
  lost: boolean;
  /** The shard's hash keys, as words. */
  readonly range: Uint32Array;
}

/** What came in while a worker was frozen. */
export type Frozen = { readonly type: 'event'; readonly event: KclEvent } | { readonly type: 'reply'; readonly about: KclEvent; readonly reply: Reply<unknown>; readonly rows: Uint32Array | null };

export interface Worker {
  readonly number: number;
  readonly id: string;
  alive: boolean;
  /** Rises with each crash: events and replies of an older life are ignored. */
  life: number;
  paused: boolean;
  pauseRun: number;
  slowUntil: number;
  /** The next batch makes the processor throw. */
  throwNext: boolean;
  seen: OwnedMap<SeenLease>;
  held: OwnedMap<HeldLease>;
  consumers: OwnedMap<Consumer>;
  frozen: Frozen[];
  /** Leases being created before the coordinator starts; -1 once it has. */
  creating: number;
  /** Takes under way; the next round is planned when all are answered. */
  taking: number;
  holes: number;
  cleanups: number;
  lagging: boolean;
  processed: number;
  duplicates: number;
  startedAt: number;
  /** KCL 3.x: another's lock as last seen, with the local time of its last change. Frozen. */
  lock: { readonly owner: string; readonly heartbeat: number; readonly changedAt: number } | null;
  /** Number of this worker's term as the leader, 0 when it is none; its lock's last heartbeat; rounds of assignment in this term. */
  term: number;
  heartbeat: number;
  rounds: number;
  /** As the leader: reports of the workers, and since when handoffs are under way. */
  peers: readonly SeenPeer[];
  handoffs: Map<number, number>;
  /** Its own load: smoothed utilisation in percent, work since the last report in ms. */
  utilization: number;
  busyMs: number;
  reports: number;
  reportedAt: number;
  reporting: boolean;
}

export interface KclState {
  config: KclConfig;
  readonly name: string;
  workers: Worker[];
  nextRun: number;
  /** The lease table of an application that is connected to none. */
  ownTable: Map<string, PlainRecord>;
  billedWorkers: number;
  settledAt: number;
  /** Processes started so far. */
  started: number;
}

interface OfWorker {
  readonly worker: number;
  readonly life: number;
}
interface OfConsumer extends OfWorker {
  readonly shard: number;
  readonly run: number;
}

export type WorkerEvent = OfWorker &
  (
    | { readonly type: 'start' | 'renew' | 'take' | 'audit' | 'cleanup' | 'scanned-first' | 'listed-first' | 'scanned' | 'audited' | 'restart' | 'assign' | 'report' | 'lock-read' | 'assign-scanned' | 'discovered' }
    | { readonly type: 'lock-written'; readonly heartbeat: number }
    | { readonly type: 'heartbeat' | 'beaten'; readonly term: number }
    | { readonly type: 'assigned'; readonly shard: number; readonly from: string | null; readonly to: string; readonly why: string }
    | { readonly type: 'readopted'; readonly lease: Lease }
    | { readonly type: 'wake'; readonly pauseRun: number }
    | { readonly type: 'create' | 'created'; readonly lease: Lease; readonly initial: boolean }
    | { readonly type: 'taken'; readonly seen: SeenLease; readonly tries: number; readonly why: string }
    | { readonly type: 'cleanup-listed'; readonly garbage: boolean }
    | { readonly type: 'cleanup-scanned'; readonly garbage: boolean; readonly shards: readonly { readonly shard: number; readonly parents: readonly number[] }[] }
    | { readonly type: 'deleted' | 'evicted'; readonly shard: number }
  );

export type ConsumerEvent = OfConsumer &
  (
    | { readonly type: 'dispatch' | 'look-at-parent' | 'parent' | 'initialize' | 'lease-read' | 'ask-iterator' | 'iterator' | 'poll' | 'fetched' | 'pushed' | 'handed' | 'try-checkpoint' | 'end' | 'end-listed' | 'end-agreed' | 'stop' | 'lease-checked' | 'handed-over' }
    | { readonly type: 'renewed'; readonly tries: number }
    | { readonly type: 'checkpointed'; readonly position: Position }
    | { readonly type: 'child' | 'child-created'; readonly lease: Lease }
    | { readonly type: 'work'; readonly entries: number }
  );

/** A call to the application's own lease table, on its way. */
export interface OwnCall {
  readonly type: 'own-call';
  readonly operation: string;
  readonly request: unknown;
  readonly about: KclEvent;
}

/** An Auto Scaling group's new worker. */
export type KclEvent = WorkerEvent | ConsumerEvent | OwnCall | { readonly type: 'replace'; readonly dead: string } | { readonly type: 'none' };
