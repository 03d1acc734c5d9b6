import { useCallback, useEffect, useRef } from 'react';

/** A function that gives the milliseconds since it was last called, at first since the component appeared. */
export function useElapsed(): () => number {
  const since = useRef<number | null>(null);
  useEffect(() => {
    since.current ??= performance.now();
  }, []);
  return useCallback(() => {
    const now = performance.now();
    const elapsed = since.current === null ? 0 : now - since.current;
    since.current = now;
    return Math.round(elapsed);
  }, []);
}
