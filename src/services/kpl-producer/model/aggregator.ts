/** The aggregator: a tray for each predicted shard, closed when it is full or its first record may wait no longer. */
import { aggregateOverheadBytes, estimatedEntryBytes, recordEntryBytes, tableEntryBytes } from './format.ts';
import type { ServiceContext } from '../../../sim/serviceModel.ts';
import type { KplEvent, KplState, Tray } from './state.ts';
import { user, type UserRecords } from './userRecords.ts';

type Ctx = ServiceContext<KplEvent>;
/**
 * A table of the message while its size is counted: place of each key in it. Scratch, used again for each count; a stamp tells
 * which entries are of this one.
 */
class Places {
  size = 0;
  #stamp = 0;
  #stamps = new Uint32Array(1024);
  #places = new Uint32Array(1024);

  clear(): void {
    this.size = 0;
    if (++this.#stamp < 2 ** 32) return;
    this.#stamps.fill(0);
    this.#stamp = 1;
  }

  /** The place of a key; -1 when it is new, which it is no more: it has the last place now. */
  find(key: number): number {
    if (key >= this.#stamps.length) this.#grow(key + 1);
    if (this.#stamps[key] === this.#stamp) return this.#places[key]!;
    this.#stamps[key] = this.#stamp;
    this.#places[key] = this.size++;
    return -1;
  }

  #grow(needed: number): void {
    let length = this.#stamps.length;
    while (length < needed) length *= 2;
    const stamps = new Uint32Array(length);
    stamps.set(this.#stamps);
    const places = new Uint32Array(length);
    places.set(this.#places);
    this.#stamps = stamps;
    this.#places = places;
  }
}

const keyPlaces = new Places();
const hashKeyPlaces = new Places();

/** Puts a user record in its tray, or alone when no shard can be predicted. Answers the stream record that is ready by that, or -1. */
export function aggregate(state: KplState, slot: number, ctx: Ctx): number {
  const { users, map } = state;
  const shard = state.config.aggregationEnabled && map.status === 'READY' ? map.open.shardOf(users.get(slot, user.route), ctx.keys) : -1;
  users.set(slot, user.shard, shard + 1);
  if (shard < 0) return chain(users, [slot], 1, users.get(slot, user.bytes));
  let tray = state.trays.get(shard);
  if (tray === undefined) state.trays.set(shard, (tray = { shard, filling: ++state.filling, slots: [], estimate: 0, explicit: 0, timerAt: 0 }));
  add(state, tray, slot, ctx);
  const { aggregationMaxCount, aggregationMaxSize } = state.config;
  const size = tray.slots.length < 2 ? users.get(slot, user.bytes) : tray.estimate;
  if (tray.slots.length >= aggregationMaxCount || size >= aggregationMaxSize) return closeTray(state, tray, tray.slots.length >= aggregationMaxCount ? 'count' : 'size', ctx);
  arm(state, tray, ctx);
  return -1;
}

function add(state: KplState, tray: Tray, slot: number, ctx: Ctx): void {
  const { users, marks } = state;
  const key = users.get(slot, user.key);
  const explicit = users.get(slot, user.explicit) === 1;
  // With explicit hash keys one key may lie in several trays: then the tray itself is looked through.
  const isNew = tray.explicit === 0 && !explicit ? marks.mark(key, tray.filling) : !tray.slots.some((other) => users.get(other, user.key) === key);
  let newHashKey = -1;
  if (explicit) {
    const route = users.get(slot, user.route);
    if (!tray.slots.some((other) => users.get(other, user.explicit) === 1 && users.get(other, user.route) === route)) newHashKey = ctx.keys.byteLength(route);
    tray.explicit++;
  }
  tray.estimate += estimatedEntryBytes(users.get(slot, user.bytes), isNew ? ctx.keys.byteLength(key) : -1, explicit, newHashKey);
  tray.slots.push(slot);
}

/** Plans to send the tray when its earliest deadline comes. */
function arm(state: KplState, tray: Tray, ctx: Ctx): void {
  let deadline = Infinity;
  const { users } = state;
  if (tray.timerAt > 0) deadline = users.get(tray.slots[tray.slots.length - 1]!, user.deadline);
  else for (const slot of tray.slots) deadline = Math.min(deadline, users.get(slot, user.deadline));
  const at = Math.max(deadline, ctx.now);
  if (tray.timerAt > 0 && tray.timerAt <= at) return;
  tray.timerAt = at;
  ctx.after(at - ctx.now, { type: 'tray', shard: tray.shard, at, life: state.life });
}

/** Closes a tray: its records by deadline, as many as fit; the others stay. Answers the stream record, -1 for an empty tray. */
export function closeTray(state: KplState, tray: Tray, by: 'time' | 'size' | 'count' | 'flush', ctx: Ctx): number {
  const { users, config } = state;
  const slots = tray.slots;
  tray.timerAt = 0;
  if (slots.length === 0) return -1;
  byDeadline(slots, (slot) => users.get(slot, user.deadline));
  const { count, bytes } = fitting(users, slots, config.aggregationMaxCount, config.aggregationMaxSize, ctx);
  const head = chain(users, slots, count, bytes);
  tray.slots = [];
  tray.estimate = 0;
  tray.explicit = 0;
  tray.filling = ++state.filling;
  for (let i = count; i < slots.length; i++) add(state, tray, slots[i]!, ctx);
  if (tray.slots.length > 0) arm(state, tray, ctx);
  ctx.trace('tray.sent', by, { by }, { streamRecords: 1, userRecords: count });
  return head;
}

/** Sorts by deadline, in place; equal ones keep their order. */
export function byDeadline(items: number[], deadlineOf: (item: number) => number): void {
  let last = 0;
  for (const item of items) {
    const deadline = deadlineOf(item);
    if (deadline < last) {
      items.sort((a, b) => deadlineOf(a) - deadlineOf(b));
      return;
    }
    last = deadline;
  }
}

/** How many of the slots, from the first, fit in one aggregated record, and its exact size; one alone always does, and travels raw. */
export function fitting(users: UserRecords, slots: readonly number[], maxCount: number, maxBytes: number, ctx: Pick<Ctx, 'keys'>): { readonly count: number; readonly bytes: number } {
  keyPlaces.clear();
  hashKeyPlaces.clear();
  let bytes = aggregateOverheadBytes;
  let i = 0;
  for (; i < slots.length && i < maxCount; i++) {
    const slot = slots[i]!;
    const key = users.get(slot, user.key);
    let next = bytes;
    let keyIndex = keyPlaces.find(key);
    if (keyIndex < 0) {
      keyIndex = keyPlaces.size - 1;
      next += tableEntryBytes(ctx.keys.byteLength(key));
    }
    let hashKeyIndex = -1;
    if (users.get(slot, user.explicit) === 1) {
      const route = users.get(slot, user.route);
      hashKeyIndex = hashKeyPlaces.find(route);
      if (hashKeyIndex < 0) {
        hashKeyIndex = hashKeyPlaces.size - 1;
        next += tableEntryBytes(ctx.keys.byteLength(route));
      }
    }
    next += recordEntryBytes(keyIndex, hashKeyIndex, users.get(slot, user.bytes));
    if (i > 0 && next > maxBytes) break;
    bytes = next;
  }
  return i === 1 ? { count: 1, bytes: users.get(slots[0]!, user.bytes) } : { count: i, bytes };
}

/** Makes one stream record of the first slots; answers its first slot. Its times are the earliest of its members'. */
function chain(users: UserRecords, slots: readonly number[], count: number, payload: number): number {
  const head = slots[0]!;
  let dueAt = Infinity;
  let diesAt = Infinity;
  for (let i = 0; i < count; i++) {
    const slot = slots[i]!;
    users.set(slot, user.next, i + 1 < count ? slots[i + 1]! + 1 : 0);
    dueAt = Math.min(dueAt, users.get(slot, user.deadline));
    diesAt = Math.min(diesAt, users.get(slot, user.expiration));
  }
  users.set(head, user.count, count);
  users.set(head, user.payload, payload);
  users.set(head, user.dueAt, dueAt);
  users.set(head, user.diesAt, diesAt);
  return head;
}
