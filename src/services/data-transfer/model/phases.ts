/** From phase to phase: the bulk, the changes behind it, and the cut-over. */
import { arrive, moveOn, type Ctx } from './moving.ts';
import { isFileGateway } from './storageGateway.ts';
import type { TransferConfig } from './config.ts';
import type { TransferState } from './state.ts';

/** A phase begins, and the one before ends. */
export function enter(state: TransferState, name: string, ctx: Ctx): void {
  const last = state.phases[state.phases.length - 1];
  if (last?.name === name) return;
  if (last && last.to === null) state.phases[state.phases.length - 1] = { ...last, to: ctx.now };
  state.phases.push({ name, from: ctx.now, to: null });
  ctx.trace('transfer.phase', name, { phase: name, option: state.config.option });
}

/** A database ends with a cut-over: clients move from the source to the target. */
export const isDatabase = (config: TransferConfig) => config.option === 'dms' || (config.option === 'snowball' && config.database);

/** Whether changes at the source are kept until the bulk is there. */
export function capturesChanges(config: TransferConfig): boolean {
  return config.option === 'dms' ? config.migration !== 'full-load' : config.followUp;
}

export const bulkFirst = (config: TransferConfig) => config.option === 'dms' || config.option === 'snowball';

/** The space on site for what waits to be uploaded: the cache of a file gateway, the upload buffer of the others. */
export function noteSpace(state: TransferState, ctx: Ctx): void {
  const { config } = state;
  if (config.option !== 'storage-gateway') return;
  const file = isFileGateway(config.gatewayType);
  const room = file ? config.cache : config.uploadBuffer;
  const used = Math.min(state.waitingBytes, room);
  if (file) {
    ctx.count('CacheUsed', Math.max(used, state.cachedBytes));
    ctx.count('CachePercentDirty', (used / room) * 100);
  } else ctx.count('UploadBufferUsed', used);
  // It counts as free again only once a tenth of it is: else each piece that goes would be told.
  const full = state.waitingBytes > room * (state.bufferFull ? 0.9 : 1);
  if (full === state.bufferFull) return;
  state.bufferFull = full;
  ctx.trace(`${file ? 'cache' : 'upload-buffer'}.${full ? 'full' : 'free'}`, ctx.nodeId, { bytes: room, waitingBytes: state.waitingBytes });
}

/** All that was there at the start has gone: by device, or over the line. */
export function bulkIsOver(state: TransferState): boolean {
  return state.jobs.every((job) => job.imported || job.cancelled) && (state.current === null || state.current.change) && state.bulk.length === state.bulkHead;
}

/** All that was there at the start has arrived: changes may follow. */
export function bulkMoved(state: TransferState, ctx: Ctx): void {
  if (!bulkFirst(state.config)) return;
  ctx.trace('bulk.moved', ctx.nodeId, { option: state.config.option, bytes: state.config.dataSet });
  state.liveOpen = true;
  if (!capturesChanges(state.config) || state.config.sourceStopped) {
    if (isDatabase(state.config)) startSwitch(state, ctx);
    else {
      reopen(state, ctx);
      finishWhenDone(state, ctx);
    }
    return;
  }
  if (state.live.length > state.liveHead) enter(state, 'cached-changes', ctx);
  else finishWhenDone(state, ctx);
  moveOn(state, ctx);
}

/** The source goes quiet; when the last change is there, clients are moved. */
function startSwitch(state: TransferState, ctx: Ctx): void {
  state.quietSince ??= ctx.now;
  enter(state, 'cut-over', ctx);
  ctx.after(state.config.switchTime, { type: 'switched' });
}

/** Clients may write again. */
export function reopen(state: TransferState, ctx: Ctx): void {
  if (state.quietSince === null) return;
  state.downtimeMs += ctx.now - state.quietSince;
  ctx.count('DowntimeSeconds', (ctx.now - state.quietSince) / 1000);
  state.quietSince = null;
  const held = state.heldBack;
  state.heldBack = [];
  for (const chunk of held) {
    if (state.switched) arrive(state, chunk, ctx);
    else state.live.push(chunk);
  }
  moveOn(state, ctx);
}

/** Nothing is left to move: the end, or for a database the cut-over. */
export function finishWhenDone(state: TransferState, ctx: Ctx): void {
  const { config } = state;
  const idle = state.current === null && state.bulk.length === state.bulkHead && state.live.length === state.liveHead && state.jobs.every((job) => job.imported || job.cancelled);
  if (!idle || state.finishedAt !== null || state.switched) return;
  if (isDatabase(config)) {
    if (!state.liveOpen || state.quietSince !== null) return;
    enter(state, 'replication', ctx);
    if (config.cutOver === 'automatic' || state.cutOverWanted) startSwitch(state, ctx);
    return;
  }
  // Without a data set there is no end to speak of: records come and go.
  if (config.dataSet === 0) return;
  state.finishedAt = ctx.now;
  enter(state, 'done', ctx);
  ctx.trace('transfer.finished', ctx.nodeId, { option: config.option, bytes: state.movedBytes, days: Math.round((ctx.now / 86_400_000) * 1000) / 1000 });
}

/** A chunk has crossed the line. */
export function sent(state: TransferState, ctx: Ctx): void {
  const { chunk, change } = state.current!;
  state.current = null;
  if (change) ctx.count('CDCLatencyTarget', (ctx.now - chunk.since) / 1000);
  else state.bulkLeft -= chunk.bytes;
  arrive(state, chunk, ctx);
  noteSpace(state, ctx);
  moveOn(state, ctx);
  if (!change && state.bulkOpen && bulkIsOver(state)) bulkMoved(state, ctx);
  finishWhenDone(state, ctx);
}

