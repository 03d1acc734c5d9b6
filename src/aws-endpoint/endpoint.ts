/** HttpRequest in, HttpResponse out: finds service and operation, reads, checks, carries out, writes. */
import { crc32 } from './crc32.ts';
import { decodeInput } from './decode.ts';
import { apiError, Refusal, type ApiError } from './apiError.ts';
import { encodeOutput } from './encode.ts';
import type { HttpRequest, HttpResponse } from './http.ts';
import { kinesis } from './kinesis/index.ts';
import type { EndpointService } from './operation.ts';
import { formatOf, jsonFormat, type BodyFormat } from './protocol/awsJson.ts';
import { problemsOf, validationMessage } from './validate.ts';
import { World, type WorldOptions } from './world.ts';

const services: readonly EndpointService[] = [kinesis];
/** A body larger than any service takes; each has limits of its own below. */
const mostBodyBytes = 64 * 1024 * 1024;

/** The simulated services behind AWS's own protocols. SigV4 is not verified. */
export class Endpoint {
  readonly #options: WorldOptions;
  #world: World;
  #requests = 0;

  constructor(options: WorldOptions) {
    this.#options = options;
    this.#world = new World(options);
  }

  get world(): World {
    return this.#world;
  }

  /** Empties everything: no resource, no record; time goes on from zero. */
  reset(startsAt: number): void {
    this.#world = new World({ ...this.#options, startsAt });
  }

  /** Answers one request at the present of the world; the answer may need simulated time to pass. Never rejects. */
  async handle(request: HttpRequest): Promise<HttpResponse> {
    const id = requestId(++this.#requests);
    const format = formatOf(request.headers['content-type'] ?? '') ?? jsonFormat('1.1');
    try {
      const { service, operation } = route(request);
      if (request.body.length > mostBodyBytes) throw new Refusal(apiError('RequestEntityTooLargeException', 'The request is larger than any service takes.', 413));
      return await this.#carryOut(service, operation, request, format, id);
    } catch (error) {
      if (error instanceof Refusal) return failed(error.error, format, id);
      return failed(apiError('InternalFailure', error instanceof Error ? error.message : 'The simulation failed.', 500), format, id);
    }
  }

  async #carryOut(service: EndpointService, operation: string, request: HttpRequest, format: BodyFormat, id: string): Promise<HttpResponse> {
    const { shapes, handlers, validationCode } = service;
    const handler = handlers[operation];
    const shape = shapes.operations[operation];
    if (!handler || !shape) throw new Refusal(apiError('UnknownOperationException', `${operation} of ${service.name} is not simulated.`));
    const input = decodeInput(shapes, shape.input, format.read(request.body));
    const problems = validationCode === null ? [] : problemsOf(shapes, shape.input, input);
    if (problems.length > 0) throw new Refusal(apiError(validationCode ?? 'ValidationException', validationMessage(problems)));
    const output = await handler(input, this.#world);
    const body = shape.output === undefined ? new Uint8Array() : format.write(encodeOutput(shapes, shape.output, output, format.carrier));
    return respond(200, body, format, id);
  }
}

function route({ headers }: HttpRequest): { service: EndpointService; operation: string } {
  const target = headers['x-amz-target'];
  if (target !== undefined) {
    const [prefix, operation = ''] = target.split('.');
    const service = services.find(({ shapes }) => shapes.metadata.targetPrefix === prefix);
    if (service) return { service, operation };
  }
  throw new Refusal(apiError('UnknownOperationException', target === undefined ? 'The request names no operation: the header x-amz-target is missing.' : `${target} is no operation that is simulated.`, 404));
}

function respond(status: number, body: Uint8Array, format: BodyFormat, id: string, more: Readonly<Record<string, string>> = {}): HttpResponse {
  return {
    status,
    headers: { 'x-amzn-requestid': id, ...(body.length > 0 ? { 'content-type': format.contentType } : {}), 'content-length': String(body.length), 'x-amz-crc32': String(crc32(body)), ...more },
    body,
  };
}

function failed(error: ApiError, format: BodyFormat, id: string): HttpResponse {
  return respond(error.status, format.error(error), format, id, { 'x-amzn-errortype': error.code });
}

function requestId(count: number): string {
  const digits = count.toString(16).padStart(12, '0');
  return `c0ffee00-0000-4000-8000-${digits}`;
}
