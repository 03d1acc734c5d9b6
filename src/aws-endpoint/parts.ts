/** Values that come one by one, as simulated time passes, for one reader. */
export class Parts<T> implements AsyncIterableIterator<T> {
  readonly #ready: T[] = [];
  readonly #hangUp: () => void;
  #waiting: { resolve(result: IteratorResult<T>): void; reject(error: Error): void } | undefined;
  #failure: Error | undefined;
  #over = false;

  /** `hangUp` is called once, when the reader goes away before the end. */
  constructor(hangUp: () => void) {
    this.#hangUp = hangUp;
  }

  /** How many have come that nobody has read yet. */
  get unread(): number {
    return this.#ready.length;
  }

  add(value: T): void {
    if (this.#over) return;
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (waiting) waiting.resolve({ done: false, value });
    else this.#ready.push(value);
  }

  /** No more will come; a failure is thrown to the reader after what has come. */
  end(failure?: Error): void {
    if (this.#over) return;
    this.#over = true;
    this.#failure = failure;
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (waiting) this.#finish().then(waiting.resolve, waiting.reject);
  }

  async #finish(): Promise<IteratorResult<T>> {
    const failure = this.#failure;
    this.#failure = undefined;
    if (failure) throw failure;
    return { done: true, value: undefined };
  }

  next(): Promise<IteratorResult<T>> {
    if (this.#ready.length > 0) return Promise.resolve({ done: false, value: this.#ready.shift()! });
    if (this.#over) return this.#finish();
    return new Promise((resolve, reject) => (this.#waiting = { resolve, reject }));
  }

  return(): Promise<IteratorResult<T>> {
    this.#ready.length = 0;
    if (!this.#over) {
      this.end();
      this.#hangUp();
    }
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
