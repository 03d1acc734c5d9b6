import { defineLimit, type Limit } from './define.ts';

/** Properties of a Region that several services share. */
export const regionLimits: readonly Limit[] = [
  defineLimit({
    id: 'region.replicas',
    title: 'Facilities of a Region across which Kinesis and Firehose store accepted data',
    quantity: 'count',
    notes: 3,
    source: 'Amazon Kinesis Data Streams and Amazon Data Firehose FAQs',
  }),
];
