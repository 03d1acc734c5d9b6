import type { Hasher, Store } from '../../base/copyPlain.ts';
import { Column } from '../columns/column.ts';
import type { PlainData } from '../plainData.ts';
import { anywhere, ContentTable } from './contentTable.ts';
import { bucketOf, createHistogram, percentile } from './latencyHistogram.ts';
import { addCopy, classMax, classShift, copiesAt, copySegment, fate, fateOf, holdMask, newSegment, rowBits, rowMask, rowWords, segmentRows, setFate, word, type Segment } from './rowSegment.ts';

/** Why a row is nowhere any more without having been delivered. */
export const lossReasons = ['refused', 'expired', 'died-with-process', 'dropped-by-rule', 'dropped-by-code', 'deleted-unprocessed', 'buffer-full', 'lost-on-the-way'] as const;
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
  #contents = new ContentTable();
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
    copy.#contents = this.#contents.clone();
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
    this.#contents.hashInto(hash);
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
      segment = newSegment(this.#sinks.length, this.#token);
      this.#segments[number] = segment;
    } else if (segment.owner !== this.#token) segment = this.#own(number, segment);
    if (classOf > classMax) throw new Error(`class ${classOf}: at most ${classMax + 1} classes of records`);
    const at0 = within * rowWords;
    segment.data[at0] = at;
    segment.data[at0 + word.key] = key;
    segment.data[at0 + word.payloadBytes] = payloadBytes;
    segment.data[at0 + word.life] = 1 | (classOf << classShift);
    segment.held++;
    this.#held++;
    return row;
  }

  #own(number: number, shared: Segment): Segment {
    const segment = copySegment(shared, this.#token);
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
    return this.#segment(row).data[(row & rowMask) * rowWords + word.createdAt]!;
  }

  key(row: number): number {
    return this.#segment(row).data[(row & rowMask) * rowWords + word.key]!;
  }

  payloadBytes(row: number): number {
    return this.#segment(row).data[(row & rowMask) * rowWords + word.payloadBytes]!;
  }

  classOf(row: number): number {
    return (this.#segment(row).data[(row & rowMask) * rowWords + word.life]! >>> classShift) & classMax;
  }

  /** From `place` (a node's number) on, a row that somebody holds carries `content`; without a place, wherever nothing else was set. */
  setContent(row: number, content: PlainData, place = anywhere): void {
    this.#segment(row);
    this.#contents.set(row >>> rowBits, row, place, content);
  }

  /** What was set for the row at the first of these places; undefined where it carries what its class says. */
  content(row: number, places: readonly number[]): PlainData | undefined {
    return this.#contents.count === 0 ? undefined : this.#contents.at(row >>> rowBits, row, places);
  }

  /** One store more holds the row. */
  holdRow(row: number): void {
    const segment = this.#writable(row);
    const at = (row & rowMask) * rowWords + word.life;
    const holds = segment.data[at]! & holdMask;
    if (holds === 0) {
      if (fateOf(segment.data[at]!) === fate.lost) throw new Error(`row ${row} was counted as lost, yet a store takes it in`);
      segment.held++;
      this.#held++;
    } else if (holds === holdMask) throw new Error(`row ${row} is held ${holdMask} times over`);
    segment.data[at]!++;
  }

  hold(rows: Uint32Array): void {
    let number = -1;
    let segment!: Segment;
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]!;
      if (row >>> rowBits !== number) {
        number = row >>> rowBits;
        segment = this.#writable(row);
      }
      const at = (row & rowMask) * rowWords + word.life;
      const holds = segment.data[at]! & holdMask;
      // A store that takes what nobody held, or what a thousand hold: the slow way counts and checks.
      if (holds === 0 || holds === holdMask) this.holdRow(row);
      else segment.data[at]!++;
    }
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
      const at = (row & rowMask) * rowWords + word.life;
      // All but the last hold end without consequences: the usual case stays short.
      if ((segment.data[at]! & holdMask) > 1) segment.data[at]!--;
      else {
        this.releaseRow(row, reason);
        number = -1;
      }
    }
  }

  releaseRow(row: number, reason: LossReason): void {
    const segment = this.#writable(row);
    const within = row & rowMask;
    const at = within * rowWords + word.life;
    const life = segment.data[at]!;
    const holds = life & holdMask;
    if (holds === 0) throw new Error(`row ${row} was let go of by a store that did not hold it`);
    segment.data[at] = life - 1;
    if (holds > 1) return;
    if (fateOf(life) === fate.pending) this.#lose(segment, row, reason);
    this.#held--;
    if (this.#contents.count > 0) this.#contents.drop(row >>> rowBits, row);
    if (--segment.held === 0 && this.#born >= ((row >>> rowBits) + 1) * segmentRows) {
      this.#segments[row >>> rowBits] = undefined;
      this.#contents.free(row >>> rowBits);
    }
  }

  #lose(segment: Segment, row: number, reason: LossReason): void {
    const within = row & rowMask;
    this.#firstLost ??= Object.freeze({ ...firstRow(segment, row), reason });
    setFate(segment, within, fate.lost);
    this.#lost++;
    this.#lostBy[reason] = (this.#lostBy[reason] ?? 0) + 1;
    for (let s = 0; s < this.#sinks.length; s++) if (copiesAt(segment, within, s) === 0) this.#sinks[s]!.lost++;
  }

  /**
   * Rows arrive at a sink. The first time counts and is timed; later ones are duplicates; a first arrival after a later-born
   * row of its key breaks the order. Answers how many were which. With `letGo` the store that brings them lets go of them too.
   */
  deliver(sinkNumber: number, rows: Uint32Array, at: number, letGo?: LossReason): { duplicates: number; outOfOrder: number } {
    const sink = this.#sinks[sinkNumber]!;
    const histogram = sink.histogram;
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
      const copies = copiesAt(segment, within, sinkNumber);
      addCopy(segment, within, sinkNumber);
      const data = segment.data;
      const at0 = within * rowWords;
      if (copies !== 0) {
        duplicates++;
        sink.firstDuplicate ??= firstRow(segment, row);
        if (letGo !== undefined) {
          this.releaseRow(row, letGo);
          number = -1;
        }
        continue;
      }
      const latency = at - data[at0]!;
      histogram[bucketOf(latency)]!++;
      if (latency > sink.maxLatencyMs) sink.maxLatencyMs = latency;
      const key = data[at0 + word.key]!;
      const lastRows = sink.lastRow.writable(key);
      if (lastRows[key & 1023]! > row + 1) {
        outOfOrder++;
        sink.firstOutOfOrder ??= firstRow(segment, row);
      } else lastRows[key & 1023] = row + 1;
      first++;
      const was = fateOf(data[at0 + word.life]!);
      if (was === fate.parked) sink.parked--;
      if (sinkCount === 1 || this.#everywhere(segment, within)) {
        if (was === fate.parked) this.#parked--;
        complete++;
        setFate(segment, within, fate.delivered);
      }
      if (letGo === undefined) continue;
      if ((data[at0 + word.life]! & holdMask) > 1) data[at0 + word.life]!--;
      else {
        this.releaseRow(row, letGo);
        number = -1;
      }
    }
    sink.delivered += first;
    this.#delivered += complete;
    sink.duplicates += duplicates;
    sink.orderViolations += outOfOrder;
    return { duplicates, outOfOrder };
  }

  #everywhere(segment: Segment, within: number): boolean {
    for (let s = 0; s < this.#sinks.length; s++) if (copiesAt(segment, within, s) === 0) return false;
    return true;
  }

  /** Rows are set aside where somebody can get them back (dead-letter queue, failure folder, manifest); the place holds them too. */
  park(rows: Uint32Array): void {
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]!;
      const segment = this.#writable(row);
      const within = row & rowMask;
      if (fateOf(segment.data[within * rowWords + word.life]!) !== fate.pending) continue;
      setFate(segment, within, fate.parked);
      this.#parked++;
      for (let s = 0; s < this.#sinks.length; s++) if (copiesAt(segment, within, s) === 0) this.#sinks[s]!.parked++;
    }
  }

  /** Rows set aside are on their way again (a redrive), or lose their place there (it expires): what is let go of then is lost. */
  unpark(rows: Uint32Array): void {
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]!;
      const segment = this.#writable(row);
      const within = row & rowMask;
      if (fateOf(segment.data[within * rowWords + word.life]!) !== fate.parked) continue;
      setFate(segment, within, fate.pending);
      this.#parked--;
      for (let s = 0; s < this.#sinks.length; s++) if (copiesAt(segment, within, s) === 0) this.#sinks[s]!.parked--;
    }
  }

  /** True when the row has reached the sink. */
  reached(sinkNumber: number, row: number): boolean {
    const segment = this.#segments[row >>> rowBits];
    return segment === undefined || copiesAt(segment, row & rowMask, sinkNumber) > 0;
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
        const at = i * rowWords;
        if (fateOf(segment.data[at + word.life]!) === fate.pending && copiesAt(segment, i, sinkNumber) === 0) visit(number * segmentRows + i, segment.data[at]!, segment.data[at + word.key]!);
      }
    });
  }

  get lostBy(): Readonly<Record<string, number>> {
    return this.#lostBy;
  }

  /** Rows neither delivered everywhere, nor lost, nor parked. */
  get inTransit(): number {
    return this.#born - this.#delivered - this.#lost - this.#parked;
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

  /** How often the row is held; 0 for one that has left. */
  holds(row: number): number {
    const segment = this.#segments[row >>> rowBits];
    return segment === undefined ? 0 : segment.data[(row & rowMask) * rowWords + word.life]! & holdMask;
  }

  /** Counts from the columns, for tests: rows held, their holds, rows that reached no end, and those of them that nobody holds. Slow. */
  recount(): { held: number; holds: number; pending: number; pendingUnheld: number } {
    let held = 0;
    let holds = 0;
    let pending = 0;
    let pendingUnheld = 0;
    this.#segments.forEach((segment, number) => {
      if (!segment) return;
      const rows = Math.min(segmentRows, this.#born - number * segmentRows);
      for (let i = 0; i < rows; i++) {
        const life = segment.data[i * rowWords + word.life]!;
        if ((life & holdMask) > 0) held++;
        else if (fateOf(life) === fate.pending) pendingUnheld++;
        if (fateOf(life) === fate.pending) pending++;
        holds += life & holdMask;
      }
    });
    return { held, holds, pending, pendingUnheld };
  }
}

function firstRow(segment: Segment, row: number): FirstRow {
  const at = (row & rowMask) * rowWords;
  return Object.freeze({ row, key: segment.data[at + word.key]!, createdAt: segment.data[at]! });
}
