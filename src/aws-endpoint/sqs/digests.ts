/** MD5 digests that SQS answers with, so that clients can tell whether a message came through. */
import { base64Bytes } from '../../base/base64.ts';
import { utf8Bytes } from '../../base/md5.ts';
import { digestHex } from '../../base/messageDigests.ts';
import type { AttributeMap } from './messageRules.ts';

export function md5OfBody(body: string): string {
  return digestHex('md5', utf8Bytes(body));
}

/** MD5OfMessageAttributes; undefined where there are none. Attributes are sorted by name, each part with its length before it. */
export function md5OfAttributes(attributes: AttributeMap | undefined): string | undefined {
  const names = Object.keys(attributes ?? {}).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  if (names.length === 0) return undefined;
  const bytes: number[] = [];
  const add = (value: Uint8Array) => {
    const { length } = value;
    bytes.push((length >>> 24) & 255, (length >>> 16) & 255, (length >>> 8) & 255, length & 255);
    for (const byte of value) bytes.push(byte);
  };
  for (const name of names) {
    const { DataType = '', StringValue = '', BinaryValue } = attributes![name]!;
    add(utf8Bytes(name));
    add(utf8Bytes(DataType));
    bytes.push(BinaryValue === undefined ? 1 : 2);
    add(BinaryValue === undefined ? utf8Bytes(StringValue) : (base64Bytes(BinaryValue) ?? new Uint8Array()));
  }
  return digestHex('md5', Uint8Array.from(bytes));
}
