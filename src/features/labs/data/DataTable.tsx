import { useId, useState } from 'react';
import { Button } from '../../../ui/Button.tsx';
import { Icon } from '../../../ui/Icon.tsx';
import { Table } from '../../../ui/Table.tsx';
import { useAnnounce } from '../../../ui/Announcer.tsx';
import { useRunStore, useSampledRun } from '../runContext.ts';
import { useLab } from '../session/context.ts';
import { digits } from '../words.ts';
import { csvOf, figureRows, type FigureRow } from './figures.ts';
import styles from './Data.module.css';

const rowsShown = 120;
const none: readonly FigureRow[] = [];

/** The figures of the last two minutes, a row a second. */
export function DataTable() {
  const title = useId();
  const run = useRunStore();
  const { panel } = useLab();
  const announce = useAnnounce();
  const [problem, setProblem] = useState('');
  const rows = useSampledRun((state) => (state.snapshot ? figureRows(panel.columns, state.seconds, state.snapshot.time, rowsShown) : none), 1);

  const copy = async () => {
    const { snapshot, seconds } = run.getState();
    const csv = csvOf(panel.columns, snapshot ? figureRows(panel.columns, seconds, snapshot.time, rowsShown) : none);
    try {
      await navigator.clipboard.writeText(csv);
      setProblem('');
      announce(`${digits(rows.length)} rows copied as CSV.`, { notable: true });
    } catch {
      setProblem('The browser did not allow copying. Allow it for this page, then try again.');
    }
  };

  return (
    <section aria-labelledby={title} data-testid="lab-data" className={styles.section}>
      <div className={styles.head}>
        <h2 id={title} className={styles.heading}>
          Figures by second
        </h2>
        <Button size="s" icon={<Icon name="copy" size={16} />} onClick={() => void copy()} disabled={rows.length === 0}>
          Copy CSV
        </Button>
      </div>
      {problem && <p role="alert">{problem}</p>}
      {rows.length === 0 ? (
        <p className={styles.muted}>No full second has passed yet.</p>
      ) : (
        <Table
          caption="Figures of the last 120 seconds, newest first"
          captionHidden
          maxHeight="20rem"
          rowHeaderKey="second"
          columns={[{ key: 'second', title: 'Second', numeric: true }, ...panel.columns.map((column) => ({ key: column.id, title: column.title, numeric: true }))]}
          rows={rows.map((row) => ({ key: String(row.at), cells: { second: digits(row.at), ...Object.fromEntries(panel.columns.map((column, i) => [column.id, digits(row.values[i] ?? 0, 2)])) } }))}
        />
      )}
    </section>
  );
}
