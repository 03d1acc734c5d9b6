import { useMemo, type ReactNode } from 'react';
import { useSearchParams } from 'react-router';
import { EditionContext } from '../state/edition.ts';
import { settingsStore, useSettings } from '../state/settingsStore.ts';

/** The facts edition: `?facts=` wins over the setting. */
export function EditionProvider({ children }: { children: ReactNode }) {
  const [query, setQuery] = useSearchParams();
  const kept = useSettings((settings) => settings.facts);
  const asked = query.get('facts');
  const fromUrl = asked === 'notes' || asked === 'today';
  const state = useMemo(
    () => ({
      edition: fromUrl ? asked : kept,
      fromUrl,
      setEdition: (facts: 'notes' | 'today') => {
        settingsStore.getState().change({ facts });
        if (!fromUrl) return;
        setQuery(
          (now) => {
            now.delete('facts');
            return now;
          },
          { replace: true, preventScrollReset: true },
        );
      },
    }),
    [asked, fromUrl, kept, setQuery],
  );
  return <EditionContext value={state}>{children}</EditionContext>;
}
