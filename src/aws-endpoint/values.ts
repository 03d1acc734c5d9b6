/** Members of a call as the handlers see them: blobs are base64 texts, times are seconds since 1970 (fractions allowed). */
export type ApiValue = string | number | boolean | null | readonly ApiValue[] | { readonly [member: string]: ApiValue | undefined };
export type ApiRecord = { readonly [member: string]: ApiValue | undefined };

export function isApiRecord(value: unknown): value is ApiRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A blob as bytes where a protocol carries bytes (CBOR): the handlers see base64 all the same. */
export function isBytes(value: unknown): value is Uint8Array {
  return value instanceof Uint8Array;
}
