/** What may cross a worker, lie in a file or be kept in a keyframe: data without behaviour. */
export type PlainData = string | number | boolean | bigint | null | readonly PlainData[] | { readonly [key: string]: PlainData | undefined };

export type PlainRecord = { readonly [key: string]: PlainData | undefined };

export function isPlainRecord(value: unknown): value is PlainRecord {
  return typeof value === 'object' && value !== null && Object.prototype.toString.call(value) === '[object Object]';
}

const longestShown = 80;

/** Any value as a short text for a message; never throws. */
export function sayValue(value: unknown): string {
  let text: string | undefined;
  try {
    text = JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? inner.toString() : inner));
  } catch {
    text = undefined;
  }
  text ??= `a ${typeof value}`;
  return text.length <= longestShown ? text : `${text.slice(0, longestShown)}…`;
}
