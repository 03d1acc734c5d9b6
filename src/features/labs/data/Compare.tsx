import { useState } from 'react';
import { Button } from '../../../ui/Button.tsx';
import { Select } from '../../../ui/Select.tsx';
import { Table } from '../../../ui/Table.tsx';
import { useRunStore, useSampledRun } from '../runContext.ts';
import { useLab } from '../session/context.ts';
import { clockText } from '../words.ts';
import { branchLabel } from './branchLabels.ts';
import { compareRows, type ComparedRow } from './compareRows.ts';
import styles from './Data.module.css';

interface Compared {
  readonly branches: readonly { readonly id: number; readonly label: string }[];
  readonly until: number;
  readonly rows: readonly ComparedRow[];
}

/** Runs that were set aside when the past was changed, and this one beside the chosen one. */
export function Compare() {
  const run = useRunStore();
  const { panel } = useLab();
  const [chosen, setChosen] = useState(0);
  const compared = useSampledRun((state): Compared => {
    const { snapshot } = state;
    const branches = snapshot?.branches ?? [];
    const branch = branches.find((candidate) => candidate.id === chosen) ?? branches[branches.length - 1];
    if (!snapshot || !branch) return { branches: [], until: 0, rows: [] };
    const until = Math.min(snapshot.time, branch.until);
    return { branches: branches.map((each) => ({ id: each.id, label: branchLabel(panel, each, snapshot) })), until, rows: compareRows(panel.columns, branch, state.seconds, until) };
  }, 2);
  if (compared.branches.length === 0) {
    return (
      <section aria-label="Compare" className={styles.section}>
        <h3>Compare</h3>
        <p className={styles.muted}>Go back in time and change a control: the run so far is kept as a dashed line, and stands here beside the new one.</p>
      </section>
    );
  }
  const last = compared.branches[compared.branches.length - 1]!;
  const value = compared.branches.some((branch) => branch.id === chosen) ? chosen : last.id;
  const label = compared.branches.find((branch) => branch.id === value)?.label ?? '';
  return (
    <section aria-label="Compare" className={styles.section} data-testid="lab-compare">
      <div className={styles.row}>
        <Select id="compare" label="Compare" value={String(value)} options={compared.branches.map((branch) => ({ value: String(branch.id), label: branch.label }))} onChange={(next) => setChosen(Number(next))} />
        <Button onClick={() => run.getState().branch(value)}>Go back to that run</Button>
      </div>
      <Table
        caption={`Sums up to ${clockText(compared.until)}, where both runs have been`}
        rowHeaderKey="name"
        columns={[
          { key: 'name', title: 'Figure' },
          { key: 'before', title: label, numeric: true },
          { key: 'now', title: 'Now', numeric: true },
        ]}
        rows={compared.rows.map((row) => ({ key: row.id, cells: { name: row.title, before: row.before, now: row.now } }))}
      />
    </section>
  );
}
