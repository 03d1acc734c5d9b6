/** Writes: routing, the two buckets of each shard, sequence counters, and what is told of refusals. */
import { awsError, type AwsError } from '../../../aws/awsError.ts';
import { endingCounter, parseSequenceNumber, shardIdText } from '../../../aws/ids.ts';
import { rowsOf, type BatchOutcome, type RecordBatch } from '../../../sim/records/recordBatch.ts';
import type { ServiceContext } from '../../../sim/serviceModel.ts';
import type { StreamEvent } from './events.ts';
import { lane, laneTotals, laneWidth, type StreamState } from './state.ts';

export const throttled = 'ProvisionedThroughputExceededException';
const internalFailure = 'InternalFailure';
const codes = Object.freeze([throttled, internalFailure]);

export function throttleMessage(state: StreamState, shard: number, account: string): string {
  return `Rate exceeded for shard ${shardIdText(shard)} in stream ${state.name} under account ${account}.`;
}

/** What is wrong with a whole PutRecords request, before anything is written; undefined when nothing is. */
export function checkPut(state: StreamState, batch: RecordBatch, single: boolean, ctx: ServiceContext<StreamEvent>): AwsError | undefined {
  const limits = ctx.limits;
  if (batch.count === 0) return awsError('ValidationException', 'Records: at least one record must be given.');
  const maxEntries = limits.number('kds.put-records.max-entries');
  if (batch.count > maxEntries) return awsError('ValidationException', `Records: at most ${maxEntries} records may be given, got ${batch.count}.`);
  const maxRecord = state.config.maxRecordSizeInKiB * 1024;
  const maxKey = limits.number('kds.partition-key.max-characters');
  const { keys } = ctx;
  let total = 0;
  for (let i = 0; i < batch.count; i++) {
    const bytes = batch.bytes[i]!;
    total += bytes;
    const keyBytes = keys.byteLength(batch.keys[i]!);
    // A key has at most as many characters as bytes: only long ones are counted.
    if (keyBytes === 0 || (keyBytes > maxKey && Array.from(keys.text(batch.keys[i]!)).length > maxKey)) {
      return awsError('ValidationException', `Record ${i}: a partition key has 1 to ${maxKey} characters.`);
    }
    if (bytes > maxRecord) {
      ctx.trace('record.too-large', state.name, { bytes, limitBytes: maxRecord, edition: limits.edition }, { records: 1 });
      return awsError('InvalidArgumentException', `Record ${i} is ${bytes} bytes, over the limit of ${maxRecord} bytes for data and partition key.`);
    }
  }
  const maxTotal = limits.bytes('kds.put-records.max-bytes');
  if (!single && total > maxTotal) return awsError('InvalidArgumentException', `Records size exceeds ${maxTotal / 1024 ** 2} MB limit`);
  return undefined;
}

/** Whether a PutRecord call may name this number as one to exceed: it has a number's form, and is not of the future. Numbers of a shard rise by themselves. */
export function checkOrdering(state: StreamState, text: string | undefined, ctx: ServiceContext<StreamEvent>): AwsError | undefined {
  if (text === undefined) return undefined;
  const parts = parseSequenceNumber(text);
  if (parts !== undefined && parts.counter <= endingCounter && parts.shardIndex < 2 ** 31 && parts.arrivedMs <= ctx.startsAt + ctx.now) return undefined;
  return awsError('InvalidArgumentException', `ExclusiveMinimumSequenceNumber ${text} used in PutRecord on stream ${state.name} under account ${ctx.account} is invalid.`);
}

