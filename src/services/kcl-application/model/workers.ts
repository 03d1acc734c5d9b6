/** Processes: started, crashed, frozen, stopped, replaced. */
import { shardIdText } from '../../../aws/ids.ts';
import { OwnedMap } from '../../../sim/columns/ownedMap.ts';
import type { PlainRecord } from '../../../sim/plainData.ts';
import type { ServiceContext } from '../../../sim/serviceModel.ts';
import { UpdateItem } from '../../dynamodb-table/model/operations.ts';
import { drop, unprocessedOf } from './dropping.ts';
import { checkpointAttributes } from './leases.ts';
import { giveLockBack } from './leader.ts';
import type { KclEvent, KclState, Worker } from './state.ts';
import { callTable } from './table.ts';

type Ctx = ServiceContext<KclEvent>;
const hourMs = 3_600_000;

/** Worker hours up to now. */
export function settle(state: KclState, ctx: Ctx): void {
  const hours = (ctx.now - state.settledAt) / hourMs;
  state.settledAt = ctx.now;
  if (hours > 0 && state.billedWorkers > 0) ctx.bill('worker-hour', hours * state.billedWorkers);
}

/** The number of processes has changed: hours so far were for the old one. */
function countWorkers(state: KclState, ctx: Ctx): void {
  settle(state, ctx);
  state.billedWorkers = state.workers.filter(({ alive }) => alive).length;
}

/** A process with an id of its own; it begins after `delay` ms. */
export function addWorker(state: KclState, delay: number, ctx: Ctx): Worker {
  const number = ++state.started;
  const worker: Worker = {
    number,
    id: `${ctx.nodeId}/worker-${number}`,
    alive: true,
    life: 1,
    paused: false,
    pauseRun: 0,
    slowUntil: 0,
    throwNext: false,
    seen: new OwnedMap(),
    held: new OwnedMap(),
    consumers: new OwnedMap(),
    frozen: [],
    creating: -1,
    taking: 0,
    holes: 0,
    cleanups: 0,
    lagging: false,
    processed: 0,
    duplicates: 0,
    startedAt: ctx.now,
    lock: null,
    term: 0,
    heartbeat: 0,
    rounds: 0,
    peers: [],
    handoffs: new Map(),
    utilization: 0,
    busyMs: 0,
    reports: 0,
    reportedAt: ctx.now,
    reporting: false,
  };
  state.workers.push(worker);
  countWorkers(state, ctx);
  ctx.after(delay, { type: 'start', worker: number, life: worker.life });
  return worker;
}

/** All that a process knew is gone, with the records in its hands. Answers how many those were. */
function forget(worker: Worker, ctx: Ctx): number {
  let unprocessed = 0;
  for (const { shard } of worker.consumers.values()) {
    const consumer = worker.consumers.write(shard)!;
    unprocessed += unprocessedOf(consumer);
    drop(worker, consumer, 'CRASH', ctx);
  }
  for (const frozen of worker.frozen) if (frozen.type === 'reply' && frozen.rows) ctx.records.release(frozen.rows, 'died-with-process');
  worker.frozen = [];
  worker.held.clear();
  worker.seen.clear();
  worker.paused = false;
  worker.taking = 0;
  worker.creating = -1;
  worker.lock = null;
  worker.term = 0;
  worker.peers = [];
  worker.handoffs = new Map();
  worker.utilization = 0;
  worker.busyMs = 0;
  worker.reports = 0;
  worker.reporting = false;
  worker.life++;
  return unprocessed;
}

/** User records worked through and not checkpointed: the next owner of their leases repeats them. */
export function sinceCheckpoint(worker: Worker): number {
  let sum = 0;
  for (const consumer of worker.consumers.values()) sum += consumer.sinceCheckpoint;
  return sum;
}

export function crash(state: KclState, worker: Worker, duration: number | undefined, ctx: Ctx): void {
  if (!worker.alive) return;
  const leases = worker.held.size;
  const repeats = sinceCheckpoint(worker);
  worker.alive = false;
  const unprocessed = forget(worker, ctx);
  countWorkers(state, ctx);
  ctx.trace('worker.crashed', worker.id, { worker: worker.id, leases, unprocessed, sinceCheckpoint: repeats });
  if (duration !== undefined) ctx.after(duration, { type: 'restart', worker: worker.number, life: worker.life });
  else if (state.config.replaceAfter > 0) ctx.after(state.config.replaceAfter, { type: 'replace', dead: worker.id });
}

/** The same process again, under its own name. */
export function restart(state: KclState, worker: Worker, ctx: Ctx): void {
  if (worker.alive) return;
  worker.alive = true;
  worker.life++;
  countWorkers(state, ctx);
  ctx.trace('worker.restarted', worker.id, { worker: worker.id });
  ctx.after(0, { type: 'start', worker: worker.number, life: worker.life });
}

/** The group's new instance has another name, and the dead one is forgotten. */
export function replace(state: KclState, dead: string, ctx: Ctx): void {
  if (!state.workers.some((worker) => worker.id === dead && !worker.alive)) return;
  state.workers = state.workers.filter((worker) => worker.id !== dead);
  const worker = addWorker(state, 0, ctx);
  ctx.trace('worker.replaced', dead, { dead, worker: worker.id });
}

/** A process that is told to stop finishes its piece, saves what it may, and gives its leases back. */
export function stop(state: KclState, worker: Worker, ctx: Ctx): void {
  const saves = state.config.checkpoint !== 'never' && state.config.checkpoint !== 'explicit';
  const leases = worker.held.size;
  for (const { shard, counter, handoff } of worker.held.values()) {
    const processed = worker.consumers.get(shard)?.processed ?? null;
    const set: PlainRecord = { leaseOwner: handoff, checkpointOwner: null, leaseCounter: counter + 1, ...(saves && processed !== null && worker.consumers.get(shard)!.phase === 'PROCESSING' ? checkpointAttributes(processed) : {}) };
    if (worker.alive && !worker.paused) callTable(UpdateItem, { key: shardIdText(shard), set, condition: { leaseCounter: counter } }, { type: 'none' }, ctx);
  }
  giveLockBack(worker, ctx);
  worker.alive = false;
  forget(worker, ctx);
  state.workers = state.workers.filter((other) => other !== worker);
  countWorkers(state, ctx);
  ctx.trace('worker.stopped', worker.id, { worker: worker.id, leases });
}

export function pause(worker: Worker, duration: number | undefined, ctx: Ctx): void {
  if (!worker.alive || worker.paused) return;
  worker.paused = true;
  worker.pauseRun++;
  ctx.trace('worker.paused', worker.id, { worker: worker.id, leases: worker.held.size });
  if (duration !== undefined) ctx.after(duration, { type: 'wake', worker: worker.number, life: worker.life, pauseRun: worker.pauseRun });
}
