/**
 * What an application produces: records at a rate, with sizes and keys. It hands them to producers and never waits.
 * SIMPLIFIED: above 100 records a second they are handed over in groups of up to 20 ms, each record with its own birth time.
 */
import { Submit } from '../../sdk-producer/model/operations.ts';
import type { Reply } from '../../../sim/calls.ts';
import { makeBatch } from '../../../sim/records/recordBatch.ts';
import type { ServiceContext, ServiceModel } from '../../../sim/serviceModel.ts';
import { parseTrafficConfig, trafficFields, type TrafficConfig } from './config.ts';
import { distinctKeys, keyPlan, type KeyPlan } from './keys.ts';
import { nextJump, pickFrom, rateAt } from './shape.ts';

interface TrafficState {
  config: TrafficConfig;
  /** Part of a record that is due but not whole yet. */
  owed: number;
  sent: number;
  /** Position in a replayed file. */
  replayed: number;
  burstUntil: number;
  pausedUntil: number;
  tickedAt: number;
  /** Number of the first class of its records. */
  classBase: number;
  /** Bumped when the plan changes; ticks of an older plan are ignored. */
  plan: number;
}

type TrafficEvent = { readonly type: 'tick'; readonly plan: number };
type Ctx = ServiceContext<TrafficEvent>;

const groupMs = 20;
/** Poisson traffic below 100 a second looks for arrivals this often. */
const sparseMs = 100;
const groupRecords = 500;
const burstFactor = 10;

function plan(state: TrafficState, ctx: Ctx): KeyPlan {
  return keyPlan(state.config, ctx.keys, state.config.replay ? ctx.asset(state.config.replay.asset) : undefined);
}

/** Numbers of the classes of records that this node makes: its own, or one for all. */
function classBaseOf(config: TrafficConfig, ctx: Ctx): number {
  return ctx.payloads.addClasses(ctx.nodeId, config.classes.length > 0 ? config.classes.map((each) => each.payload ?? config.payload) : [config.payload]);
}

/** Whole ms until the next group: the time of one record at low rates, a group's otherwise. */
function gap(state: TrafficState, ctx: Ctx): number {
  const { config } = state;
  let jump = nextJump(config, ctx.now) - ctx.now;
  if (ctx.now < state.burstUntil) jump = Math.min(jump, state.burstUntil - ctx.now);
  if (ctx.now < state.pausedUntil && state.pausedUntil !== Infinity) return Math.min(state.pausedUntil - ctx.now, 60_000);
  const rate = rateAt(config, ctx.now, ctx.startsAt);
  let delay: number;
  if (rate <= 0) delay = 1000;
  else if (rate >= 100) delay = Math.max(1, Math.min(groupMs, Math.round((groupRecords * 1000) / rate)));
  else if (config.arrivals === 'poisson') delay = Math.min(60_000, Math.max(sparseMs, Math.floor(sparseMs / rate)));
  else delay = Math.max(1, Math.ceil(((1 - state.owed) * 1000) / rate - 1e-9));
  if (config.shape === 'ramp' || config.shape === 'daily') delay = Math.min(delay, config.shape === 'ramp' ? 1000 : 60_000);
  return Math.max(1, Math.min(delay, jump));
}

function schedule(state: TrafficState, ctx: Ctx): void {
  const { config } = state;
  if (config.stopAfter > 0 && ctx.now >= config.stopAfter) return;
  ctx.after(gap(state, ctx), { type: 'tick', plan: state.plan });
}

/** Makes what has become due since the last time. No span reaches over a change: each begins and ends at one. */
function produce(state: TrafficState, ctx: Ctx): void {
  const { config } = state;
  const from = state.tickedAt;
  const span = ctx.now - from;
  state.tickedAt = ctx.now;
  if (span <= 0 || from < state.pausedUntil || (config.stopAfter > 0 && from >= config.stopAfter)) return;
  const rate = rateAt(config, ctx.now - span / 2, ctx.startsAt);
  const count = dueNow(state, rate, span, ctx);
  if (count > 0) emit(state, count, span, ctx, false);
  if (from < state.burstUntil) {
    const extra = Math.round(count * Math.max(1, (burstFactor - 1) * hottestShare(state, ctx)));
    if (extra > 0) emit(state, extra, span, ctx, true);
  }
}

/** Part of all records that the hottest key has. */
function hottestShare(state: TrafficState, ctx: Ctx): number {
  const { zipf, classShares } = plan(state, ctx);
  if (classShares) return classShares[0]! / state.config.classes[0]!.keys;
  return zipf ? zipf[0]! : 1 / distinctKeys(state.config);
}

function dueNow(state: TrafficState, rate: number, span: number, ctx: Ctx): number {
  if (state.config.arrivals === 'poisson') return ctx.rng.arrivals((rate * span) / 1000);
  const due = state.owed + (rate * span) / 1000 + 1e-9;
  const whole = Math.floor(due);
  state.owed = Math.max(0, due - whole - 1e-9);
  return whole;
}

