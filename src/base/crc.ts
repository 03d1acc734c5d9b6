/** Cyclic checksums that AWS's protocols carry. */

function tableOf(polynomial: number): Uint32Array {
  return Uint32Array.from({ length: 256 }, (_, n) => {
    let c = n;
    for (let k = 0; k < 8; k++) c = c & 1 ? (c >>> 1) ^ polynomial : c >>> 1;
    return c;
  });
}

function crcOf(bytes: Uint8Array, table: Uint32Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crc >>> 8) ^ table[(crc ^ byte) & 255]!;
  return (crc ^ 0xffffffff) >>> 0;
}

const table32 = tableOf(0xedb88320);
const table32c = tableOf(0x82f63b78);

/** CRC-32 as zip and HTTP use it. */
export const crc32 = (bytes: Uint8Array): number => crcOf(bytes, table32);

/** CRC-32C (Castagnoli). */
export const crc32c = (bytes: Uint8Array): number => crcOf(bytes, table32c);

/** The reflected polynomial of CRC-64/NVME in halves. */
const [high, low] = [0x9a6c9329, 0xac4bc9b5];
const highs = new Uint32Array(256);
const lows = new Uint32Array(256);
for (let n = 0; n < 256; n++) {
  let [h, l] = [0, n];
  for (let k = 0; k < 8; k++) {
    const odd = l & 1;
    l = (l >>> 1) | (h << 31);
    h >>>= 1;
    if (odd) [h, l] = [h ^ high, l ^ low];
  }
  highs[n] = h;
  lows[n] = l;
}

/** CRC-64/NVME, eight bytes. */
export function crc64(bytes: Uint8Array): Uint8Array {
  let [h, l] = [0xffffffff, 0xffffffff];
  for (const byte of bytes) {
    const at = (l ^ byte) & 255;
    l = ((l >>> 8) | (h << 24)) ^ lows[at]!;
    h = (h >>> 8) ^ highs[at]!;
  }
  return Uint8Array.from([h, l].flatMap((half) => [24, 16, 8, 0].map((shift) => ~half >>> shift)));
}
