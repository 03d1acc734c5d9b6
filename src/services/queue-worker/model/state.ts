import type { OwnedMap } from '../../../sim/columns/ownedMap.ts';
import type { RecordBatch } from '../../../sim/records/recordBatch.ts';
import type { ServiceContext } from '../../../sim/serviceModel.ts';
import type { WorkerConfig } from './config.ts';

/** What a worker has in hand: one answer of a queue. */
export interface Batch {
  readonly records: RecordBatch;
  readonly receipts: Float64Array;
  /** Message groups, numbered as they come in this batch; 0 where there are none. */
  readonly groups: Uint8Array;
  /** Edge of the queue that it came from. */
  readonly edge: number;
}

/** One worker; written through its map, and what it refers to is replaced, never changed. */
export interface Worker {
  readonly number: number;
  readonly name: string;
  alive: boolean;
  /** Rises with each crash and each new thing done: answers and timers of an older one are ignored. */
  life: number;
  step: number;
  slowUntil: number;
  batch: Batch | null;
  /** Batches received so far. */
  batches: number;
  /** Entries of the batch that are over, done or not. */
  at: number;
  /** Entries done that wait for a delete of the whole batch. */
  done: readonly number[];
  /** Groups of this batch in which a message failed: what follows there is left. */
  failedGroups: readonly number[];
  /** Answers still missing before the message in hand is forwarded everywhere, and whether one was a refusal. */
  forwarding: number;
  refused: boolean;
  /** Which of its queues is asked next. */
  queue: number;
  polledAt: number;
  /** The attempt id in use; rises after every answer. */
  attempt: number;
  /** Part of a millisecond of work carried on. */
  carry: number;
  /** Tries of the delete under way; 0 when there is none. */
  tries: number;
}

export interface WorkerState {
  config: WorkerConfig;
  workers: OwnedMap<Worker>;
  processed: number;
  duplicates: number;
  skipped: number;
  failed: number;
}

interface Of {
  readonly worker: number;
  readonly life: number;
}

export type WorkerEvent =
  | ({ readonly type: 'poll' | 'restart' } & Of)
  | ({ readonly type: 'received' } & Of)
  | ({ readonly type: 'heartbeat'; readonly batch: number } & Of)
  /** Belongs to one step of the worker's present life. */
  | ({ readonly type: 'worked' | 'died' | 'fetched' | 'forwarded' | 'deleted' | 'retry-delete'; readonly step: number } & Of)
  | { readonly type: 'ignored' };

export type Ctx = ServiceContext<WorkerEvent>;

/** Number of this worker's next step: answers and timers of what was begun before are over. */
export function nextStep(worker: Worker): number {
  return ++worker.step;
}
