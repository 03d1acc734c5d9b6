import { parseFields, type Fields } from '../../../sim/config.ts';
import type { Limits } from '../../../sim/limits.ts';

export interface SearchConfig {
  readonly dataNodes: number;
  readonly bytesPerSecondPerNode: number;
  readonly bulkTime: number;
  readonly queue: number;
}

export const searchFields: Fields<SearchConfig> = {
  dataNodes: { type: 'integer', says: 'Data nodes of the domain', unit: 'nodes', min: 1, max: 200, short: 'nodes', default: 2 },
  bytesPerSecondPerNode: { type: 'bytes', says: 'Documents that one node indexes in a second', unit: 'B', min: 1024, short: 'speed', default: 5_000_000 },
  bulkTime: { type: 'duration', says: 'Time of a bulk request whatever it carries', unit: 'ms', min: 0, max: 60_000, default: 50 },
  queue: { type: 'duration', says: 'Work that may wait; documents beyond it are rejected', unit: 'ms', min: 0, max: 600_000, default: 10_000 },
};

export function parseSearchConfig(raw: unknown, limits: Limits) {
  return parseFields<SearchConfig>(raw, searchFields, limits);
}
