/** Cyclic checksums of S3 beside CRC-32. */

const table32c = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? (c >>> 1) ^ 0x82f63b78 : c >>> 1;
  return c;
});

/** CRC-32C (Castagnoli). */
export function crc32c(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crc >>> 8) ^ table32c[(crc ^ byte) & 255]!;
  return (crc ^ 0xffffffff) >>> 0;
}

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
