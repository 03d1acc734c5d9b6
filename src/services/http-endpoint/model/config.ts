import { parseFields, type Fields } from '../../../sim/config.ts';
import type { Limits } from '../../../sim/limits.ts';

export interface EndpointConfig {
  readonly type: 'http' | 'splunk';
  readonly answerTime: number;
  readonly bytesPerSecond: number;
  readonly maxConcurrent: number;
  readonly maxBody: number;
  readonly failureRate: number;
  readonly failureStatus: number;
  readonly wrongStatus: number;
  readonly confirms: boolean;
  readonly acknowledges: boolean;
  readonly indexTime: number;
}

export const endpointFields: Fields<EndpointConfig> = {
  type: { type: 'choice', says: 'A web server, or a Splunk HTTP Event Collector', choices: ['http', 'splunk'], default: 'http' },
  answerTime: { type: 'duration', says: 'Time until a request is answered, whatever it carries', unit: 'ms', min: 0, max: 600_000, short: 'answer', default: 50 },
  bytesPerSecond: { type: 'bytes', says: 'Speed at which one request body is taken in', unit: 'B', min: 1024, short: 'speed', default: 50_000_000 },
  maxConcurrent: { type: 'integer', says: 'Requests at once; more are refused', unit: 'requests', min: 1, max: 1000, short: 'concurrent', default: 500 },
  maxBody: { type: 'bytes', says: 'Largest body; larger ones get status 413', unit: 'B', min: 1, default: 67_108_864 },
  failureRate: { type: 'number', says: 'Share of requests that fail, with nothing stored', min: 0, max: 1, short: 'failures', default: 0 },
  failureStatus: { type: 'integer', says: 'Status of a request that fails', min: 300, max: 599, default: 500 },
  wrongStatus: { type: 'integer', says: 'Status given by mistake for what was stored, while the fault lasts', min: 300, max: 599, default: 500 },
  confirms: { type: 'boolean', says: 'Visits the address in a subscription confirmation', default: true },
  acknowledges: { type: 'boolean', says: 'Splunk: indexer acknowledgement is on', default: true },
  indexTime: { type: 'duration', says: 'Splunk: time from the answer until events are indexed', unit: 'ms', min: 0, max: 3_600_000, short: 'index', default: 2000 },
};

export function parseEndpointConfig(raw: unknown, limits: Limits) {
  return parseFields<EndpointConfig>(raw, endpointFields, limits);
}
