import { parseFields, type Fields } from '../../../sim/config.ts';
import type { Limits } from '../../../sim/limits.ts';
import type { InitialPosition } from './shardSync.ts';

export type CheckpointPolicy = 'every-batch' | 'every-records' | 'every-interval' | 'before-processing' | 'explicit' | 'never';

export interface KclConfig {
  readonly applicationName: string;
  readonly workers: number;
  readonly mode: 'polling' | 'enhanced-fan-out';
  readonly failoverTime: number;
  readonly idleTime: number;
  readonly maxRecords: number;
  readonly processingPerRecord: number;
  readonly initialPosition: InitialPosition;
  readonly startAt: number;
  readonly checkpoint: CheckpointPolicy;
  readonly checkpointEvery: number;
  readonly checkpointInterval: number;
  readonly checkpointTries: number;
  readonly checkpointBackoff: number;
  readonly priorityAssignment: boolean;
  readonly maxLeasesForWorker: number;
  readonly maxLeasesToSteal: number;
  readonly replaceAfter: number;
  readonly leaseAssignment: 'lease-count' | 'worker-utilization';
  readonly workerMetric: 'cpu' | 'throughput';
  readonly workerCores: number;
  readonly rebalanceThreshold: number;
  readonly dampening: number;
  readonly gracefulHandoff: boolean;
  readonly idempotent: boolean;
}

const day = 86_400_000;

export const kclFields: Fields<KclConfig> = {
  applicationName: { type: 'text', says: 'Name of the application and of its lease table; empty: the name of the node', max: 255, short: 'name', default: '' },
  workers: { type: 'integer', says: 'Worker processes', unit: 'workers', min: 0, max: 200, default: 1 },
  mode: { type: 'choice', says: 'GetRecords calls, or records pushed (enhanced fan-out)', choices: ['polling', 'enhanced-fan-out'], todayOnly: ['enhanced-fan-out'], default: 'polling' },
  failoverTime: { type: 'duration', says: 'A lease that is not renewed for so long has expired', unit: 'ms', min: 1000, max: day, short: 'failover', default: (l) => l.duration('kcl.lease.failover-time') },
  idleTime: { type: 'duration', says: 'Time between two reads of a shard', unit: 'ms', min: (l) => l.duration('kcl.read.min-idle-time'), max: day, short: 'idle', default: (l) => l.duration('kcl.read.idle-time') },
  maxRecords: { type: 'integer', says: 'Most records in one read', unit: 'records', min: 1, max: (l) => l.number('kds.get-records.max-records'), default: (l) => l.number('kcl.read.max-records') },
  processingPerRecord: { type: 'number', says: 'Work for one user record, ms', unit: 'ms', min: 0, max: 600_000, short: 'processing', default: 0.2 },
  initialPosition: { type: 'choice', says: 'Where a shard without a checkpoint begins', choices: ['LATEST', 'TRIM_HORIZON', 'AT_TIMESTAMP'], short: 'from', default: 'LATEST' },
  startAt: { type: 'duration', says: 'For AT_TIMESTAMP: simulated time', unit: 'ms', min: 0, default: 0 },
  checkpoint: {
    type: 'choice',
    says: 'When the program checkpoints: after each batch, after so many records, after a batch once so much time has passed, before it works on a batch, when told to (Checkpoint), or never',
    choices: ['every-batch', 'every-records', 'every-interval', 'before-processing', 'explicit', 'never'],
    default: 'every-batch',
  },
  checkpointEvery: { type: 'integer', says: 'For every-records: user records of a shard', unit: 'records', min: 1, max: 10_000_000, default: 1000 },
  checkpointInterval: { type: 'duration', says: 'For every-interval', unit: 'ms', min: 0, max: day, default: 60_000 },
  checkpointTries: { type: 'integer', says: 'Times that the program tries a throttled checkpoint', min: 1, max: 100, default: 10 },
  checkpointBackoff: { type: 'duration', says: 'Its wait between two tries', unit: 'ms', min: 1, max: day, default: 3000 },
  priorityAssignment: { type: 'boolean', says: 'Leases unchanged for three failover times are taken by the first worker that sees them, all at once', default: true },
  maxLeasesForWorker: { type: 'integer', says: 'Most leases of one worker', unit: 'leases', min: 1, max: (l) => l.number('kcl.lease.max-per-worker'), short: 'maxLeases', default: (l) => l.number('kcl.lease.max-per-worker') },
  maxLeasesToSteal: { type: 'integer', says: 'Most leases that a worker steals in one round', unit: 'leases', min: 1, max: 1000, default: (l) => l.number('kcl.lease.max-steal') },
  replaceAfter: { type: 'duration', says: 'An Auto Scaling group puts a new worker in the place of a dead one after so long; 0: there is no group', unit: 'ms', min: 0, max: day, short: 'autoscaling', default: 0 },
  leaseAssignment: { type: 'choice', says: 'Who says which worker has which lease: each for itself, by number of leases, or a leader, by load (KCL 3.x, Today)', choices: ['lease-count', 'worker-utilization'], todayOnly: ['worker-utilization'], short: 'assignment', default: 'lease-count' },
  workerMetric: { type: 'choice', says: 'For worker-utilization: load of a worker that is balanced', choices: ['cpu', 'throughput'], short: 'metric', default: 'cpu' },
  workerCores: { type: 'integer', says: 'For worker-utilization: processors of a worker, that its work is measured against', unit: 'processors', min: 1, max: 1024, short: 'cores', default: 2 },
  rebalanceThreshold: { type: 'number', says: 'For worker-utilization: distance from the mean load, as a share of it, from which leases are moved', min: 0, max: 10, short: 'threshold', default: (l) => l.number('kcl.balance.threshold') },
  dampening: { type: 'number', says: 'For worker-utilization: share of the load over the mean that is moved at once', min: 0, max: 1, default: (l) => l.number('kcl.balance.dampening') },
  gracefulHandoff: { type: 'boolean', says: 'For worker-utilization: a worker finishes its batch and checkpoints before another goes on with the lease', short: 'graceful', default: true },
  idempotent: { type: 'boolean', says: 'Passes over records that it has handled before', default: false },
};

export function parseKclConfig(raw: unknown, limits: Limits) {
  return parseFields<KclConfig>(raw, kclFields, limits);
}
