import type { Hasher, Store } from '../../base/copyPlain.ts';
import { Column } from '../columns/column.ts';
import { bucketOf, createHistogram, percentile } from './latencyHistogram.ts';

/** Why a row is nowhere any more without having been delivered. */
export const lossReasons = ['refused', 'expired', 'died-with-process', 'dropped-by-rule', 'dropped-by-code', 'deleted-unprocessed', 'buffer-full'] as const;
export type LossReason = (typeof lossReasons)[number];

/** born = delivered + lost + parked + inTransit, at every moment. */
export interface RecordTotals {
  readonly born: number;
  readonly delivered: number;
  readonly lost: number;
  readonly parked: number;
  readonly inTransit: number;
  readonly duplicates: number;
  readonly orderViolations: number;
  readonly latencyMs: { readonly p50: number; readonly p99: number; readonly max: number };
}

/** One record that stands for a kind of trouble: the first it happened to. Row numbers begin at 0. */
export interface FirstRow {
  readonly row: number;
  readonly key: number;
  readonly createdAt: number;
}

const segmentRows = 4096;
const rowMask = segmentRows - 1;
const rowBits = 12;
const holdMask = 63;
const fateShift = 6;
const pending = 0;
const delivered = 1;
const parked = 2;
const lost = 3;

interface Segment {
  readonly createdAt: Uint32Array;
  readonly key: Uint32Array;
  readonly payloadBytes: Uint32Array;
  readonly classOf: Uint8Array;
  /** Low six bits: stores that hold the row. High two: its fate. */
  life: Uint8Array;
  /** Deliveries to sink s of row r at [s * 4096 + r]. */
  copies: Uint8Array;
  /** Rows of this segment that somebody holds. */
  held: number;
  /** Who may write here; after a keyframe nobody does, and the first write makes a segment of its own. */
  readonly owner: object;
}

interface Sink {
  readonly name: string;
  delivered: number;
  lost: number;
  parked: number;
  duplicates: number;
  orderViolations: number;
  maxLatencyMs: number;
  histogram: Uint32Array;
  readonly lastRow: Column;
  firstDuplicate: FirstRow | null;
  firstOutOfOrder: FirstRow | null;
}

/**
 * Every user record of a run, as a row of columns. A row is born held by its maker; stores hold and release it; when the last
 * one lets go of a row that was neither delivered everywhere nor parked, the row is lost. Segments nobody holds are freed.
 */
export class RecordTable implements Store {
  readonly isStore = true;
  #token: object = {};
  #segments: (Segment | undefined)[] = [];
  #sinks: Sink[] = [];
  #born = 0;
  #held = 0;
  #delivered = 0;
  #parked = 0;
  #lost = 0;
  #lostBy: Record<string, number> = {};
  #firstLost: (FirstRow & { readonly reason: LossReason }) | null = null;

  clone(): RecordTable {
    const copy = new RecordTable();
    this.#token = {};
    copy.#segments = this.#segments.slice();
    copy.#sinks = this.#sinks.map((sink) => ({ ...sink, histogram: sink.histogram.slice(), lastRow: sink.lastRow.clone() }));
    copy.#born = this.#born;
    copy.#held = this.#held;
    copy.#delivered = this.#delivered;
    copy.#parked = this.#parked;
    copy.#lost = this.#lost;
    copy.#lostBy = { ...this.#lostBy };
    copy.#firstLost = this.#firstLost;
    return copy;
  }

