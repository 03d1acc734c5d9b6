import { useEffect } from 'react';
import { useLocation } from 'react-router';
import type { NoteBlock } from '../../content/types.ts';

/** How long a block that was linked to stays marked, ms. */
const markedMs = 2500;

/** Follows `#block`: scrolls there, gives the block focus and marks it for a moment. */
export function useAnchor(blocks: readonly NoteBlock[]): void {
  const { hash, key } = useLocation();
  useEffect(() => {
    const anchor = decodeURIComponent(hash.slice(1));
    if (!blocks.some((block) => block.anchor === anchor)) return;
    const element = document.getElementById(anchor);
    if (!element) return;
    element.focus({ preventScroll: true });
    element.scrollIntoView({ block: 'start' });
    element.dataset.marked = '';
    const timer = window.setTimeout(() => delete element.dataset.marked, markedMs);
    return () => {
      window.clearTimeout(timer);
      delete element.dataset.marked;
    };
  }, [hash, key, blocks]);
}
