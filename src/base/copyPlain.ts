/** A store with cheap copies: state may hold these beside plain data. */
export interface Store {
  readonly isStore: true;
  /** A copy that shares what neither side will change. */
  clone(): Store;
  /** Folds what the store holds into a running hash. */
  hashInto(hash: Hasher): void;
}

/** Takes numbers and texts in order; `Digest` implements it. */
export interface Hasher {
  number(value: number): void;
  text(value: string): void;
  /** Folds an object in a way of its own, and answers true; false leaves it to be walked through. */
  fold?(value: object): boolean;
}

function isStore(value: object): value is Store {
  return (value as { isStore?: unknown }).isStore === true;
}

/**
 * A deep copy of plain data. Frozen objects (batches, requests) are shared: nobody changes them.
 * Stores are cloned, typed arrays and maps copied; anything with another prototype throws.
 */
export function copyPlain<T>(value: T): T {
  return copyValue(value) as T;
}

function copyValue(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) {
    if (typeof value === 'function' || typeof value === 'symbol') throw new Error(`state holds a ${typeof value}: only plain data may be kept`);
    return value;
  }
  if (isStore(value)) return value.clone();
  if (Array.isArray(value)) {
    if (Object.isFrozen(value)) return value;
    const copy = new Array<unknown>(value.length);
    for (let i = 0; i < value.length; i++) copy[i] = copyValue(value[i]);
    return copy;
  }
  if (ArrayBuffer.isView(value)) return (value as Uint8Array).slice();
  if (Object.isFrozen(value)) return value;
  if (value instanceof Map) {
    const copy = new Map<unknown, unknown>();
    for (const [key, entry] of value) copy.set(key, copyValue(entry));
    return copy;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    throw new Error(`state holds a ${(value.constructor as { name?: string }).name ?? 'class'} instance: only plain data and stores may be kept`);
  }
  const copy: Record<string, unknown> = {};
  for (const key in value) copy[key] = copyValue((value as Record<string, unknown>)[key]);
  return copy;
}

/** Folds plain data, frozen or not, into a hash; keys in insertion order, which a deterministic run repeats. */
export function hashPlain(value: unknown, hash: Hasher): void {
  if (typeof value === 'number') hash.number(value);
  else if (typeof value === 'string') hash.text(value);
  else if (typeof value === 'bigint') hash.text(value.toString());
  else if (typeof value === 'boolean') hash.number(value ? 1 : 2);
  else if (value === null) hash.number(-3);
  else if (value === undefined) hash.number(-4);
  else if (typeof value === 'object') hashObject(value, hash);
  else throw new Error(`state holds a ${typeof value}: only plain data may be kept`);
}

function hashObject(value: object, hash: Hasher): void {
  if (hash.fold?.(value) === true) return;
  if (isStore(value)) value.hashInto(hash);
  else if (Array.isArray(value)) {
    hash.number(value.length);
    for (const entry of value) hashPlain(entry, hash);
  } else if (ArrayBuffer.isView(value)) {
    const columns = value as unknown as ArrayLike<number>;
    hash.number(columns.length);
    for (let i = 0; i < columns.length; i++) hash.number(columns[i]!);
  } else if (value instanceof Map) {
    hash.number(value.size);
    for (const [key, entry] of value) {
      hashPlain(key, hash);
      hashPlain(entry, hash);
    }
  } else {
    for (const key in value) {
      hash.text(key);
      hashPlain((value as Record<string, unknown>)[key], hash);
    }
  }
}
