import { useCallback, useEffect, useRef } from 'react';
import { useSearchParams } from 'react-router';
import { useWatch } from '../session/context.ts';

export const labTabs = ['controls', 'faults', 'explain', 'data'] as const;
export type LabTab = (typeof labTabs)[number];

/** The tab on show: kept in the address as `?tab=`. A callout that opens by itself brings Explain to the front. */
export function useLabTab(): readonly [LabTab, (tab: LabTab) => void] {
  const [query, setQuery] = useSearchParams();
  const asked = query.get('tab');
  const tab = labTabs.find((name) => name === asked) ?? 'controls';
  const current = useWatch((state) => state.current);

  const setTab = useCallback(
    (next: LabTab) =>
      setQuery(
        (now) => {
          if (next === 'controls') now.delete('tab');
          else now.set('tab', next);
          return now;
        },
        { replace: true, preventScrollReset: true },
      ),
    [setQuery],
  );

  const shown = useRef(current);
  useEffect(() => {
    if (current === shown.current) return;
    shown.current = current;
    if (current) setTab('explain');
  }, [current, setTab]);

  return [tab, setTab];
}
