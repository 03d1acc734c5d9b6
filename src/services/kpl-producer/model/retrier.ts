/** The retrier: what becomes of user records whose call was answered, or that ran out of time. */
import type { ServiceContext } from '../../../sim/serviceModel.ts';
import { measure } from './metrics.ts';
import { invalidateMap, knownToOwn } from './shardMap.ts';
import type { KplEvent, KplState, Sending } from './state.ts';
import { user } from './userRecords.ts';
import type { BatchOutcome } from '../../../sim/records/recordBatch.ts';
import { shardIdText } from '../../../aws/ids.ts';

type Ctx = ServiceContext<KplEvent>;
const throttled = 'ProvisionedThroughputExceededException';

/** User records that are over, by their end; and those that go back to the aggregator. */
export interface Verdicts {
  readonly again: number[];
  readonly done: number[];
  readonly failed: Map<string, number[]>;
}

export function noVerdicts(): Verdicts {
  return { again: [], done: [], failed: new Map() };
}

function fail(slot: number, code: string, verdicts: Verdicts): void {
  const slots = verdicts.failed.get(code);
  if (slots) slots.push(slot);
  else verdicts.failed.set(code, [slot]);
}

/** A try failed: the user record goes back with half the buffered time to wait, unless its time is up. There is no back-off. */
function retry(state: KplState, slot: number, verdicts: Verdicts, ctx: Ctx): void {
  const { users } = state;
  users.set(slot, user.attempts, users.get(slot, user.attempts) + 1);
  users.set(slot, user.since, ctx.now);
  const expiration = users.get(slot, user.expiration);
  if (ctx.now > expiration) return fail(slot, 'Expired', verdicts);
  const wait = Math.floor(state.config.recordMaxBufferedTime * ctx.limits.number('kpl.retry.deadline-share'));
  users.set(slot, user.deadline, Math.min(ctx.now + wait, expiration));
  verdicts.again.push(slot);
}

function noteError(state: KplState, code: string, times: number, ctx: Ctx): void {
  state.errors.set(code, (state.errors.get(code) ?? 0) + times);
  measure(state, 'ErrorsByCode', times, ctx);
  measure(state, 'AllErrors', times, ctx);
}

/** A stream record was not stored. */
export function judgeFailure(state: KplState, head: number, code: string, verdicts: Verdicts, ctx: Ctx): void {
  const giveUp = state.config.failIfThrottled && code === throttled;
  for (const slot of state.users.slotsOf(head)) {
    if (giveUp) {
      state.users.set(slot, user.attempts, state.users.get(slot, user.attempts) + 1);
      fail(slot, code, verdicts);
    } else retry(state, slot, verdicts, ctx);
  }
}

/** A whole call failed with a code of AWS's or of the network's. */
export function judgeCall(state: KplState, sending: Sending, code: string, verdicts: Verdicts, ctx: Ctx): void {
  noteError(state, code, 1, ctx);
  for (const head of sending.heads) judgeFailure(state, head, code, verdicts, ctx);
}

/** The answer has not as many results as the call had records: nobody knows which is whose, and all fail. */
export function judgeMismatch(state: KplState, sending: Sending, verdicts: Verdicts): void {
  for (const head of sending.heads) for (const slot of state.users.slotsOf(head)) fail(slot, 'Record Count Mismatch', verdicts);
}

/** HTTP 200: each stream record was stored or refused, and what was stored may lie in another shard than the KPL meant. */
export function judgeOutcome(state: KplState, sending: Sending, outcome: BatchOutcome, verdicts: Verdicts, ctx: Ctx): void {
  const { users } = state;
  let stored = 0;
  let storedBytes = 0;
  const errors = new Map<string, number>();
  sending.heads.forEach((head, i) => {
    const code = outcome.code[i]!;
    if (code > 0) {
      const name = outcome.codes[code - 1]!;
      errors.set(name, (errors.get(name) ?? 0) + 1);
      return judgeFailure(state, head, name, verdicts, ctx);
    }
    stored++;
    storedBytes += users.get(head, user.payload);
    judgeStored(state, head, outcome.shards[i]!, sending.startedAt, verdicts, ctx);
  });
  if (stored > 0) {
    measure(state, 'KinesisRecordsPut', stored, ctx);
    measure(state, 'KinesisRecordsDataPut', storedBytes, ctx);
  }
  for (const [code, times] of errors) noteError(state, code, times, ctx);
  if (outcome.failed > 0) ctx.trace('put.partial', ctx.nodeId, { httpStatus: 200, code: [...errors.keys()][0]! }, { failed: outcome.failed, of: sending.heads.length });
}

function judgeStored(state: KplState, head: number, shard: number, sentAt: number, verdicts: Verdicts, ctx: Ctx): void {
  const { users, map, config } = state;
  const predicted = users.get(head, user.shard) - 1;
  const slots = users.slotsOf(head);
  if (predicted < 0 || predicted === shard) {
    for (const slot of slots) verdicts.done.push(slot);
    return;
  }
  let wrong = 0;
  for (const slot of slots) {
    if (config.aggregationEnabled && !knownToOwn(map, shard, users.get(slot, user.route), ctx)) {
      wrong++;
      retry(state, slot, verdicts, ctx);
    } else verdicts.done.push(slot);
  }
  if (wrong > 0) {
    state.errors.set('Wrong Shard', (state.errors.get('Wrong Shard') ?? 0) + wrong);
    ctx.trace('shard.wrong', shardIdText(shard), { predicted: shardIdText(predicted), actual: shardIdText(shard) }, { userRecords: wrong });
  }
  if (wrong > 0 || predicted < shard) invalidateMap(state, sentAt, predicted, shard, ctx);
}
