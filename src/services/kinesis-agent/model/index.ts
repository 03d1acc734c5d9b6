/**
 * Kinesis Agent: a program on a server that tails log files and sends their lines to a stream or to Firehose, and the files that the
 * application beside it writes. Simplifications stand in ../README.md.
 */
import { awsError } from '../../../aws/awsError.ts';
import { SlotTable } from '../../../sim/columns/slotTable.ts';
import type { ServiceModel } from '../../../sim/serviceModel.ts';
import { PutRecordBatch } from '../../firehose/model/operations.ts';
import { PutRecords } from '../../kinesis-streams/model/operations.ts';
import { Submit } from '../../sdk-producer/model/operations.ts';
import { agentFields, parseAgentConfig, type AgentConfig } from './config.ts';
import { matchingFlows, rotate, visitFileRows, writeRecords } from './disk.ts';
import { start, stop } from './process.ts';
import { ageOut, answered, endBackoff } from './publisher.ts';
import { fileOf, type AgentEvent, type AgentState, type Ctx } from './state.ts';
import { noticeFiles, poll } from './tail.ts';
import { describeAgent, viewAgent } from './view.ts';
import { wake } from './wake.ts';

function wakeAll(state: AgentState, ctx: Ctx): void {
  state.flows.forEach((_, index) => wake(state, index, ctx));
}

function until(duration: number | undefined, ctx: Ctx): number {
  return duration === undefined ? Infinity : ctx.now + duration;
}

function fault(state: AgentState, name: string, duration: number | undefined, ctx: Ctx): void {
  if (name === 'crash') {
    stop(state, true, ctx);
    if (duration !== undefined) ctx.after(duration, { type: 'start', life: state.life });
  } else if (name === 'permission-loss') state.deniedUntil = until(duration, ctx);
  else if (name === 'file-unreadable') {
    state.unreadableUntil = until(duration, ctx);
    if (duration !== undefined) ctx.after(duration, { type: 'readable' });
  } else {
    state.checkpoints.clear();
    state.checkpointsLostUntil = until(duration ?? 0, ctx);
    ctx.trace('checkpoints.lost', ctx.nodeId, {});
  }
}

function recover(state: AgentState, name: string, ctx: Ctx): void {
  if (name === 'crash' && !state.running) start(state, ctx);
  else if (name === 'permission-loss') state.deniedUntil = 0;
  else if (name === 'file-unreadable') {
    state.unreadableUntil = 0;
    wakeAll(state, ctx);
  } else if (name === 'checkpoints-lost') state.checkpointsLostUntil = 0;
}

/** Settings of the application count at once; those of the agent after a restart, which is made. */
function applyConfig(state: AgentState, config: AgentConfig, ctx: Ctx): void {
  const of = ({ flows, maxSendingThreads, socketTimeoutMillis }: AgentConfig) => JSON.stringify([flows, maxSendingThreads, socketTimeoutMillis]);
  const restart = of(config) !== of(state.config);
  const was = state.running;
  if (restart) stop(state, false, ctx);
  state.config = config;
  for (const file of state.files) file.flows = matchingFlows(state, file.path);
  if (!restart) return;
  state.flows = [];
  if (was) start(state, ctx);
}

function operate(state: AgentState, operation: string, ctx: Ctx): void {
  if (operation === 'Restart') {
    stop(state, false, ctx);
    start(state, ctx);
  } else {
    for (const writer of state.writers) rotate(state, writer, ctx);
    noticeFiles(state, new Set(state.files), ctx);
  }
}

