import { md5 as libraryMd5 } from '@noble/hashes/legacy.js';
import { sha256 as librarySha256 } from '@noble/hashes/sha2.js';
import { utf8Bytes } from './md5.ts';

function hex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0');
  return text;
}

/** SHA-256 of a text's UTF-8 bytes, 64 hexadecimal digits. */
export function sha256Hex(text: string): string {
  return hex(librarySha256(utf8Bytes(text)));
}

/** MD5 of bytes, 32 hexadecimal digits. */
export function md5HexOfBytes(bytes: Uint8Array): string {
  return hex(libraryMd5(bytes));
}
