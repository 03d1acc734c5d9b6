import { useAddressChoice } from '../frame/useAddressChoice.ts';

export type Guidance = 'explore' | 'experiments' | 'walkthrough';

const read = (query: URLSearchParams): Guidance => {
  const asked = query.get('guide');
  if (asked === 'experiments' || asked === 'walkthrough') return asked;
  return query.has('x') && asked !== 'explore' ? 'experiments' : 'explore';
};
const write = (query: URLSearchParams, guidance: Guidance): void => {
  // Exploring goes on with the run as it is; only its question leaves.
  if (guidance === 'explore' && !query.has('x')) query.delete('guide');
  else query.set('guide', guidance);
};

/** The level of guidance, from the address: an experiment (`?x=`) or `?guide=`. */
export function useGuidance(): readonly [Guidance, (guidance: Guidance) => void] {
  return useAddressChoice(read, write);
}
