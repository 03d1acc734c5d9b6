/** HttpRequest in, HttpResponse out: finds service and operation, reads, checks, carries out, writes. */
import { apiError, Refusal, type ApiError } from './apiError.ts';
import type { HttpRequest, HttpResponse } from './http.ts';
import { isEventAnswer, type RequestFacts } from './operation.ts';
import { awsJsonProtocol, jsonFormat, refusedAs } from './protocol/awsJson.ts';
import type { Incoming, Protocol } from './protocol/protocol.ts';
import { queryProtocol } from './protocol/query.ts';
import { restProtocol } from './protocol/rest.ts';
import { endpointServices } from './services.ts';
import { readSignature } from './signature.ts';
import { problemsOf, validationMessage } from './validate.ts';
import { World, type WorldOptions } from './world.ts';

/** Tried in this order: by target header, by action, by path. */
const protocols: readonly Protocol[] = [awsJsonProtocol, queryProtocol, restProtocol];
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

  /** Empties everything: no resource, no record; calls that wait are given up; simulated time begins anew. */
  reset(startsAt: number): void {
    this.#world.end();
    this.#world = new World({ ...this.#options, startsAt });
  }

  /** Answers one request at the present of the world; the answer may need simulated time to pass. Never rejects. */
  async handle(request: HttpRequest): Promise<HttpResponse> {
    const id = requestId(++this.#requests);
    let incoming: Incoming | undefined;
    try {
      const tooLarge = request.body.length > mostBodyBytes;
      const asked = tooLarge ? { ...request, body: new Uint8Array() } : request;
      for (const protocol of protocols) if ((incoming = protocol(asked, endpointServices))) break;
      if (tooLarge) throw new Refusal(apiError('RequestEntityTooLargeException', `The request is larger than this endpoint takes: ${mostBodyBytes} bytes.`, 413));
      if (!incoming) return refusedAs(apiError('UnknownOperationException', 'No service answers this request: it needs the header x-amz-target, the parameter Action, or a path of IoT or S3.', 404), jsonFormat('1.1'), id);
      readSignature(request);
      this.#world.checkTime();
      const output = await this.#carryOut(incoming, { host: request.headers.host ?? '', trace: request.headers['x-amzn-trace-id'] });
      if (!isEventAnswer(output)) return incoming.answer(output, id);
      if (!incoming.stream) throw new Error(`${incoming.operation} answers in parts, which this protocol has no form for`);
      return incoming.stream(output, id);
    } catch (error) {
      const answer = error instanceof Refusal ? error.error : internal(error);
      return incoming ? incoming.refuse(answer, id) : refusedAs(answer, jsonFormat('1.1'), id);
    }
  }

  async #carryOut({ service, operation, input: read }: Incoming, facts: RequestFacts) {
    const { shapes, handlers, validationCode } = service;
    const handler = Object.hasOwn(handlers, operation) ? handlers[operation] : undefined;
    const shape = shapes.operations[operation];
    if (!handler || !shape) throw new Refusal(apiError('UnknownOperationException', `${operation} of ${service.name} is not simulated.`));
    const input = read();
    const problems = validationCode === null ? [] : problemsOf(shapes, shape.input, input);
    if (problems.length > 0) throw new Refusal(apiError(validationCode ?? 'ValidationException', validationMessage(problems)));
    return handler(input, this.#world, facts);
  }
}

function internal(error: unknown): ApiError {
  return apiError('InternalFailure', error instanceof Error ? error.message : 'The simulation failed.', 500);
}

function requestId(count: number): string {
  return `c0ffee00-0000-4000-8000-${count.toString(16).padStart(12, '0')}`;
}
