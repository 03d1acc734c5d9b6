import { drawKey, planFor, type Drawn, type KeyPlan } from './keyPlan.ts';
import { hash01, markCode, phaseOf } from './dots.ts';
import type { StageFrame } from './frame.ts';
import { StoredHistory, sumOf } from './storedHistory.ts';
import { ageBehind, openShardAt, type StreamFrame } from '../../../services/kinesis-streams/view/index.ts';

/** Marks remembered as under way; more are not begun. */
export const mostMarks = 8192;
/** Marks of a lane whose look is remembered. */
const remembered = 256;
/** Only so soon after the start are marks shown before the stream has told of them, ms. */
const startMs = 500;
/** How far ahead of the newest moment such marks are made ready, ms. */
export const aheadMs = 60;

/** Marks under way, in columns: a ring from `first` for `count` entries. */
export interface Flights {
  first: number;
  count: number;
  /** Simulated ms at which the record reached its shard; its mark sets off then, and the picture is late by one flight. */
  readonly at: Float64Array;
  readonly shard: Uint32Array;
  readonly code: Uint8Array;
  readonly share: Float32Array;
  readonly producer: Uint8Array;
  readonly refused: Uint8Array;
  readonly jitter: Float32Array;
  /** Which mark of its shard it is. */
  readonly mark: Float64Array;
}

const drawn: Drawn = { share: 0, hue: 0, letter: 0, producer: 0 };

/**
 * Turns counts of successive moments into marks: one mark for each N records of a shard. All that varies is hashed from
 * shard and k, and a jump in time rebuilds everything from the one moment, so the same run always looks the same.
 */
export class Marks {
  readonly flights: Flights = {
    first: 0,
    count: 0,
    at: new Float64Array(mostMarks),
    shard: new Uint32Array(mostMarks),
    code: new Uint8Array(mostMarks),
    share: new Float32Array(mostMarks),
    producer: new Uint8Array(mostMarks),
    refused: new Uint8Array(mostMarks),
    jitter: new Float32Array(mostMarks),
    mark: new Float64Array(mostMarks),
  };
  #plans: readonly KeyPlan[] = [];
  #perMark = 1;
  #flightMs = 1;
  readonly #history = new StoredHistory();
  #codes = new Uint8Array(0);
  /** First mark of each shard whose look is remembered. */
  #knownFrom = new Float64Array(0);
  #retryShare = 0;
  /** Looks of the newest refused marks, a ring. */
  readonly #tray = new Uint8Array(remembered);
  #trayCount = 0;
  /** The marks under way are of records that no shard has answered for yet. */
  #departed = false;

  /** Whether what is under way is ahead of what the stream has told: so only in the first moments of a run. */
  get departing(): boolean {
    return this.#departed;
  }

  /** Which keys are sent, and how many records a mark stands for. With another ratio the next moment is a jump. */
  configure(plans: readonly KeyPlan[], perMark: number): void {
    this.#plans = plans;
    this.#perMark = perMark;
  }

