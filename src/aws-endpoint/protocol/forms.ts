/** Percent-encoding of URLs and forms, without the platform's classes. */
import { utf8Text } from '../../base/base64.ts';
import { utf8Bytes } from '../../base/md5.ts';

/** A part of a URL without its escapes; escapes that are none stay as they are. In forms, `+` is a blank. */
export function unescapeUrl(text: string, form = false): string {
  const plain = form ? text.replace(/\+/g, ' ') : text;
  if (!plain.includes('%')) return plain;
  const bytes = utf8Bytes(plain);
  const out: number[] = [];
  for (let i = 0; i < bytes.length; i++) {
    const digits = bytes[i] === 37 ? /^[0-9a-fA-F]{2}$/.exec(String.fromCharCode(bytes[i + 1] ?? 0, bytes[i + 2] ?? 0))?.[0] : undefined;
    if (digits === undefined) out.push(bytes[i]!);
    else {
      out.push(Number.parseInt(digits, 16));
      i += 2;
    }
  }
  return utf8Text(Uint8Array.from(out)) ?? plain;
}

/** Name and value of each pair, in order. */
export function formPairs(text: string): (readonly [name: string, value: string])[] {
  return text
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const at = pair.indexOf('=');
      return at < 0 ? [unescapeUrl(pair, true), ''] : [unescapeUrl(pair.slice(0, at), true), unescapeUrl(pair.slice(at + 1), true)];
    });
}
