import type { Slots } from '../ui/Slots.tsx';

const miniLabs = import.meta.glob<{ default: Slots['MiniLab'] }>('../features/labs/MiniLab.tsx');
const inlineItems = import.meta.glob<{ default: Slots['InlineItem'] }>('../features/quiz/InlineItem.tsx');

function loader<T>(found: Record<string, () => Promise<{ default: T }>>): (() => Promise<T>) | undefined {
  const load = Object.values(found)[0];
  return load && (async () => (await load()).default);
}

/** What fills the slots of the pages beyond the start page. */
export const pageSlots = { MiniLab: loader(miniLabs), InlineItem: loader(inlineItems) };
