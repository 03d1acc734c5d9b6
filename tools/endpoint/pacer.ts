import type { Endpoint } from '../../src/aws-endpoint/endpoint.ts';

/** Keeps simulated time at wall time since the start, times a scale. The only place of the endpoint that reads the clock. */
export class Pacer {
  readonly #endpoint: Endpoint;
  readonly #scale: number;
  #wallStart = performance.now();
  #simStart = 0;
  #timer: NodeJS.Timeout | undefined;
  #waiting = 0;
  #stopped = false;

  constructor(endpoint: Endpoint, scale: number) {
    this.#endpoint = endpoint;
    this.#scale = scale;
  }

  /** Simulated time is `now` at this moment. */
  beginAt(now: number): void {
    this.#wallStart = performance.now();
    this.#simStart = now;
  }

  /** Lets this much simulated time pass at once, ms. */
  skip(ms: number): void {
    this.beginAt(this.#due() + ms);
    this.catchUp();
  }

  #due(): number {
    return Math.floor(this.#simStart + (performance.now() - this.#wallStart) * this.#scale);
  }

  catchUp(): void {
    this.#endpoint.world.advance(this.#due());
  }

  /** Lets time pass while an answer is waited for. */
  async wait<T>(answer: Promise<T>): Promise<T> {
    this.#waiting++;
    try {
      // Most calls are answered at the moment they came: no timer is needed for them.
      let settled = false;
      const marked = answer.finally(() => (settled = true));
      for (let turn = 0; turn < 16 && !settled; turn++) await Promise.resolve();
      if (!settled) this.#plan();
      return await marked;
    } finally {
      this.#waiting--;
    }
  }

  #plan(): void {
    if (this.#timer !== undefined || this.#stopped) return;
    const gap = (this.#endpoint.world.nextEventTime() - this.#due()) / this.#scale;
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined;
        this.catchUp();
        if (this.#waiting > 0) setImmediate(() => this.#waiting > 0 && this.#plan());
      },
      Math.min(Math.max(gap, 1), 250),
    );
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }
}
