/** What a record is as a message: the text of its body, and the hash that stands for it. */
import { base64Bytes, utf8Text } from '../../../base/base64.ts';
import { utf8Bytes } from '../../../base/md5.ts';
import { digestHex } from '../../../base/messageDigests.ts';
import { isPlainRecord, type PlainData } from '../../../sim/plainData.ts';
import type { ModelEvent, ServiceContext } from '../../../sim/serviceModel.ts';

/** MessageDeduplicationId of a message without one, where the queue deduplicates by content: attributes do not count. */
export function contentDeduplicationId(body: string): string {
  return digestHex('sha256', utf8Bytes(body));
}

/** The body of a readable record: what it carries, without its `attributes`. */
function bodyText(payload: PlainData): string {
  if (typeof payload === 'string') return payload;
  if (!isPlainRecord(payload)) return JSON.stringify(payload);
  const { attributes: _, ...body } = payload;
  return JSON.stringify(body);
}

/** The body of a record's message, exactly as a client sent it where one did; undefined for an opaque record. */
export function bodyOf(row: number, ctx: Pick<ServiceContext<ModelEvent>, 'payload' | 'content'>): string | undefined {
  const content = ctx.content(row);
  if (isPlainRecord(content) && typeof content.$base64 === 'string') {
    const bytes = base64Bytes(content.$base64);
    return (bytes && utf8Text(bytes)) ?? content.$base64;
  }
  const payload = ctx.payload(row);
  return payload === undefined ? undefined : bodyText(payload);
}

const recordsPerSpace = 1024;

/** Number of the key that stands for the hash of a record's content. An opaque record is like no other. */
export function contentKey(row: number, ctx: Pick<ServiceContext<ModelEvent>, 'payload' | 'content' | 'keys'>): number {
  const body = bodyOf(row, ctx);
  if (body !== undefined) return ctx.keys.intern(contentDeduplicationId(body));
  const block = Math.floor(row / recordsPerSpace);
  return ctx.keys.space(`content of records ${block}`, recordsPerSpace, (i) => contentDeduplicationId(`record ${block * recordsPerSpace + i}`)) + (row % recordsPerSpace);
}
