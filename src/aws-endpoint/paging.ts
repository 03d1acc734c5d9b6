/** Lists that come in pages: a token says where the next one begins. */
import { base64Bytes, base64Text, utf8Text } from '../base/base64.ts';
import { utf8Bytes } from '../base/md5.ts';
import { refuse } from './apiError.ts';

interface Place {
  /** What the list is of: a stream's name, or nothing. */
  readonly of: string;
  /** The last key that was given out; empty at the beginning. */
  readonly after: string;
}

interface Paging<T> {
  readonly token: string | undefined;
  readonly limit: number;
  start(): Place;
  all(of: string): readonly T[];
  keyOf(item: T): string;
  /** Code and age from which a token is refused. */
  readonly expired?: { readonly code: string; readonly lifetimeMs: number };
  readonly invalid?: string;
  readonly now: number;
}

/** One page of a list that is sorted by its keys. */
export function page<T>({ token, limit, start, all, keyOf, expired, invalid, now }: Paging<T>): { items: readonly T[]; NextToken: string | undefined; more: boolean } {
  const place = token === undefined ? start() : readToken(token, now, expired, invalid ?? 'InvalidArgumentException');
  const rest = all(place.of).filter((item) => keyOf(item) > place.after);
  const items = rest.slice(0, limit);
  const last = items.at(-1);
  const more = rest.length > items.length && last !== undefined;
  return { items, more, NextToken: more ? base64Text(utf8Bytes(JSON.stringify([place.of, keyOf(last), now]))) : undefined };
}

function readToken(token: string, now: number, expired: Paging<unknown>['expired'], invalid: string): Place {
  const bytes = base64Bytes(token);
  const text = bytes && utf8Text(bytes);
  let read: unknown;
  try {
    read = text === undefined ? undefined : JSON.parse(text);
  } catch {
    read = undefined;
  }
  if (!Array.isArray(read) || typeof read[0] !== 'string' || typeof read[1] !== 'string' || typeof read[2] !== 'number') return refuse(invalid, 'NextToken is invalid.');
  if (expired && now - read[2] > expired.lifetimeMs) return refuse(expired.code, 'NextToken has expired: ask for the first page again.');
  return { of: read[0], after: read[1] };
}
