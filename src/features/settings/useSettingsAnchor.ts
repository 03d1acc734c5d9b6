import { useEffect } from 'react';
import { useLocation } from 'react-router';

/** Follows `#theme` and the like: scrolls there and focuses the first control. */
export function useSettingsAnchor(): void {
  const { hash, key } = useLocation();
  useEffect(() => {
    const place = hash.length > 1 ? document.getElementById(decodeURIComponent(hash.slice(1))) : null;
    if (!place) return;
    place.scrollIntoView({ block: 'start' });
    const control = place.querySelector<HTMLElement>('input:checked, input:not([type=radio]), button, select') ?? place;
    control.focus({ preventScroll: true });
  }, [hash, key]);
}
