import type { RecordBatch } from '../records/recordBatch.ts';
import type { ServiceContext } from '../serviceModel.ts';

/** Settings of an outbox; times in ms. */
export interface OutboxConfig {
  /** How long a call that is not full waits for more records. */
  readonly linger: number;
  readonly retry: 'none' | 'immediate' | 'backoff' | 'whole-batch';
  /** Tries in all. */
  readonly maxAttempts: number;
  readonly backoffBase: number;
  readonly backoffMax: number;
  /** Calls under way at once. */
  readonly maxInFlight: number;
  /** Records that may be held; more are dropped. */
  readonly bufferRecords: number;
  readonly requestTimeout: number;
}

/** One call's records. */
export interface Sending {
  readonly records: RecordBatch;
  readonly attempt: number;
  readonly sentAt: number;
  /** The process that sent it has died: the answer settles what became of the records, and nobody tries again. */
  readonly orphaned: boolean;
}

/** What a program that sends records keeps of them. */
export interface OutboxState<Config extends OutboxConfig = OutboxConfig, Sent extends Sending = Sending> {
  config: Config;
  /** Batches that wait for a place, oldest first. */
  waiting: RecordBatch[];
  waitingRecords: number;
  /** Calls under way, by number. */
  sending: Map<number, Sent>;
  /** Batches that wait for their next try, by number. */
  retrying: Map<number, Sent>;
  heldRecords: number;
  /** Records held when the buffer was last made smaller: nothing is thrown away for that. */
  heldBefore: number;
  /** Records handed over so far. */
  submitted: number;
  next: number;
  /** Records that wait may wait for more; a timer ends that. Timers of earlier runs count for nothing. */
  lingering: boolean;
  lingerRun: number;
  loseRepliesUntil: number;
  accepted: number;
  refused: number;
  givenUp: number;
  dropped: number;
  retried: number;
}

/** Events of an outbox; a program may have others of its own. */
export type OutboxEvent = { readonly type: string; readonly id: number } | { readonly type: 'linger'; readonly run: number };

export type OutboxCtx = ServiceContext<OutboxEvent>;

export function emptyOutbox<Config extends OutboxConfig, Sent extends Sending>(config: Config): OutboxState<Config, Sent> {
  return {
    config,
    waiting: [],
    waitingRecords: 0,
    sending: new Map(),
    retrying: new Map(),
    heldRecords: 0,
    heldBefore: 0,
    submitted: 0,
    next: 1,
    lingering: false,
    lingerRun: 0,
    loseRepliesUntil: 0,
    accepted: 0,
    refused: 0,
    givenUp: 0,
    dropped: 0,
    retried: 0,
  };
}

/** What a view of the program shows. */
export function viewOutbox(state: OutboxState) {
  return {
    waiting: state.waitingRecords,
    inFlight: state.sending.size,
    retrying: state.retrying.size,
    held: state.heldRecords,
    accepted: state.accepted,
    refused: state.refused,
    givenUp: state.givenUp,
    dropped: state.dropped,
    retried: state.retried,
  };
}
