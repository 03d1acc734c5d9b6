import { md5, sha1 } from '@noble/hashes/legacy.js';
import { sha224, sha256, sha384, sha512 } from '@noble/hashes/sha2.js';

export const digestNames = ['md2', 'md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512'] as const;
export type DigestName = (typeof digestNames)[number];

const library = { md5, sha1, sha224, sha256, sha384, sha512 };

/** A message digest of bytes in lower-case hexadecimal. */
export function digestHex(name: DigestName, bytes: Uint8Array): string {
  const digest = name === 'md2' ? md2(bytes) : library[name](bytes);
  let text = '';
  for (const byte of digest) text += byte.toString(16).padStart(2, '0');
  return text;
}

/** The substitution of MD2 (RFC 1319): a shuffle of the bytes steered by the digits of pi. */
const table = piShuffle();

function piShuffle(): Uint8Array {
  const digits = piDigits(722);
  let at = 0;
  const next = () => digits[at++]!;
  const below = (n: number): number => {
    let x = next();
    let y = 10;
    if (n > 10) {
      x = x * 10 + next();
      y = 100;
    }
    if (n > 100) {
      x = x * 10 + next();
      y = 1000;
    }
    return x < n * Math.floor(y / n) ? x % n : below(n);
  };
  const shuffled = Uint8Array.from({ length: 256 }, (_, i) => i);
  for (let i = 2; i <= 256; i++) {
    const j = below(i);
    const kept = shuffled[j]!;
    shuffled[j] = shuffled[i - 1]!;
    shuffled[i - 1] = kept;
  }
  return shuffled;
}

/** Decimal digits of pi, the leading 3 first (Machin's formula in whole numbers). */
function piDigits(count: number): number[] {
  const one = 10n ** BigInt(count + 10);
  const arcTan = (x: bigint) => {
    let term = one / x;
    let sum = term;
    for (let k = 3n; term !== 0n; k += 2n) {
      term /= -(x * x);
      sum += term / k;
    }
    return sum;
  };
  return Array.from((4n * (4n * arcTan(5n) - arcTan(239n))).toString().slice(0, count), Number);
}

function md2(bytes: Uint8Array): Uint8Array {
  const padding = 16 - (bytes.length % 16);
  const padded = new Uint8Array(bytes.length + padding).fill(padding);
  padded.set(bytes);
  const checksum = new Uint8Array(16);
  let last = 0;
  const state = new Uint8Array(48);
  const mix = (block: Uint8Array) => {
    for (let i = 0; i < 16; i++) {
      state[16 + i] = block[i]!;
      state[32 + i] = state[16 + i]! ^ state[i]!;
    }
    let t = 0;
    for (let round = 0; round < 18; round++) {
      for (let i = 0; i < 48; i++) t = state[i]! ^= table[t]!;
      t = (t + round) % 256;
    }
  };
  for (let from = 0; from < padded.length; from += 16) {
    const block = padded.subarray(from, from + 16);
    for (let i = 0; i < 16; i++) last = checksum[i]! ^= table[block[i]! ^ last]!;
    mix(block);
  }
  mix(checksum);
  return state.slice(0, 16);
}
