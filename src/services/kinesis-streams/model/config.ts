import { parseFields, type Fields } from '../../../sim/config.ts';
import type { Limits } from '../../../sim/limits.ts';

const hourMs = 3_600_000;
const kibibyte = 1024;

export interface StreamConfig {
  readonly streamName: string;
  readonly shardCount: number;
  readonly retentionPeriodHours: number;
  readonly streamMode: 'PROVISIONED' | 'ON_DEMAND';
  readonly maxRecordSizeInKiB: number;
  readonly controlPlaneDelay: number;
}

export const streamFields: Fields<StreamConfig> = {
  streamName: { type: 'text', says: 'Name of the stream; the node id when empty', default: '' },
  shardCount: { type: 'integer', says: 'Open shards at the start', unit: 'shards', min: 1, max: (l) => l.number('kds.stream.max-shards'), short: 'shards', default: 1 },
  retentionPeriodHours: {
    type: 'integer',
    says: 'How long a record stays readable',
    unit: 'h',
    min: (l) => l.duration('kds.retention.min') / hourMs,
    max: (l) => l.duration('kds.retention.max') / hourMs,
    short: 'retention',
    default: (l) => l.duration('kds.retention.default') / hourMs,
  },
  streamMode: { type: 'choice', says: 'Capacity mode', choices: ['PROVISIONED', 'ON_DEMAND'], todayOnly: ['ON_DEMAND'], short: 'mode', default: 'PROVISIONED' },
  maxRecordSizeInKiB: {
    type: 'integer',
    says: 'Largest record, data and partition key',
    unit: 'KiB',
    min: (l) => l.bytes('kds.record.default-max-bytes') / kibibyte,
    max: (l) => l.bytes('kds.record.max-bytes') / kibibyte,
    short: 'maxRecord',
    default: (l) => l.bytes('kds.record.default-max-bytes') / kibibyte,
  },
  controlPlaneDelay: { type: 'duration', says: 'How long a control call such as SplitShard keeps the stream UPDATING', unit: 'ms', min: 0, max: 3_600_000, default: 30_000 },
};

export function parseStreamConfig(raw: unknown, limits: Limits) {
  return parseFields<StreamConfig>(raw, streamFields, limits);
}
