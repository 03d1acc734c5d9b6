import { md5Bytes, utf8Bytes } from '../../base/md5.ts';

/** An id in the form of a UUID, the same for the same text. */
export function hexOf(text: string): string {
  const hex = Array.from(md5Bytes(utf8Bytes(text)), (byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
