/** ListObjectsV2, and ListObjects as it was before. */
import { base64Bytes, base64Text, utf8Text } from '../../base/base64.ts';
import { utf8Bytes } from '../../base/md5.ts';
import { ListObjectsV2, type ListObjectsV2Response } from '../../services/s3-bucket/model/operations.ts';
import type { Handler } from '../operation.ts';
import type { ApiRecord } from '../values.ts';
import type { World } from '../world.ts';
import { ownerOf, timeOf } from './buckets.ts';
import { algorithmOf } from './checksums.ts';
import { invalidArgument } from './errors.ts';
import { findBucket } from './register.ts';

/** Says behind which key or common prefix a page begins. */
function readToken(token: string | undefined, bucket: string): string | undefined {
  if (token === undefined) return undefined;
  const bytes = base64Bytes(token);
  const text = bytes && utf8Text(bytes);
  if (text?.startsWith(`${bucket}/`) !== true) return invalidArgument('The continuation token provided is incorrect', 'continuation-token');
  return text.slice(bucket.length + 1);
}

/** As HTML forms escape texts, slashes left as they are. */
function urlEncode(text: string): string {
  return encodeURIComponent(text)
    .replace(/%2F/g, '/')
    .replace(/%20/g, '+')
    .replace(/[!'()~]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** What both listings ask and answer alike. */
function listing(input: ApiRecord, world: World) {
  const { name, node } = findBucket(input, world);
  const most = Math.min((input.MaxKeys as number | undefined) ?? Infinity, world.simulation.limits.number('s3.list.max-keys'));
  const Prefix = (input.Prefix as string | undefined) ?? '';
  const Delimiter = (input.Delimiter as string | undefined) || undefined;
  const encode = (text: string) => (input.EncodingType === 'url' ? urlEncode(text) : text);
  const told = (text: string | undefined) => (text === undefined ? undefined : encode(text));
  const answer = ({ Contents, CommonPrefixes = [], IsTruncated }: ListObjectsV2Response, withOwner: boolean): ApiRecord => ({
    Name: name,
    Prefix: encode(Prefix),
    Delimiter: told(Delimiter),
    EncodingType: input.EncodingType,
    MaxKeys: most,
    IsTruncated,
    Contents: Contents.map(({ Key, bytes, LastModified, ETag, headers = {} }) => ({
      Key: encode(Key),
      LastModified: timeOf(LastModified, world),
      ETag,
      ChecksumAlgorithm: [algorithmOf(headers)],
      ChecksumType: 'FULL_OBJECT',
      Size: bytes,
      StorageClass: headers.StorageClass ?? 'STANDARD',
      ...(withOwner ? { Owner: ownerOf(world) } : {}),
    })),
    CommonPrefixes: CommonPrefixes.map((prefix) => ({ Prefix: encode(prefix) })),
  });
  return { name, node, told, request: { Prefix, MaxKeys: most, Delimiter }, answer };
}

const listObjectsV2: Handler = (input, world) => {
  const { name, node, told, request, answer } = listing(input, world);
  const token = input.ContinuationToken as string | undefined;
  const ContinueAfter = readToken(token, name);
  // A token has the last word.
  const StartAfter = token === undefined ? (input.StartAfter as string | undefined) : undefined;
  return world.call(node, ListObjectsV2, { ...request, StartAfter, ContinueAfter }, (response): ApiRecord => {
    const { Contents, CommonPrefixes = [], IsTruncated, Last } = response;
    const NextContinuationToken = IsTruncated && Last !== undefined ? base64Text(utf8Bytes(`${name}/${Last}`)) : undefined;
    return { ...answer(response, input.FetchOwner === true), StartAfter: told(StartAfter), KeyCount: Contents.length + CommonPrefixes.length, ContinuationToken: token, NextContinuationToken };
  });
};

/** A marker inside a common prefix skips the prefix: it is compared with the names that are listed. */
const listObjects: Handler = (input, world) => {
  const { node, told, request, answer } = listing(input, world);
  const Marker = (input.Marker as string | undefined) ?? '';
  return world.call(node, ListObjectsV2, { ...request, ContinueAfter: Marker === '' ? undefined : Marker }, (response): ApiRecord => {
    const NextMarker = response.IsTruncated && request.Delimiter !== undefined ? told(response.Last) : undefined;
    return { ...answer(response, true), Marker: told(Marker), NextMarker };
  });
};

export const listHandlers: Readonly<Record<string, Handler>> = { ListObjects: listObjects, ListObjectsV2: listObjectsV2 };