/** Writes the entries in request order; each is stored or refused alone. */
export function putEntries(state: StreamState, batch: RecordBatch, ctx: ServiceContext<StreamEvent>): BatchOutcome {
  const { lanes, logs, map } = state;
  const { records, keys, now, limits } = ctx;
  const count = batch.count;
  const code = new Uint8Array(count);
  const shards = new Uint32Array(count);
  const sequences = new Float64Array(count);
  const recordRate = limits.number('kds.shard.write-records-per-second');
  const byteRate = limits.number('kds.shard.write-bytes-per-second');
  const recordCap = recordRate * 1000;
  const byteCap = byteRate * 1000;
  const payloadUnit = limits.bytes('kds.billing.payload-unit');
  const second = Math.floor(now / 1000) + 1;
  const failing = now < state.failingUntil;
  const { rows, first, keys: keyColumn, bytes: byteColumn } = batch;
  let failed = 0;
  let storedBytes = 0;
  let payloadUnits = 0;
  for (let i = 0; i < count; i++) {
    const explicit = batch.explicitHashKeys === undefined ? 0 : batch.explicitHashKeys[i]!;
    const shard = map.shardOf(explicit > 0 ? explicit - 1 : keyColumn[i]!, keys);
    const bytes = byteColumn[i]!;
    const at = shard * laneWidth;
    shards[i] = shard;
    const elapsed = now - lanes[at + lane.refilledAt]!;
    if (elapsed > 0) {
      const recordLevel = lanes[at]! + elapsed * recordRate;
      lanes[at] = recordLevel < recordCap ? recordLevel : recordCap;
      const byteLevel = lanes[at + 1]! + elapsed * byteRate;
      lanes[at + 1] = byteLevel < byteCap ? byteLevel : byteCap;
      lanes[at + 2] = now;
    }
    if (lanes[at + 3] !== second) rollSecond(lanes, at, second);
    const cost = bytes * 1000;
    const byteLevel = lanes[at + 1]!;
    // A record larger than the bucket passes when the bucket is full and leaves it in debt.
    if (failing) {
      code[i] = 2;
      failed++;
    } else if (lanes[at]! < 1000 || (byteLevel < cost && (cost <= byteCap || byteLevel < byteCap))) {
      code[i] = 1;
      failed++;
      lanes[at + 6]!++;
    } else {
      lanes[at]! -= 1000;
      lanes[at + 1] = byteLevel - cost;
      lanes[at + 4]!++;
      lanes[at + 5]! += bytes;
      if (first === undefined) {
        const row = rows[i]!;
        sequences[i] = logs.append(shard, row, now, bytes) + 1;
        records.holdRow(row);
      } else sequences[i] = storeRows(state, batch, i, shard, ctx) + 1;
      storedBytes += bytes;
      payloadUnits += bytes <= payloadUnit ? 1 : Math.ceil(bytes / payloadUnit);
    }
  }
  const stored = count - failed;
  if (stored > 0) {
    ctx.count('IncomingRecords', stored);
    ctx.count('IncomingBytes', storedBytes);
    ctx.bill('put-payload-unit', payloadUnits);
    if (state.sweepAt === null) {
      state.sweepAt = now + state.retentionMs;
      ctx.after(state.retentionMs, { type: 'sweep' });
    }
  }
  if (failed > 0 && !failing) tellRefusals(state, shards, code, batch, ctx);
  return { failed, code, codes, shards, sequences };
}

/** Stores an entry of a batch with aggregates; answers its position. */
function storeRows(state: StreamState, batch: RecordBatch, entry: number, shard: number, ctx: ServiceContext<StreamEvent>): number {
  const { records, now } = ctx;
  const rows = rowsOf(batch, entry);
  const bytes = batch.bytes[entry]!;
  records.hold(rows);
  if (rows.length === 1) return state.logs.append(shard, rows[0]!, now, bytes);
  const from = batch.first![entry]!;
  const rowKeys = batch.rowKeys?.subarray(from, from + rows.length) ?? rows.map((row) => records.key(row));
  return state.logs.appendList(shard, rows, rowKeys, now, bytes);
}

function rollSecond(lanes: Float64Array, at: number, second: number): void {
  const follows = lanes[at + lane.second] === second - 1;
  lanes[at + lane.recordsSum]! += lanes[at + lane.recordsNow]!;
  lanes[at + lane.bytesSum]! += lanes[at + lane.bytesNow]!;
  lanes[at + lane.refusedSum]! += lanes[at + lane.refusedNow]!;
  lanes[at + lane.recordsBefore] = follows ? lanes[at + lane.recordsNow]! : 0;
  lanes[at + lane.bytesBefore] = follows ? lanes[at + lane.bytesNow]! : 0;
  lanes[at + lane.refusedBefore] = follows ? lanes[at + lane.refusedNow]! : 0;
  lanes[at + lane.recordsNow] = 0;
  lanes[at + lane.bytesNow] = 0;
  lanes[at + lane.refusedNow] = 0;
  lanes[at + lane.second] = second;
}

