import { Button } from '../../../ui/Button.tsx';
import { useAnnounce } from '../../../ui/Announcer.tsx';
import { Icon } from '../../../ui/Icon.tsx';
import type { RunRecipe } from '../../../sim/recipe.ts';
import type { LabFault } from '../panel.ts';
import { useRun, useRunStore, useSampledRun } from '../runContext.ts';
import { useLab } from '../session/context.ts';
import { clockText } from '../words.ts';
import { faultEnd, faultsDone } from './faultState.ts';
import { RunOn } from './RunOn.tsx';
import styles from './Faults.module.css';

const empty: readonly LabFault[] = [];

/** One button a fault, for now; each drops a marker on the timeline and can be taken back. */
export function FaultsTab() {
  const { panel, session } = useLab();
  const run = useRunStore();
  const announce = useAnnounce();
  const recipe = useRun((state) => state.snapshot?.recipe);
  const second = useSampledRun((state) => Math.floor((state.snapshot?.time ?? 0) / 250) * 250, 4);
  const faults = recipe ? panel.faults(recipe) : empty;
  const done = recipe ? faultsDone(recipe, second) : [];

  const inject = (fault: LabFault) => {
    session.getState().intervene([fault.what]);
    announce(`${fault.label}: injected at ${clockText(run.getState().snapshot?.time ?? 0)}.`);
  };
  const recover = (fault: LabFault) => {
    session.getState().intervene([{ type: 'recover', node: fault.what.node, name: fault.what.name, target: fault.what.target }]);
    announce(`${fault.label}: recovered.`);
  };

  return (
    <div className={styles.tab}>
      <p className={styles.lead}>A fault starts at the moment where the run stands now.</p>
      <ul className={styles.list}>
        {faults.map((fault) => {
          const active = recipe !== undefined && isActive(recipe, fault, second);
          return (
            <li key={fault.id} className={styles.fault}>
              <Button data-testid={`fault-${fault.id}`} pressed={active} icon={<Icon name={active ? 'check' : 'alert'} size={16} />} onClick={() => (active ? recover(fault) : inject(fault))}>
                {active ? `Recover now: ${fault.label}` : fault.label}
              </Button>
              <p>{fault.help}</p>
            </li>
          );
        })}
        <RunOn />
      </ul>
      {done.length > 0 && (
        <section aria-label="Done to this run">
          <h3>Done to this run</h3>
          <ul className={styles.done}>
            {done.map((deed) => (
              <li key={deed.index}>
                <span>
                  <span className={styles.when}>{clockText(deed.at)}</span> {deed.text}
                </span>
                <Button size="s" icon={<Icon name="undo" size={16} />} onClick={() => session.getState().undo(deed.index)}>
                  Undo fault
                </Button>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

function isActive(recipe: RunRecipe, fault: LabFault, at: number): boolean {
  return faultEnd(recipe, fault.what, at) !== undefined;
}
