import { useCallback, useEffect, useState } from 'react';

export type Loaded<T> =
  | { readonly status: 'loading' }
  | { readonly status: 'ready'; readonly value: T }
  | { readonly status: 'failed'; readonly error: unknown; readonly retry: () => void };

/** What a promise gives, for the current key; `load` is asked again when the key changes or `retry` is called. */
export function useLoaded<T>(key: string, load: () => Promise<T>): Loaded<T> {
  const [tries, setTries] = useState(0);
  const [state, setState] = useState<{ key: string; loaded: Loaded<T> }>({ key, loaded: { status: 'loading' } });
  const retry = useCallback(() => setTries((count) => count + 1), []);

  useEffect(() => {
    let current = true;
    setState({ key, loaded: { status: 'loading' } });
    load().then(
      (value) => current && setState({ key, loaded: { status: 'ready', value } }),
      (error: unknown) => current && setState({ key, loaded: { status: 'failed', error, retry } }),
    );
    return () => {
      current = false;
    };
    // `load` is usually a new closure on each render; the key says when it means something new.
  }, [key, tries]); // eslint-disable-line react-hooks/exhaustive-deps

  return state.key === key ? state.loaded : { status: 'loading' };
}
