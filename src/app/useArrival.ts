import { useEffect, useRef } from 'react';
import { useLocation } from 'react-router';
import { useAnnounce } from '../ui/Announcer.tsx';

/** How long a page may take to show its h1 before we stop waiting, ms. */
const patienceMs = 5000;

/** After a route change: focus on the h1 of the new page and its title announced. A page with an anchor in its address focuses that itself. */
export function useArrival(): void {
  const { pathname, hash } = useLocation();
  const announce = useAnnounce();
  const before = useRef(pathname);

  useEffect(() => {
    if (before.current === pathname) return;
    before.current = pathname;
    const isAnchor = hash !== '' && !hash.startsWith('#s=');
    let heading: HTMLElement | null = null;
    const arrive = () => {
      // A page that waited for its data draws its frame anew: the focus follows to the new h1, unless it has been moved since.
      if (heading !== null && (heading.isConnected || document.activeElement !== document.body)) return;
      const found = document.querySelector<HTMLElement>('main h1');
      if (!found) return;
      if (!isAnchor) found.focus({ preventScroll: true });
      // The title is set by the page's own effect; read it once that has run.
      if (heading === null) queueMicrotask(() => announce(document.title, { notable: true }));
      heading = found;
    };
    arrive();
    const observer = new MutationObserver(arrive);
    observer.observe(document.body, { childList: true, subtree: true });
    const timer = window.setTimeout(() => observer.disconnect(), patienceMs);
    return () => {
      observer.disconnect();
      window.clearTimeout(timer);
    };
  }, [pathname, hash, announce]);
}
