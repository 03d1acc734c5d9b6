/**
 * 4,096 rows of the record table. A row is four words that lie together, so that one look at memory serves a delivery:
 * birth time, key, payload bytes, and a packed word: holds (10 bits), fate (2), class (6), copies at sink 0 and 1 (7 each).
 */
export const segmentRows = 4096;
export const rowMask = segmentRows - 1;
export const rowBits = 12;
export const rowWords = 4;

export const word = { createdAt: 0, key: 1, payloadBytes: 2, life: 3 } as const;

export const holdMask = 1023;
export const fateShift = 10;
export const fateMask = 3 << fateShift;
export const classShift = 12;
export const classMax = 63;
const copyShift = 18;
const copyBits = 7;
const copyMax = 127;
/** Sinks whose copies lie in the packed word; those of further sinks lie in `extra`. */
const packedSinks = 2;

export const fate = { pending: 0, delivered: 1, parked: 2, lost: 3 } as const;

export interface Segment {
  readonly data: Uint32Array;
  /** Copies at sink s, from the third on, at [(s - 2) * 4096 + row]. */
  readonly extra: Uint8Array;
  /** Rows that somebody holds. */
  held: number;
  /** Who may write here; after a keyframe nobody does, and the first write makes a segment of its own. */
  readonly owner: object;
}

export function newSegment(sinks: number, owner: object): Segment {
  return { data: new Uint32Array(segmentRows * rowWords), extra: new Uint8Array(segmentRows * Math.max(0, sinks - packedSinks)), held: 0, owner };
}

export function copySegment(shared: Segment, owner: object): Segment {
  return { data: shared.data.slice(), extra: shared.extra.slice(), held: shared.held, owner };
}

export function fateOf(life: number): number {
  return (life >>> fateShift) & 3;
}

/** Deliveries of a row to a sink; counts to 127 and stays there. `at` is the row's place in the segment. */
export function copiesAt(segment: Segment, at: number, sink: number): number {
  if (sink >= packedSinks) return segment.extra[(sink - packedSinks) * segmentRows + at]!;
  return (segment.data[at * rowWords + word.life]! >>> (copyShift + copyBits * sink)) & copyMax;
}

export function addCopy(segment: Segment, at: number, sink: number): void {
  if (copiesAt(segment, at, sink) === copyMax) return;
  if (sink >= packedSinks) segment.extra[(sink - packedSinks) * segmentRows + at]!++;
  else segment.data[at * rowWords + word.life]! += 1 << (copyShift + copyBits * sink);
}

export function setFate(segment: Segment, at: number, to: number): void {
  const i = at * rowWords + word.life;
  segment.data[i] = (segment.data[i]! & ~fateMask) | (to << fateShift);
}
