/** Bodies in chunks with lengths and signatures of their own (aws-chunked), as SDKs send streams. */
import { base64Bytes, base64Text } from '../../base/base64.ts';
import { refuse } from '../apiError.ts';

function lineEnd(bytes: Uint8Array, from: number): number {
  for (let i = from; i + 1 < bytes.length; i++) if (bytes[i] === 13 && bytes[i + 1] === 10) return i;
  return -1;
}

/** The body without its chunks, in base64; the body as it came where it has none. Trailers are passed over. */
export function plainBody(base64: string, contentEncoding: string): string {
  if (!contentEncoding.split(',').some((each) => each.trim() === 'aws-chunked')) return base64;
  const bytes = base64Bytes(base64) ?? new Uint8Array();
  const out = new Uint8Array(bytes.length);
  let size = 0;
  for (let at = 0; ; ) {
    const end = lineEnd(bytes, at);
    const length = end < 0 ? Number.NaN : Number.parseInt(String.fromCharCode(...bytes.subarray(at, Math.min(end, at + 16))), 16);
    if (Number.isNaN(length) || end + 2 + length > bytes.length) return refuse('IncompleteBody', 'The body is not made of chunks, as Content-Encoding aws-chunked says.');
    if (length === 0) return base64Text(out.subarray(0, size));
    out.set(bytes.subarray(end + 2, end + 2 + length), size);
    size += length;
    at = end + 2 + length + 2;
  }
}
