/** A seeded source of chance for drawing and shuffling questions: the same seed gives the same draws in every engine. */
export interface Chance {
  /** Uniform integer in [0, below). */
  below(below: number): number;
}

/** FNV-1a of a text as an unsigned 32-bit seed. */
export function seedOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/** A mulberry32 generator: 32 bits of state are plenty for orders and draws, and integer steps agree everywhere. */
export function chance(seed: number): Chance {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (t ^ (t >>> 14)) >>> 0;
  };
  return { below: (below) => Math.floor((next() / 0x1_0000_0000) * below) };
}

/** The list in an order that depends only on the seed (Fisher-Yates); the input is left as it was. */
export function shuffled<T>(list: readonly T[], seed: number): T[] {
  const out = [...list];
  const random = chance(seed);
  for (let i = out.length - 1; i > 0; i--) {
    const j = random.below(i + 1);
    const held = out[i] as T;
    out[i] = out[j] as T;
    out[j] = held;
  }
  return out;
}
