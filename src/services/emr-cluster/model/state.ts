import type { RecordBatch } from '../../../sim/records/recordBatch.ts';
import type { ServiceContext } from '../../../sim/serviceModel.ts';
import type { ShardIterator } from '../../kinesis-streams/model/operations.ts';
import type { ClusterConfig } from './config.ts';

/** Reading of a stream in the step under way: one shard after the other. */
export interface StreamReading {
  /** Shards still to be read, in order; the first is being read. */
  shards: readonly number[];
  iterator: ShardIterator | null;
  /** Read past in this step, by shard; and shards that this step has come to the end of. */
  readonly positions: Map<number, number>;
  readonly ended: Map<number, true>;
}

export interface ClusterState {
  config: ClusterConfig;
  /** Bumped by an outage: what an older life of the cluster began counts for nothing. */
  life: number;
  phase: 'starting' | 'idle' | 'listing' | 'reading' | 'working' | 'down';
  /** Keys of the step under way that are still to be read. */
  keys: readonly string[];
  read: readonly RecordBatch[];
  bytes: number;
  /** Objects read in the step under way. */
  objectsRead: number;
  /** The last key of the newest step that succeeded, and of the one under way. */
  doneTo: string;
  stepTo: string;
  /** Where the newest step that succeeded stopped in each shard, and shards that are done with: the checkpoint of the reader. */
  positions: Map<number, number>;
  ended: Map<number, true>;
  reading: StreamReading | null;
  slowUntil: number;
  steps: number;
  failedSteps: number;
  objects: number;
  records: number;
}

export type ClusterEvent = {
  readonly type: 'step' | 'listed' | 'got' | 'worked' | 'ready' | 'shards' | 'iterator' | 'fetched' | 'read-on';
  readonly life: number;
};

export type Ctx = ServiceContext<ClusterEvent>;

/** An event of this life of the cluster. */
export function about(type: ClusterEvent['type'], state: ClusterState): ClusterEvent {
  return { type, life: state.life };
}
