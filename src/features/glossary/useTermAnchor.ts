import { useEffect } from 'react';
import { useLocation } from 'react-router';

/** Follows `#g.lease` or `#letter-L`. */
export function useTermAnchor(): void {
  const { hash, key } = useLocation();
  useEffect(() => {
    if (hash.length < 2) return;
    const place = document.getElementById(decodeURIComponent(hash.slice(1)));
    place?.focus({ preventScroll: true });
    place?.scrollIntoView({ block: 'start' });
  }, [hash, key]);
}
