import type { Slots } from '../ui/Slots.tsx';

// A glob instead of an import: a feature that is not there leaves its slot empty, and the page that shows it says so.
const heroes = import.meta.glob<{ default: Slots['Hero'] }>('../features/labs/Hero.tsx');
const load = Object.values(heroes)[0];

/** The slot of the start page. What only other pages need is in pageSlots.ts, out of the first load. */
export const slots = { Hero: load && (async () => (await load()).default) };