  hashInto(hash: Hasher): void {
    for (const value of [this.#born, this.#held, this.#delivered, this.#parked, this.#lost]) hash.number(value);
    for (const sink of this.#sinks) {
      hash.text(sink.name);
      for (const value of [sink.delivered, sink.lost, sink.parked, sink.duplicates, sink.orderViolations, sink.maxLatencyMs]) hash.number(value);
      for (let i = 0; i < sink.histogram.length; i++) if (sink.histogram[i] !== 0) hash.number(sink.histogram[i]!);
    }
  }

  /** Names a place where records arrive for good; answers its number. All sinks are named before the first birth. */
  addSink(name: string): number {
    if (this.#born > 0) throw new Error(`sink ${name} comes after the first record`);
    this.#sinks.push({ name, delivered: 0, lost: 0, parked: 0, duplicates: 0, orderViolations: 0, maxLatencyMs: 0, histogram: createHistogram(), lastRow: new Column(), firstDuplicate: null, firstOutOfOrder: null });
    return this.#sinks.length - 1;
  }

  get sinkNames(): readonly string[] {
    return this.#sinks.map((sink) => sink.name);
  }

  get born(): number {
    return this.#born;
  }

  /** Rows lost so far. */
  get lost(): number {
    return this.#lost;
  }

  /** Rows that at least one store holds. */
  get held(): number {
    return this.#held;
  }

  /** A new row, held once by the caller. */
  birth(at: number, key: number, payloadBytes: number, classOf: number): number {
    const row = this.#born++;
    const within = row & rowMask;
    const number = row >>> rowBits;
    let segment = this.#segments[number];
    if (segment === undefined) {
      segment = {
        createdAt: new Uint32Array(segmentRows),
        key: new Uint32Array(segmentRows),
        payloadBytes: new Uint32Array(segmentRows),
        classOf: new Uint8Array(segmentRows),
        life: new Uint8Array(segmentRows),
        copies: new Uint8Array(segmentRows * this.#sinks.length),
        held: 0,
        owner: this.#token,
      };
      this.#segments[number] = segment;
    } else if (segment.owner !== this.#token) segment = this.#own(number, segment);
    segment.createdAt[within] = at;
    segment.key[within] = key;
    segment.payloadBytes[within] = payloadBytes;
    segment.classOf[within] = classOf;
    segment.life[within] = 1;
    segment.held++;
    this.#held++;
    return row;
  }

  /**
   * Copies what changes before the first write after a keyframe. While a segment still grows its birth columns are copied too:
   * a branch may give other births to the same rows.
   */
  #own(number: number, shared: Segment): Segment {
    const growing = number === this.#born >>> rowBits || number === (this.#born - 1) >>> rowBits;
    const segment: Segment = {
      createdAt: growing ? shared.createdAt.slice() : shared.createdAt,
      key: growing ? shared.key.slice() : shared.key,
      payloadBytes: growing ? shared.payloadBytes.slice() : shared.payloadBytes,
      classOf: growing ? shared.classOf.slice() : shared.classOf,
      life: shared.life.slice(),
      copies: shared.copies.slice(),
      held: shared.held,
      owner: this.#token,
    };
    this.#segments[number] = segment;
    return segment;
  }

  #segment(row: number): Segment {
    const segment = this.#segments[row >>> rowBits];
    if (segment === undefined) throw new Error(`row ${row} is not held by anybody`);
    return segment;
  }

  #writable(row: number): Segment {
    const segment = this.#segment(row);
    return segment.owner === this.#token ? segment : this.#own(row >>> rowBits, segment);
  }

  createdAt(row: number): number {
    return this.#segment(row).createdAt[row & rowMask]!;
  }

  key(row: number): number {
    return this.#segment(row).key[row & rowMask]!;
  }

  payloadBytes(row: number): number {
    return this.#segment(row).payloadBytes[row & rowMask]!;
  }

  classOf(row: number): number {
    return this.#segment(row).classOf[row & rowMask]!;
  }

  /** One store more holds the row. */
  holdRow(row: number): void {
    const segment = this.#writable(row);
    const holds = segment.life[row & rowMask]! & holdMask;
    if (holds === 0) {
      segment.held++;
      this.#held++;
    } else if (holds === holdMask) throw new Error(`row ${row} is held by more than ${holdMask} stores`);
    segment.life[row & rowMask]!++;
  }

  hold(rows: Uint32Array): void {
    let number = -1;
    let segment!: Segment;
    let fresh = 0;
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]!;
      if (row >>> rowBits !== number) {
        if (number >= 0) segment.held += fresh;
        number = row >>> rowBits;
        segment = this.#writable(row);
        this.#held += fresh;
        fresh = 0;
      }
      const holds = segment.life[row & rowMask]! & holdMask;
      if (holds === 0) fresh++;
      else if (holds === holdMask) throw new Error(`row ${row} is held by more than ${holdMask} stores`);
      segment.life[row & rowMask]!++;
    }
    if (number >= 0) segment.held += fresh;
    this.#held += fresh;
  }

