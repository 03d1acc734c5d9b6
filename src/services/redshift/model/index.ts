/** A Redshift cluster as a place that data is loaded into by COPY. What it leaves out stands in ../README.md. */
import { awsError } from '../../../aws/awsError.ts';
import { arriveHere, takeFault } from '../../../sim/arriving.ts';
import type { Call } from '../../../sim/calls.ts';
import type { ServiceContext, ServiceModel } from '../../../sim/serviceModel.ts';
import { parseWarehouseConfig, warehouseFields, type WarehouseConfig } from './config.ts';
import { Copy, type CopyRequest } from './operations.ts';

interface WarehouseState {
  config: WarehouseConfig;
  /** COPY commands under way, by number, and those that wait for a slot, oldest first. */
  running: Map<number, Call<CopyRequest>>;
  waiting: Call<CopyRequest>[];
  next: number;
  outageUntil: number;
  slowUntil: number;
  copies: number;
  failedCopies: number;
  rowsLoaded: number;
  objectsLoaded: number;
  bytesLoaded: number;
}

type WarehouseEvent = { readonly type: 'loaded'; readonly id: number };
type Ctx = ServiceContext<WarehouseEvent>;
const slowFactor = 10;

function bytesOf(request: CopyRequest): number {
  let bytes = 0;
  for (const size of request.records.bytes) bytes += size;
  return bytes;
}

function start(state: WarehouseState, call: Call<CopyRequest>, ctx: Ctx): void {
  const { nodes, bytesPerSecondPerNode, copyStart } = state.config;
  const id = state.next++;
  state.running.set(id, call);
  const slow = ctx.now < state.slowUntil ? slowFactor : 1;
  ctx.after((copyStart + Math.ceil((bytesOf(call.request) * 1000) / (nodes * bytesPerSecondPerNode))) * slow, { type: 'loaded', id });
}

function fail(state: WarehouseState, call: Call<CopyRequest>, ctx: Ctx): void {
  state.failedCopies++;
  ctx.count('FailedCopies', 1);
  ctx.trace('copy.refused', ctx.nodeId, {}, { copies: 1 });
  ctx.reply(call, { ok: false, error: awsError('ConnectionFailed', 'Could not connect to the cluster.') });
}

function accept(state: WarehouseState, call: Call<CopyRequest>, ctx: Ctx): void {
  if (ctx.now < state.outageUntil) return fail(state, call, ctx);
  ctx.records.hold(call.request.records.rows);
  if (state.running.size < state.config.concurrentCopies) return start(state, call, ctx);
  state.waiting.push(call);
  ctx.trace('copy.queued', ctx.nodeId, { slots: state.config.concurrentCopies }, { copies: 1 });
}

function loaded(state: WarehouseState, id: number, ctx: Ctx): void {
  const call = state.running.get(id);
  if (!call) return;
  state.running.delete(id);
  const { records, keys } = call.request;
  state.copies++;
  state.rowsLoaded += records.rows.length;
  state.objectsLoaded += keys.length;
  state.bytesLoaded += bytesOf(call.request);
  ctx.count('Copies', 1);
  ctx.count('RowsLoaded', records.rows.length);
  arriveHere(records.rows, { table: call.request.table }, ctx);
  ctx.reply(call, { ok: true, response: { rowsLoaded: records.rows.length } });
  const waiting = state.waiting.shift();
  if (waiting) start(state, waiting, ctx);
}

/** Connections break: whatever is being loaded is rolled back. */
function breakDown(state: WarehouseState, ctx: Ctx): void {
  for (const call of [...state.running.values(), ...state.waiting]) {
    ctx.records.release(call.request.records.rows, 'died-with-process');
    fail(state, call, ctx);
  }
  state.running.clear();
  state.waiting = [];
}

export const redshift: ServiceModel<WarehouseConfig, WarehouseState, WarehouseEvent> = {
  kind: 'redshift',
  says: 'A Redshift cluster that loads objects from S3 with COPY.',
  ports: [{ name: 'in', direction: 'in', operations: [Copy.name], calls: false, max: 64 }],
  fields: warehouseFields,
  metrics: ['Copies', 'FailedCopies', 'RowsLoaded'],
  faults: [
    { name: 'outage', says: 'Nobody can connect; what is being loaded is rolled back', takesDuration: true, targets: 'node' },
    { name: 'slow', says: 'A COPY takes ten times as long', takesDuration: true, targets: 'node' },
  ],
  operations: [],
  parseConfig: parseWarehouseConfig,
  sinks: (_config, nodeId, connected) => (connected.has('in') ? [nodeId] : []),
  init: (config) => ({ config, running: new Map(), waiting: [], next: 1, outageUntil: 0, slowUntil: 0, copies: 0, failedCopies: 0, rowsLoaded: 0, objectsLoaded: 0, bytesLoaded: 0 }),
  onCall(state, call, ctx) {
    if (Copy.is(call)) accept(state, call, ctx);
    else ctx.reply(call, { ok: false, error: awsError('UnknownOperationException', `${call.operation} is not simulated.`) });
  },
  onEvent: (state, event, ctx) => loaded(state, event.id, ctx),
  onReply() {},
  onIntervention(state, what, config, ctx) {
    if (takeFault(state, what, config, ctx.now)) breakDown(state, ctx);
  },
  view: (state, at) => ({
    fields: { running: state.running.size, waiting: state.waiting.length, copies: state.copies, failedCopies: state.failedCopies, rowsLoaded: state.rowsLoaded, objectsLoaded: state.objectsLoaded, bytesLoaded: state.bytesLoaded, outage: at.now < state.outageUntil },
  }),
  invariants: [{ name: 'commands wait only while all slots are taken', holds: (state) => state.waiting.length === 0 || state.running.size > 0 }],
  heldRows(state, visit) {
    for (const call of [...state.running.values(), ...state.waiting]) call.request.records.rows.forEach(visit);
  },
};
