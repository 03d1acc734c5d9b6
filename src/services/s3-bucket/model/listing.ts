/** ListObjectsV2: keys and common prefixes in order, a page at a time. */
import type { ServiceContext } from '../../../sim/serviceModel.ts';
import type { ObjectEntry } from './objectTable.ts';
import type { ListObjectsV2Request, ListObjectsV2Response, StoredObject } from './operations.ts';
import type { BucketEvent, BucketState } from './state.ts';

export function storedObject(entry: ObjectEntry): StoredObject {
  return { Key: entry.key, purpose: entry.purpose, bytes: entry.bytes, count: entry.count, LastModified: entry.storedAt, ETag: entry.etag, headers: entry.headers };
}

/** The common prefix that a key is told by; undefined where it is told by itself. */
function groupOf(key: string, prefix: string, delimiter: string): string | undefined {
  const at = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
  return at < 0 ? undefined : key.slice(0, at + delimiter.length);
}

/** Below zero where one text stands before another by its UTF-8 bytes. */
export function compareUtf8(a: string, b: string): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    const [one, other] = [a.charCodeAt(i), b.charCodeAt(i)];
    // Halves of a pair stand for what lies beyond every single unit.
    if (one !== other) return rank(one) - rank(other);
  }
  return a.length - b.length;
}
const rank = (unit: number) => (unit >= 0xd800 && unit < 0xe000 ? unit + 0x10000 : unit);

export function list(state: BucketState, { Prefix, StartAfter = '', MaxKeys, Delimiter = '', ContinueAfter }: ListObjectsV2Request, ctx: ServiceContext<BucketEvent>): ListObjectsV2Response {
  const most = Math.max(0, Math.min(MaxKeys, ctx.limits.number('s3.list.max-keys')));
  const found = new Map<string, ObjectEntry | null>();
  state.objects.visit((entry) => {
    if (!entry.key.startsWith(Prefix) || (StartAfter !== '' && compareUtf8(entry.key, StartAfter) <= 0)) return;
    const group = groupOf(entry.key, Prefix, Delimiter);
    const name = group ?? entry.key;
    if (ContinueAfter === undefined || compareUtf8(name, ContinueAfter) > 0) found.set(name, group === undefined ? entry : null);
  });
  const names = [...found.keys()].sort(compareUtf8);
  const page = names.slice(0, most);
  return {
    Contents: page.flatMap((name) => {
      const entry = found.get(name);
      return entry ? [storedObject(entry)] : [];
    }),
    CommonPrefixes: page.filter((name) => found.get(name) === null),
    // A page of nothing is never followed by another.
    IsTruncated: most > 0 && names.length > most,
    Last: page.at(-1),
  };
}
