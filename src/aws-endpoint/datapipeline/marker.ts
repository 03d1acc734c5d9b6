/** Lists in pages: a marker says behind which entry the next one begins. */
import { base64Bytes, base64Text, utf8Text } from '../../base/base64.ts';
import { utf8Bytes } from '../../base/md5.ts';
import { invalid } from './register.ts';

interface Paged<T> {
  readonly items: readonly T[];
  readonly hasMoreResults: boolean;
  readonly marker: string | undefined;
}

/** `of` tells lists apart: a marker is good for its own only. */
export function pageOf<T>(of: string, all: readonly T[], size: number, marker: string | undefined): Paged<T> {
  let from = 0;
  if (marker !== undefined && marker !== '') {
    const bytes = base64Bytes(marker);
    const [at, list] = (bytes ? (utf8Text(bytes) ?? '') : '').split(' ', 2);
    if (list !== of || !/^\d{1,9}$/.test(at ?? '')) return invalid(`The marker ${marker.slice(0, 40)} is not valid`);
    from = Number(at);
  }
  const items = all.slice(from, from + size);
  const more = from + items.length < all.length;
  return { items, hasMoreResults: more, marker: more ? base64Text(utf8Bytes(`${from + items.length} ${of}`)) : undefined };
}
