import type { Hasher, Store } from '../../../base/copyPlain.ts';
import { Column } from '../../../sim/columns/column.ts';

const slotWords = 16;
const slotBits = 4;

/** Words of a slot. Those from `count` on belong to the stream record that begins with it: times in ms, sizes in bytes. */
export const user = {
  row: 0,
  /** Interned partition key, and what the record is routed by: that, or its explicit hash key. */
  key: 1,
  route: 2,
  explicit: 3,
  bytes: 4,
  arrivedAt: 5,
  deadline: 6,
  expiration: 7,
  attempts: 8,
  /** When its last try ended; its arrival before the first. */
  since: 9,
  /** Predicted shard, plus one; 0 for none. */
  shard: 10,
  /** The next of the same stream record, plus one. Of a free slot: the next free one, plus one. */
  next: 11,
  count: 12,
  payload: 13,
  dueAt: 14,
  diesAt: 15,
} as const;

/**
 * The user records that a KPL knows of, a slot each; a slot that is given back is used again. A stream record is a chain of slots
 * and is known by its first. Digests leave out the numbers of keys, which a fork of a run does not repeat.
 */
export class UserRecords implements Store {
  readonly isStore = true;
  #words = new Column();
  #used = 0;
  #high = 0;
  #free = 0;

  clone(): UserRecords {
    const copy = new UserRecords();
    copy.#words = this.#words.clone();
    copy.#used = this.#used;
    copy.#high = this.#high;
    copy.#free = this.#free;
    return copy;
  }

  hashInto(hash: Hasher): void {
    for (const value of [this.#used, this.#high, this.#free]) hash.number(value);
    for (let slot = 0; slot < this.#high; slot++) {
      for (let field = 0; field < slotWords; field++) if (field !== user.key && field !== user.route) hash.number(this.get(slot, field));
    }
  }

  /** Slots in use. */
  get used(): number {
    return this.#used;
  }

  get(slot: number, field: number): number {
    return this.#words.get((slot << slotBits) + field);
  }

  set(slot: number, field: number, value: number): void {
    this.#words.set((slot << slotBits) + field, value);
  }

  /** A slot for a user record that arrives now. */
  take(row: number, key: number, explicit: number, bytes: number, now: number, deadline: number, expiration: number): number {
    let slot = this.#free - 1;
    if (slot < 0) slot = this.#high++;
    const words = this.#words.writable(slot << slotBits);
    const at = (slot << slotBits) & 1023;
    if (this.#free > 0) this.#free = words[at + user.next]!;
    words[at] = row;
    words[at + user.key] = key;
    words[at + user.route] = explicit > 0 ? explicit - 1 : key;
    words[at + user.explicit] = explicit > 0 ? 1 : 0;
    words[at + user.bytes] = bytes;
    words[at + user.arrivedAt] = now;
    words[at + user.deadline] = deadline;
    words[at + user.expiration] = expiration;
    words[at + user.attempts] = 0;
    words[at + user.since] = now;
    words[at + user.shard] = 0;
    words[at + user.next] = 0;
    words[at + user.count] = 0;
    words[at + user.payload] = 0;
    words[at + user.dueAt] = 0;
    words[at + user.diesAt] = 0;
    this.#used++;
    return slot;
  }

  /** The KPL is done with a user record. */
  give(slot: number): void {
    this.set(slot, user.row, 0);
    this.set(slot, user.next, this.#free);
    this.#free = slot + 1;
    this.#used--;
  }

  /** Slots of a stream record, in order. */
  slotsOf(first: number): Uint32Array {
    const slots = new Uint32Array(this.get(first, user.count));
    let slot = first;
    for (let i = 0; i < slots.length; i++) {
      slots[i] = slot;
      slot = this.get(slot, user.next) - 1;
    }
    return slots;
  }
}
