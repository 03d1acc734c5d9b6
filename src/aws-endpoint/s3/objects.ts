/** PutObject, GetObject, HeadObject, DeleteObject. */
import { base64Bytes, base64Text } from '../../base/base64.ts';
import { md5Bytes } from '../../base/md5.ts';
import { DeleteObject, PutObject, ReadObject, type ReadObjectResponse } from '../../services/s3-bucket/model/operations.ts';
import { makeBatch } from '../../sim/records/recordBatch.ts';
import { refuse, Refusal } from '../apiError.ts';
import { crc32 } from '../crc32.ts';
import type { Handler } from '../operation.ts';
import type { ApiRecord } from '../values.ts';
import type { World } from '../world.ts';
import { plainBody } from './chunked.ts';
import { checkConditions, cut, rangeOf } from './conditions.ts';
import { findBucket } from './register.ts';

/** Members that are given back as they came. */
const kept = ['ContentType', 'ContentDisposition', 'ContentLanguage', 'CacheControl'] as const;
const overrides = { ResponseContentType: 'ContentType', ResponseContentDisposition: 'ContentDisposition', ResponseContentLanguage: 'ContentLanguage', ResponseCacheControl: 'CacheControl', ResponseContentEncoding: 'ContentEncoding' } as const;
const metaPrefix = 'x-amz-meta-';

function keyOf(input: ApiRecord, world: World): string {
  const key = input.Key as string;
  const most = world.simulation.limits.number('s3.key.max-bytes');
  if (key.length > most) return refuse('KeyTooLongError', `Your key is too long: Key has ${key.length} characters, and may have ${most}.`);
  return key;
}

function headersOf(input: ApiRecord): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const name of kept) if (typeof input[name] === 'string') headers[name] = input[name];
  const encoding = ((input.ContentEncoding as string | undefined) ?? '').split(',').map((each) => each.trim()).filter((each) => each !== '' && each !== 'aws-chunked').join(',');
  if (encoding !== '') headers.ContentEncoding = encoding;
  for (const [name, value] of Object.entries((input.Metadata ?? {}) as Record<string, string>)) headers[metaPrefix + name] = value;
  return headers;
}

function checkDigests(input: ApiRecord, bytes: Uint8Array): void {
  const md5 = input.ContentMD5 as string | undefined;
  if (md5 !== undefined && base64Bytes(md5)?.length !== 16) refuse('InvalidDigest', 'The Content-MD5 you specified is not valid.');
  if (md5 !== undefined && md5 !== base64Text(md5Bytes(bytes))) refuse('BadDigest', 'The Content-MD5 you specified did not match what we received.');
  const crc = input.ChecksumCRC32 as string | undefined;
  if (crc === undefined) return;
  const sum = crc32(bytes);
  if (crc !== base64Text(Uint8Array.of(sum >>> 24, sum >>> 16, sum >>> 8, sum))) refuse('BadDigest', 'The CRC32 you specified did not match the calculated checksum: x-amz-checksum-crc32');
}

function read(input: ApiRecord, head: boolean, world: World): Promise<ReadObjectResponse> {
  return world.call(findBucket(input.Bucket as string, world).node, ReadObject, { Key: keyOf(input, world), head }, (response) => response);
}

/** Whether there is an object; for conditions of a PUT. */
async function existing(input: ApiRecord, world: World): Promise<string | undefined> {
  try {
    return (await read(input, true, world)).object.ETag;
  } catch (error) {
    if (error instanceof Refusal && error.error.code === 'NoSuchKey') return undefined;
    throw error;
  }
}

const putObject: Handler = async (input, world) => {
  const { node } = findBucket(input.Bucket as string, world);
  const key = keyOf(input, world);
  const base64 = plainBody((input.Body as string | undefined) ?? '', (input.ContentEncoding as string | undefined) ?? '');
  const bytes = base64Bytes(base64) ?? new Uint8Array();
  checkDigests(input, bytes);
  if (input.IfNoneMatch !== undefined || input.IfMatch !== undefined) {
    const etag = await existing(input, world);
    if ((input.IfNoneMatch === '*' && etag !== undefined) || (input.IfMatch !== undefined && input.IfMatch !== etag)) return refuse('PreconditionFailed', `At least one of the pre-conditions you specified did not hold: ${input.IfMatch === undefined ? 'If-None-Match' : 'If-Match'}`, 412);
  }
  const { keys } = world.client;
  const entry = keys.intern(key);
  const row = world.birth(entry, base64);
  const rows = Uint32Array.of(row);
  try {
    const records = makeBatch({ count: 1, rows, keys: Uint32Array.of(entry), bytes: Uint32Array.of(bytes.length) });
    return await world.call(node, PutObject, { Key: key, purpose: 'data', records, bytes: bytes.length, headers: headersOf(input) }, ({ ETag }) => ({ ETag }));
  } finally {
    world.letGo(rows);
  }
};

/** What GetObject and HeadObject answer beside the bytes. */
function about({ object, headers = {} }: ReadObjectResponse, input: ApiRecord, world: World): ApiRecord {
  const named = Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith(metaPrefix)));
  const metadata = Object.fromEntries(Object.entries(headers).flatMap(([name, value]) => (name.startsWith(metaPrefix) ? [[name.slice(metaPrefix.length), value]] : [])));
  const asked = Object.fromEntries(Object.entries(overrides).flatMap(([from, to]) => (input[from] === undefined ? [] : [[to, input[from]]])));
  return { ContentType: 'binary/octet-stream', ...named, ...asked, ETag: object.ETag, LastModified: Math.floor((world.options.startsAt + object.LastModified) / 1000), AcceptRanges: 'bytes', Metadata: metadata };
}

const headObject: Handler = async (input, world) => {
  const response = await read(input, true, world);
  const facts = about(response, input, world);
  checkConditions(input, facts);
  const size = response.object.bytes;
  const range = rangeOf(input.Range as string | undefined, size);
  return { ...facts, ContentLength: range ? range.to - range.from : size, ContentRange: range && `bytes ${range.from}-${range.to - 1}/${size}` };
};

const getObject: Handler = async (input, world) => {
  const response = await read(input, false, world);
  const facts = about(response, input, world);
  checkConditions(input, facts);
  const { body } = response;
  if (!body) return refuse('InternalError', `The contents of ${response.object.Key} are not known: its records carry sizes alone.`, 500);
  const range = rangeOf(input.Range as string | undefined, body.length);
  const part = cut(body, range);
  return { ...facts, Body: base64Text(part), ContentLength: part.length, ContentRange: range && `bytes ${range.from}-${range.to - 1}/${body.length}` };
};

export const objectHandlers: Readonly<Record<string, Handler>> = {
  PutObject: putObject,
  GetObject: getObject,
  HeadObject: headObject,
  DeleteObject: (input, world) => world.call(findBucket(input.Bucket as string, world).node, DeleteObject, { Key: keyOf(input, world) }, () => ({})),
};
