import { xoroshiro128plus, xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import type { DurationMs } from '../aws/units.ts';
import type { Hasher, Store } from '../base/copyPlain.ts';
import { Digest } from '../base/digest.ts';
import { naturalLog } from '../base/naturalLog.ts';

/** Seeded chance of one node; a store, so it may sit in state. */
export class Rng implements Store {
  readonly isStore = true;
  readonly #generator: ReturnType<typeof xoroshiro128plus>;
  /** Part of a millisecond that gaps have left over. */
  #carry: number;

  private constructor(generator: ReturnType<typeof xoroshiro128plus>, carry: number) {
    this.#generator = generator;
    this.#carry = carry;
  }

  /** A stream of its own for each (seed, label): adding a node shifts nobody's draws. */
  static of(seed: number, label: string): Rng {
    const digest = new Digest(seed, 0x5bd1e995);
    digest.text(label);
    const generator = xoroshiro128plusFromState([digest.a | 1, digest.b, Number.parseInt(digest.hex().slice(0, 8), 16) | 0, seed | 0]);
    for (let i = 0; i < 16; i++) generator.next();
    return new Rng(generator, 0);
  }

  clone(): Rng {
    return new Rng(this.#generator.clone(), this.#carry);
  }

  hashInto(hash: Hasher): void {
    for (const word of this.#generator.getState()) hash.number(word);
    hash.number(this.#carry);
  }

  /** Uniform in [0, 1). */
  unit(): number {
    const high = this.#generator.next() >>> 5;
    const low = this.#generator.next() >>> 6;
    return (high * 67108864 + low) / 9007199254740992;
  }

  /** Integer in [min, max], both included; the span must be below 2^31. */
  int(min: number, max: number): number {
    const span = max - min + 1;
    return min + Math.floor(((this.#generator.next() >>> 0) / 4294967296) * span);
  }

  /** Gap to the next arrival of a Poisson stream; the mean may be below 1 ms, what is cut off is carried to the next draw. */
  gapMs(meanMs: number): DurationMs {
    const exact = -naturalLog(1 - this.unit()) * meanMs + this.#carry;
    const whole = Math.floor(exact);
    this.#carry = exact - whole;
    return whole as DurationMs;
  }

  /** Number of arrivals of a Poisson stream in one period (mean up to some thousands). */
  arrivals(mean: number): number {
    let count = 0;
    let remaining = mean;
    // Sums exponential gaps: exact, and only uses our own logarithm. Large means are cut into pieces of 500.
    while (remaining > 0) {
      const piece = Math.min(remaining, 500);
      remaining -= piece;
      let sum = 0;
      for (;;) {
        sum -= naturalLog(1 - this.unit());
        if (sum > piece) break;
        count++;
      }
    }
    return count;
  }
}
