import { useEffect, useRef } from 'react';
import { useWatch } from '../session/context.ts';
import { useAddressChoice } from './useAddressChoice.ts';

export const labTabs = ['controls', 'faults', 'explain', 'data'] as const;
export type LabTab = (typeof labTabs)[number];

const read = (query: URLSearchParams): LabTab => labTabs.find((name) => name === query.get('tab')) ?? 'controls';
const write = (query: URLSearchParams, tab: LabTab): void => {
  if (tab === 'controls') query.delete('tab');
  else query.set('tab', tab);
};

/** The tab on show: kept in the address as `?tab=`. A callout that opens by itself brings Explain to the front. */
export function useLabTab(): readonly [LabTab, (tab: LabTab) => void] {
  const [tab, setTab] = useAddressChoice(read, write);
  const current = useWatch((state) => state.current);

  const shown = useRef(current);
  useEffect(() => {
    if (current === shown.current) return;
    shown.current = current;
    if (current) setTab('explain');
  }, [current, setTab]);

  return [tab, setTab];
}
