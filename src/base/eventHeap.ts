/**
 * A binary heap of slots ordered by (time, number): what comes first, and among equals what was put in first.
 * Plain arrays in three columns, so that a keyframe copies it with `slice`.
 */
export interface EventHeap {
  size: number;
  times: Float64Array;
  numbers: Float64Array;
  slots: Int32Array;
}

export function createEventHeap(capacity = 256): EventHeap {
  return { size: 0, times: new Float64Array(capacity), numbers: new Float64Array(capacity), slots: new Int32Array(capacity) };
}

export function copyEventHeap(heap: EventHeap): EventHeap {
  return { size: heap.size, times: heap.times.slice(), numbers: heap.numbers.slice(), slots: heap.slots.slice() };
}

function grow(heap: EventHeap): void {
  const capacity = heap.times.length * 2;
  const times = new Float64Array(capacity);
  times.set(heap.times);
  const numbers = new Float64Array(capacity);
  numbers.set(heap.numbers);
  const slots = new Int32Array(capacity);
  slots.set(heap.slots);
  heap.times = times;
  heap.numbers = numbers;
  heap.slots = slots;
}

export function heapPush(heap: EventHeap, time: number, number: number, slot: number): void {
  if (heap.size === heap.times.length) grow(heap);
  const { times, numbers, slots } = heap;
  let i = heap.size++;
  while (i > 0) {
    const parent = (i - 1) >> 1;
    const parentTime = times[parent]!;
    if (parentTime < time || (parentTime === time && numbers[parent]! < number)) break;
    times[i] = parentTime;
    numbers[i] = numbers[parent]!;
    slots[i] = slots[parent]!;
    i = parent;
  }
  times[i] = time;
  numbers[i] = number;
  slots[i] = slot;
}

/** Removes the first entry. The caller has read `times[0]` and `slots[0]`, and knows that the heap is not empty. */
export function heapPop(heap: EventHeap): void {
  const { times, numbers, slots } = heap;
  const last = --heap.size;
  if (last === 0) return;
  const time = times[last]!;
  const number = numbers[last]!;
  const slot = slots[last]!;
  let i = 0;
  for (;;) {
    let child = 2 * i + 1;
    if (child >= last) break;
    const right = child + 1;
    if (right < last && (times[right]! < times[child]! || (times[right]! === times[child]! && numbers[right]! < numbers[child]!))) child = right;
    const childTime = times[child]!;
    if (time < childTime || (time === childTime && number < numbers[child]!)) break;
    times[i] = childTime;
    numbers[i] = numbers[child]!;
    slots[i] = slots[child]!;
    i = child;
  }
  times[i] = time;
  numbers[i] = number;
  slots[i] = slot;
}
