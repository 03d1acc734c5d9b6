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
    const arrive = () => {
      const heading = document.querySelector<HTMLElement>('main h1');
      if (!heading) return false;
      if (!isAnchor) heading.focus({ preventScroll: true });
      // The title is set by the page's own effect; read it once that has run.
      queueMicrotask(() => announce(document.title, { notable: true }));
      return true;
    };
    if (arrive()) return;
    const observer = new MutationObserver(() => arrive() && observer.disconnect());
    observer.observe(document.body, { childList: true, subtree: true });
    const timer = window.setTimeout(() => observer.disconnect(), patienceMs);
    return () => {
      observer.disconnect();
      window.clearTimeout(timer);
    };
  }, [pathname, hash, announce]);
}
