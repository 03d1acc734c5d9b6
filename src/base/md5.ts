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
