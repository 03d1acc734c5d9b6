/** Calls of programs that send records: batches in the order of their coming, retries that end, and what the answers say entry by entry. */
import type { Reply } from '../calls.ts';
import { failures, successes, type EntryOutcome, type RecordBatch } from '../records/recordBatch.ts';
import { admit, linger, takeWaiting, wait } from './buffering.ts';
import type { OutboxCtx, OutboxState, Sending } from './state.ts';

/** How one kind of program makes its calls. */
export interface Outlet<State, Sent extends Sending> {
  /** The most that one call takes. */
  room(state: State, ctx: OutboxCtx): { readonly entries: number; readonly maxBytes: number };
  /** Makes the call, about `{ type: 'sent', id }`; false where there is nobody to call. */
  call(state: State, records: RecordBatch, id: number, ctx: OutboxCtx): boolean;
  /** What is remembered of a call. */
  sending(state: State, call: Sending): Sent;
  /** Whether a retry can cure what an entry failed with. */
  isRetryable(code: string): boolean;
  /** Calls of other kinds under way that carry records held. */
  otherCalls(state: State): readonly Map<number, Sent>[];
}

const timedOut = 'RequestTimeout';

/** Functions on the state of a program that sends through this outlet. Numbers of calls and orders of draws follow from the order of calls here. */
export class Outbox<State extends OutboxState<OutboxState['config'], Sent>, Sent extends Sending> {
  readonly #outlet: Outlet<State, Sent>;

  constructor(outlet: Outlet<State, Sent>) {
    this.#outlet = outlet;
  }

  /** Takes records over: they are held and wait, or are dropped where the buffer is full. */
  submit(state: State, records: RecordBatch, ctx: OutboxCtx): void {
    const admitted = admit(state, records, ctx);
    if (admitted) this.enqueue(state, admitted, ctx);
  }

  /** Records that are held already wait to be sent. */
  enqueue(state: State, records: RecordBatch, ctx: OutboxCtx): void {
    wait(state, records, ctx);
    this.flush(state, ctx);
  }

  /** Sends what waits, as far as calls may be under way: full calls, and the rest once it has waited long enough. */
  flush(state: State, ctx: OutboxCtx): void {
    const { entries, maxBytes } = this.#outlet.room(state, ctx);
    let sent = false;
    while (state.waitingRecords > 0 && state.sending.size < state.config.maxInFlight && (state.waitingRecords >= entries || !state.lingering)) {
      this.send(state, takeWaiting(state, entries, maxBytes), 1, ctx);
      sent = true;
    }
    if (state.waitingRecords === 0) state.lingering = false;
    else if (sent && state.lingering) linger(state, ctx);
  }

