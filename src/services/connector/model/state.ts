import type { Call } from '../../../sim/calls.ts';
import type { RecordBatch } from '../../../sim/records/recordBatch.ts';
import type { ProcessRecordsRequest, ShutdownProcessorRequest } from '../../kcl-application/model/operations.ts';
import type { ConnectorConfig } from './config.ts';
import type { EventIds } from './eventIds.ts';

/** Items of a buffer, in order. Frozen: keyframes share it. */
export interface Chunk {
  readonly rows: Uint32Array;
  readonly sequences: Float64Array;
  readonly subs: Uint32Array | null;
}

/** A try to get items to their target; `parts` go one after the other. */
export interface Emission {
  readonly id: number;
  readonly why: string;
  /** Items of the buffer that this flush takes. */
  readonly take: number;
  readonly bytes: number;
  /** Items not emitted yet. */
  items: RecordBatch;
  parts: readonly RecordBatch[];
  part: number;
  tries: number;
  /** Items that came back in this try. */
  failed: readonly RecordBatch[];
  /** What follows the sleep that is under way. */
  afterSleep: 'again' | 'done' | null;
  readonly key: string;
}

/** The pipeline of one shard and term. */
export interface Pipeline {
  readonly processor: number;
  readonly shard: number;
  chunks: readonly Chunk[];
  count: number;
  bytes: number;
  lastFlush: number;
  emission: Emission | null;
  /** Who waits for this pipeline to go on. */
  waiting: { readonly type: 'process'; readonly call: Call<ProcessRecordsRequest> } | { readonly type: 'terminate'; readonly call: Call<ShutdownProcessorRequest> } | null;
  /** The last flush threw: no further one for this batch. */
  threw: boolean;
  /** Newest item emitted in the batch that is being answered. */
  checkpoint: { readonly sequence: number; readonly sub: number } | null;
}

export interface ConnectorState {
  config: ConnectorConfig;
  pipelines: Map<number, Pipeline>;
  /** Rows that a dead process was sending: the answer settles them. By emission. */
  orphans: Map<number, Uint32Array>;
  nextEmission: number;
  emitted: number;
  filtered: number;
  unreadable: number;
  failed: number;
  flushes: number;
  /** Copies passed over by the id of their event, and the ids. */
  repeats: number;
  seen: EventIds;
}

export type ConnectorEvent = { readonly type: 'copied' | 'emitted' | 'slept'; readonly processor: number; readonly emission: number };
