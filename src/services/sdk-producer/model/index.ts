/**
 * A program that puts records into a stream or a delivery stream through the AWS SDK: one or many a call, with a retry policy
 * that is always capped.
 * Simplifications stand in ../README.md.
 */
import { awsError } from '../../../aws/awsError.ts';
import type { Call, Reply } from '../../../sim/calls.ts';
import { failures, sliceBatch, concatBatches, successes, type EntryOutcome, type RecordBatch } from '../../../sim/records/recordBatch.ts';
import type { ServiceContext, ServiceModel } from '../../../sim/serviceModel.ts';
import { PutRecord, PutRecords, putOperations, type PutRecordsResponse } from '../../kinesis-streams/model/operations.ts';
import { PutRecord as PutDeliveryRecord, PutRecordBatch, deliveryOperations } from '../../firehose/model/operations.ts';
import { parseProducerConfig, producerFields, type ProducerConfig } from './config.ts';
import { Submit } from './operations.ts';
import { withPartitionKeys } from './partitionKeys.ts';

interface Sending {
  readonly records: RecordBatch;
  readonly attempt: number;
  readonly sentAt: number;
  readonly api: ProducerConfig['api'];
  /** The process that sent it has died: the answer settles what became of the records, and nobody tries again. */
  readonly orphaned: boolean;
}

