import type { HttpRequest } from '../http.ts';
import type { EndpointService } from '../operation.ts';

/** What a REST service says in its own way. */
export interface RestDialect {
  /** The request with all that routing looks at in its path: a bucket may stand in the name of the host. */
  rewrite?(request: HttpRequest): HttpRequest;
  /** Refuses what no route tells apart: subresources, other meanings of a method. */
  check?(request: HttpRequest, query: readonly (readonly [name: string, value: string])[]): void;
  /** Names of root elements, by operation: such an answer has its root even where nothing is in it. */
  readonly roots?: Readonly<Record<string, string>>;
  /** Answers that are one member's text in the root element, by operation. */
  readonly texts?: Readonly<Record<string, string>>;
  /** Codes that the frame gives, in the service's own words. */
  readonly codes?: Readonly<Record<string, string>>;
  /** HTTP status of codes, where it is not the one that came with the error. */
  readonly statuses?: Readonly<Record<string, number>>;
  /** Answers what no route of any service knows. */
  readonly catchAll?: boolean;
}

export interface RestService extends EndpointService {
  readonly rest: RestDialect;
}

/** The dialect of a service; an empty one where it has none. */
export function dialectOf(service: EndpointService): RestDialect {
  return (service as Partial<RestService>).rest ?? {};
}
