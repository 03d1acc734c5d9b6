/** What an application hands to a record processor of its own process, and what the processor answers. */
import { operation } from '../../../sim/calls.ts';
import type { RecordBatch } from '../../../sim/records/recordBatch.ts';

/** Where to take up a shard again: after this user record. */
export interface ProcessorCheckpoint {
  readonly sequence: number;
  readonly sub: number;
}

/** User records of one shard, in order, taken out of their aggregates; none when a read brought nothing. `records.sequences` are those of the stream. */
export interface ProcessRecordsRequest {
  /** Number of the processor: one a lease and term. */
  readonly processor: number;
  readonly worker: string;
  readonly shard: number;
  readonly records: RecordBatch;
  /** Place of each user record in its aggregate; absent when there is no aggregate. */
  readonly subSequences?: Uint32Array | undefined;
}
export interface ProcessRecordsResponse {
  readonly checkpoint: ProcessorCheckpoint | null;
}
/** TERMINATE: the shard has ended; ZOMBIE: the lease is lost; CRASH: the process is gone (nobody would be told). */
export interface ShutdownProcessorRequest {
  readonly processor: number;
  readonly shard: number;
  readonly reason: 'TERMINATE' | 'ZOMBIE' | 'CRASH';
}
export interface ShutdownProcessorResponse {
  /** The processor agrees that the end of the shard is checkpointed. */
  readonly checkpointed: boolean;
}

/** The reply may take its time: the application reads on only then. An error is an exception of the processor: KCL passes the batch over. */
export const ProcessRecords = operation<ProcessRecordsRequest, ProcessRecordsResponse>('kcl:ProcessRecords');
export const ShutdownProcessor = operation<ShutdownProcessorRequest, ShutdownProcessorResponse>('kcl:ShutdownProcessor');

export const processorOperations = [ProcessRecords.name, ShutdownProcessor.name];
