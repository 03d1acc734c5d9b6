import { useCallback, useEffect, useState } from 'react';

export type Loaded<T> =
  | { readonly status: 'loading' }
  | { readonly status: 'ready'; readonly value: T }
  | { readonly status: 'failed'; readonly error: unknown; readonly retry: () => void };

/** What a promise gives, for the current key; `load` is asked again when the key changes or `retry` is called. */
export function useLoaded<T>(key: string, load: () => Promise<T>): Loaded<T> {
  const [tries, setTries] = useState(0);
  const [settled, setSettled] = useState<{ of: string; loaded: Loaded<T> } | null>(null);
  const retry = useCallback(() => setTries((count) => count + 1), []);
  const of = `${key} ${tries}`;

  useEffect(() => {
    let current = true;
    load().then(
      (value) => current && setSettled({ of, loaded: { status: 'ready', value } }),
      (error: unknown) => current && setSettled({ of, loaded: { status: 'failed', error, retry } }),
    );
    return () => {
      current = false;
    };
    // oxlint-disable-next-line react/exhaustive-deps -- `load` is a new closure on each render; the key says when it means something new
  }, [of, retry]);

  return settled?.of === of ? settled.loaded : { status: 'loading' };
}
