import { useRef, useState } from 'react';
import { Button } from '../../../ui/Button.tsx';
import { ProgressBar } from '../../../ui/ProgressBar.tsx';
import { Select } from '../../../ui/Select.tsx';
import { TextField } from '../../../ui/TextField.tsx';
import { useAnnounce } from '../../../ui/Announcer.tsx';
import type { Job } from '../../../state/runStore.ts';
import type { LabPanel, NumberControl, SweepMeasure } from '../panel.ts';
import { useRun, useRunStore } from '../runContext.ts';
import { useLab } from '../session/context.ts';
import { nodesAt } from '../session/recipeEdits.ts';
import { SweepResult } from './SweepResult.tsx';
import { foldSweep, reachOf, sweepPoints, sweepSeeds, sweepValues, sweptRecipe, type SweepPoint } from './sweepPlan.ts';
import styles from './Sweep.module.css';

/** Each run of a sweep lasts this long at most, simulated ms. */
const lengthMax = 20_000;

export interface Swept {
  readonly control: NumberControl;
  readonly measure: SweepMeasure;
  readonly points: readonly SweepPoint[];
  readonly seconds: number;
  readonly seed: number;
}

const isNumber = (control: LabPanel['controls'][number]): control is NumberControl => control.type === 'number';

/** Varies one control over a range: 21 values with three seeds each, run beside the lab. */
export function Sweep() {
  const { panel } = useLab();
  const run = useRunStore();
  const announce = useAnnounce();
  const snapshot = useRun((state) => state.snapshot?.facts);
  const facts = snapshot ?? 'notes';
  const numbers = panel.controls.filter(isNumber).filter((control) => !(control.shown && control.id === 'maxrecord' && facts === 'notes'));
  const [controlId, setControlId] = useState('rate');
  const [measureId, setMeasureId] = useState(panel.sweepMeasures[0]!.id);
  const control = numbers.find((each) => each.id === controlId) ?? numbers[0]!;
  const measure = panel.sweepMeasures.find((each) => each.id === measureId) ?? panel.sweepMeasures[0]!;
  const [least, most] = reachOf(control, facts);
  const [from, setFrom] = useState<string | null>(null);
  const [to, setTo] = useState<string | null>(null);
  const job = useRef<Job<readonly (number | null)[]> | null>(null);
  const [going, setGoing] = useState<number | null>(null);
  const [problem, setProblem] = useState('');
  const [swept, setSwept] = useState<Swept | null>(null);
  const progress = useRun((state) => (going === null ? undefined : state.progress.get(going)));
  const low = from === null ? least : Number(from);
  const high = to === null ? most : Number(to);
  const isBad = !(low >= least && high <= most && low < high);

  const start = async () => {
    const { snapshot: now } = run.getState();
    if (!now) return;
    const base = { ...now.recipe, graph: { ...now.recipe.graph, nodes: nodesAt(now.recipe, now.time) } };
    const length = Math.min(lengthMax, base.length);
    const values = sweepValues(control, low, high);
    const recipes = values.flatMap((value) => Array.from({ length: sweepSeeds }, (_, i) => sweptRecipe(panel, base, control, value, base.seed + i, length)));
    setProblem('');
    job.current = run.getState().sweep(recipes, measure.path(base));
    setGoing(job.current.id);
    const result = await job.current.done;
    setGoing(null);
    if (!result.ok) return setProblem(result.error);
    const seconds = length / 1000;
    setSwept({ control, measure, seconds, seed: base.seed, points: foldSweep(values, result.value.map((value) => (value === null ? null : measure.value(value, seconds))), sweepSeeds) });
    announce(`Sweep done: ${recipes.length} runs.`, { notable: true });
  };

  return (
    <div className={styles.sweep} data-testid="lab-sweep">
      <div className={styles.row}>
        <Select
          id="sweep-control"
          label="Control"
          value={control.id}
          options={numbers.map((each) => ({ value: each.id, label: each.label }))}
          onChange={(id) => {
            setControlId(id);
            setFrom(null);
            setTo(null);
          }}
        />
        <Select id="sweep-measure" label="Look at" value={measure.id} options={panel.sweepMeasures.map((each) => ({ value: each.id, label: each.label }))} onChange={setMeasureId} />
      </div>
      <div className={styles.row}>
        <TextField label={`From, ${control.unit}`} value={from ?? String(least)} onChange={setFrom} inputMode="decimal" />
        <TextField label={`To, ${control.unit}`} value={to ?? String(most)} onChange={setTo} inputMode="decimal" {...(isBad ? { error: `Choose from ${least} to ${most}, the lower one first.` } : {})} />
      </div>
      {going === null ? (
        <Button variant="primary" disabled={isBad} onClick={() => void start()}>
          Run the sweep
        </Button>
      ) : (
        <div className={styles.going}>
          <ProgressBar label="Runs" value={progress?.done ?? 0} max={progress?.of ?? sweepPoints * sweepSeeds} valueText={`${progress?.done ?? 0} of ${progress?.of ?? sweepPoints * sweepSeeds} runs`} />
          <Button size="s" onClick={() => job.current?.cancel()}>
            Stop
          </Button>
        </div>
      )}
      {problem && <p role="alert">{problem}</p>}
      {swept && <SweepResult swept={swept} />}
    </div>
  );
}
