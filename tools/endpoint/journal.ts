import { appendFileSync, closeSync, existsSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import type { Endpoint } from '../../src/aws-endpoint/endpoint.ts';
import type { HttpRequest } from '../../src/aws-endpoint/http.ts';
import { signedService } from '../../src/aws-endpoint/signature.ts';

const version = 1;
/** Headers that decide nothing, or are nobody's business. */
const dropped = new Set(['accept', 'accept-encoding', 'amz-sdk-invocation-id', 'amz-sdk-request', 'connection', 'content-length', 'cookie', 'expect', 'user-agent', 'x-amz-security-token', 'x-amz-user-agent']);

/** The headers of a call as they are kept: of a signature only the service that it names, which routing needs. */
function keptHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  const kept = Object.fromEntries(Object.entries(headers).filter(([name]) => !dropped.has(name)));
  const service = signedService({ headers });
  delete kept.authorization;
  return service === undefined ? kept : { ...kept, authorization: `AWS4-HMAC-SHA256 Credential=-/00000000/-/${service}/aws4_request, SignedHeaders=-, Signature=-`, 'x-amz-date': headers['x-amz-date'] ?? '-' };
}

interface Head {
  readonly headwater: 'endpoint';
  readonly version: number;
  readonly startsAt: number;
}
interface Line {
  readonly at: number;
  readonly method?: string;
  readonly path?: string;
  readonly query?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

/**
 * Every call with its instant, a line each, written as it comes: a run that can be played again. State is what those calls lead to,
 * so an end by surprise loses nothing either.
 */
export class Journal {
  readonly #path: string;
  readonly startsAt: number;
  #file: number;

  /** Opens a file, or begins one. Throws on a file that is no journal, naming the line. */
  constructor(path: string) {
    this.#path = path;
    if (!existsSync(path) || readFileSync(path, 'utf8').trim() === '') writeFileSync(path, head(Date.now()));
    const text = readFileSync(path, 'utf8');
    if (!text.endsWith('\n')) {
      // Written while the machine went down: all before it is whole.
      writeFileSync(path, text.slice(0, text.lastIndexOf('\n') + 1));
      console.log(`${path}: 1 line cut short was passed over`);
    }
    const first = text.split('\n', 1)[0]!;
    const found = parseLine(first, path, 1) as unknown as Head;
    if (found.headwater !== 'endpoint') throw new Error(`${path} holds no state of an endpoint: its first line should say so`);
    if (found.version !== version) throw new Error(`${path} is of version ${found.version}, and this endpoint reads ${version}: start it with another file`);
    this.startsAt = found.startsAt;
    this.#file = openSync(path, 'a');
  }

  /** Plays all calls again; answers how many, and the simulated time that was reached. */
  async replay(endpoint: Endpoint): Promise<{ calls: number; now: number }> {
    let calls = 0;
    let now = 0;
    const lines = readFileSync(this.#path, 'utf8').split('\n');
    for (let i = 1; i < lines.length; i++) {
      if (lines[i] === '') continue;
      const line = parseLine(lines[i]!, this.#path, i + 1);
      now = Math.max(now, line.at);
      if (line.method === undefined) continue;
      endpoint.world.advance(line.at);
      // Answers are not waited for: a long poll ends when its time comes. Nobody is there to read an answer in parts.
      void endpoint.handle({ method: line.method, path: line.path ?? '/', query: line.query ?? '', headers: line.headers ?? {}, body: Buffer.from(line.body ?? '', 'base64') }).then(({ parts }) => parts?.return?.());
      for (let turn = 0; turn < 16; turn++) await Promise.resolve();
      calls++;
    }
    endpoint.world.advance(now);
    return { calls, now };
  }

  keep(at: number, { method, path, query, headers, body }: HttpRequest): void {
    const line: Line = { at, method, path, ...(query === '' ? {} : { query }), headers: keptHeaders(headers), body: Buffer.from(body).toString('base64') };
    writeSync(this.#file, `${JSON.stringify(line)}\n`);
  }

  clear(startsAt: number): void {
    closeSync(this.#file);
    writeFileSync(this.#path, head(startsAt));
    this.#file = openSync(this.#path, 'a');
  }

  close(at: number): void {
    closeSync(this.#file);
    appendFileSync(this.#path, `${JSON.stringify({ at })}\n`);
  }
}

const head = (startsAt: number) => `${JSON.stringify({ headwater: 'endpoint', version, startsAt } satisfies Head)}\n`;

function parseLine(text: string, path: string, number: number): Line {
  try {
    return JSON.parse(text) as Line;
  } catch {
    throw new Error(`${path}, line ${number}: not a call that was kept; delete the line, or start with another file`);
  }
}