  send(state: State, records: RecordBatch, attempt: number, ctx: OutboxCtx): void {
    const id = state.next;
    if (!this.#outlet.call(state, records, id, ctx)) {
      state.heldRecords -= records.count;
      state.givenUp += records.count;
      ctx.records.release(records.rows, 'dropped-by-code');
      return;
    }
    state.next++;
    state.sending.set(id, this.#sending(state, records, attempt, ctx));
    ctx.count('RequestsSent', 1);
    if (attempt > 1) {
      state.retried += records.count;
      ctx.count('RecordsRetried', records.count);
      ctx.trace('records.retried', ctx.nodeId, { attempt }, { records: records.count });
    }
    ctx.hop(records.rows, 'record.sent', () => ({ attempt, of: records.count }));
  }

  #sending(state: State, records: RecordBatch, attempt: number, ctx: OutboxCtx): Sent {
    return Object.freeze(this.#outlet.sending(state, { records, attempt, sentAt: ctx.now, orphaned: false }));
  }

  /** What is remembered of a call of another kind. */
  otherSending(state: State, records: RecordBatch, attempt: number, ctx: OutboxCtx): Sent {
    return this.#sending(state, records, attempt, ctx);
  }

  /** The entries are stored, or over: the program lets go of them. */
  finish(state: State, records: RecordBatch, ctx: OutboxCtx): void {
    state.heldRecords -= records.count;
    ctx.records.release(records.rows, 'refused');
  }

  giveUp(state: State, records: RecordBatch, attempt: number, code: string, ctx: OutboxCtx): void {
    state.givenUp += records.count;
    ctx.count('RecordsGivenUp', records.count);
    ctx.trace('records.given-up', ctx.nodeId, { attempts: attempt, code }, { records: records.count });
    ctx.hop(records.rows, 'record.given-up', () => ({ attempts: attempt, code }));
    this.finish(state, records, ctx);
  }

  /**
   * Sends again what failed, by the policy, or gives it up: there is always a last try.
   * SIMPLIFIED: only back-off waits; a whole batch goes out again at once, as careless programs do it.
   */
  tryAgain(state: State, { records, attempt }: Pick<Sending, 'records' | 'attempt'>, code: string, ctx: OutboxCtx, event = 'retry'): void {
    const { config } = state;
    if (config.retry === 'none' || attempt >= config.maxAttempts) return this.giveUp(state, records, attempt, code, ctx);
    const delay = config.retry === 'backoff' ? ctx.rng.int(1, Math.min(config.backoffMax, config.backoffBase * 2 ** Math.min(attempt - 1, 20))) : 0;
    const id = state.next++;
    state.retrying.set(id, this.#sending(state, records, attempt + 1, ctx));
    ctx.after(delay, { type: event, id });
  }

  /** The batch of an event to try again; undefined where a crash has taken it. */
  takeRetry(state: State, id: number): Sent | undefined {
    const waiting = state.retrying.get(id);
    state.retrying.delete(id);
    return waiting;
  }

  /** Handles events of an outbox; false for one that is the program's own. */
  onEvent(state: State, event: { readonly type: string; readonly id?: number; readonly run?: number }, ctx: OutboxCtx): boolean {
    if (event.type === 'linger') {
      if (event.run !== state.lingerRun) return true;
      state.lingering = false;
      this.flush(state, ctx);
    } else if (event.type === 'retry') {
      const waiting = this.takeRetry(state, event.id!);
      if (waiting) this.send(state, waiting.records, waiting.attempt, ctx);
    } else if (event.type === 'unanswered') this.#unanswered(state, event.id!, ctx);
    else return false;
    return true;
  }

  answered(state: State, id: number, reply: Reply<unknown>, ctx: OutboxCtx): void {
    const sending = state.sending.get(id);
    if (!sending) return;
    if (!sending.orphaned && ctx.now < state.loseRepliesUntil) {
      // The answer is lost on its way: the program learns of it when its patience ends.
      ctx.after(Math.max(0, sending.sentAt + state.config.requestTimeout - ctx.now), { type: 'unanswered', id });
      return;
    }
    state.sending.delete(id);
    const { records, attempt } = sending;
    if (sending.orphaned) ctx.records.release(records.rows, 'died-with-process');
    else if (reply.ok) this.#settle(state, sending, (reply.response as { readonly outcome?: EntryOutcome } | null)?.outcome, ctx);
    else {
      if (reply.error.code === timedOut) this.#noteTimeout(state, records, ctx);
      else state.refused += records.count;
      if (reply.error.retryable) this.tryAgain(state, sending, reply.error.code, ctx);
      else this.giveUp(state, records, attempt, reply.error.code, ctx);
    }
    this.flush(state, ctx);
  }

  /** The answer was lost, and the program's patience is over. */
  #unanswered(state: State, id: number, ctx: OutboxCtx): void {
    const sending = state.sending.get(id);
    if (!sending) return;
    state.sending.delete(id);
    if (sending.orphaned) ctx.records.release(sending.records.rows, 'died-with-process');
    else {
      this.#noteTimeout(state, sending.records, ctx);
      this.tryAgain(state, sending, timedOut, ctx);
    }
    this.flush(state, ctx);
  }

  #noteTimeout(state: State, records: RecordBatch, ctx: OutboxCtx): void {
    ctx.trace('request.timed-out', ctx.nodeId, { timeoutMs: state.config.requestTimeout }, { records: records.count });
  }

