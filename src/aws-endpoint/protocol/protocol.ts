import type { ApiError } from '../apiError.ts';
import type { HttpRequest, HttpResponse } from '../http.ts';
import type { EndpointService, EventAnswer } from '../operation.ts';
import type { ApiRecord } from '../values.ts';

/** A request that a protocol has understood: which operation it calls, and how to read and answer it. */
export interface Incoming {
  readonly service: EndpointService;
  readonly operation: string;
  /** The members; throws a Refusal where they cannot be read. */
  input(): ApiRecord;
  answer(output: ApiRecord, requestId: string): HttpResponse;
  /** The same for an answer in parts, where the protocol has event streams. */
  stream?(output: EventAnswer, requestId: string): HttpResponse;
  refuse(error: ApiError, requestId: string): HttpResponse;
}

/** One of AWS's protocols; answers undefined to a request that is not for it. */
export type Protocol = (request: HttpRequest, services: readonly EndpointService[]) => Incoming | undefined;
