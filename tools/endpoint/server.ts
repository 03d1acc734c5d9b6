import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttp2Server, type Http2ServerRequest, type Http2ServerResponse } from 'node:http2';
import { createServer as createSocketServer, type Server, type Socket } from 'node:net';
import type { Endpoint } from '../../src/aws-endpoint/endpoint.ts';
import type { HttpRequest, HttpResponse } from '../../src/aws-endpoint/http.ts';

/** How a server's time passes, and who looks on. */
export interface Hooks {
  /** Before a call goes in. */
  catchUp(): void;
  /** While its answer is waited for. */
  wait(answer: Promise<HttpResponse>): Promise<HttpResponse>;
  /** While an answer in parts is being sent. */
  during(sent: Promise<void>): Promise<void>;
  arrived?(request: HttpRequest): void;
  reset(): void;
}

type Asked = IncomingMessage | Http2ServerRequest;
type Answering = ServerResponse | Http2ServerResponse;

/** Larger than what any service here takes; a body beyond it is refused before it is read. */
const mostBodyBytes = 64 * 1024 * 1024;

function readBody(request: Asked): Promise<Uint8Array | undefined> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let bytes = 0;
    request.on('data', (part: Buffer) => {
      bytes += part.length;
      if (bytes <= mostBodyBytes) parts.push(part);
    });
    request.on('end', () => resolve(bytes > mostBodyBytes ? undefined : Buffer.concat(parts)));
    request.on('error', reject);
  });
}

function httpRequestOf(request: Asked, body: Uint8Array): HttpRequest {
  const [path = '/', query = ''] = (request.url ?? '/').split('?', 2);
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) if (value !== undefined && !name.startsWith(':')) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  return { method: request.method ?? 'GET', path, query, headers, body };
}

async function write(answering: Answering, { status, headers, body, parts }: HttpResponse): Promise<void> {
  const response = answering as ServerResponse;
  // Node sets Date by the wall clock: clients correct theirs by it.
  response.writeHead(status, headers);
  if (!parts) return void response.end(body);
  response.on('close', () => void parts.return?.());
  response.write(body);
  for await (const part of parts) if (!response.write(part)) await drained(response);
  response.end();
}

/** The client has read on, or has gone. */
function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      response.off('drain', done).off('close', done);
      resolve();
    };
    response.on('drain', done).on('close', done);
  });
}

/** What a client of HTTP/2 without TLS says first. */
const preface = 'PRI * HTTP/2';
const keepAliveMs = 60_000;

/** A server that hands each request to the endpoint, and POST /moto-api/reset to the hooks. It speaks HTTP/1.1, and HTTP/2 as SDK clients of Kinesis do. */
export function createEndpointServer(endpoint: Endpoint, hooks: Hooks): Server & { end(): Promise<void> } {
  const answer = async (request: Asked, response: Answering): Promise<void> => {
    const body = await readBody(request);
    if (request.method === 'POST' && request.url === '/moto-api/reset') {
      hooks.reset();
      return write(response, { status: 200, headers: { 'content-type': 'application/json' }, body: Buffer.from('{"status": "ok"}') });
    }
    const incoming = httpRequestOf(request, body ?? new Uint8Array(mostBodyBytes + 1));
    hooks.catchUp();
    hooks.arrived?.(incoming);
    const answered = await hooks.wait(endpoint.handle(incoming));
    await (answered.parts ? hooks.during(write(response, answered)) : write(response, answered));
  };
  const take = (request: Asked, response: Answering): void => {
    answer(request, response).catch((error: unknown) => {
      if (!response.headersSent) response.statusCode = 500;
      (response as ServerResponse).end(error instanceof Error ? error.message : 'failed');
    });
  };
  const http1 = createServer(take);
  http1.keepAliveTimeout = keepAliveMs;
  const http2 = createHttp2Server(take);
  const sockets = new Set<Socket>();
  const server = createSocketServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // A client that goes away is no fault of the server.
    socket.on('error', () => socket.destroy());
    socket.once('data', (first) => {
      socket.pause();
      socket.unshift(first);
      (String(first).startsWith(preface) ? http2 : http1).emit('connection', socket);
      process.nextTick(() => socket.resume());
    });
  });
  const end = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });
  return Object.assign(server, { end });
}