  /** HTTP 200: what failed stands entry by entry (nothing, where there is no list). What no retry can cure is given up at once. */
  #settle(state: State, { records, attempt }: Sent, outcome: EntryOutcome | undefined, ctx: OutboxCtx): void {
    const failed = outcome?.failed ?? 0;
    state.accepted += records.count - failed;
    if (outcome === undefined || failed === 0) return this.finish(state, records, ctx);
    state.refused += failed;
    const code = outcome.codes[outcome.code.find((entry) => entry !== 0)! - 1]!;
    ctx.trace('put.partial', ctx.nodeId, { httpStatus: 200, code }, { failed, of: records.count });
    if (state.config.retry === 'whole-batch' && attempt < state.config.maxAttempts) return this.tryAgain(state, { records, attempt }, code, ctx);
    if (failed < records.count) this.finish(state, successes(records, outcome), ctx);
    const final = only(outcome, (each) => !this.#outlet.isRetryable(each));
    if (final.failed > 0) this.giveUp(state, failures(records, final), attempt, code, ctx);
    const again = only(outcome, (each) => this.#outlet.isRetryable(each));
    if (again.failed > 0) this.tryAgain(state, { records: failures(records, again), attempt }, code, ctx);
  }

  /** The process dies with what it holds, and starts again empty. */
  crash(state: State, ctx: OutboxCtx): void {
    let lost = 0;
    const drop = (records: RecordBatch) => {
      lost += records.count;
      ctx.records.release(records.rows, 'died-with-process');
    };
    state.waiting.forEach(drop);
    for (const retrying of state.retrying.values()) drop(retrying.records);
    // What is on the wire may still be stored: its answer, or the lack of one, settles it.
    for (const calls of [state.sending, ...this.#outlet.otherCalls(state)]) for (const [id, sending] of calls) calls.set(id, Object.freeze({ ...sending, orphaned: true }));
    state.waiting = [];
    state.waitingRecords = 0;
    state.lingering = false;
    state.lingerRun++;
    state.retrying.clear();
    state.heldRecords = 0;
    ctx.trace('producer.crashed', ctx.nodeId, {}, { buffered: lost });
  }

  /** New settings, and what they let go at once. */
  configure(state: State, config: State['config'], ctx: OutboxCtx): void {
    state.heldBefore = state.heldRecords;
    state.config = config;
    this.flush(state, ctx);
  }

  #carried(state: State): Sent[] {
    return [state.sending, state.retrying, ...this.#outlet.otherCalls(state)].flatMap((calls) => [...calls.values()]);
  }

  readonly invariants = [
    { name: 'the buffer never holds more than its limit', holds: (state: State) => state.heldRecords <= Math.max(state.config.bufferRecords, state.heldBefore) && state.heldRecords >= 0 },
    { name: 'what is held waits, is under way or is to be tried again', holds: (state: State) => this.#carried(state).reduce((sum, of) => (of.orphaned ? sum : sum + of.records.count), state.waitingRecords) === state.heldRecords },
  ];

  heldRows(state: State, visit: (row: number) => void): void {
    for (const records of [...state.waiting, ...this.#carried(state).map((of) => of.records)]) records.rows.forEach(visit);
  }
}

/** The outcome with only those failures that are of a kind. */
function only(outcome: EntryOutcome, isOf: (code: string) => boolean): EntryOutcome {
  const code = outcome.code.map((entry) => (entry !== 0 && isOf(outcome.codes[entry - 1]!) ? entry : 0));
  let failed = 0;
  for (const entry of code) if (entry !== 0) failed++;
  return { failed, code, codes: outcome.codes };
}
