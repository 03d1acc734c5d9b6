import { lazy, Suspense, useMemo, useState } from 'react';
import { useEdition } from '../../../state/edition.ts';
import type { Control, ControlValues } from '../panel.ts';
import { useRun, useSampledRun } from '../runContext.ts';
import { useLab, useSession } from '../session/context.ts';
import { LastRefusal } from './LastRefusal.tsx';
import { LabControl } from './LabControl.tsx';
import styles from './Controls.module.css';

/** All controls of the lab in their groups, with the values that hold now. */
export function ControlsTab() {
  const { panel } = useLab();
  const { edition } = useEdition();
  const notice = useSession((state) => state.notice);
  const base = useSession((state) => state.base);
  const ready = useRun((state) => state.snapshot !== undefined);
  const text = useSampledRun((state) => (state.snapshot ? JSON.stringify(panel.read({ recipe: state.snapshot.recipe, snapshot: state.snapshot })) : '{}'));
  const values = useMemo(() => JSON.parse(text) as ControlValues, [text]);
  const start = useMemo(() => (base ? panel.read({ recipe: base, snapshot: undefined }) : values), [base, panel, values]);
  if (!ready || !base) return <p className={styles.waiting}>The simulation is being loaded.</p>;

  const groups = [...new Set(panel.controls.map((control) => control.group))];
  const isShown = (control: Control) => control.shown?.(values, edition) ?? true;
  return (
    <div className={styles.tab}>
      {notice !== undefined && <p className={styles.notice}>{notice}</p>}
      <LastRefusal />
      {groups.map((group) => (
        <section key={group} aria-label={group} className={styles.group}>
          <h3>{group}</h3>
          {panel.controls
            .filter((control) => control.group === group && isShown(control))
            .map((control) => (
              <LabControl key={control.id} control={control} values={values} start={start[control.id]} />
            ))}
        </section>
      ))}
      <PanelInspector />
    </div>
  );
}

/** A tool of the panel's own, below the controls. */
function PanelInspector() {
  const { panel } = useLab();
  const [Inspector] = useState(() => {
    const load = panel.inspector;
    return load && lazy(async () => ({ default: await load() }));
  });
  if (!Inspector) return null;
  return (
    <Suspense>
      <Inspector />
    </Suspense>
  );
}
