/** Conditions and ranges of GetObject and HeadObject. */
import { refuse } from '../apiError.ts';
import type { ApiRecord } from '../values.ts';

const listed = (header: string, etag: string) => header === '*' || header.split(',').some((each) => each.trim().replace(/^W\//, '').replace(/^"|"$/g, '') === etag.replace(/"/g, ''));

/** Refuses with 412 or 304 where the object is not what the client asks for. */
export function checkConditions(input: ApiRecord, object: ApiRecord): void {
  const etag = (object.ETag as string | undefined) ?? '';
  const modified = object.LastModified as number;
  const failed = (header: string) => refuse('PreconditionFailed', `At least one of the pre-conditions you specified did not hold: ${header}`, 412);
  if (input.IfMatch !== undefined) {
    if (!listed(input.IfMatch as string, etag)) failed('If-Match');
  } else if (input.IfUnmodifiedSince !== undefined && modified > (input.IfUnmodifiedSince as number)) failed('If-Unmodified-Since');
  if (input.IfNoneMatch !== undefined) {
    if (listed(input.IfNoneMatch as string, etag)) refuse('NotModified', 'Not Modified', 304);
  } else if (input.IfModifiedSince !== undefined && modified <= (input.IfModifiedSince as number)) refuse('NotModified', 'Not Modified', 304);
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
  if (from >= size || (first === '' && Number(last) === 0)) return refuse('InvalidRange', `The requested range is not satisfiable: Range ${header} of ${size} bytes`, 416);
  return { from, to };
}

export function cut(body: Uint8Array, range: ByteRange | undefined): Uint8Array {
  return range ? body.subarray(range.from, range.to) : body;
}
