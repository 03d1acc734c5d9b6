import { defineLimit, type Limit, minute } from './define.ts';

/** S3 Transfer Acceleration. */
export const s3taLimits: readonly Limit[] = [
  defineLimit({
    id: 's3ta.enable.max-delay',
    title: 'Longest time until acceleration works after it is switched on',
    quantity: 'duration',
    notes: 30 * minute,
    source: 'Amazon S3 API Reference: PutBucketAccelerateConfiguration',
  }),
];
