/**
 * A data set on its way into AWS, by the chosen option, on the simulated clock: line, Direct Connect, Snowball, Storage Gateway,
 * Transfer Acceleration or DMS. Its records are large: each stands for an equal part of the data. Simplifications stand in ../README.md.
 */
import type { Call } from '../../../sim/calls.ts';
import { makeBatch } from '../../../sim/records/recordBatch.ts';
import type { ServiceModel } from '../../../sim/serviceModel.ts';
import { PutObject } from '../../s3-bucket/model/operations.ts';
import { Submit, type SubmitRequest } from '../../sdk-producer/model/operations.ts';
import { parseTransferConfig, transferFields, type TransferConfig } from './config.ts';
import { openTransactionsWait } from './dms.ts';
import { arrive, breakLine, mendLine, moveOn, put, putAnswered, type Ctx } from './moving.ts';
import { snowballPlan } from './snowball.ts';
import type { Chunk, DeviceJob, TransferEvent, TransferState } from './state.ts';
import { enableDelay } from './transferAcceleration.ts';
import { describeTransfer, viewTransfer } from './view.ts';

/** A row's size column ends here; larger pieces count in full in the node's own figures. */
const largestRow = 2 ** 32 - 1;

function enter(state: TransferState, name: string, ctx: Ctx): void {
  const last = state.phases[state.phases.length - 1];
  if (last?.name === name) return;
  if (last && last.to === null) state.phases[state.phases.length - 1] = { ...last, to: ctx.now };
  state.phases.push({ name, from: ctx.now, to: null });
  ctx.trace('transfer.phase', name, { phase: name, option: state.config.option });
}

/** Makes the data set: `pieces` rows, born now. DMS that only captures changes has none to move. */
function makeDataSet(config: TransferConfig, ctx: Ctx): Chunk[] {
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

/** Deals the pieces to devices, by the space they have. */
function orderDevices(state: TransferState, ctx: Ctx): void {
  const { config } = state;
  const plan = snowballPlan(
    {
      bytes: config.dataSet,
      device: config.device,
      lan: { bitsPerSecond: config.lanBitsPerSecond, utilisation: config.utilisation },
      atOnce: config.devicesAtOnce,
      orderAndShipMs: config.orderAndShip,
      shipBackMs: config.shipBack,
      importMs: config.importTime,
    },
    ctx.limits,
  );
  let next = 0;
  let dealt = 0;
  let room = 0;
  for (const trip of plan.trips) {
    room += trip.bytes;
    const chunks: Chunk[] = [];
    while (next < state.bulk.length && dealt + state.bulk[next]!.bytes / 2 <= room) {
      dealt += state.bulk[next]!.bytes;
      chunks.push(state.bulk[next++]!);
    }
    state.jobs.push(Object.freeze({ trip, life: 1, chunks: Object.freeze(chunks), imported: false }));
    schedule(state.jobs[trip.device]!, ctx);
  }
  state.bulk = [];
  ctx.trace('devices.ordered', ctx.nodeId, { devices: plan.devices, waves: plan.waves, device: config.device });
  ctx.bill('SnowballJob', plan.devices);
}

function schedule({ trip, life }: DeviceJob, ctx: Ctx): void {
  const at = (moment: 'arrived' | 'copied' | 'back' | 'imported', when: number) => ctx.after(Math.max(0, when - ctx.now), { type: 'device', device: trip.device, life, moment });
  at('arrived', trip.arrivesAt);
  at('copied', trip.copiedAt);
  at('back', trip.backAt);
  at('imported', trip.importedAt);
}

function deviceMoment(state: TransferState, event: Extract<TransferEvent, { type: 'device' }>, ctx: Ctx): void {
  const job = state.jobs[event.device];
  if (!job || job.life !== event.life) return;
  ctx.trace(`device.${event.moment}`, `device ${event.device + 1}`, { device: event.device + 1, bytes: job.trip.bytes });
  if (event.moment === 'arrived') enter(state, 'copying', ctx);
  if (event.moment === 'copied' && state.jobs.every((each) => each.trip.copiedAt <= ctx.now)) enter(state, 'shipping', ctx);
  if (event.moment === 'back' && state.jobs.every((each) => each.trip.backAt <= ctx.now)) enter(state, 'importing', ctx);
  if (event.moment !== 'imported') return;
  state.jobs[event.device] = Object.freeze({ ...job, imported: true, chunks: Object.freeze([]) });
  for (const chunk of job.chunks) {
    state.bulkLeft -= chunk.bytes;
    arrive(state, chunk, ctx);
  }
  if (state.jobs.every((each) => each.imported)) bulkMoved(state, ctx);
}

/** A device that is lost holds copies only: the source still has the data, and another device is ordered. */
function loseDevice(state: TransferState, target: string | undefined, ctx: Ctx): void {
  const wanted = target === undefined ? state.jobs.findIndex((job) => !job.imported) : Number(target.replace(/\D+/g, '')) - 1;
  const job = state.jobs[wanted];
  if (!job || job.imported || ctx.now < job.trip.orderedAt) return;
  const shift = ctx.now - job.trip.orderedAt;
  const { trip } = job;
  const again = Object.freeze({ ...trip, orderedAt: ctx.now, arrivesAt: trip.arrivesAt + shift, copiedAt: trip.copiedAt + shift, backAt: trip.backAt + shift, importedAt: trip.importedAt + shift });
  state.jobs[wanted] = Object.freeze({ ...job, trip: again, life: job.life + 1 });
  ctx.trace('device.lost', `device ${wanted + 1}`, { device: wanted + 1, bytes: trip.bytes });
  schedule(state.jobs[wanted]!, ctx);
}

/** A database ends with a cut-over: clients move from the source to the target. */
const isDatabase = (config: TransferConfig) => config.option === 'dms' || (config.option === 'snowball' && config.database);

/** Whether changes at the source are kept until the bulk is there. */
function capturesChanges(config: TransferConfig): boolean {
  return config.option === 'dms' ? config.migration !== 'full-load' : config.followUp;
}

const bulkFirst = (config: TransferConfig) => config.option === 'dms' || config.option === 'snowball';

function submit(state: TransferState, request: SubmitRequest, ctx: Ctx): void {
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
  }
  noteBuffer(state, ctx);
  moveOn(state, ctx);
}

