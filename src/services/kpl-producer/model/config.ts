import { parseFields, type Fields } from '../../../sim/config.ts';
import type { Limits } from '../../../sim/limits.ts';

/** Properties of a KPL, named as AWS names them; durations in ms, sizes in bytes. */
export interface KplConfig {
  readonly aggregationEnabled: boolean;
  readonly aggregationMaxCount: number;
  readonly aggregationMaxSize: number;
  readonly collectionMaxCount: number;
  readonly collectionMaxSize: number;
  readonly recordMaxBufferedTime: number;
  readonly recordTtl: number;
  readonly rateLimit: number;
  readonly failIfThrottled: boolean;
  readonly maxConnections: number;
  readonly requestTimeout: number;
  readonly metricsLevel: 'none' | 'summary' | 'detailed';
  readonly metricsGranularity: 'global' | 'stream' | 'shard';
  readonly partitionKey: 'key' | 'group';
  readonly maxOutstanding: number;
}

export const kplFields: Fields<KplConfig> = {
  aggregationEnabled: { type: 'boolean', says: 'Packs several user records into one stream record', short: 'aggregation', default: true },
  aggregationMaxCount: { type: 'integer', says: 'User records at which an aggregated record is closed', unit: 'records', min: 1, max: (l) => l.number('kpl.aggregation.max-count'), default: (l) => l.number('kpl.aggregation.max-count') },
  aggregationMaxSize: {
    type: 'bytes',
    says: 'Size at which an aggregated record is closed',
    unit: 'B',
    min: (l) => l.bytes('kpl.aggregation.max-bytes-floor'),
    max: (l) => l.bytes('kpl.aggregation.max-bytes-ceiling'),
    default: (l) => l.bytes('kpl.aggregation.default-max-bytes'),
  },
  collectionMaxCount: { type: 'integer', says: 'Stream records in one PutRecords call; 1 turns collection off', unit: 'records', min: 1, max: (l) => l.number('kpl.collection.max-count'), short: 'collection', default: (l) => l.number('kpl.collection.max-count') },
  collectionMaxSize: {
    type: 'bytes',
    says: 'Size of one PutRecords call',
    unit: 'B',
    min: (l) => l.bytes('kpl.collection.max-bytes-floor'),
    max: (l) => l.bytes('kds.put-records.max-bytes'),
    default: (l) => l.bytes('kpl.collection.default-max-bytes'),
  },
  recordMaxBufferedTime: { type: 'duration', says: 'How long a user record may wait for others', unit: 'ms', min: 0, max: 86_400_000, short: 'buffer', default: (l) => l.duration('kpl.buffered-time.default') },
  recordTtl: { type: 'duration', says: 'Age at which a user record that is not stored is given up', unit: 'ms', min: (l) => l.duration('kpl.record-ttl.min'), max: 86_400_000, short: 'ttl', default: (l) => l.duration('kpl.record-ttl.default') },
  rateLimit: { type: 'integer', says: "Share of a shard's write limits that this KPL may use", unit: '%', min: 1, max: 10_000, default: (l) => l.number('kpl.rate-limit.default') * 100 },
  failIfThrottled: { type: 'boolean', says: 'Gives up a user record at the first throttle', default: false },
  maxConnections: { type: 'integer', says: 'PutRecords calls under way at once', unit: 'calls', min: 1, max: (l) => l.number('kpl.connections.max'), default: (l) => l.number('kpl.connections.default-max') },
  requestTimeout: { type: 'duration', says: 'How long a call may go unanswered', unit: 'ms', min: 100, max: 600_000, default: (l) => l.duration('kpl.request-timeout.default') },
  metricsLevel: { type: 'choice', says: 'How many metrics the KPL sends', choices: ['none', 'summary', 'detailed'], default: 'detailed' },
  metricsGranularity: { type: 'choice', says: 'Whether metrics are kept for all, each stream or each shard', choices: ['global', 'stream', 'shard'], default: 'shard' },
  partitionKey: { type: 'choice', says: "The record's own key, or its group's", choices: ['key', 'group'], default: 'key' },
  maxOutstanding: { type: 'integer', says: 'User records that may be under way; more are dropped', unit: 'records', min: 1, max: 10_000_000, default: 100_000 },
};

export function parseKplConfig(raw: unknown, limits: Limits) {
  return parseFields<KplConfig>(raw, kplFields, limits);
}
