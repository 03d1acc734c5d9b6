/** Buckets of the account, by name. */
import { CreateBucket, DeleteBucket } from '../../services/s3-bucket/model/operations.ts';
import { Refusal, refuse } from '../apiError.ts';
import type { ApiRecord } from '../values.ts';
import type { World } from '../world.ts';
import { noSuchBucket } from './errors.ts';

export interface Bucket {
  readonly name: string;
  readonly node: number;
  /** Simulated ms. */
  createdAt: number;
  /** What is joined to a bucket stays joined when it is deleted and made again. */
  deleted: boolean;
}

interface Buckets {
  readonly byName: Map<string, Bucket>;
  /** Who waits for a bucket that was never there yet. */
  readonly awaited: Map<string, ((bucket: Bucket) => void)[]>;
}

const bucketsOf = (world: World): Buckets => world.register('s3', () => ({ byName: new Map(), awaited: new Map() }));

/** All buckets, by name. */
export function allBuckets(world: World): Bucket[] {
  return [...bucketsOf(world).byName.values()].filter(({ deleted }) => !deleted).sort((a, b) => (a.name < b.name ? -1 : 1));
}

export function bucketNamed(name: string, world: World): Bucket | undefined {
  const bucket = bucketsOf(world).byName.get(name);
  return bucket?.deleted === false ? bucket : undefined;
}

/** The bucket that a call names; refuses where there is none, or where it is not the expected owner's. */
export function findBucket(input: ApiRecord, world: World): Bucket {
  const bucket = bucketNamed(input.Bucket as string, world) ?? noSuchBucket(input.Bucket as string);
  const { ExpectedBucketOwner: expected } = input;
  return expected === undefined || expected === world.options.account ? bucket : refuse('AccessDenied', 'Access Denied', 403);
}

/** Calls back with the bucket: at once, or when it is made. One that is deleted meanwhile answers that there is none. */
export function whenBucket(name: string, world: World, then: (bucket: Bucket) => void): void {
  const { awaited, byName } = bucketsOf(world);
  const bucket = byName.get(name);
  if (bucket) return then(bucket);
  awaited.set(name, [...(awaited.get(name) ?? []), then]);
}

export async function makeBucket(name: string, world: World): Promise<void> {
  const { byName, awaited } = bucketsOf(world);
  const before = byName.get(name);
  if (before) {
    await world.call(before.node, CreateBucket, null, () => null);
    if (before.deleted) before.createdAt = world.now;
    before.deleted = false;
    return;
  }
  const bucket = { name, node: world.create('s3-bucket', { bucketName: name, keepBodies: true }), createdAt: world.now, deleted: false };
  byName.set(name, bucket);
  for (const then of awaited.get(name) ?? []) then(bucket);
  awaited.delete(name);
}

export async function deleteBucket(bucket: Bucket, world: World): Promise<void> {
  try {
    await world.call(bucket.node, DeleteBucket, null, () => null);
  } catch (error) {
    if (error instanceof Refusal && error.error.code === 'BucketNotEmpty') return refuse('BucketNotEmpty', error.error.message, 409, { BucketName: bucket.name });
    throw error;
  }
  bucket.deleted = true;
}
