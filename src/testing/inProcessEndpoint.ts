import { models } from '../services/models.ts';
import { Endpoint } from '../aws-endpoint/endpoint.ts';
import { createRequestHandler } from '../aws-endpoint/requestHandler.ts';
import type { WorldOptions } from '../aws-endpoint/world.ts';

/** Settings that every client of a check shares. */
export const credentials = { region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };

/** An endpoint of its own, and what an SDK client needs to reach it. */
export function inProcess(options: Partial<WorldOptions> = {}) {
  const endpoint = new Endpoint({ models, facts: 'today', account: '123456789012', region: 'us-east-1', startsAt: Date.UTC(2026, 0, 5), provisioningDelay: 0, ...options });
  return { endpoint, client: { ...credentials, maxAttempts: 1, requestHandler: createRequestHandler(endpoint) } };
}
