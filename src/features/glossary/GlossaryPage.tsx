import { useLoaderData, useSearchParams } from 'react-router';
import type { Links } from '../../content/pageTypes.ts';
import type { GlossaryTerm } from '../../content/types.ts';
import { loadGlossary, loadLinks } from '../../content/viteSource.ts';
import { Page } from '../../ui/Page.tsx';
import { Tabs } from '../../ui/Tabs.tsx';
import { NumbersTable } from './NumbersTable.tsx';
import { Terms } from './Terms.tsx';

interface GlossaryData {
  readonly terms: readonly GlossaryTerm[];
  readonly links: Links;
}

/** Loads the terms before the page shows, so that going back finds it at its full height. */
export async function glossaryLoader(): Promise<GlossaryData> {
  const [terms, links] = await Promise.all([loadGlossary(), loadLinks()]);
  return { terms, links };
}

/** The words of the field, and every limit with both editions. */
export function GlossaryPage() {
  const { terms, links } = useLoaderData<GlossaryData>();
  const [query, setQuery] = useSearchParams();
  const selected = query.get('tab') === 'numbers' ? 'numbers' : 'terms';
  const select = (tab: string) =>
    setQuery(
      (now) => {
        if (tab === 'numbers') now.set('tab', tab);
        else now.delete('tab');
        return now;
      },
      { replace: true, preventScrollReset: true },
    );
  return (
    <Page
      title="Glossary"
      documentTitle={selected === 'numbers' ? ['Numbers', 'Glossary'] : ['Glossary']}
      lead="Words in one or two sentences, and every limit as the notes have it and as AWS documents it today."
    >
      <Tabs
        label="Glossary"
        selected={selected}
        onSelect={select}
        tabs={[
          { id: 'terms', label: 'Terms', panel: <Terms terms={terms} links={links} /> },
          { id: 'numbers', label: 'Numbers', panel: <NumbersTable /> },
        ]}
      />
    </Page>
  );
}