function emit(state: TrafficState, wanted: number, span: number, ctx: Ctx, hottest: boolean): void {
  const { config } = state;
  const { records, rng } = ctx;
  const keysOf = plan(state, ctx);
  const asset = config.replay ? ctx.asset(config.replay.asset) : undefined;
  let count = wanted;
  if (keysOf.replayKeys) {
    const left = keysOf.replayKeys.length - state.replayed;
    if (!config.replay!.loop) count = Math.min(count, left);
    if (count <= 0 || keysOf.replayKeys.length === 0) return;
  }
  const edges = ctx.edgesAt('out');
  const rows = new Uint32Array(count);
  const keys = new Uint32Array(count);
  const bytes = new Uint32Array(count);
  const groups = keysOf.classShares ? new Uint32Array(count) : undefined;
  const { base, count: keyCount, zipf, replayKeys, classShares } = keysOf;
  const { payloadBytes } = config;
  const { classBase } = state;
  const random = config.keys === 'random';
  const from = ctx.now - span;
  let sent = state.sent;
  for (let i = 0; i < count; i++, sent++) {
    let size = payloadBytes;
    let key: number;
    let classOf = 0;
    if (replayKeys) {
      const line = state.replayed++ % replayKeys.length;
      key = replayKeys[line]!;
      size = asset!.bytes[line]!;
    } else if (classShares) {
      classOf = hottest ? 0 : pickFrom(classShares, rng.unit());
      const of = keysOf.classes[classOf]!;
      const entity = hottest ? 0 : rng.int(0, of.count - 1);
      key = of.base + entity;
      groups![i] = of.groups[entity]!;
    } else if (hottest) key = base;
    else if (zipf) key = base + pickFrom(zipf, rng.unit());
    else if (random) key = base + rng.int(0, keyCount - 1);
    else key = base + (sent % keyCount);
    rows[i] = records.birth(from + Math.ceil(((i + 1) * span) / count), key, size, classBase + classOf);
    keys[i] = key;
    bytes[i] = size;
  }
  state.sent = sent;
  ctx.count('RecordsProduced', count);
  const batch = makeBatch({ count, rows, keys, bytes });
  if (edges.length === 0) return records.release(rows, 'dropped-by-code');
  for (let e = 1; e < edges.length; e++) records.hold(rows);
  for (const edge of edges) ctx.send(edge, Submit, { records: batch, groups });
}

export const traffic: ServiceModel<TrafficConfig, TrafficState, TrafficEvent> = {
  kind: 'traffic',
  says: 'An application that makes records: how many, how large, and with which keys.',
  ports: [{ name: 'out', direction: 'out', operations: [Submit.name], calls: true, max: 16, local: true }],
  fields: trafficFields,
  metrics: ['RecordsProduced'],
  faults: [
    { name: 'burst', says: 'The hottest key sends ten times as much, and at least as much as all others together', takesDuration: true, targets: 'node' },
    { name: 'pause', says: 'Makes nothing', takesDuration: true, targets: 'node' },
  ],
  operations: [],
  parseConfig: parseTrafficConfig,
  sinks: () => [],
  init(config, ctx) {
    if (config.replay) {
      const asset = ctx.asset(config.replay.asset);
      if (!asset) throw new Error(`${ctx.nodeId}: the file "${config.replay.asset}" is not here; bring it in again`);
      if (!asset.columns[config.replay.keyColumn]) throw new Error(`${ctx.nodeId}: the file "${config.replay.asset}" has no column "${config.replay.keyColumn}"; it has ${Object.keys(asset.columns).join(', ')}`);
    }
    const state: TrafficState = { config, owed: 0, sent: 0, replayed: 0, burstUntil: 0, pausedUntil: 0, tickedAt: 0, classBase: classBaseOf(config, ctx), plan: 0 };
    schedule(state, ctx);
    return state;
  },
  onCall() {},
  onEvent(state, event, ctx) {
    if (event.plan !== state.plan) return;
    produce(state, ctx);
    schedule(state, ctx);
  },
  onReply(_state: TrafficState, _about: TrafficEvent, _reply: Reply<unknown>) {},
  onIntervention(state, what, config, ctx) {
    produce(state, ctx);
    if (what.type === 'fault' || what.type === 'recover') {
      const until = what.type === 'recover' ? 0 : what.duration === undefined ? Infinity : ctx.now + what.duration;
      if (what.name === 'burst') state.burstUntil = until;
      else state.pausedUntil = until;
    } else if (config) {
      state.config = config;
      state.classBase = classBaseOf(config, ctx);
    }
    // Ticks that were planned before the change are ignored.
    state.plan++;
    schedule(state, ctx);
  },
  view: (state, at) => ({
    fields: { recordsPerSecond: at.now < state.pausedUntil ? 0 : rateAt(state.config, at.now, at.startsAt), payloadBytes: state.config.payloadBytes, sent: state.sent, replayed: state.replayed, bursting: at.now < state.burstUntil },
  }),
  invariants: [{ name: 'less than one record is owed', holds: (state) => state.owed >= 0 && state.owed < 1.000001 }],
};
