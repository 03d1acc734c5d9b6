/** One-block MD5 (messages up to 55 bytes) on 32-bit words; longer messages take the library. */
import { md5 as libraryMd5 } from '@noble/hashes/legacy.js';

const shifts = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];
const constants = new Int32Array(64);
/** floor(2^32 * |sin(i + 1)|) as integers: the table of RFC 1321, written out since Math.sin may differ between engines. */
const table =
  'd76aa478e8c7b756242070dbc1bdceeef57c0faf4787c62aa8304613fd469501698098d88b44f7afffff5bb1895cd7be6b901122fd987193a679438e49b40821' +
  'f61e2562c040b340265e5a51e9b6c7aad62f105d02441453d8a1e681e7d3fbc821e1cde6c33707d6f4d50d87455a14eda9e3e905fcefa3f8676f02d98d2a4c8a' +
  'fffa39428771f6816d9d6122fde5380ca4beea444bdecfa9f6bb4b60bebfbc70289b7ec6eaa127fad4ef308504881d05d9d4d039e6db99e51fa27cf8c4ac5665' +
  'f4292244432aff97ab9423a7fc93a039655b59c38f0ccc92ffeff47d85845dd16fa87e4ffe2ce6e0a30143144e0811a1f7537e82bd3af2352ad7d2bbeb86d391';
for (let i = 0; i < 64; i++) constants[i] = Number.parseInt(table.slice(i * 8, i * 8 + 8), 16) | 0;

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
  let a = 0x67452301;
  let b = 0xefcdab89 | 0;
  let c = 0x98badcfe | 0;
  let d = 0x10325476;
  for (let i = 0; i < 64; i++) {
    let mixed: number;
    let word: number;
    const round = i >> 4;
    if (round === 0) {
      mixed = (b & c) | (~b & d);
      word = i;
    } else if (round === 1) {
      mixed = (d & b) | (~d & c);
      word = (5 * i + 1) & 15;
    } else if (round === 2) {
      mixed = b ^ c ^ d;
      word = (3 * i + 5) & 15;
    } else {
      mixed = c ^ (b | ~d);
      word = (7 * i) & 15;
    }
    const sum = (a + mixed + constants[i]! + block[word]!) | 0;
    const shift = shifts[(round << 2) | (i & 3)]!;
    a = d;
    d = c;
    c = b;
    b = (b + ((sum << shift) | (sum >>> (32 - shift)))) | 0;
  }
  out[at] = bigEndian((a + 0x67452301) | 0);
  out[at + 1] = bigEndian((b + 0xefcdab89) | 0);
  out[at + 2] = bigEndian((c + 0x98badcfe) | 0);
  out[at + 3] = bigEndian((d + 0x10325476) | 0);
}

function bigEndian(x: number): number {
  return ((x << 24) | ((x & 0xff00) << 8) | ((x >>> 8) & 0xff00) | (x >>> 24)) >>> 0;
}

function writeLibrary(bytes: Uint8Array, out: Uint32Array, at: number): void {
  const digest = libraryMd5(bytes);
  for (let w = 0; w < 4; w++) {
    out[at + w] = ((digest[w * 4]! << 24) | (digest[w * 4 + 1]! << 16) | (digest[w * 4 + 2]! << 8) | digest[w * 4 + 3]!) >>> 0;
  }
}
