/** What a function answers to those who invoke it. */
import { operation } from '../../../sim/calls.ts';
import type { PlainData } from '../../../sim/plainData.ts';
import type { RecordBatch } from '../../../sim/records/recordBatch.ts';

/** Who invokes, as the event says. */
export type EventSource = 'aws:firehose' | 'aws:kinesis' | 'aws:sqs' | 'aws:sns' | 'aws:iot' | 'aws:s3';

/** Results of a transformation, entry by entry: index into this list. */
export const transformResults = Object.freeze(['Ok', 'Dropped', 'ProcessingFailed', 'missing', 'duplicated', 'unknown-id'] as const);

export interface InvokeRequest {
  readonly source: EventSource;
  readonly records: RecordBatch;
  /** Size of the event as sent, base64 counted. */
  readonly payloadBytes: number;
}
/** A function that ran to its end. For a transformation, `results` and `bytes` are aligned to the request's entries; else they are left out. */
export interface InvokeResponse {
  readonly results?: Uint8Array | undefined;
  /** Size of each entry's new data. */
  readonly bytes?: Uint32Array | undefined;
  /** Transformation: what each entry carries from now on; undefined as before. */
  readonly contents?: readonly (PlainData | undefined)[] | undefined;
  /** Transformation: `metadata.partitionKeys` of each entry. */
  readonly partitionKeys?: readonly (Readonly<Record<string, string>> | undefined)[] | undefined;
  /** Entries that a function with ReportBatchItemFailures gives back. */
  readonly batchItemFailures?: Uint32Array | undefined;
}

/** Waits for the result; errors: TooManyRequestsException, FunctionError (`Unhandled`), Task timed out, RequestTooLargeException. */
export const Invoke = operation<InvokeRequest, InvokeResponse>('lambda:Invoke');
/** 202 at once; Lambda retries by itself. */
export const InvokeAsync = operation<InvokeRequest, null>('lambda:InvokeAsync');

/** What a port asks for that is meant for transformations: so that an edge from Firehose finds it. */
export const transformPort = 'lambda:Invoke transformation';
