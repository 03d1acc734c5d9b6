/** Least wall time between two announcements, ms. */
export const announceEveryMs = 3000;

interface Clock {
  now(): number;
  after(ms: number, run: () => void): unknown;
  cancel(handle: unknown): void;
}

/**
 * Lets one message out at a time, at most one per 3 s. While waiting, a newer plain message replaces the older one;
 * notable messages are kept (up to three, joined) and go first.
 */
export class MessageQueue {
  readonly #say: (text: string) => void;
  readonly #clock: Clock;
  #notable: string[] = [];
  #plain: string | null = null;
  #lastAt = -Infinity;
  #timer: unknown = null;

  constructor(say: (text: string) => void, clock: Clock) {
    this.#say = say;
    this.#clock = clock;
  }

  push(text: string, notable: boolean): void {
    if (!notable) this.#plain = text;
    else if (!this.#notable.includes(text)) this.#notable = [...this.#notable, text].slice(-3);
    if (this.#timer !== null) return;
    const wait = Math.max(0, this.#lastAt + announceEveryMs - this.#clock.now());
    this.#timer = this.#clock.after(wait, () => this.#flush());
  }

  stop(): void {
    if (this.#timer !== null) this.#clock.cancel(this.#timer);
    this.#timer = null;
  }

  #flush(): void {
    this.#timer = null;
    const text = this.#notable.length > 0 ? this.#notable.join(' ') : this.#plain;
    if (this.#notable.length === 0) this.#plain = null;
    this.#notable = [];
    if (text === null) return;
    this.#say(text);
    this.#lastAt = this.#clock.now();
    if (this.#plain !== null) this.#timer = this.#clock.after(announceEveryMs, () => this.#flush());
  }
}
