/** Bodies in chunks with lengths and signatures of their own (aws-chunked), as SDKs send streams. */
import { base64Bytes, base64Text } from '../../base/base64.ts';
import { refuse } from '../apiError.ts';

function lineEnd(bytes: Uint8Array, from: number): number {
  for (let i = from; i + 1 < bytes.length; i++) if (bytes[i] === 13 && bytes[i + 1] === 10) return i;
  return -1;
}

/** A body, and the headers that came behind it; names in lower case. */
export interface PlainBody {
  readonly base64: string;
  readonly trailers: Readonly<Record<string, string>>;
}

function trailersOf(bytes: Uint8Array): Record<string, string> {
  const lines = String.fromCharCode(...bytes.subarray(0, 8192)).split('\r\n');
  return Object.fromEntries(lines.flatMap((line) => (line.includes(':') ? [[line.slice(0, line.indexOf(':')).trim().toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]] : [])));
}

/** The body without its chunks; as it came where it has none. */
export function plainBody(base64: string, contentEncoding: string): PlainBody {
  if (!contentEncoding.split(',').some((each) => each.trim() === 'aws-chunked')) return { base64, trailers: {} };
  const bytes = base64Bytes(base64) ?? new Uint8Array();
  const out = new Uint8Array(bytes.length);
  let size = 0;
  for (let at = 0; ; ) {
    const end = lineEnd(bytes, at);
    const length = end < 0 ? Number.NaN : Number.parseInt(String.fromCharCode(...bytes.subarray(at, Math.min(end, at + 16))), 16);
    if (Number.isNaN(length) || length < 0 || end + 2 + length > bytes.length) return refuse('IncompleteBody', 'The request body terminated unexpectedly');
    if (length === 0) return { base64: base64Text(out.subarray(0, size)), trailers: trailersOf(bytes.subarray(end + 2)) };
    out.set(bytes.subarray(end + 2, end + 2 + length), size);
    size += length;
    at = end + 2 + length + 2;
  }
}