function tellRefusals(state: StreamState, shards: Uint32Array, code: Uint8Array, batch: RecordBatch, ctx: ServiceContext<StreamEvent>): void {
  const perShard = new Map<number, { refused: number; offered: number; bytes: number }>();
  for (let i = 0; i < shards.length; i++) {
    const shard = shards[i]!;
    let sums = perShard.get(shard);
    if (sums === undefined) perShard.set(shard, (sums = { refused: 0, offered: 0, bytes: 0 }));
    sums.offered++;
    sums.bytes += batch.bytes[i]!;
    if (code[i] === 1) sums.refused++;
  }
  let refused = 0;
  for (const [shard, sums] of perShard) {
    if (sums.refused === 0) continue;
    refused += sums.refused;
    const limit = state.lanes[shard * laneWidth + lane.recordLevel]! < 1000 ? 'record rate' : 'byte rate';
    ctx.trace('records.refused', shardIdText(shard), { shard: shardIdText(shard), limit }, { refused: sums.refused, offered: sums.offered });
    watchSplit(state, shard, ctx);
  }
  ctx.count('WriteProvisionedThroughputExceeded', refused);
  lookForHotShard(state, ctx);
}

/** Once a second while something is refused: is one shard full although the stream as a whole has room? */
function lookForHotShard(state: StreamState, ctx: ServiceContext<StreamEvent>): void {
  const second = Math.floor(ctx.now / 1000) + 1;
  if (state.lookedOver === second) return;
  state.lookedOver = second;
  const { share, hottest, hottestShare } = writeShares(state, ctx.now, ctx.limits.number('kds.shard.write-records-per-second'), ctx.limits.number('kds.shard.write-bytes-per-second'));
  if (state.map.openShards.length > 1 && hottestShare > 1 && share < 0.6) {
    ctx.trace('shard.hot', shardIdText(hottest), { shard: shardIdText(hottest), streamPercent: Math.round(share * 100), shardPercent: Math.round(hottestShare * 100) });
  }
}

/** How much of its write limits the stream and its hottest open shard were asked for in the last full second (1 is the limit). */
export function writeShares(state: StreamState, now: number, recordRate: number, byteRate: number): { share: number; hottest: number; hottestShare: number } {
  const second = Math.floor(now / 1000) + 1;
  const { lanes } = state;
  let records = 0;
  let bytes = 0;
  let hottest = 0;
  let hottestShare = 0;
  for (const shard of state.map.openShards) {
    const at = shard * laneWidth;
    const current = lanes[at + lane.second] === second;
    if (!current && lanes[at + lane.second] !== second - 1) continue;
    const stored = lanes[at + (current ? lane.recordsBefore : lane.recordsNow)]!;
    const refused = lanes[at + (current ? lane.refusedBefore : lane.refusedNow)]!;
    const storedBytes = lanes[at + (current ? lane.bytesBefore : lane.bytesNow)]!;
    // What was refused is taken to be as large as what was stored.
    const offeredBytes = stored > 0 ? storedBytes * ((stored + refused) / stored) : 0;
    records += stored + refused;
    bytes += offeredBytes;
    const share = Math.max((stored + refused) / recordRate, offeredBytes / byteRate);
    if (share > hottestShare) {
      hottestShare = share;
      hottest = shard;
    }
  }
  const count = state.map.openShards.length;
  return { share: Math.max(records / (recordRate * count), bytes / (byteRate * count)), hottest, hottestShare };
}

/** A split is done, and one of the children is refused what its parent was: the key did not divide. */
function watchSplit(state: StreamState, shard: number, ctx: ServiceContext<StreamEvent>): void {
  const watch = state.splitWatch;
  if (watch === null || !watch.children.includes(shard) || ctx.now < watch.at + 2000) return;
  const sibling = watch.children.find((child) => child !== shard);
  const idle = sibling !== undefined && laneTotals(state.lanes, sibling).records === 0;
  if (idle) ctx.trace('split.no-help', shardIdText(shard), { shard: shardIdText(shard), parent: shardIdText(watch.parent), idle: shardIdText(sibling) });
  state.splitWatch = null;
}
