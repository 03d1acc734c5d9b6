import { useCallback } from 'react';
import { useSearchParams } from 'react-router';

export type Guidance = 'explore' | 'experiments' | 'walkthrough';

/** The level of guidance, from the address: an experiment (`?x=`) or `?guide=`. */
export function useGuidance(): readonly [Guidance, (guidance: Guidance) => void] {
  const [query, setQuery] = useSearchParams();
  const asked = query.get('guide');
  const guidance: Guidance = asked === 'experiments' || asked === 'walkthrough' ? asked : query.has('x') && asked !== 'explore' ? 'experiments' : 'explore';

  const setGuidance = useCallback(
    (next: Guidance) =>
      setQuery(
        (now) => {
          if (next === 'explore') {
            now.delete('guide');
            // Exploring goes on with the run as it is; only its question leaves.
            if (now.has('x')) now.set('guide', 'explore');
          } else now.set('guide', next);
          return now;
        },
        { replace: true, preventScrollReset: true },
      ),
    [setQuery],
  );
  return [guidance, setGuidance];
}
