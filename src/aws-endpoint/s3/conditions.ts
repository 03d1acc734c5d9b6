/** Conditions and ranges of GetObject and HeadObject. */
import { refuse } from '../apiError.ts';
import type { ApiRecord } from '../values.ts';
import { notAccepted, noSuchKey, preconditionFailed } from './errors.ts';

const listed = (header: string, etag: string) => header === '*' || header.split(',').some((each) => each.trim().replace(/^W\//, '').replace(/^"|"$/g, '') === etag.replace(/"/g, ''));

/** Refuses with 412 or 304 where the object is not what the client asks for. */
export function checkConditions(input: ApiRecord, object: ApiRecord): void {
  const etag = (object.ETag as string | undefined) ?? '';
  const modified = object.LastModified as number;
  if (input.IfMatch !== undefined) {
    if (!listed(input.IfMatch as string, etag)) preconditionFailed('If-Match');
  } else if (input.IfUnmodifiedSince !== undefined && modified > (input.IfUnmodifiedSince as number)) preconditionFailed('If-Unmodified-Since');
  if (input.IfNoneMatch !== undefined) {
    if (listed(input.IfNoneMatch as string, etag)) refuse('NotModified', 'Not Modified', 304);
  } else if (input.IfModifiedSince !== undefined && modified <= (input.IfModifiedSince as number)) refuse('NotModified', 'Not Modified', 304);
}

/** Refuses a write that its conditions do not allow; `etag` is of the object that is there, undefined where none is. */
export function checkWrite({ IfMatch, IfNoneMatch, Key }: ApiRecord, etag: string | undefined): void {
  if (IfMatch !== undefined && IfNoneMatch !== undefined) notAccepted('If-Match,If-None-Match', 'Multiple conditional request headers present in the request');
  if (IfNoneMatch !== undefined && IfNoneMatch !== '*') notAccepted('If-None-Match', "We don't accept the provided value of If-None-Match header for this API");
  if (IfMatch === '*') notAccepted('If-Match', "We don't accept the provided value of If-Match header for this API");
  if (IfNoneMatch !== undefined && etag !== undefined) preconditionFailed('If-None-Match');
  if (IfMatch === undefined) return;
  if (etag === undefined) noSuchKey(Key as string);
  else if (!listed(IfMatch as string, etag)) preconditionFailed('If-Match');
}

/** Refuses to delete an object that is not the one that the client means. */
export function checkDelete(IfMatch: string, key: string, etag: string | undefined): void {
  if (etag === undefined) noSuchKey(key);
  else if (!listed(IfMatch, etag)) preconditionFailed('If-Match');
}

/** From one byte up to, not including, another. */
export interface ByteRange {
  readonly from: number;
  readonly to: number;
}

/** The part that a Range header asks for; undefined for the whole. A header that is none, or names several parts, is passed over, as S3 does. */
export function rangeOf(header: string | undefined, size: number): ByteRange | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '');
  if (!match || (match[1] === '' && match[2] === '')) return undefined;
  const [first, last] = [match[1]!, match[2]!];
  const from = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const to = first === '' || last === '' ? size : Math.min(size, Number(last) + 1);
  if (first !== '' && last !== '' && Number(last) < Number(first)) return undefined;
  if (from >= size || (first === '' && Number(last) === 0)) return refuse('InvalidRange', 'The requested range is not satisfiable', 416, { RangeRequested: header!.trim(), ActualObjectSize: String(size) });
  return { from, to };
}

export function cut(body: Uint8Array, range: ByteRange | undefined): Uint8Array {
  return range ? body.subarray(range.from, range.to) : body;
}
