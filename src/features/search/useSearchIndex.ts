import { useEffect, useState } from 'react';
import { appEntries, type Found } from './entries.ts';
import { makeSearchIndex, type SearchIndex } from './searchIndex.ts';

let built: Promise<SearchIndex> | undefined;

async function build(): Promise<SearchIndex> {
  const { loadSearch } = await import('../../content/viteSource.ts');
  const content: readonly Found[] = await loadSearch();
  return makeSearchIndex([...content, ...appEntries]);
}

/** The index, built once when first asked for; null until it is there. When content cannot be loaded it finds pages, labs and settings only. */
export function useSearchIndex(): { index: SearchIndex | null; partial: boolean } {
  const [state, setState] = useState<{ index: SearchIndex | null; partial: boolean }>({ index: null, partial: false });
  useEffect(() => {
    let current = true;
    built ??= build();
    built.then(
      (index) => current && setState({ index, partial: false }),
      () => {
        built = undefined;
        if (current) setState({ index: makeSearchIndex(appEntries), partial: true });
      },
    );
    return () => {
      current = false;
    };
  }, []);
  return state;
}
