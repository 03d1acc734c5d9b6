/** What a run begins with: the data set, the order of a line or of devices, and what comes in meanwhile. */
import { makeBatch } from '../../../sim/records/recordBatch.ts';
import type { SubmitRequest } from '../../sdk-producer/model/operations.ts';
import type { TransferConfig } from './config.ts';
import { orderConnection } from './connection.ts';
import { orderDevices } from './devices.ts';
import { openTransactionsWait, schemaConversion } from './dms.ts';
import { arrive, moveOn, type Ctx } from './moving.ts';
import { bulkFirst, bulkMoved, capturesChanges, enter, noteSpace } from './phases.ts';
import type { Chunk, TransferState } from './state.ts';
import { enableDelay } from './transferAcceleration.ts';

/** A row's size column ends here; larger pieces count in full in the node's own figures. */
const largestRow = 2 ** 32 - 1;

/** Makes the data set: `pieces` rows, born now. DMS that only captures changes has none to move. */
export function makeDataSet(config: TransferConfig, ctx: Ctx): Chunk[] {
  if (config.dataSet === 0 || (config.option === 'dms' && config.migration === 'cdc')) return [];
  const count = Math.min(config.pieces, Math.max(1, Math.ceil(config.dataSet)));
  const classOf = ctx.payloads.addClasses(ctx.nodeId, [null]);
  const key = ctx.keys.intern(ctx.nodeId);
  return Array.from({ length: count }, (_, i) => {
    const bytes = Math.floor((config.dataSet * (i + 1)) / count) - Math.floor((config.dataSet * i) / count);
    const size = Math.min(bytes, largestRow);
    const row = ctx.records.birth(ctx.now, key, size, classOf);
    return Object.freeze({ batch: makeBatch({ count: 1, rows: Uint32Array.of(row), keys: Uint32Array.of(key), bytes: Uint32Array.of(size) }), bytes, since: ctx.now });
  });
}

/** Records come in: changes at the source, or what is to be moved. */
export function submit(state: TransferState, request: SubmitRequest, ctx: Ctx): void {
  const { records } = request;
  let bytes = 0;
  for (let i = 0; i < records.count; i++) bytes += records.bytes[i]!;
  const { config } = state;
  const chunk: Chunk = Object.freeze({ batch: records, bytes, since: ctx.now });
  if (bulkFirst(config) && !state.switched) {
    if (state.quietSince !== null) {
      state.heldBack.push(chunk);
      state.waitingBytes += bytes;
      ctx.trace('writes.waiting', ctx.nodeId, {}, { records: records.count });
      return;
    }
    if (!capturesChanges(config)) {
      state.changesLost += records.count;
      ctx.trace('changes.lost', ctx.nodeId, { option: config.option }, { records: records.count });
      ctx.records.release(records.rows, 'dropped-by-code');
      return;
    }
    ctx.count('CDCIncomingChanges', records.count);
    state.live.push(chunk);
    state.waitingBytes += bytes;
  } else if (state.switched) {
    // Clients work on the target: nothing is left to move.
    state.waitingBytes += bytes;
    arrive(state, chunk, ctx);
  } else {
    state.bulk.push(chunk);
    state.waitingBytes += bytes;
    state.bulkLeft += bytes;
    state.cachedBytes = Math.min(config.cache, state.cachedBytes + bytes);
  }
  noteSpace(state, ctx);
  moveOn(state, ctx);
}

/** The line is the option's from now on. */
export function open(state: TransferState, ctx: Ctx): void {
  state.bulkOpen = true;
  const { migration, openTransactions } = state.config;
  if (state.config.option === 'dms' && openTransactions > openTransactionsWait(migration, openTransactions, ctx.limits) && migration === 'full-load-and-cdc') ctx.trace('transactions.still-open', ctx.nodeId, { openMs: openTransactions });
  if (state.config.option !== 'dms') enter(state, 'transfer', ctx);
  else if (state.bulk.length > state.bulkHead) enter(state, 'full-load', ctx);
  else bulkMoved(state, ctx);
  moveOn(state, ctx);
}

/** The run begins. */
export function begin(state: TransferState, ctx: Ctx): void {
  const { config } = state;
  if (config.sourceStopped && bulkFirst(config)) state.quietSince = ctx.now;
  if (config.option === 'snowball') {
    enter(state, 'ordering', ctx);
    orderDevices(state, ctx);
    return;
  }
  if (config.option === 'direct-connect') {
    if (config.provisioning > 0) enter(state, 'provisioning', ctx);
    return orderConnection(state, ctx);
  }
  if (config.option === 'dms' && converts(config)) {
    enter(state, 'schema-conversion', ctx);
    ctx.trace('schema.converting', ctx.nodeId, { from: config.sourceEngine, to: config.targetEngine, by: schemaConversion(config.sourceEngine, config.targetEngine, ctx.limits) });
    ctx.after(config.conversionTime, { type: 'converted' });
    return;
  }
  if (config.option === 'transfer-acceleration') ctx.after(enableDelay(ctx.limits), { type: 'accelerated' });
  startTask(state, ctx);
}

/** Another engine needs its schema converted first. */
const converts = (config: TransferConfig) => config.targetEngine !== '' && config.targetEngine.toLowerCase() !== config.sourceEngine.toLowerCase();

/** A DMS task with change capture waits for transactions that are open, but not for ever; everything else begins at once. */
export function startTask(state: TransferState, ctx: Ctx): void {
  const { config } = state;
  const wait = config.option === 'dms' ? openTransactionsWait(config.migration, config.openTransactions, ctx.limits) : 0;
  if (wait > 0) enter(state, 'open-transactions', ctx);
  ctx.after(wait, { type: 'open' });
}
