import { parseFields, type Fields } from '../../../sim/config.ts';
import type { Limits } from '../../../sim/limits.ts';

export interface ClusterConfig {
  readonly coreNodes: number;
  readonly bytesPerSecondPerNode: number;
  readonly startTime: number;
  readonly stepInterval: number;
  readonly stepStart: number;
  readonly prefix: string;
  readonly objectsPerStep: number;
  readonly recordsPerStep: number;
}

export const clusterFields: Fields<ClusterConfig> = {
  coreNodes: { type: 'integer', says: 'Core and task nodes', unit: 'nodes', min: 1, max: 1000, short: 'nodes', default: 4 },
  bytesPerSecondPerNode: { type: 'bytes', says: 'Data that one node works through in a second', unit: 'B', min: 1024, short: 'speed', default: 10_000_000 },
  startTime: { type: 'duration', says: 'Time until the cluster is ready', unit: 'ms', min: 0, max: 3_600_000, default: 600_000 },
  stepInterval: { type: 'duration', says: 'How often a step looks for new objects', unit: 'ms', min: 1000, max: 86_400_000, short: 'every', default: 3_600_000 },
  stepStart: { type: 'duration', says: 'Time of a step whatever it reads', unit: 'ms', min: 0, max: 3_600_000, default: 30_000 },
  prefix: { type: 'text', says: 'Keys that a step reads begin so', max: 1024, default: '' },
  objectsPerStep: { type: 'integer', says: 'Most objects in one step', unit: 'objects', min: 1, max: 1000, default: 1000 },
  recordsPerStep: { type: 'integer', says: 'Records of a stream from which a step reads no more', unit: 'records', min: 1, max: 10_000_000, default: 1_000_000 },
};

export function parseClusterConfig(raw: unknown, limits: Limits) {
  return parseFields<ClusterConfig>(raw, clusterFields, limits);
}
