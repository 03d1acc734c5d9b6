/** Base64 and UTF-8 without the platform: the core has neither TextDecoder nor Buffer. */
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const values = new Int8Array(128).fill(-1);
for (let i = 0; i < alphabet.length; i++) values[alphabet.charCodeAt(i)] = i;

/** Base64 with padding. */
export function base64Text(bytes: Uint8Array): string {
  let out = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const left = bytes.length - i;
    const word = (bytes[i]! << 16) | ((left > 1 ? bytes[i + 1]! : 0) << 8) | (left > 2 ? bytes[i + 2]! : 0);
    out += alphabet[word >>> 18]! + alphabet[(word >>> 12) & 63]! + (left > 1 ? alphabet[(word >>> 6) & 63]! : '=') + (left > 2 ? alphabet[word & 63]! : '=');
  }
  return out;
}

/** Bytes that a base64 text stands for; -1 when it is none. Padding is required, as AWS does. */
export function base64Length(text: string): number {
  if (text.length % 4 !== 0) return -1;
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  for (let i = 0; i < text.length - padding; i++) {
    const code = text.charCodeAt(i);
    if (code > 127 || values[code] === -1) return -1;
  }
  return (text.length / 4) * 3 - padding;
}

/** The bytes of a base64 text; undefined when it is none. */
export function base64Bytes(text: string): Uint8Array | undefined {
  const length = base64Length(text);
  if (length < 0) return undefined;
  const out = new Uint8Array(length);
  for (let i = 0, n = 0; i < text.length; i += 4) {
    const word = (values[text.charCodeAt(i)]! << 18) | (values[text.charCodeAt(i + 1)]! << 12) | ((values[text.charCodeAt(i + 2)]! & 63) << 6) | (values[text.charCodeAt(i + 3)]! & 63);
    if (n < length) out[n++] = word >>> 16;
    if (n < length) out[n++] = (word >>> 8) & 255;
    if (n < length) out[n++] = word & 255;
  }
  return out;
}

/** Bytes behind a base64 text that is known to be one. */
export function base64Size(text: string): number {
  return (text.length / 4) * 3 - (text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0);
}

const chunk = 8192;

function isAscii(bytes: Uint8Array): boolean {
  for (let i = 0; i < bytes.length; i++) if (bytes[i]! > 127) return false;
  return true;
}

/** The text of UTF-8 bytes; undefined when they are none. */
export function utf8Text(bytes: Uint8Array): string | undefined {
  if (isAscii(bytes)) {
    let text = '';
    for (let i = 0; i < bytes.length; i += chunk) text += String.fromCharCode.apply(null, bytes.subarray(i, i + chunk) as unknown as number[]);
    return text;
  }
  const parts: string[] = [];
  let units: number[] = [];
  for (let i = 0; i < bytes.length; ) {
    const lead = bytes[i++]!;
    const more = lead < 0x80 ? 0 : lead < 0xc2 ? -1 : lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : lead < 0xf5 ? 3 : -1;
    if (more < 0 || i + more > bytes.length) return undefined;
    let code = more === 0 ? lead : lead & (0x3f >> more);
    for (let k = 0; k < more; k++) {
      const next = bytes[i++]!;
      if ((next & 0xc0) !== 0x80) return undefined;
      code = (code << 6) | (next & 0x3f);
    }
    if ((more === 2 && (code < 0x800 || (code >= 0xd800 && code < 0xe000))) || (more === 3 && (code < 0x10000 || code > 0x10ffff))) return undefined;
    if (code < 0x10000) units.push(code);
    else units.push(0xd800 + ((code - 0x10000) >> 10), 0xdc00 + ((code - 0x10000) & 0x3ff));
    if (units.length > 4000) {
      parts.push(String.fromCharCode(...units));
      units = [];
    }
  }
  return parts.join('') + String.fromCharCode(...units);
}