  /** A store lets go of rows; those that nobody else holds and that reached no end are lost for `reason`. */
  release(rows: Uint32Array, reason: LossReason): void {
    let number = -1;
    let segment!: Segment;
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]!;
      if (row >>> rowBits !== number) {
        number = row >>> rowBits;
        segment = this.#writable(row);
      }
      const within = row & rowMask;
      // All but the last hold end without consequences: the usual case stays short.
      if ((segment.life[within]! & holdMask) > 1) segment.life[within]!--;
      else {
        this.releaseRow(row, reason);
        number = -1;
      }
    }
  }

  releaseRow(row: number, reason: LossReason): void {
    const segment = this.#writable(row);
    const within = row & rowMask;
    const life = segment.life[within]!;
    if ((life & holdMask) === 0) throw new Error(`row ${row} was let go of by a store that did not hold it`);
    segment.life[within] = life - 1;
    if ((life & holdMask) === 1) {
      if (life >> fateShift === pending) {
        this.#firstLost ??= Object.freeze({ ...firstRow(segment, row), reason });
        this.#lose(segment, within, reason);
      }
      this.#held--;
      if (--segment.held === 0 && this.#born > ((row >>> rowBits) + 1) * segmentRows - 1) this.#segments[row >>> rowBits] = undefined;
    }
  }

  #lose(segment: Segment, within: number, reason: LossReason): void {
    segment.life[within] = (segment.life[within]! & holdMask) | (lost << fateShift);
    this.#lost++;
    this.#lostBy[reason] = (this.#lostBy[reason] ?? 0) + 1;
    for (let s = 0; s < this.#sinks.length; s++) if (segment.copies[s * segmentRows + within] === 0) this.#sinks[s]!.lost++;
  }

  /** Rows arrive at a sink. The first time counts and is timed; later ones are duplicates; a first arrival after a later-born row of its key breaks the order. Answers how many were duplicates. */
  deliver(sinkNumber: number, rows: Uint32Array, at: number): { duplicates: number; outOfOrder: number } {
    const sink = this.#sinks[sinkNumber]!;
    const histogram = sink.histogram;
    const base = sinkNumber * segmentRows;
    const sinkCount = this.#sinks.length;
    let duplicates = 0;
    let outOfOrder = 0;
    let first = 0;
    let complete = 0;
    let number = -1;
    let segment!: Segment;
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]!;
      if (row >>> rowBits !== number) {
        number = row >>> rowBits;
        segment = this.#writable(row);
      }
      const within = row & rowMask;
      const copies = segment.copies[base + within]!;
      if (copies !== 0) {
        duplicates++;
        sink.firstDuplicate ??= firstRow(segment, row);
        if (copies < 255) segment.copies[base + within] = copies + 1;
        continue;
      }
      segment.copies[base + within] = 1;
      const latency = at - segment.createdAt[within]!;
      histogram[bucketOf(latency)]!++;
      if (latency > sink.maxLatencyMs) sink.maxLatencyMs = latency;
      const key = segment.key[within]!;
      const lastRows = sink.lastRow.writable(key);
      if (lastRows[key & 1023]! > row + 1) {
        outOfOrder++;
        sink.firstOutOfOrder ??= firstRow(segment, row);
      } else lastRows[key & 1023] = row + 1;
      first++;
      const fate = segment.life[within]! >> fateShift;
      if (fate === parked) sink.parked--;
      if (sinkCount === 1 || this.#everywhere(segment, within)) {
        if (fate === parked) this.#parked--;
        complete++;
        segment.life[within] = (segment.life[within]! & holdMask) | (delivered << fateShift);
      }
    }
    sink.delivered += first;
    this.#delivered += complete;
    sink.duplicates += duplicates;
    sink.orderViolations += outOfOrder;
    return { duplicates, outOfOrder };
  }

  #everywhere(segment: Segment, within: number): boolean {
    for (let s = 0; s < this.#sinks.length; s++) if (segment.copies[s * segmentRows + within] === 0) return false;
    return true;
  }

  /** Rows are set aside where somebody can get them back (dead-letter queue, failure folder, manifest); the place holds them too. */
  park(rows: Uint32Array): void {
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]!;
      const segment = this.#writable(row);
      const within = row & rowMask;
      if (segment.life[within]! >> fateShift !== pending) continue;
      segment.life[within] = (segment.life[within]! & holdMask) | (parked << fateShift);
      this.#parked++;
      for (let s = 0; s < this.#sinks.length; s++) if (segment.copies[s * segmentRows + within] === 0) this.#sinks[s]!.parked++;
    }
  }

  /** True when the row has reached the sink. */
  reached(sinkNumber: number, row: number): boolean {
    const segment = this.#segments[row >>> rowBits];
    return segment === undefined || segment.copies[sinkNumber * segmentRows + (row & rowMask)]! > 0;
  }

  /** The first record lost, and why. */
  get firstLost(): (FirstRow & { readonly reason: LossReason }) | null {
    return this.#firstLost;
  }

  /** The first record that arrived twice at a sink, and the first that arrived after a later one of its key. */
  firstsOf(sinkNumber: number): { readonly duplicate: FirstRow | null; readonly outOfOrder: FirstRow | null } {
    const sink = this.#sinks[sinkNumber]!;
    return { duplicate: sink.firstDuplicate, outOfOrder: sink.firstOutOfOrder };
  }

  /** Visits, oldest first, every row that is still on its way to a sink: neither delivered there, nor lost, nor parked. */
  visitWaiting(sinkNumber: number, visit: (row: number, createdAt: number, key: number) => void): void {
    this.#segments.forEach((segment, number) => {
      if (!segment || segment.held === 0) return;
      const rows = Math.min(segmentRows, this.#born - number * segmentRows);
      for (let i = 0; i < rows; i++) {
        if (segment.life[i]! >> fateShift === pending && segment.copies[sinkNumber * segmentRows + i] === 0) visit(number * segmentRows + i, segment.createdAt[i]!, segment.key[i]!);
      }
    });
  }

  get lostBy(): Readonly<Record<string, number>> {
    return this.#lostBy;
  }

  /** Sums over the run; duplicates and order violations sum over the sinks, latency is of all first deliveries. */
  totals(): RecordTotals {
    let duplicates = 0;
    let orderViolations = 0;
    let max = 0;
    const histogram = createHistogram();
    for (const sink of this.#sinks) {
      duplicates += sink.duplicates;
      orderViolations += sink.orderViolations;
      max = Math.max(max, sink.maxLatencyMs);
      for (let i = 0; i < histogram.length; i++) histogram[i]! += sink.histogram[i]!;
    }
    const settled = this.#delivered + this.#lost + this.#parked;
    return {
      born: this.#born,
      delivered: this.#delivered,
      lost: this.#lost,
      parked: this.#parked,
      inTransit: this.#born - settled,
      duplicates,
      orderViolations,
      latencyMs: { p50: percentile(histogram, 0.5), p99: percentile(histogram, 0.99), max },
    };
  }

  sinkTotals(sinkNumber: number): RecordTotals {
    const sink = this.#sinks[sinkNumber]!;
    return {
      born: this.#born,
      delivered: sink.delivered,
      lost: sink.lost,
      parked: sink.parked,
      inTransit: this.#born - sink.delivered - sink.lost - sink.parked,
      duplicates: sink.duplicates,
      orderViolations: sink.orderViolations,
      latencyMs: { p50: percentile(sink.histogram, 0.5), p99: percentile(sink.histogram, 0.99), max: sink.maxLatencyMs },
    };
  }

  /** Counts holds and fates from the columns, for the conservation invariant and tests: slow. */
  recount(): { held: number; pendingUnheld: number } {
    let held = 0;
    let pendingUnheld = 0;
    this.#segments.forEach((segment, number) => {
      if (!segment) return;
      const rows = Math.min(segmentRows, this.#born - number * segmentRows);
      for (let i = 0; i < rows; i++) {
        const life = segment.life[i]!;
        if ((life & holdMask) > 0) held++;
        else if (life >> fateShift === pending) pendingUnheld++;
      }
    });
    return { held, pendingUnheld };
  }
}

function firstRow(segment: Segment, row: number): FirstRow {
  return Object.freeze({ row, key: segment.key[row & rowMask]!, createdAt: segment.createdAt[row & rowMask]! });
}
