/** Digests that SQS answers with or decides by. */
import { utf8Bytes } from '../../../base/md5.ts';
import { digestHex } from '../../../base/messageDigests.ts';
import { isPlainRecord, type PlainData } from '../../../sim/plainData.ts';
import type { ModelEvent, ServiceContext } from '../../../sim/serviceModel.ts';

export interface MessageAttribute {
  /** String, Number or Binary, with a custom suffix where there is one. */
  readonly DataType: string;
  readonly StringValue?: string | undefined;
  readonly BinaryValue?: Uint8Array | undefined;
}

/** MD5OfMessageBody. */
export function md5OfBody(body: string): string {
  return digestHex('md5', utf8Bytes(body));
}

/** MD5OfMessageAttributes; undefined where there are none. */
export function md5OfAttributes(attributes: Readonly<Record<string, MessageAttribute>>): string | undefined {
  const names = Object.keys(attributes).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  if (names.length === 0) return undefined;
  const bytes: number[] = [];
  const add = (value: Uint8Array) => {
    const { length } = value;
    bytes.push((length >>> 24) & 255, (length >>> 16) & 255, (length >>> 8) & 255, length & 255);
    for (const byte of value) bytes.push(byte);
  };
  for (const name of names) {
    const { DataType, StringValue, BinaryValue } = attributes[name]!;
    add(utf8Bytes(name));
    add(utf8Bytes(DataType));
    const binary = DataType.startsWith('Binary');
    bytes.push(binary ? 2 : 1);
    add(binary ? (BinaryValue ?? new Uint8Array()) : utf8Bytes(StringValue ?? ''));
  }
  return digestHex('md5', Uint8Array.from(bytes));
}

/** MessageDeduplicationId of a message without one, where the queue deduplicates by content: attributes do not count. */
export function contentDeduplicationId(body: string): string {
  return digestHex('sha256', utf8Bytes(body));
}

/** The body of a readable record: what it carries, without its `attributes`. */
export function bodyText(payload: PlainData): string {
  if (typeof payload === 'string') return payload;
  if (!isPlainRecord(payload)) return JSON.stringify(payload);
  const { attributes: _, ...body } = payload;
  return JSON.stringify(body);
}

const recordsPerSpace = 1024;

/** Number of the key that stands for the hash of a record's content. An opaque record is like no other. */
export function contentKey(row: number, ctx: Pick<ServiceContext<ModelEvent>, 'payload' | 'keys'>): number {
  const payload = ctx.payload(row);
  if (payload !== undefined) return ctx.keys.intern(contentDeduplicationId(bodyText(payload)));
  const block = Math.floor(row / recordsPerSpace);
  return ctx.keys.space(`content of records ${block}`, recordsPerSpace, (i) => contentDeduplicationId(`record ${block * recordsPerSpace + i}`)) + (row % recordsPerSpace);
}
