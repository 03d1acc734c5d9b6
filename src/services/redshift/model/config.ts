import { parseFields, type Fields } from '../../../sim/config.ts';
import type { Limits } from '../../../sim/limits.ts';

export interface WarehouseConfig {
  readonly nodes: number;
  readonly bytesPerSecondPerNode: number;
  readonly copyStart: number;
  readonly concurrentCopies: number;
}

export const warehouseFields: Fields<WarehouseConfig> = {
  nodes: { type: 'integer', says: 'Nodes of the cluster', unit: 'nodes', min: 1, max: 128, default: 2 },
  bytesPerSecondPerNode: { type: 'bytes', says: 'Data that one node loads in a second', unit: 'B', min: 1024, short: 'speed', default: 20_000_000 },
  copyStart: { type: 'duration', says: 'Time of a COPY whatever it loads', unit: 'ms', min: 0, max: 600_000, default: 2000 },
  concurrentCopies: { type: 'integer', says: 'COPY commands at a time; more wait (queue slots of the workload manager)', unit: 'commands', min: 1, max: 50, default: 5 },
};

export function parseWarehouseConfig(raw: unknown, limits: Limits) {
  return parseFields<WarehouseConfig>(raw, warehouseFields, limits);
}
