import type { ApiError } from './apiError.ts';
import type { WireNames } from './protocol/xml.ts';
import type { ServiceShapes } from './shapeTypes.ts';
import type { ApiRecord } from './values.ts';
import type { World } from './world.ts';

/** What a handler may know of the request besides its members. */
export interface RequestFacts {
  /** Name and port under which the client called, from the header; empty where it named none. */
  readonly host: string;
  /** The X-Ray trace that the call is part of, from the header. */
  readonly trace?: string | undefined;
}

/** One event of an answer in parts, named as the API's event stream names it. */
export interface ApiEvent {
  readonly event: string;
  readonly value: ApiRecord;
}

/** An answer that comes in parts while the connection stays open. */
export interface EventAnswer {
  /** Ends by throwing a Refusal where the service ends it with an error. */
  readonly events: AsyncIterableIterator<ApiEvent>;
}

export const isEventAnswer = (answer: ApiRecord | EventAnswer): answer is EventAnswer => typeof (answer.events as Partial<EventAnswer['events']> | undefined)?.next === 'function';

/** Carries out one checked call; throws a Refusal to answer an error. A handler may wait for simulated time. */
export type Handler = (input: ApiRecord, world: World, request: RequestFacts) => ApiRecord | EventAnswer | Promise<ApiRecord | EventAnswer>;

export interface QueryDialect {
  readonly version: string;
  readonly namespace: string;
  /** Names on the wire that the shapes do not tell, by member or Shape.member; and for one operation alone. */
  readonly names?: WireNames;
  readonly namesOf?: Readonly<Record<string, WireNames>>;
  /** Error codes that differ from JSON's. */
  readonly codes?: Readonly<Record<string, string>>;
  /** An error's text, where it is another than JSON's. */
  says?(error: ApiError, operation: string): string;
  /** Members that the path of the request tells (a queue's URL). */
  fromPath?(input: ApiRecord, path: string, inputShape: string | undefined): ApiRecord;
}

/** One AWS service at the endpoint. */
export interface EndpointService {
  /** As ARNs and signatures name it: kinesis, sqs. */
  readonly name: string;
  readonly shapes: ServiceShapes;
  /** What is simplified or left out, in a sentence or two, for the table of operations. */
  readonly about?: string;
  readonly handlers: Readonly<Record<string, Handler>>;
  /** Names under which signatures call it, where the operation is found by path. */
  readonly signedAs: readonly string[];
  /** The query protocol, where the service speaks it. */
  readonly query?: QueryDialect;
  /** How the body of a JSON error spells its code, where it is more than the code. */
  typeOf?(code: string): string;
  /** Headers beside those of the protocol, of an error. */
  errorHeaders?(error: ApiError): Readonly<Record<string, string>>;
  /** Code of an answer to members that break a constraint; null where the handlers judge by themselves. */
  readonly validationCode: string | null;
}
