import { useSearchParams } from 'react-router';
import { Page } from '../../ui/Page.tsx';
import { Tabs } from '../../ui/Tabs.tsx';
import { NumbersTable } from './NumbersTable.tsx';
import { Terms } from './Terms.tsx';

/** The words of the field, and every limit with both editions. */
export function GlossaryPage() {
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
    <Page title="Glossary" documentTitle={selected === 'numbers' ? ['Numbers', 'Glossary'] : ['Glossary']} lead="Words in one or two sentences, and every limit as the notes have it and as AWS documents it today.">
      <Tabs
        label="Glossary"
        selected={selected}
        onSelect={select}
        tabs={[
          { id: 'terms', label: 'Terms', panel: <Terms /> },
          { id: 'numbers', label: 'Numbers', panel: <NumbersTable /> },
        ]}
      />
    </Page>
  );
}
