import type { AddressInfo } from 'node:net';
import { Endpoint } from '../../../src/aws-endpoint/endpoint.ts';
import { createRequestHandler, settle } from '../../../src/aws-endpoint/requestHandler.ts';
import { models } from '../../../src/services/models.ts';
import { createEndpointServer } from '../server.ts';

/** A way to an endpoint of its own, for the settings of an SDK client; simulated time passes only as calls wait, or by `pass`. */
export interface Reach {
  readonly endpoint: Endpoint;
  readonly settings: Record<string, unknown>;
  /** Lets simulated time pass, ms. */
  pass(ms: number): void;
  close(): Promise<void>;
}

const common = { region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' }, maxAttempts: 1 };
const newEndpoint = () => new Endpoint({ models, facts: 'today', account: '123456789012', region: 'us-east-1', startsAt: Date.UTC(2026, 0, 5), provisioningDelay: 0 });

export const reaches: Readonly<Record<'in process' | 'over HTTP', () => Promise<Reach>>> = {
  'in process': () => {
    const endpoint = newEndpoint();
    const handler = createRequestHandler(endpoint);
    return Promise.resolve({ endpoint, settings: { ...common, requestHandler: handler }, pass: (ms) => endpoint.world.advance(endpoint.world.now + ms), close: () => Promise.resolve() });
  },
  'over HTTP': async () => {
    const endpoint = newEndpoint();
    const server = createEndpointServer(endpoint, { catchUp: () => undefined, wait: (answer) => settle(endpoint, answer), during: (sent) => sent, reset: () => endpoint.reset(Date.UTC(2026, 0, 5)) });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    return {
      endpoint,
      settings: { ...common, endpoint: `http://127.0.0.1:${port}` },
      pass: (ms) => endpoint.world.advance(endpoint.world.now + ms),
      close: () => server.end(),
    };
  },
};
