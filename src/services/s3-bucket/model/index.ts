/**
 * An S3 bucket: objects with the records that lie in them, requests that take time, outages, lifecycle, and events for others.
 * What it leaves out stands in ../README.md.
 */
import { awsError, type AwsError } from '../../../aws/awsError.ts';
import { utf8Bytes } from '../../../base/md5.ts';
import { faultEnd } from '../../../sim/arriving.ts';
import type { Call } from '../../../sim/calls.ts';
import type { ServiceContext, ServiceModel } from '../../../sim/serviceModel.ts';
import { InvokeAsync } from '../../lambda-function/model/operations.ts';
import { PublishBatch } from '../../sns-topic/model/operations.ts';
import { SendMessageBatch } from '../../sqs-queue/model/operations.ts';
import { bucketFields, parseBucketConfig, type BucketConfig } from './config.ts';
import { told } from './notifications.ts';
import { ObjectTable, rowsOfRuns } from './objectTable.ts';
import { list, storedObject } from './listing.ts';
import { CreateBucket, DeleteBucket, DeleteObject, GetObject, ListObjectsV2, purposePorts, PutObject, ReadObject, readObjectOperations, type ObjectPurpose } from './operations.ts';
import type { BucketEvent, BucketState, Pending } from './state.ts';
import { expire, isSink, recordsOf, remove, settleStorage, store } from './storing.ts';
import { describeBucket, viewBucket } from './view.ts';

type Ctx = ServiceContext<BucketEvent>;
const slowFactor = 10;
/** A long outage is told once an hour. [SIM] */
const toldEveryMs = 3_600_000;
const noSuchBucket = awsError('NoSuchBucket', 'The specified bucket does not exist');
const purposes: readonly ObjectPurpose[] = ['data', 'staging', 'backup', 'failed', 'manifest'];

/** Counts a request of this second; the error when it is one too many, or when the bucket does not answer. */
function admit(state: BucketState, kind: 'puts' | 'reads', ctx: Ctx): AwsError | undefined {
  if (ctx.now < state.outageUntil) {
    ctx.count('5xxErrors', 1);
    state.refused++;
    if (ctx.now >= state.refusedToldAt + toldEveryMs) {
      ctx.trace('bucket.unavailable', ctx.nodeId, {}, { requests: state.refused });
      state.refusedToldAt = ctx.now;
      state.refused = 0;
    }
    return awsError('ServiceUnavailable', 'Reduce your request rate.');
  }
  const second = Math.floor(ctx.now / 1000);
  if (second !== state.second) {
    state.second = second;
    state.puts = 0;
    state.reads = 0;
  }
  const limit = ctx.limits.number(kind === 'puts' ? 's3.prefix.put-requests-per-second' : 's3.prefix.get-requests-per-second');
  if (state[kind] >= limit) {
    ctx.count('5xxErrors', 1);
    ctx.trace('request.slow-down', ctx.nodeId, { perSecond: limit, kind }, { requests: 1 });
    return awsError('SlowDown', 'Please reduce your request rate.');
  }
  state[kind]++;
  return undefined;
}

function later(state: BucketState, pending: Pending, bytes: number, ctx: Ctx): void {
  const id = state.next++;
  state.pending.set(id, Object.freeze(pending));
  const { requestTime, bytesPerSecond } = state.config;
  const time = (requestTime + Math.ceil((bytes * 1000) / bytesPerSecond)) * (ctx.now < state.slowUntil ? slowFactor : 1);
  if (time === 0) answer(state, id, ctx);
  else ctx.after(time, { type: 'answer', id });
}

