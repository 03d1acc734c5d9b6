import { day, defineLimit, type Limit } from './define.ts';

const sheet = 'Third-party cheat sheet; AWS Snowball FAQs';
const latest = 'older models withdrawn 12 November 2024; the last ones closed to new customers since 7 November 2025';

/** Snowball family. Device sizes are counts of the decimal unit in the title: 1 TB is 10^12 bytes. */
export const snowLimits: readonly Limit[] = [
  defineLimit({
    id: 'snow.snowball.small-tb',
    title: 'Usable storage of the smaller Snowball, in TB',
    quantity: 'count',
    notes: 50,
    source: sheet,
  }),
  defineLimit({
    id: 'snow.snowball.large-tb',
    title: 'Usable storage of the larger Snowball, in TB',
    quantity: 'count',
    notes: 80,
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
    id: 'snow.storage.tb',
    title: 'Usable storage of a Snowball Edge Storage Optimized, in TB',
    quantity: 'count',
    notes: 80,
    today: 210,
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
    source: sheet,
  }),
  defineLimit({
    id: 'snow.compute.tb',
    title: 'Usable storage of a Snowball Edge Compute Optimized, in TB',
    quantity: 'count',
    notes: 42,
    today: 28,
    changed: latest,
    source: sheet,
  }),
  defineLimit({
    id: 'snow.snowmobile.pb',
    title: 'Capacity of one Snowmobile, in PB (retired, reported for April 2024)',
    quantity: 'count',
    notes: 100,
    source: 'Third-party exam guides; no AWS page read',
  }),
  defineLimit({
    id: 'snow.rule.line-time',
    title: 'Rule of thumb: ship a device when the line would need longer',
    quantity: 'duration',
    notes: 7 * day,
    source: 'Common exam rule of thumb; not an AWS quota',
  }),
];
