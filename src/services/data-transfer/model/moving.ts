/** The line as a server: one chunk after another, exact to the millisecond over the whole run; and where chunks arrive. */
import { makeBatch, type RecordBatch } from '../../../sim/records/recordBatch.ts';
import type { ServiceContext } from '../../../sim/serviceModel.ts';
import { PutObject } from '../../s3-bucket/model/operations.ts';
import type { TransferConfig } from './config.ts';
import { loadRate } from './dms.ts';
import type { Chunk, TransferEvent, TransferState } from './state.ts';
import { enableDelay, pathRate, type LongWay } from './transferAcceleration.ts';

export type Ctx = ServiceContext<TransferEvent>;

/** A bucket that does not take an object is tried again after this long. [SIM] */
const putRetryMs = 60_000;
const putTimeoutMs = 3_600_000;
const noRows: RecordBatch = makeBatch({ count: 0, rows: new Uint32Array(0), keys: new Uint32Array(0), bytes: new Uint32Array(0) });

export function longWayOf(config: TransferConfig): LongWay {
  return { uplink: { bitsPerSecond: config.bitsPerSecond, utilisation: config.utilisation }, roundTripMs: config.roundTrip, edgeRoundTripMs: config.edgeRoundTrip, streams: config.streams, windowBytes: config.window };
}

export function dmsQuestion(config: TransferConfig, changeBytesPerDay = 0) {
  return {
    type: config.migration,
    bytes: config.dataSet,
    tables: config.tables,
    parallelTables: config.parallelTables,
    tableBitsPerSecond: config.tableBitsPerSecond,
    line: { bitsPerSecond: config.bitsPerSecond, utilisation: config.utilisation },
    changeBytesPerDay,
    applyBitsPerSecond: config.applyBitsPerSecond,
    openTransactionsMs: config.openTransactions,
    switchMs: config.switchTime,
  };
}

/** Bits a second at which the next chunk moves. */
export function rateNow(state: TransferState, change: boolean, ctx: Pick<Ctx, 'now' | 'limits'>): number {
  const { config } = state;
  const line = config.bitsPerSecond * config.utilisation;
  switch (config.option) {
    case 'transfer-acceleration': {
      const way = longWayOf(config);
      return pathRate(way, ctx.now >= enableDelay(ctx.limits) ? Math.min(way.edgeRoundTripMs, way.roundTripMs) : way.roundTripMs, '').result;
    }
    case 'storage-gateway':
      return line * config.compression;
    case 'snowball':
      return config.database ? Math.min(line, config.applyBitsPerSecond) : line;
    case 'dms':
      return change ? Math.min(line, config.applyBitsPerSecond) : loadRate(dmsQuestion(config)).result;
    default:
      return line;
  }
}

function takeHead(state: TransferState, queue: 'bulk' | 'live'): Chunk | undefined {
  const head = queue === 'bulk' ? 'bulkHead' : 'liveHead';
  const chunk = state[queue][state[head]];
  if (chunk === undefined) return undefined;
  state[head]++;
  if (state[head] >= 256 || state[head] === state[queue].length) {
    state[queue] = state[queue].slice(state[head]);
    state[head] = 0;
  }
  return chunk;
}

/** Puts the next chunk on the line, if it is free and something may go. The bulk goes first. */
export function moveOn(state: TransferState, ctx: Ctx): void {
  if (state.current !== null || state.lineDown) return;
  let change = false;
  let chunk = state.bulkOpen ? takeHead(state, 'bulk') : undefined;
  if (chunk === undefined && state.liveOpen) {
    chunk = takeHead(state, 'live');
    change = chunk !== undefined;
  }
  if (chunk === undefined) return;
  const exact = (chunk.bytes * 8000) / rateNow(state, change, ctx) + state.carryMs;
  const whole = Math.floor(exact + 1e-6);
  state.carryMs = Math.max(0, exact - whole);
  state.current = { chunk, change, startedAt: ctx.now, leftMs: whole };
  ctx.after(whole, { type: 'sent', run: state.lineRun });
}

/** The line breaks: what is under way waits where it is. */
export function breakLine(state: TransferState, ctx: Ctx): void {
  if (state.lineDown) return;
  state.lineDown = true;
  state.lineRun++;
  if (state.current) state.current = { ...state.current, leftMs: Math.max(0, state.current.startedAt + state.current.leftMs - ctx.now) };
  ctx.trace('line.down', ctx.nodeId, { waitingBytes: state.waitingBytes });
}

export function mendLine(state: TransferState, ctx: Ctx): void {
  if (!state.lineDown) return;
  state.lineDown = false;
  state.lineRun++;
  ctx.trace('line.up', ctx.nodeId, {});
  if (state.current) {
    state.current = { ...state.current, startedAt: ctx.now };
    ctx.after(state.current.leftMs, { type: 'sent', run: state.lineRun });
  } else moveOn(state, ctx);
}

/** A chunk is at AWS: into the bucket that is wired, or this node is where it ends. */
export function arrive(state: TransferState, chunk: Chunk, ctx: Ctx): void {
  state.waitingBytes -= chunk.bytes;
  state.movedBytes += chunk.bytes;
  ctx.count('BytesTransferred', chunk.bytes);
  if (ctx.edgesAt('bucket').length > 0) {
    const id = state.nextPut++;
    state.putting.set(id, { chunk, leftBytes: chunk.bytes });
    return put(state, id, ctx);
  }
  ctx.records.deliver(ctx.sink(ctx.nodeId), chunk.batch.rows, ctx.now, 'dropped-by-code');
  ctx.hop(chunk.batch.rows, 'record.delivered', () => ({ option: state.config.option }));
}

/** Puts what is left of a chunk, or as much of it as one object takes; its records come with the last object. */
export function put(state: TransferState, id: number, ctx: Ctx): void {
  const putting = state.putting.get(id);
  const edge = ctx.edgesAt('bucket')[0];
  if (!putting || edge === undefined) return;
  const { chunk, leftBytes } = putting;
  const bytes = Math.min(leftBytes, ctx.limits.bytes('s3.put.max-bytes'));
  const records = bytes === leftBytes ? chunk.batch : noRows;
  const Key = `${ctx.nodeId}/${String(id).padStart(8, '0')}-${String(chunk.bytes - leftBytes).padStart(15, '0')}`;
  ctx.call(edge, PutObject, { Key, purpose: 'data', records, bytes }, { type: 'put', id }, putTimeoutMs);
}

export function putAnswered(state: TransferState, id: number, accepted: boolean, ctx: Ctx): void {
  const putting = state.putting.get(id);
  if (!putting) return;
  if (!accepted) {
    ctx.after(putRetryMs, { type: 'put-again', id });
    return;
  }
  const leftBytes = putting.leftBytes - Math.min(putting.leftBytes, ctx.limits.bytes('s3.put.max-bytes'));
  if (leftBytes > 0) {
    state.putting.set(id, { ...putting, leftBytes });
    return put(state, id, ctx);
  }
  state.putting.delete(id);
  ctx.records.release(putting.chunk.batch.rows, 'refused');
}