function onCall(state: BucketState, call: Call, ctx: Ctx): void {
  const known = PutObject.is(call) || GetObject.is(call) || ReadObject.is(call) || ListObjectsV2.is(call) || DeleteObject.is(call) || DeleteBucket.is(call) || CreateBucket.is(call);
  if (!known) return ctx.reply(call, { ok: false, error: awsError('NotImplemented', `${call.operation} is not simulated.`) });
  const put = PutObject.is(call);
  if (state.deleted && !CreateBucket.is(call)) return ctx.reply(call, { ok: false, error: noSuchBucket });
  ctx.count('AllRequests', 1);
  const problem = admit(state, put || DeleteObject.is(call) ? 'puts' : 'reads', ctx) ?? (put ? checkPut(call.request.Key, call.request.bytes, ctx) : undefined);
  if (problem) return ctx.reply(call, { ok: false, error: problem });
  if (PutObject.is(call)) {
    ctx.count('PutRequests', 1);
    ctx.count('BytesUploaded', call.request.bytes);
    ctx.bill('s3-put-request', 1);
    const keeps = call.request.keepsRows !== false;
    if (keeps) ctx.records.hold(call.request.records.rows);
    later(state, { call, records: keeps ? call.request.records : undefined }, call.request.bytes, ctx);
  } else if (GetObject.is(call)) {
    ctx.count('GetRequests', 1);
    ctx.bill('s3-get-request', 1);
    later(state, { call, records: undefined }, state.objects.get(call.request.Key)?.bytes ?? 0, ctx);
  } else if (ReadObject.is(call)) {
    if (!call.request.head) ctx.count('GetRequests', 1);
    ctx.bill('s3-get-request', 1);
    later(state, { call, records: undefined }, call.request.head ? 0 : (state.objects.get(call.request.Key)?.bytes ?? 0), ctx);
  } else if (ListObjectsV2.is(call)) {
    ctx.count('ListRequests', 1);
    ctx.bill('s3-put-request', 1);
    later(state, { call, records: undefined }, 0, ctx);
  } else later(state, { call, records: undefined }, 0, ctx);
}

function checkPut(key: string, bytes: number, ctx: Ctx): AwsError | undefined {
  if (key.length === 0 || utf8Bytes(key).length > ctx.limits.number('s3.key.max-bytes')) return awsError('KeyTooLongError', 'Your key is too long');
  if (bytes > ctx.limits.bytes('s3.put.max-bytes')) return awsError('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size');
  return undefined;
}

/** The time of a request is over. */
function answer(state: BucketState, id: number, ctx: Ctx): void {
  const pending = state.pending.get(id);
  if (!pending) return;
  state.pending.delete(id);
  const { call } = pending;
  if (state.deleted && !CreateBucket.is(call)) {
    if (pending.records) ctx.records.release(pending.records.rows, 'refused');
    return ctx.reply(call, { ok: false, error: noSuchBucket });
  }
  if (PutObject.is(call)) {
    store(state, call.request, ctx);
    ctx.reply(call, { ok: true, response: { ETag: state.objects.get(call.request.Key)?.etag ?? `"${state.objects.next}"` } });
  } else if (GetObject.is(call)) {
    const entry = state.objects.get(call.request.Key);
    if (!entry) return ctx.reply(call, { ok: false, error: awsError('NoSuchKey', 'The specified key does not exist.') });
    ctx.count('BytesDownloaded', entry.bytes);
    ctx.reply(call, { ok: true, response: { object: storedObject(entry), records: recordsOf(entry, ctx), content: entry.content } });
  } else if (ReadObject.is(call)) {
    const entry = state.objects.get(call.request.Key);
    if (!entry) return ctx.reply(call, { ok: false, error: awsError('NoSuchKey', 'The specified key does not exist.') });
    if (!call.request.head) ctx.count('BytesDownloaded', entry.bytes);
    ctx.reply(call, { ok: true, response: { object: storedObject(entry), body: call.request.head ? undefined : entry.body } });
  } else if (ListObjectsV2.is(call)) ctx.reply(call, { ok: true, response: list(state, call.request, ctx) });
  else if (DeleteObject.is(call)) {
    remove(state, call.request.Key, ctx);
    ctx.reply(call, { ok: true, response: null });
  } else if (DeleteBucket.is(call)) {
    if (state.objectsStored > 0) return ctx.reply(call, { ok: false, error: awsError('BucketNotEmpty', 'The bucket you tried to delete is not empty') });
    state.deleted = true;
    ctx.reply(call, { ok: true, response: null });
  } else if (CreateBucket.is(call)) {
    state.deleted = false;
    ctx.reply(call, { ok: true, response: null });
  }
}

