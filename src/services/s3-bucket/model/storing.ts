/** What becomes of the rows of an object, and how long it lies in the bucket. */
import { makeBatch } from '../../../sim/records/recordBatch.ts';
import type { ServiceContext } from '../../../sim/serviceModel.ts';
import { bodyOf, etagOf } from './bodies.ts';
import { notify } from './notifications.ts';
import { printOf, rowsOfRuns, runsOf, type ObjectEntry } from './objectTable.ts';
import type { PutObjectRequest } from './operations.ts';
import type { BucketEvent, BucketState } from './state.ts';

type Ctx = ServiceContext<BucketEvent>;
/** Lifecycle rules look at objects this often at most. [SIM] */
const sweepGapMs = 60_000;

/** Bills what has lain here since the last time, in GB-hours. */
export function settleStorage(state: BucketState, ctx: Ctx): void {
  const elapsed = ctx.now - state.settledAt;
  state.settledAt = ctx.now;
  if (elapsed > 0 && state.bytesStored > 0) ctx.bill('s3-gigabyte-hour', (state.bytesStored / 1e9) * (elapsed / 3_600_000));
}

/** True when records end here: nothing reads from the bucket and nobody is told of its objects. A bucket with bodies serves readers outside, too. */
export function isSink(connected: (port: string) => boolean, keepBodies: boolean): boolean {
  return (keepBodies || connected('in')) && !['out', 'queue', 'topic', 'function'].some(connected);
}

/** Writes an object whose rows the bucket has taken hold of already. */
export function store(state: BucketState, request: PutObjectRequest, ctx: Ctx): void {
  const { records, purpose } = request;
  const held = request.keepsRows !== false && records.rows.length > 0;
  const endsHere = isSink((port) => ctx.edgesAt(port).length > 0, state.config.keepBodies);
  let runs: Uint32Array = new Uint32Array(0);
  const print = printOf(records.rows);
  const before = state.objects.get(request.Key);
  // Records that end here take their contents with them: the bytes are read before.
  const body = state.config.keepBodies ? bodyOf(request, ctx) : undefined;
  if (held && purpose === 'data' && endsHere && before?.purpose === 'data' && before.count === records.count && before.print === print) {
    // The same records under the same key: the bucket has them once, as before.
    ctx.records.release(records.rows, 'dropped-by-code');
    ctx.trace('object.rewritten', ctx.nodeId, { key: request.Key }, { records: records.rows.length });
  } else if (held && purpose === 'data' && endsHere) {
    const { duplicates, outOfOrder } = ctx.records.deliver(ctx.sink(ctx.nodeId), records.rows, ctx.now, 'dropped-by-code');
    if (duplicates > 0) ctx.trace('records.duplicated', ctx.nodeId, { purpose }, { records: duplicates });
    if (outOfOrder > 0) ctx.trace('order.broken', ctx.nodeId, { purpose }, { records: outOfOrder });
    ctx.hop(records.rows, 'record.delivered', () => ({ key: request.Key }));
  } else if (held && purpose === 'backup' && ctx.edgesAt('out').length === 0) {
    ctx.records.release(records.rows, 'dropped-by-code');
    ctx.hop(records.rows, 'record.backed-up', () => ({ key: request.Key }));
  } else if (held) {
    runs = runsOf(records.rows);
    if (purpose === 'failed' || purpose === 'manifest') ctx.records.park(records.rows);
    ctx.hop(records.rows, 'record.stored', () => ({ key: request.Key, purpose }));
  }
  if (purpose === 'failed' || purpose === 'manifest') ctx.trace('object.failure-stored', purpose, { purpose, key: request.Key }, { records: records.rows.length });
  enter(state, { key: request.Key, purpose, bytes: body?.length ?? request.bytes, count: records.count, storedAt: ctx.now, runs, content: request.content, print, ...(body ? { body, etag: etagOf(body) } : {}), ...(request.headers ? { headers: request.headers } : {}) }, ctx);
  const totals = state.totals[purpose];
  totals.puts++;
  totals.bytes += request.bytes;
  totals.records += records.rows.length;
  if (purpose === 'data') notify(state, records, ctx);
}

function enter(state: BucketState, entry: ObjectEntry, ctx: Ctx): void {
  settleStorage(state, ctx);
  state.newestKey = entry.key;
  const replaced = state.objects.put(entry);
  if (replaced) forgetRows(state, replaced, ctx);
  if (replaced) state.bytesStored -= replaced.bytes;
  else state.objectsStored++;
  state.bytesStored += entry.bytes;
  if (entry.runs.length === 0) state.rowless++;
  remember(state);
  if (state.config.expireAfter > 0 && state.sweepAt === null) planSweep(state, ctx.now + state.config.expireAfter, ctx);
}

function forgetRows(state: BucketState, entry: ObjectEntry, ctx: Ctx): void {
  if (entry.runs.length === 0) state.rowless--;
  else ctx.records.release(rowsOfRuns(entry.runs), 'deleted-unprocessed');
}

/** Of objects without rows only the newest keep their names. */
function remember(state: BucketState): void {
  const { objects } = state;
  if (state.config.keepBodies) return;
  while (state.rowless > state.config.keepNewest) {
    state.lookFrom = Math.max(state.lookFrom, objects.oldest);
    const entry = objects.at(state.lookFrom++);
    if (entry === undefined || entry.runs.length > 0 || state.config.expireAfter > 0) {
      if (state.lookFrom >= objects.next) return;
      if (state.config.expireAfter > 0) return;
      continue;
    }
    objects.delete(entry.key);
    state.rowless--;
    state.forgottenObjects++;
    state.forgottenBytes += entry.bytes;
  }
}

/** Deletes an object; rows that nobody else holds and that reached no end are lost with it. */
export function remove(state: BucketState, key: string, ctx: Ctx): boolean {
  const entry = state.objects.delete(key);
  if (!entry) return false;
  settleStorage(state, ctx);
  forgetRows(state, entry, ctx);
  state.objectsStored--;
  state.bytesStored -= entry.bytes;
  return true;
}

function planSweep(state: BucketState, at: number, ctx: Ctx): void {
  state.sweepAt = Math.max(at, ctx.now + sweepGapMs);
  ctx.after(state.sweepAt - ctx.now, { type: 'expire' });
}

/** Carries out the lifecycle rule, and plans its next look. */
export function expire(state: BucketState, ctx: Ctx): void {
  state.sweepAt = null;
  const { expireAfter } = state.config;
  if (expireAfter === 0) return;
  const { objects } = state;
  let expired = 0;
  let next: number | undefined;
  for (let number = objects.oldest; number < objects.next; number++) {
    const entry = objects.at(number);
    if (entry === undefined) continue;
    if (entry.storedAt + expireAfter > ctx.now) {
      next = entry.storedAt + expireAfter;
      break;
    }
    remove(state, entry.key, ctx);
    expired++;
  }
  if (expired > 0) ctx.trace('objects.expired', ctx.nodeId, { afterMs: expireAfter }, { objects: expired });
  if (next !== undefined) planSweep(state, next, ctx);
}

/** One entry for each row of an object: what a reader gets. */
export function recordsOf(entry: ObjectEntry, ctx: Ctx) {
  const rows = rowsOfRuns(entry.runs);
  const { records } = ctx;
  return makeBatch({ count: rows.length, rows, keys: rows.map((row) => records.key(row)), bytes: rows.map((row) => records.payloadBytes(row)) });
}
