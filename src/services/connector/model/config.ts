import { fail, ok } from '../../../base/result.ts';
import { parseFields, type Field, type Fields } from '../../../sim/config.ts';
import type { Limits } from '../../../sim/limits.ts';

export interface ConnectorConfig {
  readonly bufferRecords: number;
  readonly bufferBytes: number;
  readonly bufferTime: number;
  readonly flush: 'after-batch' | 'exact-count';
  readonly retryLimit: number;
  readonly backoff: number;
  readonly keep: readonly string[];
  readonly unreadable: readonly string[];
  readonly eventIds: boolean;
  readonly itemsPerRecord: number;
  readonly reads: 'records' | 'files';
  readonly objectName: 'sequence' | 'random';
  readonly table: string;
  readonly index: string;
  readonly emitTimeout: number;
}

/** Classes of records by name: a record is of a class when its key is the name, or begins with the name and a slash. */
function classes(says: string): Field<readonly string[]> {
  return {
    type: 'structure',
    says: `${says}: names of classes of records, as their keys begin`,
    default: [],
    parse(raw) {
      const list: unknown = typeof raw === 'string' ? [raw] : raw;
      const fine = Array.isArray(list) && list.length <= 64 && list.every((name) => typeof name === 'string' && name.length > 0);
      return fine ? ok(list as readonly string[]) : fail([{ path: '', problem: 'must be a list of names' }]);
    },
  };
}

/** Long.MAX_VALUE of the library: no buffer is ever that old. */
const noTimeLimit = Number.MAX_SAFE_INTEGER;

export const connectorFields: Fields<ConnectorConfig> = {
  bufferRecords: { type: 'integer', says: 'Records of a shard that flush its buffer', unit: 'records', min: 1, max: 10_000_000, short: 'records', default: (l) => l.number('emit.connector.buffer-records') },
  bufferBytes: { type: 'bytes', says: 'Data that flushes the buffer', unit: 'B', min: 1, max: 1024 ** 3, short: 'bytes', default: (l) => l.bytes('emit.connector.buffer-bytes') },
  bufferTime: { type: 'duration', says: 'Time since the last flush that flushes the buffer; never by default', unit: 'ms', min: 0, short: 'time', default: noTimeLimit },
  flush: { type: 'choice', says: 'When limits are looked at: after each batch, as the library does, or at every record, so that each flush has the same number', choices: ['after-batch', 'exact-count'], default: 'after-batch' },
  retryLimit: { type: 'integer', says: 'Times that items are given to the emitter', unit: 'tries', min: 0, max: 1000, short: 'tries', default: (l) => l.number('emit.connector.tries') },
  backoff: { type: 'duration', says: 'Wait after the emitter returned failed items', unit: 'ms', min: 0, max: 86_400_000, default: (l) => l.duration('emit.connector.backoff') },
  keep: classes('Filter: what is kept; everything when empty'),
  unreadable: classes('Transformer: what it cannot read and passes over'),
  eventIds: { type: 'boolean', says: 'Filter: passes over copies that retries of a producer have put into the stream, by ids of events in a store that outlives the workers', default: false },
  itemsPerRecord: { type: 'integer', says: 'Transformer: items that a record becomes; more than one for a collection', unit: 'items', min: 1, max: 100, short: 'items', default: 1 },
  reads: { type: 'choice', says: 'What the stream carries: records, or names of files that another connector has written, to be loaded with a manifest', choices: ['records', 'files'], default: 'records' },
  objectName: { type: 'choice', says: 'Name of an object: the shard with its first and last sequence number, or by chance', choices: ['sequence', 'random'], default: 'sequence' },
  table: { type: 'text', says: 'Redshift: table that COPY loads', max: 127, default: 'events' },
  index: { type: 'text', says: 'Elasticsearch: index', max: 255, default: 'events' },
  emitTimeout: { type: 'duration', says: 'A target that does not answer for so long makes the emitter throw', unit: 'ms', min: 1, max: 86_400_000, default: 60_000 },
};

export function parseConnectorConfig(raw: unknown, limits: Limits) {
  return parseFields<ConnectorConfig>(raw, connectorFields, limits);
}
