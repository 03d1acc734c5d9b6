/** The AWS SDK's requests answered in process: its code runs against simulated time, in Node and in a page. */
import type { Endpoint } from './endpoint.ts';
import type { HttpRequest, HttpResponse } from './http.ts';
import { utf8Bytes } from '../base/md5.ts';

/** What the SDK hands to a request handler, as far as it matters here. */
interface SdkRequest {
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | readonly string[] | null>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** An AbortSignal, or one of the SDK's own older kind. */
interface AbortLike {
  onabort?: unknown;
  addEventListener?(type: 'abort', listener: () => void): void;
}

function onAbort(signal: AbortLike, then: () => void): void {
  if (signal.addEventListener) signal.addEventListener('abort', then);
  else signal.onabort = then;
}

/** Steps of simulated time that one call may wait for: a long poll with a busy world takes far fewer. */
const mostSteps = 1_000_000;

function bytesOf(body: unknown): Uint8Array {
  if (body === undefined || body === null) return new Uint8Array();
  if (body instanceof Uint8Array) return body;
  if (typeof body === 'string') return utf8Bytes(body);
  throw new Error('this request handler takes bodies that are texts or bytes');
}

function queryOf(query: SdkRequest['query']): string {
  const pairs = Object.entries(query ?? {}).flatMap(([name, value]) => (Array.isArray(value) ? (value as readonly string[]) : [value as string | null]).map((each) => `${encodeURIComponent(name)}${each === null ? '' : `=${encodeURIComponent(each)}`}`));
  return pairs.join('&');
}

export function httpRequestOf(request: SdkRequest): HttpRequest {
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]));
  return { method: request.method, path: request.path, query: queryOf(request.query), headers, body: bytesOf(request.body) };
}

/** Lets simulated time pass, event by event, until the answer is there. */
export async function settle<T>(endpoint: Endpoint, promised: Promise<T>): Promise<T> {
  let answer: { readonly given: T } | undefined;
  let failure: unknown;
  void promised.then(
    (given) => (answer = { given }),
    (error: unknown) => (failure = error ?? new Error('the call failed')),
  );
  for (let step = 0; step < mostSteps; step++) {
    // Handlers go on in turns of their own after each answer.
    for (let turn = 0; turn < 8 && answer === undefined && failure === undefined; turn++) await Promise.resolve();
    if (answer) return answer.given;
    if (failure !== undefined) throw failure instanceof Error ? failure : new Error('the call failed');
    const next = endpoint.world.nextEventTime();
    if (next !== Infinity && endpoint.world.waiting > 0) endpoint.world.advance(next);
  }
  throw new Error('the call waits for something that never happens');
}

/** The answer to one request, however much simulated time it takes. */
export function answerOf(endpoint: Endpoint, request: HttpRequest): Promise<HttpResponse> {
  return settle(endpoint, endpoint.handle(request));
}

/** An answer in parts: simulated time passes whenever its reader waits for the next one. */
async function* paced(endpoint: Endpoint, first: Uint8Array, parts: AsyncIterableIterator<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  try {
    yield first;
    for (;;) {
      const next = await settle(endpoint, parts.next());
      if (next.done) return;
      yield next.value;
    }
  } finally {
    await parts.return?.();
  }
}

/**
 * A `requestHandler` for clients of the AWS SDK v3, in Node and in a page: `new KinesisClient({ requestHandler: createRequestHandler(endpoint), … })`.
 * Simulated time passes as calls wait for it, and by `endpoint.world.advance`.
 */
export function createRequestHandler(endpoint: Endpoint) {
  return {
    async handle(request: SdkRequest, { abortSignal }: { abortSignal?: AbortLike } = {}): Promise<{ response: { statusCode: number; headers: Record<string, string>; body: Uint8Array | AsyncIterable<Uint8Array> } }> {
      const { status, headers, body, parts } = await answerOf(endpoint, httpRequestOf(request));
      if (parts && abortSignal) onAbort(abortSignal, () => void parts.return?.());
      return { response: { statusCode: status, headers: { ...headers }, body: parts ? paced(endpoint, body, parts) : body } };
    },
    updateHttpClientConfig(): void {},
    httpHandlerConfigs: (): Record<string, never> => ({}),
    destroy(): void {},
  };
}
