import { copyEventHeap, createEventHeap, heapPop, heapPush, type EventHeap } from '../base/eventHeap.ts';

const slotLimit = 2 ** 20;

/** Events by (time, order of insertion). An id is slot and number in one, so that cancelling needs no search. */
export class EventQueue<E> {
  #heap: EventHeap = createEventHeap();
  #payloads: (E | undefined)[] = [];
  #numbers: number[] = [];
  #free: number[] = [];
  #next = 1;
  #live = 0;

  clone(): EventQueue<E> {
    const copy = new EventQueue<E>();
    copy.#heap = copyEventHeap(this.#heap);
    copy.#payloads = this.#payloads.slice();
    copy.#numbers = this.#numbers.slice();
    copy.#free = this.#free.slice();
    copy.#next = this.#next;
    copy.#live = this.#live;
    return copy;
  }

  /** Events waiting, cancelled ones not counted. */
  get size(): number {
    return this.#live;
  }

  /** Events ever put in. */
  get pushed(): number {
    return this.#next - 1;
  }

  push(at: number, payload: E): number {
    const number = this.#next++;
    const slot = this.#free.pop() ?? this.#payloads.length;
    if (slot >= slotLimit) throw new Error(`more than ${slotLimit} events wait: a loop in the graph?`);
    this.#payloads[slot] = payload;
    this.#numbers[slot] = number;
    heapPush(this.#heap, at, number, slot);
    this.#live++;
    return number * slotLimit + slot;
  }

  /** True when the event was still waiting. */
  cancel(id: number): boolean {
    const slot = id % slotLimit;
    if (this.#numbers[slot] !== Math.floor(id / slotLimit) || this.#payloads[slot] === undefined) return false;
    this.#payloads[slot] = undefined;
    this.#live--;
    return true;
  }

  /** Visits what waits, in no particular order. */
  visit(each: (payload: E) => void): void {
    for (const payload of this.#payloads) if (payload !== undefined) each(payload);
  }

  /** Time of the first waiting event; Infinity when none waits. Cancelled ones in front are cleared away. */
  nextTime(): number {
    const heap = this.#heap;
    while (heap.size > 0) {
      const slot = heap.slots[0]!;
      if (this.#payloads[slot] !== undefined) return heap.times[0]!;
      heapPop(heap);
      this.#numbers[slot] = 0;
      this.#free.push(slot);
    }
    return Infinity;
  }

  /** Takes the first event out; call only after `nextTime` answered a finite time. */
  take(): E {
    const slot = this.#heap.slots[0]!;
    const payload = this.#payloads[slot]!;
    heapPop(this.#heap);
    this.#payloads[slot] = undefined;
    this.#numbers[slot] = 0;
    this.#free.push(slot);
    this.#live--;
    return payload;
  }
}
