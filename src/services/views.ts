/** What pages may know of the services: their titles, and the types of what their views hold. One line a service. */
import type { shardStates as ShardStates, streamColumns, StreamViewFields } from './kinesis-streams/model/view.ts';
import type { ProducerConfig } from './sdk-producer/model/config.ts';
import type { ReaderConfig } from './stream-reader/model/config.ts';
import type { TrafficConfig } from './traffic/model/config.ts';
import type { StreamConfig } from './kinesis-streams/model/config.ts';

export type { ProducerConfig, ReaderConfig, StreamConfig, StreamViewFields, TrafficConfig };

/** Names of the columns of a stream's view, one entry a shard. */
export type StreamColumn = (typeof streamColumns)[number];

/** States of a shard by the number in the column `state`. */
export const shardStateNames: typeof ShardStates = ['OPEN', 'CLOSED', 'EXPIRED'];

/** One consumer in the view of a stream reader. */
export interface ConsumerView {
  readonly name: string;
  readonly alive: boolean;
  readonly behindMs: number;
  readonly processed: number;
  readonly duplicates: number;
  /** Records fetched and not processed yet. */
  readonly waiting: number;
  /** Where it stands, shard by shard: so many entries of the columns `shard` and `processed`, from this one on. */
  readonly positions: number;
  readonly firstPosition: number;
  readonly finishedShards: readonly number[];
}

export interface ReaderViewFields {
  readonly mode: ReaderConfig['mode'];
  readonly consumers: readonly ConsumerView[];
}

export interface ProducerViewFields {
  readonly waiting: number;
  readonly inFlight: number;
  readonly retrying: number;
  readonly held: number;
  readonly accepted: number;
  readonly refused: number;
  readonly givenUp: number;
  readonly dropped: number;
  readonly retried: number;
}

/** Plain names of the node kinds. */
export const serviceTitles: Readonly<Record<string, string>> = {
  traffic: 'Traffic',
  'sdk-producer': 'Producer',
  'kinesis-streams': 'Kinesis Data Streams',
  'stream-reader': 'Consumer application',
};
