import { Fragment } from 'react';
import { Link } from 'react-router';
import { findLimit } from '../../aws/limits/index.ts';
import type { Links } from '../../content/pageTypes.ts';
import { loadLinks } from '../../content/viteSource.ts';
import { useEdition } from '../../state/edition.ts';
import { Page } from '../../ui/Page.tsx';
import { formatQuantity } from '../../ui/quantity.ts';
import { Segmented } from '../../ui/Segmented.tsx';
import { Table } from '../../ui/Table.tsx';
import { ThenNow } from '../../ui/ThenNow.tsx';
import { useLoaded } from '../../ui/useLoaded.ts';
import { matrices, type Cell } from './matrices.ts';
import styles from './ComparePage.module.css';

function CellText({ text }: { text: string }) {
  const { edition } = useEdition();
  return text.split(/\{([^}]+)\}/).map((part, i) => {
    const limit = i % 2 === 1 ? findLimit(part) : undefined;
    if (!limit) return <Fragment key={i}>{part}</Fragment>;
    const notes = formatQuantity(limit.notes, limit.quantity);
    if (limit.today === undefined) return <span key={i}>{notes}</span>;
    return (
      <ThenNow
        key={i}
        title={limit.title}
        edition={edition}
        notes={notes}
        today={formatQuantity(limit.today, limit.quantity)}
        source={limit.source}
        changed={limit.changed}
      />
    );
  });
}

function CellView({ cell, row, links }: { cell: Cell; row: string; links: Links | null }) {
  const note = cell.note ? links?.find(cell.note) : undefined;
  const experiment = cell.x ? links?.find(cell.x) : undefined;
  return (
    <div className={styles.cell}>
      <span>
        <CellText text={cell.text} />
      </span>
      {(note?.href || experiment?.href) && (
        <span className={styles.links}>
          {note?.href && (
            <Link to={note.href} aria-label={`Note on ${row}: ${note.title}`}>
              Note
            </Link>
          )}
          {experiment?.href && (
            <Link to={experiment.href} aria-label={`Try it, ${row}: ${experiment.title}`}>
              Try it
            </Link>
          )}
        </span>
      )}
    </div>
  );
}

/** Services that are easily confused, side by side; cells lead to the note and to the run that shows it. */
export function ComparePage() {
  const { edition, setEdition } = useEdition();
  const loaded = useLoaded('links', loadLinks);
  const links = loaded.status === 'ready' ? loaded.value : null;
  return (
    <Page
      title="Which one?"
      width="full"
      lead="Services that are easily confused, side by side. Where a lab exists, a cell can be run."
      actions={
        <Segmented
          label="Facts"
          size="s"
          value={edition}
          onChange={setEdition}
          options={[
            { value: 'notes', label: 'Notes' },
            { value: 'today', label: 'Today' },
          ]}
        />
      }
    >
      {matrices.map((matrix) => (
        <section key={matrix.id} id={matrix.id} className={styles.matrix}>
          <h2>{matrix.title}</h2>
          <p className={styles.decides}>{matrix.decides}</p>
          <Table
            caption={matrix.title}
            captionHidden
            columns={[
              { key: 'row', title: <span className="visually-hidden">Property</span> },
              ...matrix.columns.map((title, i) => ({ key: String(i), title })),
            ]}
            rows={matrix.rows.map((row) => ({
              key: row.title,
              cells: {
                row: row.title,
                ...Object.fromEntries(
                  row.cells.map((entry, i) => [
                    String(i),
                    <CellView key={i} cell={entry} row={`${row.title}, ${matrix.columns[i] ?? ''}`} links={links} />,
                  ]),
                ),
              },
            }))}
          />
        </section>
      ))}
    </Page>
  );
}
