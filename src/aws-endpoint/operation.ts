import type { ServiceShapes } from './shapeTypes.ts';
import type { ApiRecord } from './values.ts';
import type { World } from './world.ts';

/** Carries out one checked call; throws a Refusal to answer an error. A handler may wait for simulated time. */
export type Handler = (input: ApiRecord, world: World) => ApiRecord | Promise<ApiRecord>;

/** One AWS service at the endpoint. */
export interface EndpointService {
  /** As ARNs and signatures name it: kinesis, sqs. */
  readonly name: string;
  readonly shapes: ServiceShapes;
  readonly handlers: Readonly<Record<string, Handler>>;
  /** Code of an answer to members that break a constraint; null where the handlers judge by themselves. */
  readonly validationCode: string | null;
}
