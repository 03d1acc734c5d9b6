/** Buckets of the account, by name. */
import { refuse } from '../apiError.ts';
import type { World } from '../world.ts';

export interface Bucket {
  readonly name: string;
  readonly node: number;
  /** Simulated ms. */
  readonly createdAt: number;
}

interface Buckets {
  readonly byName: Map<string, Bucket>;
  /** Who waits for a bucket that is not there yet. */
  readonly awaited: Map<string, ((bucket: Bucket) => void)[]>;
}

const bucketsOf = (world: World): Buckets => world.register('s3', () => ({ byName: new Map(), awaited: new Map() }));

/** All buckets, by name. */
export function allBuckets(world: World): Bucket[] {
  return [...bucketsOf(world).byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

export function bucketNamed(name: string, world: World): Bucket | undefined {
  return bucketsOf(world).byName.get(name);
}

export function findBucket(name: string, world: World): Bucket {
  return bucketNamed(name, world) ?? refuse('NoSuchBucket', `The specified bucket does not exist: ${name}`, 404);
}

/** Calls back with the bucket: at once, or when it is made. */
export function whenBucket(name: string, world: World, then: (bucket: Bucket) => void): void {
  const bucket = bucketNamed(name, world);
  if (bucket) return then(bucket);
  const { awaited } = bucketsOf(world);
  awaited.set(name, [...(awaited.get(name) ?? []), then]);
}

export function makeBucket(name: string, world: World): Bucket {
  const { byName, awaited } = bucketsOf(world);
  const bucket = { name, node: world.create('s3-bucket', { bucketName: name, keepBodies: true }), createdAt: world.now };
  byName.set(name, bucket);
  for (const then of awaited.get(name) ?? []) then(bucket);
  awaited.delete(name);
  return bucket;
}