export const s3Bucket: ServiceModel<BucketConfig, BucketState, BucketEvent> = {
  kind: 's3-bucket',
  says: 'An S3 bucket: objects, what they are for, and the records that lie in them.',
  ports: [
    { name: 'in', direction: 'in', operations: [PutObject.name], calls: false, max: 64 },
    { name: 'staging', direction: 'in', operations: [PutObject.name, purposePorts.staging], calls: false, max: 64 },
    { name: 'failures', direction: 'in', operations: [PutObject.name, purposePorts.failures], calls: false, max: 64 },
    { name: 'backup', direction: 'in', operations: [PutObject.name, purposePorts.backup], calls: false, max: 64 },
    { name: 'out', direction: 'out', operations: readObjectOperations, calls: false, max: 64 },
    { name: 'queue', direction: 'out', operations: [SendMessageBatch.name], calls: true, max: 4 },
    { name: 'topic', direction: 'out', operations: [PublishBatch.name], calls: true, max: 4 },
    { name: 'function', direction: 'out', operations: [InvokeAsync.name], calls: true, max: 4 },
  ],
  fields: bucketFields,
  metrics: ['AllRequests', 'PutRequests', 'GetRequests', 'ListRequests', 'BytesUploaded', 'BytesDownloaded', '5xxErrors', 'EventsSent'],
  faults: [
    { name: 'outage', says: 'Every request fails with ServiceUnavailable', takesDuration: true, targets: 'node' },
    { name: 'slow', says: 'Requests take ten times as long', takesDuration: true, targets: 'node' },
  ],
  operations: [{ name: 'DeleteObject', says: 'Deletes one object', members: { Key: 'key of the object' } }],
  parseConfig: parseBucketConfig,
  sinks: (config, nodeId, connected) => (isSink((port) => connected.has(port), config.keepBodies) ? [nodeId] : []),
  init: (config) => ({
    config,
    objects: new ObjectTable(),
    pending: new Map(),
    next: 1,
    totals: Object.fromEntries(purposes.map((purpose) => [purpose, { puts: 0, bytes: 0, records: 0 }])) as BucketState['totals'],
    objectsStored: 0,
    bytesStored: 0,
    forgottenObjects: 0,
    forgottenBytes: 0,
    rowless: 0,
    lookFrom: 0,
    newestKey: '',
    deleted: false,
    outageUntil: 0,
    refused: 0,
    refusedToldAt: -toldEveryMs,
    slowUntil: 0,
    settledAt: 0,
    second: -1,
    puts: 0,
    reads: 0,
    sweepAt: null,
  }),
  onCall,
  onEvent(state, event, ctx) {
    if (event.type === 'answer') answer(state, event.id, ctx);
    else if (event.type === 'expire' && state.sweepAt !== null && state.sweepAt <= ctx.now) expire(state, ctx);
  },
  onReply(_state, about, reply, ctx) {
    if (about.type === 'told') told(reply, ctx);
  },
  onIntervention(state, what, config, ctx) {
    if (what.type === 'setConfig') {
      if (!config) return;
      state.config = config;
      if (config.expireAfter > 0) expire(state, ctx);
    } else if (what.type === 'operate') {
      const key = what.request.Key;
      if (typeof key !== 'string' || !remove(state, key, ctx)) ctx.trace('operation.refused', 'DeleteObject', { operation: 'DeleteObject', code: 'NoSuchKey', message: 'There is no object with this key.' });
    } else {
      const until = faultEnd(what, ctx.now);
      if (what.name === 'outage') {
        state.outageUntil = until;
        state.refusedToldAt = -toldEveryMs;
      }
      else state.slowUntil = until;
    }
  },
  settle: settleStorage,
  view: viewBucket,
  describe: describeBucket,
  invariants: [
    { name: 'objects remembered and forgotten are all objects', holds: (state) => state.objects.size + state.forgottenObjects === state.objectsStored },
    { name: 'no size is negative', holds: (state) => state.bytesStored >= 0 && state.rowless >= 0 },
  ],
  heldRows(state, visit) {
    state.objects.visit((entry) => {
      if (entry.runs.length > 0) rowsOfRuns(entry.runs).forEach(visit);
    });
    for (const pending of state.pending.values()) pending.records?.rows.forEach(visit);
  },
};
