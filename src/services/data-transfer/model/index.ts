/**
 * A data set on its way into AWS, by the chosen option, on the simulated clock: line, Direct Connect, Snowball, Storage Gateway,
 * Transfer Acceleration or DMS. Its records are large: each stands for an equal part of the data. Simplifications stand in ../README.md.
 */
import type { Call } from '../../../sim/calls.ts';
import type { PlainRecord } from '../../../sim/plainData.ts';
import type { ServiceModel } from '../../../sim/serviceModel.ts';
import { PutObject } from '../../s3-bucket/model/operations.ts';
import { Submit } from '../../sdk-producer/model/operations.ts';
import { begin, makeDataSet, open, startTask, submit } from './begin.ts';
import { parseTransferConfig, transferFields, type TransferConfig } from './config.ts';
import { connectionStep, lineBreaks, lineMends, operateConnection } from './connection.ts';
import { cancelJob, deviceMoment, loseDevice } from './devices.ts';
import { put, putAnswered, type Ctx } from './moving.ts';
import { enter, finishWhenDone, isDatabase, reopen, sent } from './phases.ts';
import type { Chunk, TransferEvent, TransferState } from './state.ts';
import { describeTransfer, viewTransfer } from './view.ts';

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

function operate(state: TransferState, operation: string, request: PlainRecord, ctx: Ctx): void {
  const refuse = (problem: string | undefined, code: string) => {
    if (problem !== undefined) ctx.trace('operation.refused', operation, { operation, code, message: problem });
  };
  switch (operation) {
    case 'CutOver':
      if (!isDatabase(state.config) || state.switched) return refuse('There is no replication to cut over from.', 'InvalidResourceStateFault');
      state.cutOverWanted = true;
      return finishWhenDone(state, ctx);
    case 'CancelJob':
      return refuse(cancelJob(state, request, ctx), 'InvalidJobStateException');
    default:
      return refuse(operateConnection(state, operation, ctx), 'DirectConnectClientException');
  }
}

export const dataTransfer: ServiceModel<TransferConfig, TransferState, TransferEvent> = {
  kind: 'data-transfer',
  says: 'A data set on its way into AWS: over a line, by Direct Connect, Snowball, Storage Gateway, Transfer Acceleration or DMS.',
  ports: [
    { name: 'in', direction: 'in', operations: [Submit.name], calls: false, max: 16, local: true },
    { name: 'bucket', direction: 'out', operations: [PutObject.name], calls: true, max: 1 },
  ],
  fields: transferFields,
  metrics: ['BytesTransferred', 'CDCIncomingChanges', 'CDCLatencyTarget', 'DowntimeSeconds', 'UploadBufferUsed', 'CacheUsed', 'CachePercentDirty'],
  faults: [
    { name: 'line-down', says: 'The line breaks; what is under way waits', takesDuration: true, targets: 'node' },
    { name: 'lose-device', says: 'A Snowball device is lost on its way; another is ordered', takesDuration: false, targets: 'worker' },
  ],
  operations: [
    { name: 'CutOver', says: 'DMS: moves clients to the target as soon as it has caught up', members: {} },
    { name: 'CancelJob', says: 'Snowball: cancels a job that AWS does not prepare yet; its data goes over the line', members: { device: 'number of the device, from 1' } },
    { name: 'ConfirmConnection', says: 'Direct Connect: the owner accepts a hosted connection', members: {} },
    { name: 'DeleteConnection', says: 'Direct Connect: deletes the connection, or rejects a hosted one that is not confirmed', members: {} },
  ],
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
      cachedBytes: 0,
      connection: null,
      connectionRun: 0,
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
      case 'converted':
        return startTask(state, ctx);
      case 'connection':
        if (event.run === state.connectionRun && connectionStep(state, event.to, ctx)) open(state, ctx);
        return;
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
        if (event.run === state.lineRun) lineMends(state, ctx);
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
    } else if (what.type === 'operate') operate(state, what.operation, what.request, ctx);
    else if (what.type === 'recover') {
      if (what.name === 'line-down') lineMends(state, ctx);
    } else if (what.type === 'fault' && what.name === 'line-down') {
      lineBreaks(state, ctx);
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
