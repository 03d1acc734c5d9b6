/** What may cross a worker, lie in a file or be kept in a keyframe: data without behaviour. */
export type PlainData = string | number | boolean | bigint | null | readonly PlainData[] | { readonly [key: string]: PlainData | undefined };

export type PlainRecord = { readonly [key: string]: PlainData | undefined };

export function isPlainRecord(value: unknown): value is PlainRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
