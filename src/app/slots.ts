import type { Slots } from '../ui/Slots.tsx';

// A glob instead of an import: a feature that is not there leaves its slot empty, and the page that shows it says so.
const heroes = import.meta.glob<{ default: Slots['Hero'] }>('../features/labs/Hero.tsx');
const miniLabs = import.meta.glob<{ default: Slots['MiniLab'] }>('../features/labs/MiniLab.tsx');
const inlineItems = import.meta.glob<{ default: Slots['InlineItem'] }>('../features/quiz/InlineItem.tsx');

function loader<T>(found: Record<string, () => Promise<{ default: T }>>): (() => Promise<T>) | undefined {
  const load = Object.values(found)[0];
  return load && (async () => (await load()).default);
}

/** What fills the slots that features leave open for each other. */
export const slots = { Hero: loader(heroes), MiniLab: loader(miniLabs), InlineItem: loader(inlineItems) };
