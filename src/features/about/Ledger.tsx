import { ErrorReport } from '../../ui/ErrorBoundary.tsx';
import { useLoaded } from '../../ui/useLoaded.ts';
import { parseMarkdown } from './markdown.ts';
import { Markdown } from './Markdown.tsx';
import styles from './AboutPage.module.css';

// The honesty note of each simulated service is the README in its folder; nothing is retyped here.
const readmes = import.meta.glob<string>('../../services/*/README.md', { query: '?raw', import: 'default' });

async function load() {
  const entries = await Promise.all(
    Object.entries(readmes).map(async ([path, read]) => ({ kind: path.split('/').at(-2)!, blocks: parseMarkdown(await read()) })),
  );
  return entries
    .filter((entry) => !entry.kind.startsWith('_'))
    .map(({ kind, blocks }) => {
      const [first, ...rest] = blocks;
      return first?.type === 'heading' ? { kind, title: first.text, blocks: rest } : { kind, title: kind, blocks };
    })
    .sort((a, b) => a.title.localeCompare(b.title, 'en'));
}

/** The model-fidelity ledger: one fold for each simulated service. */
export function Ledger() {
  const ledger = useLoaded('ledger', load);
  if (ledger.status === 'loading') return <p role="status">Loading the ledger…</p>;
  if (ledger.status === 'failed') return <ErrorReport error={ledger.error} where="The ledger" onRetry={ledger.retry} />;
  if (ledger.value.length === 0) return <p>No simulated service has its honesty note yet.</p>;
  return (
    <div className={styles.ledger}>
      {ledger.value.map((entry) => (
        <details key={entry.kind} className={styles.entry}>
          <summary>{entry.title}</summary>
          <Markdown blocks={entry.blocks} />
        </details>
      ))}
    </div>
  );
}
