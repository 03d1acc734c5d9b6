/** What a web server, or a Splunk HTTP Event Collector, answers. */
import { operation } from '../../../sim/calls.ts';
import type { RecordBatch } from '../../../sim/records/recordBatch.ts';

/** One POST that carries records. */
export interface PostRequest {
  readonly records: RecordBatch;
  /** Size of the body as sent. */
  readonly bytes: number;
}
/** `status` 200: taken. Splunk says with `ackId` what to ask about: only when that is acknowledged are the events safe. */
export interface PostResponse {
  readonly status: number;
  readonly ackId?: number | undefined;
}

export const Post = operation<PostRequest, PostResponse>('http:Post');

/** Splunk: which of these acknowledgement ids stand for indexed events. An id is acknowledged once, and then forgotten. */
export interface QueryAcksRequest {
  readonly acks: readonly number[];
}
export interface QueryAcksResponse {
  readonly status: number;
  /** Those of the ids asked about that are acknowledged. */
  readonly acknowledged: readonly number[];
}

export const QueryAcks = operation<QueryAcksRequest, QueryAcksResponse>('splunk:QueryAcks');

/** SNS: a message of type SubscriptionConfirmation. */
export interface OfferSubscriptionRequest {
  readonly token: string;
}
/** `confirms`: the server visits the address in the message, and so confirms. */
export interface OfferSubscriptionResponse {
  readonly status: number;
  readonly confirms: boolean;
}

export const OfferSubscription = operation<OfferSubscriptionRequest, OfferSubscriptionResponse>('http:OfferSubscription');
