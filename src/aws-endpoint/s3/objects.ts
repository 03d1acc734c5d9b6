/** PutObject, GetObject, HeadObject. */
import { base64Bytes, base64Text } from '../../base/base64.ts';
import { httpDate } from '../../base/calendar.ts';
import { utf8Bytes } from '../../base/md5.ts';
import { PutObject, ReadObject, type ReadObjectResponse } from '../../services/s3-bucket/model/operations.ts';
import { makeBatch } from '../../sim/records/recordBatch.ts';
import { refuse, Refusal } from '../apiError.ts';
import type { Handler } from '../operation.ts';
import type { ApiRecord } from '../values.ts';
import type { World } from '../world.ts';
import { checkMd5, checksumOf, givenChecksum, ownChecksum } from './checksums.ts';
import { plainBody } from './chunked.ts';
import { checkConditions, checkWrite, cut, rangeOf, type ByteRange } from './conditions.ts';
import { noSuchKey, notSimulated } from './errors.ts';
import { findBucket } from './register.ts';

/** Members that are given back as they came. */
const kept = ['ContentType', 'ContentDisposition', 'ContentLanguage', 'CacheControl', 'Expires', 'StorageClass', 'ServerSideEncryption', 'SSEKMSKeyId', 'WebsiteRedirectLocation'] as const;
const overrides = { ResponseContentType: 'ContentType', ResponseContentDisposition: 'ContentDisposition', ResponseContentLanguage: 'ContentLanguage', ResponseCacheControl: 'CacheControl', ResponseContentEncoding: 'ContentEncoding' } as const;
const metaPrefix = 'x-amz-meta-';
const usualEncryption = 'AES256';

export function keyOf(key: string, world: World): string {
  const most = world.simulation.limits.number('s3.key.max-bytes');
  const size = utf8Bytes(key).length;
  return size > most ? refuse('KeyTooLongError', 'Your key is too long', 400, { Size: String(size), MaxSizeAllowed: String(most) }) : key;
}

function headersOf(input: ApiRecord): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const name of kept) if (typeof input[name] === 'string') headers[name] = input[name];
  const encoding = ((input.ContentEncoding as string | undefined) ?? '').split(',').map((each) => each.trim()).filter((each) => each !== '' && each !== 'aws-chunked').join(',');
  if (encoding !== '') headers.ContentEncoding = encoding;
  for (const [name, value] of Object.entries((input.Metadata ?? {}) as Record<string, string>)) headers[metaPrefix + name] = value;
  return headers;
}

async function read(input: ApiRecord, head: boolean, world: World): Promise<ReadObjectResponse> {
  if (input.SSECustomerAlgorithm !== undefined) notSimulated('x-amz-server-side-encryption-customer-algorithm');
  const key = keyOf(input.Key as string, world);
  try {
    return await world.call(findBucket(input, world).node, ReadObject, { Key: key, head }, (response) => response);
  } catch (error) {
    if (error instanceof Refusal && error.error.code === 'NoSuchKey') return noSuchKey(key);
    throw error;
  }
}

/** ETag of the object that is there; undefined where none is. */
export async function etagThere(input: ApiRecord, world: World): Promise<string | undefined> {
  try {
    return (await read(input, true, world)).object.ETag;
  } catch (error) {
    if (error instanceof Refusal && error.error.code === 'NoSuchKey') return undefined;
    throw error;
  }
}

const putObject: Handler = async (input, world) => {
  const { node } = findBucket(input, world);
  const key = keyOf(input.Key as string, world);
  if (input.SSECustomerAlgorithm !== undefined) notSimulated('x-amz-server-side-encryption-customer-algorithm');
  const { base64, trailers } = plainBody((input.Body as string | undefined) ?? '', (input.ContentEncoding as string | undefined) ?? '');
  const body = base64Bytes(base64) ?? new Uint8Array();
  checkMd5(input.ContentMD5 as string | undefined, body);
  const [checksum, value] = givenChecksum(input, trailers, body) ?? ownChecksum(body);
  if (input.IfNoneMatch !== undefined || input.IfMatch !== undefined) checkWrite(input, await etagThere(input, world));
  const headers = { ...headersOf(input), [checksum]: value };
  const { keys } = world.client;
  const entry = keys.intern(key);
  const rows = Uint32Array.of(world.birth(entry, base64));
  try {
    const records = makeBatch({ count: 1, rows, keys: Uint32Array.of(entry), bytes: Uint32Array.of(body.length) });
    return await world.call(node, PutObject, { Key: key, purpose: 'data', records, bytes: body.length, headers }, ({ ETag }) => ({
      ETag,
      [checksum]: value,
      ChecksumType: 'FULL_OBJECT',
      ServerSideEncryption: headers.ServerSideEncryption ?? usualEncryption,
      SSEKMSKeyId: headers.SSEKMSKeyId,
    }));
  } finally {
    world.letGo(rows);
  }
};

/** What GetObject and HeadObject answer beside the bytes. */
function about({ object, body }: ReadObjectResponse, input: ApiRecord, world: World): ApiRecord {
  const { headers = {} } = object;
  const wanted = input.ChecksumMode === 'ENABLED' && input.Range === undefined;
  const checksum = wanted ? (checksumOf(headers) ?? (body && ownChecksum(body))) : undefined;
  const own = Object.entries(headers).filter(([name]) => !name.startsWith('Checksum'));
  const plain = Object.fromEntries(own.filter(([name, value]) => !name.startsWith(metaPrefix) && !(name === 'StorageClass' && value === 'STANDARD')));
  const metadata = Object.fromEntries(own.flatMap(([name, value]) => (name.startsWith(metaPrefix) ? [[name.slice(metaPrefix.length), value]] : [])));
  const asked: Record<string, string> = Object.fromEntries(Object.entries(overrides).flatMap(([from, to]) => (input[from] === undefined ? [] : [[to, input[from] as string]])));
  if (input.ResponseExpires !== undefined) asked.Expires = httpDate((input.ResponseExpires as number) * 1000);
  const told = checksum ? { [checksum[0]]: checksum[1], ChecksumType: 'FULL_OBJECT' } : {};
  return { ContentType: 'binary/octet-stream', ServerSideEncryption: usualEncryption, ...plain, ...told, ...asked, ETag: object.ETag, LastModified: Math.floor((world.options.startsAt + object.LastModified) / 1000), AcceptRanges: 'bytes', Metadata: metadata };
}

const sizes = (range: ByteRange | undefined, whole: number): ApiRecord => ({ ContentLength: range ? range.to - range.from : whole, ContentRange: range && `bytes ${range.from}-${range.to - 1}/${whole}` });

const headObject: Handler = async (input, world) => {
  // The checksum of an object that came without one is that of its bytes.
  const response = await read(input, input.ChecksumMode !== 'ENABLED', world);
  const facts = about(response, input, world);
  checkConditions(input, facts);
  return { ...facts, ...sizes(rangeOf(input.Range as string | undefined, response.object.bytes), response.object.bytes) };
};

const getObject: Handler = async (input, world) => {
  const response = await read(input, false, world);
  const facts = about(response, input, world);
  checkConditions(input, facts);
  const { body } = response;
  if (!body) return refuse('InternalError', `The contents of ${response.object.Key} are not known: its records carry sizes alone.`, 500);
  const range = rangeOf(input.Range as string | undefined, body.length);
  return { ...facts, Body: base64Text(cut(body, range)), ...sizes(range, body.length) };
};

export const objectHandlers: Readonly<Record<string, Handler>> = { PutObject: putObject, GetObject: getObject, HeadObject: headObject };
