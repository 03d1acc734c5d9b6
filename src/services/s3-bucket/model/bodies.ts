/** Bodies of objects, where a bucket keeps them: the bytes of its records one after another, and descriptions of those that failed. */
import { base64Bytes } from '../../../base/base64.ts';
import { md5Bytes, utf8Bytes } from '../../../base/md5.ts';
import type { ServiceContext } from '../../../sim/serviceModel.ts';
import type { PutObjectRequest } from './operations.ts';
import type { BucketEvent } from './state.ts';

/** The parts as one. */
function joined(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/**
 * What a reader of an object gets; undefined where a record is opaque. Records stand in their order, each with the delimiter behind it where there is one. An
 * object of failures has a line of JSON for each record, and its bytes as `rawData`; a manifest is its content.
 */
export function bodyOf({ purpose, content, records, delimiter = '' }: PutObjectRequest, ctx: ServiceContext<BucketEvent>): Uint8Array | undefined {
  if (purpose === 'manifest') return utf8Bytes(JSON.stringify(content ?? {}));
  const parts: Uint8Array[] = [];
  const end = utf8Bytes(delimiter);
  for (const [i, row] of records.rows.entries()) {
    const data = ctx.data(row);
    if (data === undefined) return undefined;
    const arrivedAt = records.first ? undefined : records.arrivedAt?.[i];
    const arrival = arrivedAt === undefined ? {} : { arrivalTimestamp: ctx.startsAt + arrivedAt };
    parts.push(purpose === 'failed' ? utf8Bytes(`${JSON.stringify({ ...content, ...arrival, rawData: data })}\n`) : (base64Bytes(data) ?? new Uint8Array()));
    if (end.length > 0) parts.push(end);
  }
  return joined(parts);
}

/** The ETag of an object that was put in one piece: the MD5 of its bytes, in quotes. */
export function etagOf(body: Uint8Array): string {
  return `"${Array.from(md5Bytes(body), (byte) => byte.toString(16).padStart(2, '0')).join('')}"`;
}
