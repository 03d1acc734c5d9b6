import type { OutboxState, Sending } from '../../../sim/outbox/state.ts';
import type { ServiceContext } from '../../../sim/serviceModel.ts';
import type { QueueProducerConfig } from './config.ts';

/** Keys of records that are sent are message groups where those are used. */
export interface ProducerState extends OutboxState<QueueProducerConfig> {
  /** Payloads on their way to the bucket, by number. */
  uploading: Map<number, Sending>;
  /** Deduplication ids given to tries so far. */
  tries: number;
}

export type ProducerEvent =
  | { readonly type: 'uploaded' | 'sent' | 'retry' | 'retry-upload' | 'unanswered'; readonly id: number }
  | { readonly type: 'linger'; readonly run: number };

export type Ctx = ServiceContext<ProducerEvent>;
