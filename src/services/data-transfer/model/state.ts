import type { RecordBatch } from '../../../sim/records/recordBatch.ts';
import type { TransferConfig } from './config.ts';
import type { ConnectionState } from './directConnect.ts';
import type { DeviceTrip } from './snowball.ts';

/** Records that move together, and how many bytes they stand for. Frozen. */
export interface Chunk {
  readonly batch: RecordBatch;
  readonly bytes: number;
  readonly since: number;
}

/** A device on its way. A new life begins when a lost one is ordered again. */
export interface DeviceJob {
  readonly trip: DeviceTrip;
  readonly life: number;
  readonly chunks: readonly Chunk[];
  readonly imported: boolean;
  /** Canceled before it was prepared. */
  readonly cancelled: boolean;
}

export interface PastPhase {
  readonly name: string;
  readonly from: number;
  to: number | null;
}

export interface TransferState {
  config: TransferConfig;
  phases: PastPhase[];
  /** The data set and, where nothing else is said, all that came after it; entries before `bulkHead` have gone. */
  bulk: Chunk[];
  bulkHead: number;
  /** Changes that wait for the bulk (DMS, Snowball). */
  live: Chunk[];
  liveHead: number;
  /** Handed over while the source must be quiet: clients wait. */
  heldBack: Chunk[];
  /** Under way over the line. `leftMs` counts while the line is down. */
  current: { readonly chunk: Chunk; readonly change: boolean; readonly startedAt: number; leftMs: number } | null;
  /** Timers of older runs of the line count for nothing. */
  lineRun: number;
  lineDown: boolean;
  carryMs: number;
  jobs: DeviceJob[];
  /** Chunks on their way into the bucket, and what is left of each. */
  putting: Map<number, { readonly chunk: Chunk; readonly leftBytes: number }>;
  nextPut: number;
  /** Bytes of the bulk that have not arrived. */
  bulkLeft: number;
  /** The bulk may use the line, and changes may. */
  bulkOpen: boolean;
  liveOpen: boolean;
  switched: boolean;
  waitingBytes: number;
  movedBytes: number;
  changesLost: number;
  quietSince: number | null;
  downtimeMs: number;
  cutOverWanted: boolean;
  bufferFull: boolean;
  /** Of what was written through a gateway, what lies in its cache. */
  cachedBytes: number;
  /** Of Direct Connect; null for other ways. Timers of older runs count for nothing. */
  connection: ConnectionState | null;
  connectionRun: number;
  finishedAt: number | null;
}

export type TransferEvent =
  | { readonly type: 'open' }
  | { readonly type: 'sent'; readonly run: number }
  | { readonly type: 'device'; readonly device: number; readonly life: number; readonly moment: 'arrived' | 'copied' | 'back' | 'imported' }
  | { readonly type: 'connection'; readonly run: number; readonly to: ConnectionState }
  | { readonly type: 'converted' }
  | { readonly type: 'accelerated' }
  | { readonly type: 'put'; readonly id: number }
  | { readonly type: 'put-again'; readonly id: number }
  | { readonly type: 'line-up'; readonly run: number }
  | { readonly type: 'switched' };
