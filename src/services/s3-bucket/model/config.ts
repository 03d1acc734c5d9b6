import { parseFields, type Fields } from '../../../sim/config.ts';
import type { Limits } from '../../../sim/limits.ts';

export interface BucketConfig {
  readonly bucketName: string;
  readonly requestTime: number;
  readonly bytesPerSecond: number;
  readonly expireAfter: number;
  readonly keepNewest: number;
  readonly keepBodies: boolean;
}

export const bucketFields: Fields<BucketConfig> = {
  bucketName: { type: 'text', says: 'Name of the bucket; the node id when empty', max: (l) => l.number('s3.bucket.name-max-characters'), short: 'name', default: '' },
  requestTime: { type: 'duration', says: 'Time to answer a request', unit: 'ms', min: 0, max: 60_000, default: 20 },
  bytesPerSecond: { type: 'bytes', says: 'Speed at which one object is written or read, a second', unit: 'B', min: 1024, default: 100_000_000 },
  expireAfter: { type: 'duration', says: 'Lifecycle rule: objects of this age are deleted; 0 for never', unit: 'ms', min: 0, short: 'expire', default: 0 },
  keepBodies: { type: 'boolean', says: 'Keeps the bytes of objects whose records have known contents, and every name', short: 'bodies', default: false },
  keepNewest: { type: 'integer', says: 'Objects whose rows nobody needs any more that are remembered by name; older ones as totals', unit: 'objects', min: 1, max: 100_000, default: 500 },
};

export function parseBucketConfig(raw: unknown, limits: Limits) {
  return parseFields<BucketConfig>(raw, bucketFields, limits);
}
