import { defineLimit, GiB, type Limit } from './define.ts';

/** S3 buckets as a place where data arrives. */
export const s3Limits: readonly Limit[] = [
  defineLimit({ id: 's3.key.max-bytes', title: 'Longest object key', quantity: 'count', notes: 1024, source: 'Amazon S3 User Guide: Naming Amazon S3 objects' }),
  defineLimit({ id: 's3.bucket.name-max-characters', title: 'Longest bucket name', quantity: 'count', notes: 63, source: 'Amazon S3 User Guide: General purpose bucket naming rules' }),
  defineLimit({ id: 's3.put.max-bytes', title: 'Largest object in a single PUT', quantity: 'bytes', notes: 5 * GiB, source: 'Amazon S3 User Guide: Uploading objects' }),
  defineLimit({ id: 's3.list.max-keys', title: 'Keys in one ListObjectsV2 response', quantity: 'count', notes: 1000, source: 'Amazon S3 API Reference: ListObjectsV2' }),
  defineLimit({ id: 's3.list.max-buckets', title: 'Buckets in one ListBuckets response', quantity: 'count', notes: 10_000, source: 'Amazon S3 API Reference: ListBuckets' }),
  defineLimit({ id: 's3.delete-objects.max-keys', title: 'Keys in one DeleteObjects call', quantity: 'count', notes: 1000, source: 'Amazon S3 API Reference: DeleteObjects' }),
  defineLimit({
    id: 's3.prefix.put-requests-per-second',
    title: 'PUT, COPY, POST and DELETE requests for one prefix',
    quantity: 'per-second',
    notes: 3500,
    source: 'Amazon S3 User Guide: Best practices design patterns: optimizing Amazon S3 performance',
  }),
  defineLimit({
    id: 's3.prefix.get-requests-per-second',
    title: 'GET and HEAD requests for one prefix',
    quantity: 'per-second',
    notes: 5500,
    source: 'Amazon S3 User Guide: Best practices design patterns: optimizing Amazon S3 performance',
  }),
];
