import { defineLimit, GiB, type Limit } from './define.ts';

const TiB = 1024 * GiB;
const quotas = 'AWS Storage Gateway User Guide: Quotas';

/** Storage Gateway. */
export const sgwLimits: readonly Limit[] = [
  defineLimit({
    id: 'sgw.cache.min-bytes',
    title: 'Smallest cache of an S3 File Gateway',
    quantity: 'bytes',
    notes: 150 * GiB,
    source: quotas,
  }),
  defineLimit({
    id: 'sgw.cache.max-bytes',
    title: 'Largest cache of an S3 File Gateway',
    quantity: 'bytes',
    notes: 64 * TiB,
    source: quotas,
  }),
  defineLimit({
    id: 'sgw.file.max-bytes',
    title: 'Largest file written through an S3 File Gateway',
    quantity: 'bytes',
    notes: 5 * TiB,
    source: quotas,
  }),
  defineLimit({ id: 'sgw.file.max-shares', title: 'File shares of one gateway', quantity: 'count', notes: 50, source: quotas }),
  defineLimit({
    id: 'sgw.upload-buffer.min-bytes',
    title: 'Smallest upload buffer',
    quantity: 'bytes',
    notes: 150 * GiB,
    source: 'AWS Storage Gateway User Guide: Sizing the upload buffer',
  }),
];
