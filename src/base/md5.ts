/** One-block MD5 (messages up to 55 bytes) on 32-bit words; longer messages take the library. */
import { md5 as libraryMd5 } from '@noble/hashes/legacy.js';
import { md5Compress } from './md5Compress.ts';

const block = new Int32Array(16);

/** UTF-8 bytes of a text: no TextEncoder in the core. Lone surrogates become U+FFFD, as encoders do. */
export function utf8Bytes(text: string): Uint8Array {
  const out = new Uint8Array(text.length * 3);
  let n = 0;
  for (let i = 0; i < text.length; i++) {
    let code = text.charCodeAt(i);
    if (code >= 0xd800 && code < 0xe000) {
      const low = i + 1 < text.length ? text.charCodeAt(i + 1) : 0;
      if (code < 0xdc00 && low >= 0xdc00 && low < 0xe000) {
        code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
        i++;
      } else code = 0xfffd;
    }
    if (code < 0x80) out[n++] = code;
    else if (code < 0x800) {
      out[n++] = 0xc0 | (code >> 6);
      out[n++] = 0x80 | (code & 63);
    } else if (code < 0x10000) {
      out[n++] = 0xe0 | (code >> 12);
      out[n++] = 0x80 | ((code >> 6) & 63);
      out[n++] = 0x80 | (code & 63);
    } else {
      out[n++] = 0xf0 | (code >> 18);
      out[n++] = 0x80 | ((code >> 12) & 63);
      out[n++] = 0x80 | ((code >> 6) & 63);
      out[n++] = 0x80 | (code & 63);
    }
  }
  return out.subarray(0, n);
}

/** Writes the four big-endian 32-bit words of a text's MD5 (UTF-8) into `out` from `at`. */
export function md5Words(text: string, out: Uint32Array, at: number): void {
  block.fill(0);
  const length = text.length;
  let bytes = 0;
  if (length <= 55) {
    for (; bytes < length; bytes++) {
      const code = text.charCodeAt(bytes);
      if (code > 127) break;
      block[bytes >> 2]! |= code << ((bytes & 3) << 3);
    }
  }
  if (bytes < length || length > 55) {
    const utf8 = utf8Bytes(text);
    if (utf8.length > 55) return writeLibrary(utf8, out, at);
    block.fill(0);
    for (bytes = 0; bytes < utf8.length; bytes++) block[bytes >> 2]! |= utf8[bytes]! << ((bytes & 3) << 3);
  }
  block[bytes >> 2]! |= 0x80 << ((bytes & 3) << 3);
  block[14] = bytes << 3;
  md5Compress(block, out, at);
}

function writeLibrary(bytes: Uint8Array, out: Uint32Array, at: number): void {
  const digest = libraryMd5(bytes);
  for (let w = 0; w < 4; w++) {
    out[at + w] = ((digest[w * 4]! << 24) | (digest[w * 4 + 1]! << 16) | (digest[w * 4 + 2]! << 8) | digest[w * 4 + 3]!) >>> 0;
  }
}

/** The 16 bytes of the MD5 of any bytes. */
export function md5Bytes(bytes: Uint8Array): Uint8Array {
  return libraryMd5(bytes);
}

/** The text that UTF-8 bytes spell; what is no UTF-8 becomes U+FFFD, as decoders do: no TextDecoder in the core. */
export function utf8Text(bytes: Uint8Array): string {
  let text = '';
  let i = 0;
  while (i < bytes.length) {
    const lead = bytes[i++]!;
    const more = lead < 0x80 ? 0 : lead >= 0xc2 && lead < 0xe0 ? 1 : lead >= 0xe0 && lead < 0xf0 ? 2 : lead >= 0xf0 && lead < 0xf5 ? 3 : -1;
    if (more <= 0) {
      text += more === 0 ? String.fromCharCode(lead) : '\ufffd';
      continue;
    }
    let code = lead & (0x3f >> more);
    let left = more;
    while (left > 0 && i < bytes.length && isContinuation(bytes[i]!, lead, left === more)) {
      code = (code << 6) | (bytes[i++]! & 0x3f);
      left--;
    }
    text += left > 0 ? '\ufffd' : String.fromCodePoint(code);
  }
  return text;
}

/** Whether a byte goes on with a character; the first one after some leads has a narrower range (no overlong forms, no surrogates). */
function isContinuation(byte: number, lead: number, first: boolean): boolean {
  const low = first && lead === 0xe0 ? 0xa0 : first && lead === 0xf0 ? 0x90 : 0x80;
  const high = first && lead === 0xed ? 0x9f : first && lead === 0xf4 ? 0x8f : 0xbf;
  return byte >= low && byte <= high;
}
