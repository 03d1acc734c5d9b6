import { useLayoutEffect, useRef } from 'react';
import { useLocation, useNavigationType } from 'react-router';

/** How long a page may take to reach the length it had, ms. */
const patienceMs = 3000;
/** What a person does who has taken over. */
const ownMoves = ['wheel', 'touchstart', 'pointerdown', 'keydown'] as const;

/** Scrolls there as soon as the page is long enough, unless the person moves first. */
function returnTo(y: number): () => void {
  const sizes = new ResizeObserver(() => {
    if (document.documentElement.scrollHeight - window.innerHeight < y) return;
    window.scrollTo(0, y);
    stop();
  });
  const stop = () => {
    sizes.disconnect();
    window.clearTimeout(timer);
    for (const move of ownMoves) window.removeEventListener(move, stop);
  };
  const timer = window.setTimeout(stop, patienceMs);
  for (const move of ownMoves) window.addEventListener(move, stop, { passive: true });
  sizes.observe(document.body);
  return stop;
}

/** Going back to a page that draws itself in steps, as labs do, brings it to where it was left. `ScrollRestoration` does so for all others. */
export function useScrollReturn(): void {
  const { key } = useLocation();
  const type = useNavigationType();
  const positions = useRef(new Map<string, number>());
  // A layout effect: the scroll events of the page's own change come before others run.
  useLayoutEffect(() => {
    const wanted = type === 'POP' ? positions.current.get(key) : undefined;
    const stop = wanted !== undefined && window.scrollY < wanted - 1 ? returnTo(wanted) : undefined;
    const note = () => positions.current.set(key, window.scrollY);
    window.addEventListener('scroll', note, { passive: true });
    return () => {
      stop?.();
      window.removeEventListener('scroll', note);
    };
  }, [key, type]);
}
