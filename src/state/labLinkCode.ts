import { fail, ok, type Result } from '../base/result.ts';

/** Unpacked data of a link may be this long at most, whatever a small packed one claims. */
export const maxUnpackedBytes = 64 * 1024;

/** Bytes as text that needs no escaping in an address. */
export function toBase64Url(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}

/** The bytes back; the error names the first character that cannot be. */
export function fromBase64Url(text: string): Result<Uint8Array<ArrayBuffer>, string> {
  const stray = text.search(/[^A-Za-z0-9_-]/);
  if (stray >= 0) return fail(`The link has a "${text[stray] ?? ''}" at place ${stray + 1} of its data, which no link holds. Copy the whole link again.`);
  if (text.length === 0 || text.length % 4 === 1) return fail('The data of the link has an impossible length: it was cut. Copy the whole link again.');
  const binary = atob(text.replace(/-/g, '+').replace(/_/g, '/'));
  return ok(Uint8Array.from(binary, (character) => character.charCodeAt(0)));
}

/** Raw deflate of a text; undefined where the browser has no compressor. */
export async function deflateText(text: string): Promise<Uint8Array | undefined> {
  if (typeof CompressionStream === 'undefined') return undefined;
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** The text back; stops reading when it grows past `maxUnpackedBytes`. */
export async function inflateText(bytes: Uint8Array<ArrayBuffer>): Promise<Result<string, string>> {
  if (typeof DecompressionStream === 'undefined') {
    return fail('This browser cannot unpack short links. Open the link in a newer browser, or ask for the design as a file.');
  }
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      size += part.value.byteLength;
      if (size > maxUnpackedBytes) {
        await reader.cancel();
        return fail(`The link unpacks to more than ${maxUnpackedBytes / 1024} KiB, more than any design needs. It was not opened; ask for the design as a file.`);
      }
      parts.push(part.value);
    }
    return ok(new TextDecoder('utf-8', { fatal: true }).decode(await new Blob(parts).arrayBuffer()));
  } catch {
    return fail('The data of the link cannot be unpacked: it was cut or changed on its way. Copy the whole link again.');
  }
}