/** The upload buffer of a gateway: once full, applications wait for it. */
function noteBuffer(state: TransferState, ctx: Ctx): void {
  if (state.config.option !== 'storage-gateway') return;
  ctx.count('UploadBufferUsed', Math.min(state.waitingBytes, state.config.uploadBuffer));
  // It counts as free again only once a tenth of it is: else each piece that goes would be told.
  const full = state.waitingBytes > state.config.uploadBuffer * (state.bufferFull ? 0.9 : 1);
  if (full === state.bufferFull) return;
  state.bufferFull = full;
  ctx.trace(full ? 'upload-buffer.full' : 'upload-buffer.free', ctx.nodeId, { bytes: state.config.uploadBuffer, waitingBytes: state.waitingBytes });
}

function bulkMoved(state: TransferState, ctx: Ctx): void {
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

function reopen(state: TransferState, ctx: Ctx): void {
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

function finishWhenDone(state: TransferState, ctx: Ctx): void {
  const { config } = state;
  const idle = state.current === null && state.bulk.length === state.bulkHead && state.live.length === state.liveHead && state.jobs.every((job) => job.imported);
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

function sent(state: TransferState, ctx: Ctx): void {
  const { chunk, change } = state.current!;
  state.current = null;
  if (change) ctx.count('CDCLatencyTarget', (ctx.now - chunk.since) / 1000);
  else state.bulkLeft -= chunk.bytes;
  arrive(state, chunk, ctx);
  noteBuffer(state, ctx);
  moveOn(state, ctx);
  if (!change && state.bulkOpen && state.current === null && state.bulk.length === state.bulkHead) bulkMoved(state, ctx);
  finishWhenDone(state, ctx);
}

/** The line is the option's from now on. */
function open(state: TransferState, ctx: Ctx): void {
  state.bulkOpen = true;
  if (state.config.option !== 'dms') enter(state, 'transfer', ctx);
  else if (state.bulk.length > state.bulkHead) enter(state, 'full-load', ctx);
  else bulkMoved(state, ctx);
  moveOn(state, ctx);
}

function begin(state: TransferState, ctx: Ctx): void {
  const { config } = state;
  if (config.sourceStopped && bulkFirst(config)) state.quietSince = ctx.now;
  if (config.option === 'snowball') {
    enter(state, 'ordering', ctx);
    orderDevices(state, ctx);
    return;
  }
  const wait = config.option === 'direct-connect' ? config.provisioning : config.option === 'dms' ? openTransactionsWait(config.migration, config.openTransactions, ctx.limits) : 0;
  if (wait > 0) enter(state, config.option === 'dms' ? 'open-transactions' : 'provisioning', ctx);
  if (config.option === 'transfer-acceleration') ctx.after(enableDelay(ctx.limits), { type: 'accelerated' });
  ctx.after(wait, { type: 'open' });
}

/** All rows that this node holds, chunk by chunk. */
function eachChunk(state: TransferState, visit: (chunk: Chunk) => void): void {
  for (let i = state.bulkHead; i < state.bulk.length; i++) visit(state.bulk[i]!);
  for (let i = state.liveHead; i < state.live.length; i++) visit(state.live[i]!);
  state.heldBack.forEach(visit);
  if (state.current) visit(state.current.chunk);
  for (const job of state.jobs) job.chunks.forEach(visit);
}

/** Long queues are not summed after each event: that would take longer than the run. */
const summedAtMost = 500;

function bytesAgree(state: TransferState): boolean {
  if (state.bulk.length + state.live.length + state.heldBack.length > summedAtMost) return state.waitingBytes >= 0;
  let sum = 0;
  eachChunk(state, (chunk) => {
    sum += chunk.bytes;
  });
  return sum === state.waitingBytes;
}

export const dataTransfer: ServiceModel<TransferConfig, TransferState, TransferEvent> = {
  kind: 'data-transfer',
  says: 'A data set on its way into AWS: over a line, by Direct Connect, Snowball, Storage Gateway, Transfer Acceleration or DMS.',
  ports: [
    { name: 'in', direction: 'in', operations: [Submit.name], calls: false, max: 16, local: true },
    { name: 'bucket', direction: 'out', operations: [PutObject.name], calls: true, max: 1 },
  ],
  fields: transferFields,
  metrics: ['BytesTransferred', 'CDCIncomingChanges', 'CDCLatencyTarget', 'DowntimeSeconds', 'UploadBufferUsed'],
  faults: [
    { name: 'line-down', says: 'The line breaks; what is under way waits', takesDuration: true, targets: 'node' },
    { name: 'lose-device', says: 'A Snowball device is lost on its way; another is ordered', takesDuration: false, targets: 'worker' },
  ],
  operations: [{ name: 'CutOver', says: 'DMS: moves clients to the target as soon as it has caught up', members: {} }],
  parseConfig: parseTransferConfig,
  sinks: (_config, nodeId, connected) => (connected.has('bucket') ? [] : [nodeId]),
  init(config, ctx) {
    const bulk = makeDataSet(config, ctx);
    const bytes = bulk.reduce((sum, chunk) => sum + chunk.bytes, 0);
    const state: TransferState = {
      config,
      phases: [],
      bulk,
      bulkHead: 0,
      live: [],
      liveHead: 0,
      heldBack: [],
      current: null,
      lineRun: 0,
      lineDown: false,
      carryMs: 0,
      jobs: [],
      putting: new Map(),
      nextPut: 1,
      bulkLeft: bytes,
      bulkOpen: false,
      liveOpen: false,
      switched: false,
      waitingBytes: bytes,
      movedBytes: 0,
      changesLost: 0,
      quietSince: null,
      downtimeMs: 0,
      cutOverWanted: false,
      bufferFull: false,
      finishedAt: null,
    };
    begin(state, ctx);
    return state;
  },
  onCall(state, call: Call, ctx) {
    if (Submit.is(call)) submit(state, call.request, ctx);
  },
  onEvent(state, event, ctx) {
    switch (event.type) {
      case 'open':
        return open(state, ctx);
      case 'sent':
        if (event.run === state.lineRun && state.current) sent(state, ctx);
        return;
      case 'device':
        return deviceMoment(state, event, ctx);
      case 'accelerated':
        ctx.trace('acceleration.enabled', ctx.nodeId, {});
        return;
      case 'put-again':
        return put(state, event.id, ctx);
      case 'line-up':
        if (event.run === state.lineRun) mendLine(state, ctx);
        return;
      case 'switched':
        state.switched = true;
        state.finishedAt = ctx.now;
        reopen(state, ctx);
        enter(state, 'done', ctx);
        ctx.trace('cut-over.done', ctx.nodeId, { downtimeMs: state.downtimeMs });
        return;
      default:
        return;
    }
  },
  onReply(state, about, reply, ctx) {
    if (about.type === 'put') putAnswered(state, about.id, reply.ok, ctx);
  },
  onIntervention(state, what, config, ctx) {
    if (what.type === 'setConfig' && config) {
      // The way and the data are those of the run's beginning; the line may change, from the next chunk on.
      const { bitsPerSecond, utilisation, cutOver, applyBitsPerSecond } = config;
      state.config = { ...state.config, bitsPerSecond, utilisation, cutOver, applyBitsPerSecond };
      finishWhenDone(state, ctx);
    } else if (what.type === 'operate') {
      if (!isDatabase(state.config) || state.switched) return ctx.trace('operation.refused', 'CutOver', { operation: 'CutOver', code: 'InvalidResourceStateFault', message: 'There is no replication to cut over from.' });
      state.cutOverWanted = true;
      finishWhenDone(state, ctx);
    } else if (what.type === 'recover') {
      if (what.name === 'line-down') mendLine(state, ctx);
    } else if (what.type === 'fault' && what.name === 'line-down') {
      breakLine(state, ctx);
      if (what.duration !== undefined) ctx.after(what.duration, { type: 'line-up', run: state.lineRun });
    } else if (what.type === 'fault') loseDevice(state, what.target, ctx);
  },
  view: viewTransfer,
  describe: describeTransfer,
  invariants: [
    { name: 'what waits is what was given and has not moved', holds: bytesAgree },
    { name: 'the bulk that is left is never negative', holds: (state) => state.bulkLeft >= 0 },
  ],
  heldRows(state, visit) {
    const each = (chunk: Chunk) => chunk.batch.rows.forEach(visit);
    eachChunk(state, each);
    for (const { chunk } of state.putting.values()) each(chunk);
  },
};
