import { useEffect } from 'react';
import { useLocation } from 'react-router';

/** Follows `#g.lease` or `#letter-L` once the terms are there. */
export function useTermAnchor(ready: boolean): void {
  const { hash, key } = useLocation();
  useEffect(() => {
    if (!ready || hash.length < 2) return;
    const place = document.getElementById(decodeURIComponent(hash.slice(1)));
    place?.focus({ preventScroll: true });
    place?.scrollIntoView({ block: 'start' });
  }, [ready, hash, key]);
}