interface ProducerState {
  config: ProducerConfig;
  /** Batches that wait for a place, oldest first. */
  waiting: RecordBatch[];
  waitingRecords: number;
  /** Calls under way, by number. */
  sending: Map<number, Sending>;
  /** Batches that wait for their next try, by number. */
  retrying: Map<number, Sending>;
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

type ProducerEvent =
  | { readonly type: 'sent'; readonly id: number }
  | { readonly type: 'retry'; readonly id: number }
  | { readonly type: 'unanswered'; readonly id: number }
  | { readonly type: 'linger'; readonly run: number };

type Ctx = ServiceContext<ProducerEvent>;

/** A delivery stream knows no partition keys, and has limits of its own. */
function feedsDelivery(ctx: Ctx): boolean {
  return ctx.edgesAt('out').length === 0 && ctx.edgesAt('delivery').length > 0;
}

function submit(state: ProducerState, records: RecordBatch, groups: Uint32Array | undefined, ctx: Ctx): void {
  let batch = feedsDelivery(ctx) ? records : withPartitionKeys(state.config, records, groups, ctx.keys, ctx.rng, state.submitted);
  state.submitted += records.count;
  const room = state.config.bufferRecords - state.heldRecords;
  if (batch.count > room) {
    const fits = Math.max(0, room);
    const surplus = sliceBatch(batch, fits, batch.count);
    ctx.records.release(surplus.rows, 'buffer-full');
    ctx.hop(surplus.rows, 'record.dropped', () => ({ bufferRecords: state.config.bufferRecords }));
    state.dropped += surplus.count;
    ctx.trace('buffer.full', ctx.nodeId, { bufferRecords: state.config.bufferRecords }, { dropped: surplus.count });
    if (fits === 0) return;
    batch = sliceBatch(batch, 0, fits);
  }
  state.heldRecords += batch.count;
  state.waitingRecords += batch.count;
  state.waiting.push(batch);
  if (state.config.linger > 0 && state.waitingRecords === batch.count) linger(state, ctx);
  flush(state, ctx);
}

/** What waits from now on may wait this long for a full call. */
function linger(state: ProducerState, ctx: Ctx): void {
  state.lingering = true;
  ctx.after(state.config.linger, { type: 'linger', run: ++state.lingerRun });
}

/** Sends what waits, as far as calls may be under way: full calls, and the rest once it has waited long enough. */
function flush(state: ProducerState, ctx: Ctx): void {
  const delivery = feedsDelivery(ctx);
  const most = delivery ? Math.min(state.config.batch, ctx.limits.number('firehose.put-record-batch.max-entries')) : state.config.batch;
  const entries = state.config.api === 'PutRecord' ? 1 : most;
  const maxBytes = ctx.limits.bytes(delivery ? 'firehose.put-record-batch.max-bytes' : 'kds.put-records.max-bytes');
  let sent = false;
  while (state.waitingRecords > 0 && state.sending.size < state.config.maxInFlight && (state.waitingRecords >= entries || !state.lingering)) {
    const batch = takeWaiting(state, entries, maxBytes);
    send(state, batch, 1, ctx);
    sent = true;
  }
  if (state.waitingRecords === 0) state.lingering = false;
  else if (sent && state.lingering) linger(state, ctx);
}

function takeWaiting(state: ProducerState, entries: number, maxBytes: number): RecordBatch {
  const parts: RecordBatch[] = [];
  let count = 0;
  let bytes = 0;
  let full = false;
  while (!full && count < entries && state.waiting.length > 0) {
    const head = state.waiting[0]!;
    let take = 0;
    while (take < head.count && count + take < entries) {
      const next = bytes + head.bytes[take]!;
      if (next > maxBytes && count + take > 0) {
        full = true;
        break;
      }
      bytes = next;
      take++;
    }
    if (take > 0) parts.push(sliceBatch(head, 0, take));
    count += take;
    if (take === head.count) state.waiting.shift();
    else if (take > 0) state.waiting[0] = sliceBatch(head, take, head.count);
    if (take === 0) break;
  }
  state.waitingRecords -= count;
  return concatBatches(parts);
}

function send(state: ProducerState, records: RecordBatch, attempt: number, ctx: Ctx): void {
  const delivery = feedsDelivery(ctx);
  const edge = ctx.edgesAt(delivery ? 'delivery' : 'out')[0];
  if (edge === undefined) {
    state.heldRecords -= records.count;
    state.givenUp += records.count;
    ctx.records.release(records.rows, 'dropped-by-code');
    return;
  }
  const id = state.next++;
  state.sending.set(id, Object.freeze({ records, attempt, sentAt: ctx.now, api: state.config.api, orphaned: false }));
  ctx.count('RequestsSent', 1);
  if (attempt > 1) {
    state.retried += records.count;
    ctx.count('RecordsRetried', records.count);
    ctx.trace('records.retried', ctx.nodeId, { attempt }, { records: records.count });
  }
  ctx.hop(records.rows, 'record.sent', () => ({ attempt, of: records.count }));
  const single = state.config.api === 'PutRecord';
  const about = { type: 'sent', id } as const;
  const { requestTimeout } = state.config;
  if (delivery && single) ctx.call(edge, PutDeliveryRecord, { records }, about, requestTimeout);
  else if (delivery) ctx.call(edge, PutRecordBatch, { records }, about, requestTimeout);
  else if (single) ctx.call(edge, PutRecord, { records }, about, requestTimeout);
  else ctx.call(edge, PutRecords, { records }, about, requestTimeout);
}

/** The entries are stored, or over: the producer lets go of them. */
function finish(state: ProducerState, records: RecordBatch, ctx: Ctx): void {
  state.heldRecords -= records.count;
  ctx.records.release(records.rows, 'refused');
}

function giveUp(state: ProducerState, records: RecordBatch, attempt: number, code: string, ctx: Ctx): void {
  state.givenUp += records.count;
  ctx.count('RecordsGivenUp', records.count);
  ctx.trace('records.given-up', ctx.nodeId, { attempts: attempt, code }, { records: records.count });
  ctx.hop(records.rows, 'record.given-up', () => ({ attempts: attempt, code }));
  finish(state, records, ctx);
}

/**
 * Sends again what failed, by the policy, or gives it up.
 * SIMPLIFIED: only back-off waits; a whole batch goes out again at once, as careless programs do it.
 */
function tryAgain(state: ProducerState, records: RecordBatch, attempt: number, code: string, ctx: Ctx): void {
  const { config } = state;
  if (config.retry === 'none' || attempt >= config.maxAttempts) return giveUp(state, records, attempt, code, ctx);
  let delay = 0;
  if (config.retry === 'backoff') delay = ctx.rng.int(1, Math.min(config.backoffMax, config.backoffBase * 2 ** Math.min(attempt - 1, 20)));
  const id = state.next++;
  state.retrying.set(id, Object.freeze({ records, attempt: attempt + 1, sentAt: ctx.now, api: state.config.api, orphaned: false }));
  ctx.after(delay, { type: 'retry', id });
}

function answered(state: ProducerState, id: number, reply: Reply<unknown>, ctx: Ctx): void {
  const sending = state.sending.get(id);
  if (!sending) return;
  if (sending.orphaned) {
    state.sending.delete(id);
    ctx.records.release(sending.records.rows, 'died-with-process');
    return flush(state, ctx);
  }
  if (ctx.now < state.loseRepliesUntil) {
    // The answer is lost on its way: the program learns of it when its patience ends.
    ctx.after(Math.max(0, sending.sentAt + state.config.requestTimeout - ctx.now), { type: 'unanswered', id });
    return;
  }
  state.sending.delete(id);
  const { records, attempt } = sending;
  if (!reply.ok) {
    state.refused += reply.error.code === 'RequestTimeout' ? 0 : records.count;
    if (reply.error.code === 'RequestTimeout') ctx.trace('request.timed-out', ctx.nodeId, { timeoutMs: state.config.requestTimeout }, { records: records.count });
    if (reply.error.retryable) tryAgain(state, records, attempt, reply.error.code, ctx);
    else giveUp(state, records, attempt, reply.error.code, ctx);
  } else if (sending.api === 'PutRecord') {
    state.accepted += records.count;
    finish(state, records, ctx);
  } else settle(state, records, attempt, (reply.response as Pick<PutRecordsResponse, 'outcome'>).outcome, ctx);
  flush(state, ctx);
}

/** HTTP 200: what failed stands entry by entry. */
function settle(state: ProducerState, records: RecordBatch, attempt: number, outcome: EntryOutcome, ctx: Ctx): void {
  state.accepted += records.count - outcome.failed;
  if (outcome.failed === 0) return finish(state, records, ctx);
  state.refused += outcome.failed;
  const code = outcome.codes[outcome.code.find((entry) => entry !== 0)! - 1]!;
  ctx.trace('put.partial', ctx.nodeId, { httpStatus: 200, code }, { failed: outcome.failed, of: records.count });
  if (state.config.retry === 'whole-batch' && attempt < state.config.maxAttempts) return tryAgain(state, records, attempt, code, ctx);
  const failed = failures(records, outcome);
  if (outcome.failed < records.count) finish(state, successes(records, outcome), ctx);
  tryAgain(state, failed, attempt, code, ctx);
}

function crash(state: ProducerState, ctx: Ctx): void {
  let lost = 0;
  const drop = (records: RecordBatch) => {
    lost += records.count;
    ctx.records.release(records.rows, 'died-with-process');
  };
  state.waiting.forEach(drop);
  for (const retrying of state.retrying.values()) drop(retrying.records);
  // What is on the wire may still be stored: its answer, or the lack of one, settles it.
  for (const [id, sending] of state.sending) state.sending.set(id, Object.freeze({ ...sending, orphaned: true }));
  state.waiting = [];
  state.waitingRecords = 0;
  state.lingering = false;
  state.lingerRun++;
  state.retrying.clear();
  state.heldRecords = 0;
  ctx.trace('producer.crashed', ctx.nodeId, {}, { buffered: lost });
}

function countsAgree(state: ProducerState): boolean {
  let sum = state.waitingRecords;
  for (const sending of state.sending.values()) if (!sending.orphaned) sum += sending.records.count;
  for (const retrying of state.retrying.values()) sum += retrying.records.count;
  return sum === state.heldRecords;
}

export const sdkProducer: ServiceModel<ProducerConfig, ProducerState, ProducerEvent> = {
  kind: 'sdk-producer',
  says: 'A program that puts records into a stream or a delivery stream with the AWS SDK, in batches, with a retry policy.',
  ports: [
    { name: 'in', direction: 'in', operations: [Submit.name], calls: false, max: 64, local: true },
    { name: 'out', direction: 'out', operations: putOperations, calls: true, max: 1 },
    { name: 'delivery', direction: 'out', operations: deliveryOperations, calls: true, max: 1 },
  ],
  fields: producerFields,
  metrics: ['RequestsSent', 'RecordsRetried', 'RecordsGivenUp'],
  faults: [
    { name: 'lose-replies', says: 'Writes succeed but their answers are lost', takesDuration: true, targets: 'node' },
    { name: 'crash', says: 'The process dies with what it holds, and starts again empty', takesDuration: false, targets: 'node' },
  ],
  operations: [],
  parseConfig: parseProducerConfig,
  sinks: () => [],
  init: (config) => ({
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
  }),
  onCall(state, call: Call, ctx) {
    if (Submit.is(call)) submit(state, call.request.records, call.request.groups, ctx);
  },
  onEvent(state, event, ctx) {
    if (event.type === 'linger') {
      if (event.run !== state.lingerRun) return;
      state.lingering = false;
      flush(state, ctx);
    } else if (event.type === 'retry') {
      const sending = state.retrying.get(event.id);
      if (!sending) return;
      state.retrying.delete(event.id);
      send(state, sending.records, sending.attempt, ctx);
    } else if (event.type === 'unanswered') {
      const sending = state.sending.get(event.id);
      if (!sending) return;
      if (sending.orphaned) return answered(state, event.id, { ok: false, error: awsError('RequestTimeout', '') }, ctx);
      state.sending.delete(event.id);
      ctx.trace('request.timed-out', ctx.nodeId, { timeoutMs: state.config.requestTimeout }, { records: sending.records.count });
      tryAgain(state, sending.records, sending.attempt, 'RequestTimeout', ctx);
      flush(state, ctx);
    }
  },
  onReply(state, about, reply, ctx) {
    if (about.type === 'sent') answered(state, about.id, reply, ctx);
  },
  onIntervention(state, what, config, ctx) {
    if (what.type === 'setConfig' && config) {
      state.heldBefore = state.heldRecords;
      state.config = config;
      flush(state, ctx);
    } else if (what.type === 'fault' && what.name === 'crash') crash(state, ctx);
    else if (what.type === 'fault') state.loseRepliesUntil = what.duration === undefined ? Infinity : ctx.now + what.duration;
    else if (what.type === 'recover') state.loseRepliesUntil = 0;
  },
  view: (state) => ({
    fields: {
      waiting: state.waitingRecords,
      inFlight: state.sending.size,
      retrying: state.retrying.size,
      held: state.heldRecords,
      accepted: state.accepted,
      refused: state.refused,
      givenUp: state.givenUp,
      dropped: state.dropped,
      retried: state.retried,
    },
  }),
  invariants: [
    { name: 'the buffer never holds more than its limit', holds: (state) => state.heldRecords <= Math.max(state.config.bufferRecords, state.heldBefore) && state.heldRecords >= 0 },
    { name: 'what is held waits, is under way or is to be tried again', holds: countsAgree },
  ],
  heldRows(state, visit) {
    const each = (records: RecordBatch) => records.rows.forEach(visit);
    state.waiting.forEach(each);
    for (const sending of [...state.sending.values(), ...state.retrying.values()]) each(sending.records);
  },
};

