/** S3 by plain HTTP, for tests: no SDK of it is installed. */
import type { Endpoint } from '../aws-endpoint/endpoint.ts';
import { answerOf } from '../aws-endpoint/requestHandler.ts';

export interface S3Request {
  /** With a query, as in a URL. */
  readonly path: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** One request, and what came back; `code` of an error. */
export async function s3Request(endpoint: Endpoint, { path, method = 'GET', headers = {}, body = '' }: S3Request) {
  const [place, query = ''] = path.split('?', 2) as [string, string?];
  const answer = await answerOf(endpoint, { method, path: place, query, headers: { host: '127.0.0.1:4566', ...headers }, body: Buffer.from(body as string) });
  const text = Buffer.from(answer.body).toString();
  const inside = (name: string) => new RegExp(`<${name}>([^<]*)</${name}>`).exec(text)?.[1];
  return { status: answer.status, headers: answer.headers, bytes: Buffer.from(answer.body), text, inside, all: (name: string) => [...text.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'))].map(([, value]) => value) };
}
