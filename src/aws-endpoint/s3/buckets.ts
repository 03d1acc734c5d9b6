/** CreateBucket, HeadBucket, ListBuckets, ListObjectsV2. */
import { base64Bytes, base64Text, utf8Text } from '../../base/base64.ts';
import { utf8Bytes } from '../../base/md5.ts';
import { ListObjectsV2 } from '../../services/s3-bucket/model/operations.ts';
import { refuse } from '../apiError.ts';
import type { Handler } from '../operation.ts';
import { page } from '../paging.ts';
import type { ApiRecord } from '../values.ts';
import type { World } from '../world.ts';
import { allBuckets, bucketNamed, findBucket, makeBucket } from './register.ts';

/** Rules of general purpose buckets. */
function isBucketName(name: string, world: World): boolean {
  if (name.length < 3 || name.length > world.simulation.limits.number('s3.bucket.name-max-characters')) return false;
  if (!/^[a-z0-9][a-z0-9.-]*[a-z0-9]$/.test(name) || name.includes('..') || /^\d+\.\d+\.\d+\.\d+$/.test(name)) return false;
  return !/^(xn--|sthree-|amzn-s3-demo-)|(-s3alias|--ol-s3|\.mrap|--x-s3)$/.test(name);
}

const createBucket: Handler = (input, world) => {
  const name = input.Bucket as string;
  const { region } = world.options;
  if (!isBucketName(name, world)) return refuse('InvalidBucketName', `The specified bucket is not valid: Bucket ${name}`);
  const asked = (input.CreateBucketConfiguration as ApiRecord | undefined)?.LocationConstraint as string | undefined;
  const place = asked === undefined || asked === '' ? 'us-east-1' : asked === 'EU' ? 'eu-west-1' : asked;
  if (place !== region) {
    return refuse('IllegalLocationConstraintException', `The ${asked === undefined || asked === '' ? 'unspecified' : asked} location constraint is incompatible for the region specific endpoint this request was sent to. LocationConstraint must be ${region}.`);
  }
  // In the oldest Region, who owns a bucket may make it again.
  if (bucketNamed(name, world) && region !== 'us-east-1') return refuse('BucketAlreadyOwnedByYou', `Your previous request to create the named bucket succeeded and you already own it: ${name}`, 409);
  if (!bucketNamed(name, world)) makeBucket(name, world);
  return { Location: `/${name}` };
};

const owner = (world: World) => ({ ID: world.options.account.padStart(64, '0') });
const timeOf = (ms: number, world: World) => (world.options.startsAt + ms) / 1000;

const listBuckets: Handler = (input, world) => {
  const prefix = (input.Prefix as string | undefined) ?? '';
  const { items, NextToken } = page({
    token: input.ContinuationToken as string | undefined,
    limit: (input.MaxBuckets as number | undefined) ?? 10_000,
    start: () => ({ of: '', after: '' }),
    all: () => allBuckets(world).filter(({ name }) => name.startsWith(prefix)),
    keyOf: ({ name }) => name,
    invalid: 'InvalidArgument',
    now: world.now,
  });
  return { Buckets: items.map(({ name, createdAt }) => ({ Name: name, CreationDate: timeOf(createdAt, world) })), Owner: owner(world), ContinuationToken: NextToken, Prefix: input.Prefix };
};

/** Says behind which key or common prefix a page begins. */
function readToken(token: string | undefined, bucket: string): string | undefined {
  if (token === undefined) return undefined;
  const bytes = base64Bytes(token);
  const text = bytes && utf8Text(bytes);
  if (text?.startsWith(`${bucket}/`) !== true) return refuse('InvalidArgument', 'The continuation token provided is incorrect: continuation-token');
  return text.slice(bucket.length + 1);
}

const listObjects: Handler = (input, world) => {
  const { name, node } = findBucket(input.Bucket as string, world);
  const asked = (input.MaxKeys as number | undefined) ?? Infinity;
  if (asked < 0 || asked > 2_147_483_647 && asked !== Infinity) return refuse('InvalidArgument', 'Argument maxKeys must be an integer between 0 and 2147483647: max-keys');
  const most = Math.min(asked, world.simulation.limits.number('s3.list.max-keys'));
  const [Prefix, Delimiter, StartAfter] = [input.Prefix as string | undefined, input.Delimiter as string | undefined, input.StartAfter as string | undefined];
  const token = input.ContinuationToken as string | undefined;
  const after = readToken(token, name);
  const encode = (text: string) => (input.EncodingType === 'url' ? encodeURIComponent(text).replace(/%2F/g, '/') : text);
  const told = (text: string | undefined) => (text === undefined ? undefined : encode(text));
  const request = { Prefix: Prefix ?? '', StartAfter: after === undefined ? StartAfter : undefined, MaxKeys: most, Delimiter, ContinueAfter: after };
  return world.call(node, ListObjectsV2, request, ({ Contents, CommonPrefixes = [], IsTruncated, Last }): ApiRecord => ({
    Name: name,
    Prefix: encode(Prefix ?? ''),
    Delimiter: told(Delimiter),
    StartAfter: told(StartAfter),
    EncodingType: input.EncodingType,
    MaxKeys: most,
    KeyCount: Contents.length + CommonPrefixes.length,
    IsTruncated,
    ContinuationToken: token,
    NextContinuationToken: IsTruncated && Last !== undefined ? base64Text(utf8Bytes(`${name}/${Last}`)) : undefined,
    Contents: Contents.map(({ Key, bytes, LastModified, ETag }) => ({ Key: encode(Key), LastModified: timeOf(LastModified, world), ETag, Size: bytes, StorageClass: 'STANDARD', ...(input.FetchOwner === true ? { Owner: owner(world) } : {}) })),
    CommonPrefixes: CommonPrefixes.map((prefix) => ({ Prefix: encode(prefix) })),
  }));
};

export const bucketHandlers: Readonly<Record<string, Handler>> = {
  CreateBucket: createBucket,
  HeadBucket(input, world) {
    findBucket(input.Bucket as string, world);
    return { BucketRegion: world.options.region };
  },
  ListBuckets: listBuckets,
  ListObjectsV2: listObjects,
};
