import { base64Bytes, base64Text, utf8Text } from '../../base/base64.ts';
import { utf8Bytes } from '../../base/md5.ts';
import { isPlainRecord, type PlainData } from '../plainData.ts';

/** Bytes that a client sent, as they came: looked into only when somebody asks. */
export function rawContent(base64: string): { readonly [member: string]: string } {
  return { $base64: base64 };
}

function rawOf(content: PlainData): string | undefined {
  return isPlainRecord(content) && typeof content.$base64 === 'string' ? content.$base64 : undefined;
}

/** What a service sees in a content: bytes that are JSON objects or lists are read, other texts stay texts, other bytes are opaque. */
export function payloadOf(content: PlainData): PlainData | undefined {
  const raw = rawOf(content);
  if (raw === undefined) return content;
  const text = utf8Text(base64Bytes(raw) ?? new Uint8Array());
  if (text === undefined || !/^\s*[[{]/.test(text)) return text;
  try {
    return JSON.parse(text) as PlainData;
  } catch {
    return text;
  }
}

/** The bytes of a content as base64: what a client sent as it came, a text in UTF-8, anything else as JSON. */
export function base64Of(content: PlainData): string {
  return rawOf(content) ?? base64Text(utf8Bytes(typeof content === 'string' ? content : JSON.stringify(content)));
}
