import type { Call } from '../../../sim/calls.ts';
import type { RecordBatch } from '../../../sim/records/recordBatch.ts';
import type { ServiceContext } from '../../../sim/serviceModel.ts';
import type { EndpointConfig } from './config.ts';
import type { PostRequest } from './operations.ts';

/** Events that Splunk has answered for and not indexed yet. */
export interface Indexing {
  readonly records: RecordBatch;
  /** 0 without indexer acknowledgement. */
  readonly ackId: number;
}

/** What may be asked about: an id, and whether its events are indexed. */
export interface Ack {
  readonly indexed: boolean;
  readonly givenAt: number;
}

/** Until when each fault lasts. */
export type FaultName = 'outage' | 'no-answer' | 'slow' | 'wrong-status' | 'lose-acks';

export interface EndpointState {
  config: EndpointConfig;
  /** Requests under way, by number; their rows are held. */
  running: Map<number, Call<PostRequest>>;
  indexing: Map<number, Indexing>;
  acks: Map<number, Ack>;
  next: number;
  nextAck: number;
  faults: Record<FaultName, number>;
  taken: number;
  /** Answers by status. */
  statuses: Map<number, number>;
}

export type EndpointEvent = { readonly type: 'answer' | 'indexed'; readonly id: number };
export type Ctx = ServiceContext<EndpointEvent>;

export function lasts(state: EndpointState, fault: FaultName, now: number): boolean {
  return now < state.faults[fault];
}
