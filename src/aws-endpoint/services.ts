import { kinesis } from './kinesis/index.ts';
import type { EndpointService } from './operation.ts';

/** Every service that the endpoint answers for. */
export const endpointServices: readonly EndpointService[] = [kinesis];
