import { defineLimit, KiB, type Limit, MiB } from './define.ts';

const quotas = 'AWS Lambda Developer Guide: Lambda quotas';

/** Lambda payloads, shared by every service that invokes a function. */
export const lambdaLimits: readonly Limit[] = [
  defineLimit({
    id: 'lambda.sync.max-payload',
    title: 'Request or response of a synchronous invocation',
    quantity: 'bytes',
    notes: 6 * MiB,
    source: quotas,
  }),
  defineLimit({
    id: 'lambda.async.max-payload',
    title: 'Request of an asynchronous invocation',
    quantity: 'bytes',
    notes: 256 * KiB,
    today: MiB,
    changed: '2025',
    source: 'AWS Compute Blog: More room to build',
  }),
];