export const kinesisAgent: ServiceModel<AgentConfig, AgentState, AgentEvent> = {
  kind: 'kinesis-agent',
  says: 'Kinesis Agent: a program on a server that follows log files and sends their lines to a stream or to Firehose.',
  ports: [
    { name: 'in', direction: 'in', operations: [Submit.name], calls: false, max: 64, local: true },
    { name: 'stream', direction: 'out', operations: [PutRecords.name], calls: true, max: 16 },
    { name: 'firehose', direction: 'out', operations: [PutRecordBatch.name], calls: true, max: 16 },
  ],
  fields: agentFields,
  metrics: ['BytesSent', 'RecordSendAttempts', 'RecordSendErrors', 'ServiceErrors'],
  faults: [
    { name: 'crash', says: 'The agent dies with what it holds in memory, and starts again from its checkpoint after the given time', takesDuration: true, targets: 'node' },
    { name: 'permission-loss', says: 'Its role may no longer write: every call is denied', takesDuration: true, targets: 'node' },
    { name: 'file-unreadable', says: 'It may no longer read the log files', takesDuration: true, targets: 'node' },
    { name: 'checkpoints-lost', says: 'The disk with its checkpoints is gone, and takes none while this lasts', takesDuration: true, targets: 'node' },
  ],
  operations: [
    { name: 'Restart', says: 'Stops the agent and starts it again', members: {} },
    { name: 'RotateLogs', says: 'Rotates every log file now', members: {} },
  ],
  parseConfig: parseAgentConfig,
  sinks: () => [],
  init(config, ctx) {
    const state: AgentState = {
      config,
      lines: new SlotTable({ words: 4, floats: 0 }),
      files: [],
      writers: [],
      nextFile: 1,
      nextContent: 1,
      running: false,
      life: 0,
      startedAt: 0,
      flows: [],
      sendings: new Map(),
      nextSending: 1,
      checkpoints: new Map(),
      deniedUntil: 0,
      unreadableUntil: 0,
      checkpointsLostUntil: 0,
      linesWritten: 0,
      linesLost: 0,
    };
    if (config.startsAfter > 0) ctx.after(config.startsAfter, { type: 'start', life: 0 });
    else start(state, ctx);
    return state;
  },
  onCall(state, call, ctx) {
    if (Submit.is(call)) noticeFiles(state, writeRecords(state, call.request.records, call.fromId, ctx), ctx);
  },
  onEvent(state, event, ctx) {
    if (event.type === 'readable') return ctx.now >= state.unreadableUntil ? wakeAll(state, ctx) : undefined;
    if (event.type === 'failed') return answered(state, event.id, { ok: false, error: awsError(event.code, '') }, ctx);
    if (event.type === 'sent' || event.life !== state.life) return;
    if (event.type === 'start') start(state, ctx);
    else if (event.type === 'poll') {
      if (state.flows[event.flow]!.pollAt === ctx.now) poll(state, event.flow, ctx);
    } else if (event.type === 'age') ageOut(state, event.flow, event.buffer, ctx);
    else endBackoff(state, event.flow, event.wait, ctx);
  },
  onReply(state, about, reply, ctx) {
    if (about.type === 'sent') answered(state, about.id, reply, ctx);
  },
  onIntervention(state, what, config, ctx) {
    if (what.type === 'setConfig' && config) applyConfig(state, config, ctx);
    else if (what.type === 'fault') fault(state, what.name, what.duration, ctx);
    else if (what.type === 'recover') recover(state, what.name, ctx);
    else if (what.type === 'operate') operate(state, what.operation, ctx);
  },
  view: viewAgent,
  describe: describeAgent,
  invariants: [
    {
      name: 'no buffer or queue is larger than it may be',
      holds: (state) =>
        state.flows.every((flow, i) => {
          const config = state.config.flows[i]!;
          return flow.buffer.rows.length <= config.maxBufferSizeRecords && flow.queue.length <= config.publishQueueCapacity && flow.failures >= 0;
        }),
    },
    {
      name: 'a flow has as many calls under way as are told of',
      holds: (state) => {
        const counts = state.flows.map(() => 0);
        for (const sending of state.sendings.values()) if (!sending.orphaned) counts[sending.flow]!++;
        return state.flows.every((flow, i) => flow.sending === counts[i]);
      },
    },
    { name: 'nothing is read that has not been written', holds: (state) => state.flows.every(({ cursor }) => cursor === null || cursor.content < 0 || cursor.content !== fileOf(state, cursor.file)?.content || cursor.offset <= fileOf(state, cursor.file)!.size) },
  ],
  heldRows(state, visit) {
    visitFileRows(state, visit);
    for (const flow of state.flows) {
      flow.buffer.rows.forEach(visit);
      for (const { records } of [...flow.queue, ...flow.retries]) records.rows.forEach(visit);
    }
    for (const { buffer } of state.sendings.values()) buffer.records.rows.forEach(visit);
  },
};
