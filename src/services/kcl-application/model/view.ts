/** What a panel and a summary see of an application. */
import { shardIdText } from '../../../aws/ids.ts';
import type { PlainRecord } from '../../../sim/plainData.ts';
import type { NodeView, ViewContext } from '../../../sim/serviceModel.ts';
import { unprocessedOf } from './dropping.ts';
import { leaseIntervals } from './leaseTaker.ts';
import { sequenceText } from './leases.ts';
import { renewUnitsPerSecond } from './leaseLoad.ts';
import type { Consumer, KclState, Worker } from './state.ts';
import { sinceCheckpoint } from './workers.ts';

export interface WorkerView {
  readonly id: string;
  readonly state: 'running' | 'paused' | 'dead';
  readonly leases: number;
  readonly processed: number;
  readonly duplicates: number;
  /** User records worked through and not checkpointed. */
  readonly sinceCheckpoint: number;
  readonly behindMs: number;
  /** Smoothed work of its processors, percent; 0 while leases are balanced by their number. */
  readonly utilization: number;
}

export interface KclViewFields {
  readonly applicationName: string;
  readonly mode: string;
  readonly leaseAssignment: string;
  /** Who assigns the leases; null when nobody does. */
  readonly leader: string | null;
  readonly workersAlive: number;
  readonly leasesHeld: number;
  readonly renewEveryMs: number;
  readonly takeEveryMs: number;
  /** Write units a second that renewals of the held leases take. */
  readonly renewUnitsPerSecond: number;
  readonly workers: readonly WorkerView[];
}

function behind(worker: Worker): number {
  let most = 0;
  for (const { behindMs } of worker.consumers.values()) most = Math.max(most, behindMs);
  return most;
}

export function viewFields(state: KclState, at: ViewContext): KclViewFields {
  const { limits } = at;
  const { renewMs, takeMs } = leaseIntervals(state.config.failoverTime, limits.duration('kcl.lease.epsilon'), limits.number('kcl.lease.renew-divisor'), limits.number('kcl.lease.take-multiplier'));
  const leasesHeld = state.workers.reduce((sum, { held }) => sum + held.size, 0);
  return {
    applicationName: state.name,
    mode: state.config.mode,
    leaseAssignment: state.config.leaseAssignment,
    leader: state.workers.find(({ alive, term }) => alive && term > 0)?.id ?? null,
    workersAlive: state.workers.filter(({ alive }) => alive).length,
    leasesHeld,
    renewEveryMs: renewMs,
    takeEveryMs: takeMs,
    renewUnitsPerSecond: renewUnitsPerSecond(leasesHeld, renewMs),
    workers: state.workers.map((worker) => ({
      id: worker.id,
      state: worker.paused ? 'paused' : worker.alive ? 'running' : 'dead',
      leases: worker.held.size,
      processed: worker.processed,
      duplicates: worker.duplicates,
      sinceCheckpoint: sinceCheckpoint(worker),
      behindMs: behind(worker),
      utilization: worker.utilization,
    })),
  };
}

export function viewApplication(state: KclState, at: ViewContext): NodeView {
  return { fields: viewFields(state, at) as unknown as PlainRecord };
}

function consumerOf(consumer: Consumer): PlainRecord {
  return {
    shard: shardIdText(consumer.shard),
    phase: consumer.phase,
    checkpoint: sequenceText(consumer.checkpointed.sequence).replace(/^0+(?=\d)/, ''),
    subSequence: consumer.checkpointed.sub,
    processed: consumer.processed?.sequence ?? null,
    sinceCheckpoint: consumer.sinceCheckpoint,
    waiting: unprocessedOf(consumer),
    behindMs: consumer.behindMs,
    lost: consumer.lost,
  };
}

/** The long form: every lease and consumer of every worker. */
export function describeApplication(state: KclState, at: ViewContext): PlainRecord {
  const fields = viewFields(state, at);
  return {
    ...fields,
    workers: state.workers.map((worker, i) => ({
      ...fields.workers[i]!,
      held: [...worker.held.values()].map(({ shard, counter, renewedAt }) => ({ shard: shardIdText(shard), counter, renewedAt })),
      consumers: [...worker.consumers.values()].map(consumerOf),
    })),
  };
}
