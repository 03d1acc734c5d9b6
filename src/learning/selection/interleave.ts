import { twinsOf, type Bank } from './bank.ts';

/**
 * The same list, reordered so that no two neighbours share a concept where that can be had, and a concept is followed by
 * one it is mixed up with. What comes first in the list still tends to come first.
 */
export function interleave<T extends { readonly concept: string }>(list: readonly T[], confusable: Bank['confusable']): readonly T[] {
  const left = [...list];
  const out: T[] = [];
  while (left.length > 0) {
    const previous = out.at(-1)?.concept;
    const at = nextIndex(left, previous, confusable);
    out.push(...left.splice(at, 1));
  }
  return out;
}

function nextIndex<T extends { readonly concept: string }>(left: readonly T[], previous: string | undefined, confusable: Bank['confusable']): number {
  const crowded = mostCommon(left);
  // A concept that fills more than half of what is left has to go now, or its questions end up side by side.
  if (crowded !== undefined && crowded !== previous) return left.findIndex((entry) => entry.concept === crowded);
  if (previous === undefined) return 0;
  const twins = twinsOf(previous, confusable);
  const twin = left.findIndex((entry) => twins.includes(entry.concept));
  if (twin >= 0) return twin;
  const other = left.findIndex((entry) => entry.concept !== previous);
  return Math.max(0, other);
}

function mostCommon<T extends { readonly concept: string }>(left: readonly T[]): string | undefined {
  const counts = new Map<string, number>();
  for (const { concept } of left) counts.set(concept, (counts.get(concept) ?? 0) + 1);
  for (const [concept, count] of counts) if (count * 2 > left.length) return concept;
  return undefined;
}
