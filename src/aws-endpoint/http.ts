/** A request as it came; header names in lower case. */
export interface HttpRequest {
  readonly method: string;
  /** With a leading slash, still escaped. */
  readonly path: string;
  /** Without the question mark, still escaped; empty where there is none. */
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** What follows the body, part by part as simulated time passes; `return` hangs up. */
  readonly parts?: AsyncIterableIterator<Uint8Array>;
}
