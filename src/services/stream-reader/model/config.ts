import { ok, type Result } from '../../../base/result.ts';
import { parseFields, type ConfigIssue, type Fields } from '../../../sim/config.ts';
import type { Limits } from '../../../sim/limits.ts';

export interface ReaderConfig {
  readonly count: number;
  readonly mode: 'polling' | 'enhanced-fan-out';
  readonly pollInterval: number;
  readonly limit: number;
  readonly processingPerRecord: number;
  readonly startFrom: 'TRIM_HORIZON' | 'LATEST' | 'AT_TIMESTAMP';
  readonly startAt: number;
  readonly checkpointInterval: number;
  readonly reshard: 'drain-parents' | 'parallel' | 'latest';
  readonly idempotent: boolean;
  readonly discoveryInterval: number;
  /** Left out where it is true, the default: states of runs without it are what they always were. */
  readonly deaggregate?: boolean;
}

export const readerFields: Fields<Required<ReaderConfig>> = {
  count: { type: 'integer', says: 'Independent consumers; each reads every record', unit: 'consumers', min: 1, max: 20, default: 1 },
  mode: { type: 'choice', says: 'GetRecords calls, or records pushed (enhanced fan-out)', choices: ['polling', 'enhanced-fan-out'], todayOnly: ['enhanced-fan-out'], default: 'polling' },
  pollInterval: { type: 'duration', says: 'Time between GetRecords calls on one shard', unit: 'ms', min: 10, max: 3_600_000, short: 'poll', default: 1000 },
  limit: { type: 'integer', says: 'Most records in one GetRecords call', unit: 'records', min: 1, max: (l) => l.number('kds.get-records.max-records'), default: (l) => l.number('kds.get-records.max-records') },
  processingPerRecord: { type: 'number', says: 'Work for one record, ms', unit: 'ms', min: 0, max: 600_000, short: 'processing', default: 0.2 },
  startFrom: { type: 'choice', says: 'Where reading begins', choices: ['TRIM_HORIZON', 'LATEST', 'AT_TIMESTAMP'], default: 'TRIM_HORIZON' },
  startAt: { type: 'duration', says: 'For AT_TIMESTAMP: simulated time', unit: 'ms', min: 0, default: 0 },
  checkpointInterval: { type: 'duration', says: 'How often positions are saved', unit: 'ms', min: 100, max: 86_400_000, short: 'checkpoint', default: 10_000 },
  reshard: {
    type: 'choice',
    says: 'After a reshard: read closed parents to their end first, read children at once from their oldest record, or from their newest',
    choices: ['drain-parents', 'parallel', 'latest'],
    default: 'drain-parents',
  },
  idempotent: { type: 'boolean', says: 'Ignores records it has handled before', default: false },
  discoveryInterval: { type: 'duration', says: 'How often new shards are looked for', unit: 'ms', min: 100, max: 3_600_000, default: 10_000 },
  deaggregate: { type: 'boolean', says: 'Takes the aggregates of a KPL apart; without that each is one record that the program cannot read', default: true },
};

export function parseReaderConfig(raw: unknown, limits: Limits): Result<ReaderConfig, readonly ConfigIssue[]> {
  const parsed = parseFields<Required<ReaderConfig>>(raw, readerFields, limits);
  if (!parsed.ok) return parsed;
  const { deaggregate, ...config } = parsed.value;
  return ok<ReaderConfig>(deaggregate ? config : parsed.value);
}
