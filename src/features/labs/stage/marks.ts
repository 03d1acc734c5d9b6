import { drawKey, planFor, type Drawn, type KeyPlan } from './keyPlan.ts';
import { hash01, markCode, phaseOf } from './dots.ts';
import type { StageFrame } from './frame.ts';
import { ageBehind, type StreamFrame } from '../../../services/kinesis-streams/view/index.ts';

/** Marks remembered as under way; more are not begun. */
export const mostMarks = 8192;
/** Marks of a lane whose look is remembered. */
const remembered = 256;
const historyLength = 96;

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

interface Past {
  time: number;
  stored: Float64Array;
  refused: Float64Array;
  count: number;
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
  #history: Past[] = [];
  #codes = new Uint8Array(0);
  /** First mark of each shard whose look is remembered. */
  #knownFrom = new Float64Array(0);
  #retryShare = 0;
  /** Looks of the newest refused marks, a ring. */
  readonly #tray = new Uint8Array(remembered);
  #trayCount = 0;

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
    if (!from?.stream || frame.time < from.time || this.#history.length === 0) this.#rebuild(frame, stream);
    else if (frame.time > from.time) {
      const offered = sumOf(stream.columns.length, stream.count) + sumOf(stream.columns.refused, stream.count) - sumOf(from.stream.columns.length, from.stream.count) - sumOf(from.stream.columns.refused, from.stream.count);
      const again = retriedIn(frame) - retriedIn(from);
      if (offered > 0) this.#retryShare = Math.max(0, Math.min(1, again / offered));
      this.#spawn(from.time, from.stream, frame.time, stream);
      this.#remember(frame.time, stream);
    }
    this.#land(frame.time);
  }

  /** Records stored in a shard at an earlier moment, with parts: what the lane shows while marks are under way. */
  storedAt(shard: number, time: number): number {
    const history = this.#history;
    let after: Past | undefined;
    for (let i = history.length - 1; i >= 0; i--) {
      const past = history[i]!;
      if (past.time <= time) {
        const low = shard < past.count ? past.stored[shard]! : 0;
        if (after === undefined || after.time === past.time) return low;
        const high = shard < after.count ? after.stored[shard]! : low;
        return low + ((high - low) * (time - past.time)) / (after.time - past.time);
      }
      after = past;
    }
    return after === undefined || shard >= after.count ? 0 : after.stored[shard]!;
  }

  /** Records refused by all shards at an earlier moment. */
  refusedAt(time: number): number {
    const history = this.#history;
    let after = history[history.length - 1];
    for (let i = history.length - 1; i >= 0; i--) {
      const past = history[i]!;
      if (past.time <= time) {
        const low = sumOf(past.refused, past.count);
        if (after === undefined || after.time === past.time) return low;
        return low + ((sumOf(after.refused, after.count) - low) * (time - past.time)) / (after.time - past.time);
      }
      after = past;
    }
    return after === undefined ? 0 : sumOf(after.refused, after.count);
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
    this.#history = [];
    this.#codes = new Uint8Array(count * remembered);
    this.#knownFrom = new Float64Array(count).fill(Infinity);
    this.#retryShare = 0;
    this.#trayCount = 0;
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
    this.#history.push({ time: before, stored, refused, count });
    const past: StreamFrame = { ...stream, columns: { ...columns, length: stored, refused } };
    this.#spawn(before, past, frame.time, stream);
    this.#remember(frame.time, stream);
  }

  #remember(time: number, { columns, count }: StreamFrame): void {
    const reused = this.#history.length > historyLength ? this.#history.shift() : undefined;
    const fits = reused !== undefined && reused.stored.length === count;
    const past: Past = { time, stored: fits ? reused.stored : new Float64Array(count), refused: fits ? reused.refused : new Float64Array(count), count };
    past.stored.set(columns.length.subarray(0, count));
    past.refused.set(columns.refused.subarray(0, count));
    this.#history.push(past);
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

function sumOf(column: Float64Array, count: number): number {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += column[i]!;
  return sum;
}

function retriedIn(frame: StageFrame): number {
  return frame.producers.reduce((sum, producer) => sum + producer.retried, 0);
}
