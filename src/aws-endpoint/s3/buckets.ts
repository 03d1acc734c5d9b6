/** CreateBucket, DeleteBucket, HeadBucket, ListBuckets, GetBucketLocation. */
import { Refusal, refuse } from '../apiError.ts';
import type { Handler } from '../operation.ts';
import { page } from '../paging.ts';
import type { ApiRecord } from '../values.ts';
import type { World } from '../world.ts';
import { invalidArgument } from './errors.ts';
import { allBuckets, bucketNamed, deleteBucket, findBucket, makeBucket } from './register.ts';

/** The Region that needs no location constraint, and whose owners may make a bucket again. */
const oldestRegion = 'us-east-1';
const isRegion = (text: string) => /^(af|ap|ca|cn|eu|il|me|mx|sa|us|us-gov)-(central|north|northeast|northwest|south|southeast|southwest|east|west)-\d$/.test(text);

/** Rules of general purpose buckets. */
function isBucketName(name: string, world: World): boolean {
  if (name.length < 3 || name.length > world.simulation.limits.number('s3.bucket.name-max-characters')) return false;
  if (!/^[a-z0-9][a-z0-9.-]*[a-z0-9]$/.test(name) || name.includes('..') || /^\d+\.\d+\.\d+\.\d+$/.test(name)) return false;
  return !/^(xn--|sthree-|amzn-s3-demo-)|(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$/.test(name);
}

/** Refuses a location that is not this endpoint's. */
function checkLocation(input: ApiRecord, region: string): void {
  const asked = (input.CreateBucketConfiguration as ApiRecord | undefined)?.LocationConstraint as string | undefined;
  if (asked !== undefined && (asked === oldestRegion || (asked !== 'EU' && !isRegion(asked)))) refuse('InvalidLocationConstraint', 'The specified location-constraint is not valid', 400, { LocationConstraint: asked });
  const place = asked === undefined ? oldestRegion : asked === 'EU' ? 'eu-west-1' : asked;
  if (place !== region) refuse('IllegalLocationConstraintException', `The ${asked ?? 'unspecified'} location constraint is incompatible for the region specific endpoint this request was sent to.`);
}

const createBucket: Handler = async (input, world) => {
  const name = input.Bucket as string;
  const { region } = world.options;
  if (!isBucketName(name, world)) return refuse('InvalidBucketName', 'The specified bucket is not valid.', 400, { BucketName: name });
  checkLocation(input, region);
  if (bucketNamed(name, world) && region !== oldestRegion) return refuse('BucketAlreadyOwnedByYou', 'Your previous request to create the named bucket succeeded and you already own it.', 409, { BucketName: name });
  await makeBucket(name, world);
  return { Location: region === oldestRegion ? `/${name}` : `http://${name}.s3.amazonaws.com/` };
};

export const ownerOf = (world: World) => ({ ID: world.options.account.padStart(64, '0') });
export const timeOf = (ms: number, world: World) => (world.options.startsAt + ms) / 1000;

const readPage: typeof page = (paging) => {
  try {
    return page(paging);
  } catch (error) {
    if (error instanceof Refusal) return invalidArgument('The continuation token provided is incorrect', 'continuation-token');
    throw error;
  }
};

const listBuckets: Handler = (input, world) => {
  const { Prefix: prefix = '', BucketRegion: place, MaxBuckets: asked } = input as { Prefix?: string; BucketRegion?: string; MaxBuckets?: number };
  if (place !== undefined && !isRegion(place)) return invalidArgument(`Argument value ${place} is not a valid AWS Region`, 'bucket-region');
  // An empty token stands for the beginning.
  const token = (input.ContinuationToken as string | undefined) || undefined;
  const { items, NextToken } = readPage({
    token,
    limit: asked ?? world.simulation.limits.number('s3.list.max-buckets'),
    start: () => ({ of: '', after: '' }),
    all: () => allBuckets(world).filter(({ name }) => name.startsWith(prefix) && (place ?? world.options.region) === world.options.region),
    keyOf: ({ name }) => name,
    invalid: 'InvalidArgument',
    now: world.now,
  });
  const narrowed = ['Prefix', 'BucketRegion', 'MaxBuckets', 'ContinuationToken'].some((member) => input[member] !== undefined);
  const Buckets = items.map(({ name, createdAt }) => ({ Name: name, CreationDate: timeOf(createdAt, world), ...(narrowed ? { BucketRegion: world.options.region } : {}) }));
  return { Buckets, Owner: ownerOf(world), ContinuationToken: NextToken, Prefix: input.Prefix };
};

export const bucketHandlers: Readonly<Record<string, Handler>> = {
  CreateBucket: createBucket,
  async DeleteBucket(input, world) {
    await deleteBucket(findBucket(input, world), world);
    return {};
  },
  HeadBucket(input, world) {
    findBucket(input, world);
    return { BucketRegion: world.options.region, AccessPointAlias: false };
  },
  GetBucketLocation(input, world) {
    findBucket(input, world);
    // The oldest Region is told as none.
    return { LocationConstraint: world.options.region === oldestRegion ? undefined : world.options.region };
  },
  ListBuckets: listBuckets,
};