  /** Takes the next moment. `from` is the one before it in the same play, or undefined after a jump; a flight takes `flightMs` simulated ms. */
  take(frame: StageFrame, from: StageFrame | undefined, flightMs: number): void {
    const { stream } = frame;
    this.#flightMs = Math.max(1, flightMs);
    if (!stream) {
      this.#forget(0);
      return;
    }
    const arrived = sumOf(stream.columns.length, stream.count) + sumOf(stream.columns.refused, stream.count);
    if (!from?.stream || frame.time < from.time || this.#history.isEmpty) this.#rebuild(frame, stream);
    else if (arrived === 0) this.#depart(frame, stream);
    else if (this.#departed) this.#arriveFirst(frame, stream);
    else if (frame.time > from.time) {
      const offered = arrived - sumOf(from.stream.columns.length, from.stream.count) - sumOf(from.stream.columns.refused, from.stream.count);
      const again = retriedIn(frame) - retriedIn(from);
      if (offered > 0) this.#retryShare = Math.max(0, Math.min(1, again / offered));
      this.#spawn(from.time, from.stream, frame.time, stream);
      this.#history.addFrame(frame.time, stream);
    }
    this.#land(frame.time);
  }

  /**
   * Nothing has reached a shard yet: the first records of a run leave their producer as they are made, and the stream tells of them
   * a tenth of a second later. Their marks set off at the rate of the traffic, and are told again by the first answer.
   */
  #depart(frame: StageFrame, stream: StreamFrame): void {
    let rate = 0;
    for (const producer of frame.producers) rate += producer.recordsPerSecond;
    this.flights.first = 0;
    this.flights.count = 0;
    this.#departed = rate > 0 && frame.time <= startMs;
    if (!this.#departed) return;
    const due = ((frame.time + aheadMs) * rate) / 1000 / this.#perMark;
    for (let mark = 1; mark <= Math.min(due + 1, 60); mark++) {
      drawKey(planFor(this.#plans, 0), { start: 0, end: 1 }, 0, mark, drawn);
      const shard = Math.max(0, openShardAt(stream, drawn.share));
      const at = ((mark * this.#perMark - phaseOf(shard, this.#perMark)) * 1000) / rate;
      if (at <= frame.time + aheadMs) this.#launch({ at, shard, mark, refused: false }, stream);
    }
  }

  /** The first records have been told of: they were made from the start on, not all since the moment before. */
  #arriveFirst(frame: StageFrame, stream: StreamFrame): void {
    this.#forget(stream.count);
    const nothing = new Float64Array(stream.count);
    this.#history.add(0, nothing, nothing, stream.count);
    this.#spawn(0, { ...stream, columns: { ...stream.columns, length: nothing, refused: nothing } }, frame.time, stream);
    this.#history.addFrame(frame.time, stream);
  }

  /** Records stored in a shard at an earlier moment, with parts: what the lane shows while marks are under way. */
  storedAt(shard: number, time: number): number {
    return this.#history.storedAt(shard, time);
  }

  /** Records refused by all shards at an earlier moment. */
  refusedAt(time: number): number {
    return this.#history.refusedAt(time);
  }

  /** The look of the k-th mark of a shard's log. */
  codeOf(stream: StreamFrame, shard: number, mark: number, now: number): number {
    if (mark >= (this.#knownFrom[shard] ?? Infinity)) return this.#codes[shard * remembered + (mark % remembered)]!;
    const length = stream.columns.length[shard]!;
    const age = ageBehind(length - mark * this.#perMark + phaseOf(shard, this.#perMark), stream.columns.held[shard]!, stream.columns.oldestAgeMs[shard]!);
    this.#draw(stream, shard, mark, now - age);
    return markCode(drawn.hue, drawn.letter, false);
  }

  /** The look of the `back`-th newest refused mark, as far as they were seen; after a jump, one that fits the shard refusing most. */
  trayCode(stream: StreamFrame, back: number, now: number): number {
    if (back < Math.min(remembered, this.#trayCount)) return this.#tray[(this.#trayCount - 1 - back) % remembered]!;
    let most = 0;
    for (let s = 1; s < stream.count; s++) if (stream.columns.refused[s]! > stream.columns.refused[most]!) most = s;
    this.#draw(stream, most, -(back + 1), now);
    return markCode(drawn.hue, drawn.letter, false);
  }

  #draw(stream: StreamFrame, shard: number, mark: number, at: number): void {
    const plan = planFor(this.#plans, at);
    drawKey(plan, { start: stream.columns.startShare[shard]!, end: stream.columns.endShare[shard]! }, shard, mark, drawn);
  }

  #forget(count: number): void {
    this.flights.first = 0;
    this.flights.count = 0;
    this.#history.clear();
    this.#codes = new Uint8Array(count * remembered);
    this.#knownFrom = new Float64Array(count).fill(Infinity);
    this.#retryShare = 0;
    this.#trayCount = 0;
    this.#departed = false;
  }

  /** One moment alone: as if it had gone on at the rates of now for the length of a flight. */
  #rebuild(frame: StageFrame, stream: StreamFrame): void {
    const { count, columns } = stream;
    this.#forget(count);
    const before = frame.time - this.#flightMs;
    const stored = new Float64Array(count);
    const refused = new Float64Array(count);
    for (let s = 0; s < count; s++) {
      const part = Math.min(frame.time, this.#flightMs) / 1000;
      stored[s] = Math.max(0, columns.length[s]! - columns.recordsPerSecond[s]! * part);
      refused[s] = Math.max(0, columns.refused[s]! - columns.refusedPerSecond[s]! * part);
    }
    this.#history.add(before, stored, refused, count);
    const past: StreamFrame = { ...stream, columns: { ...columns, length: stored, refused } };
    this.#spawn(before, past, frame.time, stream);
    this.#history.addFrame(frame.time, stream);
  }

  #grow(count: number): void {
    if (this.#knownFrom.length >= count) return;
    const codes = new Uint8Array(count * remembered);
    codes.set(this.#codes);
    const known = new Float64Array(count).fill(Infinity);
    known.set(this.#knownFrom);
    this.#codes = codes;
    this.#knownFrom = known;
  }

  #spawn(t0: number, before: StreamFrame, t1: number, after: StreamFrame): void {
    const fresh: Fresh[] = [];
    this.#grow(after.count);
    for (let s = 0; s < after.count; s++) {
      this.#crossings(fresh, s, false, s < before.count ? before.columns.length[s]! : 0, after.columns.length[s]!, t0, t1);
      this.#crossings(fresh, s, true, s < before.count ? before.columns.refused[s]! : 0, after.columns.refused[s]!, t0, t1);
    }
    if (fresh.length > 1) fresh.sort((a, b) => a.at - b.at || a.shard - b.shard || a.mark - b.mark);
    for (const mark of fresh) this.#launch(mark, after);
  }

  #crossings(fresh: Fresh[], shard: number, refused: boolean, a: number, b: number, t0: number, t1: number): void {
    if (b <= a) return;
    const phase = phaseOf(shard, this.#perMark);
    const last = Math.floor((b + phase) / this.#perMark);
    const first = Math.max(Math.floor((a + phase) / this.#perMark) + 1, last - mostMarks);
    for (let mark = first; mark <= last; mark++) fresh.push({ at: t0 + ((mark * this.#perMark - phase - a) / (b - a)) * (t1 - t0), shard, mark, refused });
  }

  #launch({ at, shard, mark, refused }: Fresh, stream: StreamFrame): void {
    const { flights } = this;
    this.#draw(stream, shard, refused ? -mark : mark, at);
    const code = markCode(drawn.hue, drawn.letter, hash01(shard, mark, 5) < this.#retryShare);
    if (!refused) {
      if (this.#knownFrom[shard] === Infinity) this.#knownFrom[shard] = mark;
      this.#codes[shard * remembered + (mark % remembered)] = code;
      if (mark - this.#knownFrom[shard]! >= remembered) this.#knownFrom[shard] = mark - remembered + 1;
    } else this.#tray[this.#trayCount++ % remembered] = code;
    if (flights.count >= mostMarks) return;
    const i = (flights.first + flights.count++) % mostMarks;
    flights.at[i] = at;
    flights.shard[i] = shard;
    flights.code[i] = code;
    flights.share[i] = drawn.share;
    flights.producer[i] = drawn.producer;
    flights.refused[i] = refused ? 1 : 0;
    flights.jitter[i] = hash01(shard, mark, 7);
    flights.mark[i] = mark;
  }

  /** Lets go of marks that arrived well before: a frame may still be drawn a little earlier than the newest moment. */
  #land(time: number): void {
    const { flights } = this;
    while (flights.count > 0 && flights.at[flights.first]! < time - this.#flightMs * 1.1 - 250) {
      flights.first = (flights.first + 1) % mostMarks;
      flights.count--;
    }
  }
}

interface Fresh {
  readonly at: number;
  readonly shard: number;
  readonly mark: number;
  readonly refused: boolean;
}

function retriedIn(frame: StageFrame): number {
  return frame.producers.reduce((sum, producer) => sum + producer.retried, 0);
}
