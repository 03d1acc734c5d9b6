import { day, defineLimit, type Limit } from './define.ts';

const TB = 10 ** 12;
const sheet = 'Tutorials Dojo cheat sheet; AWS Snowball FAQs';
const latest = 'withdrawn 12 November 2024; the last models have closed to new customers since 7 November 2025';

/** Snowball family. Storage is decimal: 1 TB is 10^12 bytes. */
export const snowLimits: readonly Limit[] = [
  defineLimit({
    id: 'snow.snowball.small-bytes',
    title: 'Usable storage of the smaller Snowball',
    quantity: 'bytes',
    notes: 50 * TB,
    source: sheet,
  }),
  defineLimit({
    id: 'snow.snowball.large-bytes',
    title: 'Usable storage of the larger Snowball',
    quantity: 'bytes',
    notes: 80 * TB,
    source: sheet,
  }),
  defineLimit({
    id: 'snow.storage.vcpus',
    title: 'vCPUs of a Snowball Edge Storage Optimized',
    quantity: 'count',
    notes: 24,
    today: 104,
    changed: latest,
    source: sheet,
  }),
  defineLimit({
    id: 'snow.storage.later-vcpus',
    title: 'vCPUs of the same 80 TB model in later documents',
    quantity: 'count',
    notes: 40,
    source: 'AWS Snowball FAQs',
  }),
  defineLimit({
    id: 'snow.storage.bytes',
    title: 'Usable storage of a Snowball Edge Storage Optimized',
    quantity: 'bytes',
    notes: 80 * TB,
    today: 210 * TB,
    changed: latest,
    source: sheet,
  }),
  defineLimit({
    id: 'snow.compute.vcpus',
    title: 'vCPUs of a Snowball Edge Compute Optimized',
    quantity: 'count',
    notes: 52,
    today: 104,
    changed: latest,
    source: 'Tutorials Dojo cheat sheet',
  }),
  defineLimit({
    id: 'snow.compute.bytes',
    title: 'Usable storage of a Snowball Edge Compute Optimized',
    quantity: 'bytes',
    notes: 42 * TB,
    today: 28 * TB,
    changed: latest,
    source: 'Tutorials Dojo cheat sheet',
  }),
  defineLimit({
    id: 'snow.snowmobile.bytes',
    title: 'Capacity of one Snowmobile (retired, reported for April 2024)',
    quantity: 'bytes',
    notes: 100_000 * TB,
    source: 'Third-party exam guides; no AWS page retrieved',
  }),
  defineLimit({
    id: 'snow.rule.line-time',
    title: 'Rule of thumb: ship a device when the line would need longer',
    quantity: 'duration',
    notes: 7 * day,
    source: 'Common exam rule of thumb; not an AWS quota',
  }),
];
