/** S3 by plain HTTP, for tests: no SDK of it is installed. */
import { expect } from 'vitest';
import type { Endpoint } from '../aws-endpoint/endpoint.ts';
import { answerOf } from '../aws-endpoint/requestHandler.ts';
import { inProcess } from './inProcessEndpoint.ts';

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

/** An endpoint with one empty bucket, and requests to it. */
export async function bucket(name = 'lake', options: Parameters<typeof inProcess>[0] = {}) {
  const { endpoint } = inProcess(options);
  const s3 = (path: string, more: Omit<S3Request, 'path'> = {}) => s3Request(endpoint, { path, ...more });
  const put = (path: string, body: string | Uint8Array = 'x', headers = {}) => s3(path, { method: 'PUT', body, headers });
  expect((await put(`/${name}`, '')).status).toBe(200);
  return { endpoint, s3, put };
}
