import { useEffect, useState } from 'react';
import { useLocation } from 'react-router';

const source = import.meta.glob<{ dueCount(): Promise<number> }>('../state/dueCount.ts')['../state/dueCount.ts'];

/** How many reviews are due; null until known. Asked when the page has settled, and again on each route change. */
export function useDueCount(): number | null {
  const { pathname } = useLocation();
  const [due, setDue] = useState<number | null>(null);
  useEffect(() => {
    if (!source) return;
    let current = true;
    const ask = async () => {
      const count = await (await source()).dueCount();
      if (current) setDue(count);
    };
    const timer = window.setTimeout(() => {
      // Storage may be blocked: the bar then shows no count, and Settings says why.
      ask().catch(() => current && setDue(null));
    }, 1500);
    return () => {
      current = false;
      window.clearTimeout(timer);
    };
  }, [pathname]);
  return due;
}
