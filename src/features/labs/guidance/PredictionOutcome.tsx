import { useEffect, useState } from 'react';
import { Button } from '../../../ui/Button.tsx';
import { Pill } from '../../../ui/Pill.tsx';
import { TextField } from '../../../ui/TextField.tsx';
import { useAnnounce } from '../../../ui/Announcer.tsx';
import type { Experiment, Prediction } from '../../../content/types.ts';
import { measure } from '../../../base/measure.ts';
import { useRun, useRunStore } from '../runContext.ts';
import { digits } from '../words.ts';
import { SketchOverlay } from './SketchOverlay.tsx';
import { appProgress } from './progress.ts';
import { actualLine, type Points } from './actualLine.ts';
import { isRight, keyText, type PredictionAnswer } from './predictionText.ts';
import styles from './Guidance.module.css';

interface Outcome {
  readonly right: boolean;
  readonly measured: number | undefined;
  readonly line: Points | undefined;
}

/** The experiment's recipe as it is loaded, whatever was done to the run on show. */
function recipeOf(experiment: Experiment): unknown {
  const given = typeof experiment.recipe === 'string' ? { topology: experiment.recipe } : experiment.recipe;
  return { ...given, seed: experiment.seed, facts: experiment.facts, ...(experiment.length === undefined ? {} : { length: experiment.length }) };
}

function inUnit(prediction: Prediction, raw: number): number {
  if (prediction.type !== 'number') return raw;
  const scaled = raw * (prediction.scale ?? 1);
  return prediction.round === 'ceil' ? Math.ceil(scaled) : prediction.round === 'floor' ? Math.floor(scaled) : prediction.round === 'nearest' ? Math.round(scaled) : scaled;
}

/** Once the run has come to its end: what was predicted beside what came out, and room for a why. */
export function PredictionOutcome({ experiment, prediction, answer, record }: { readonly experiment: Experiment; readonly prediction: Prediction; readonly answer: PredictionAnswer; readonly record: Promise<string | undefined> }) {
  const run = useRunStore();
  const announce = useAnnounce();
  const ended = useRun((state) => state.snapshot?.ended === true);
  const length = useRun((state) => state.snapshot?.length ?? 0);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [problem, setProblem] = useState('');
  const [why, setWhy] = useState('');
  const [kept, setKept] = useState<boolean | null>(null);

  useEffect(() => {
    if (!ended || outcome) return;
    let current = true;
    const settle = async () => {
      const { seconds, coarse, summary } = run.getState();
      let measured: number | undefined;
      if (prediction.type === 'number' && prediction.measure !== undefined) {
        // The outcome is the experiment's own, even if controls were moved on the way.
        const done = await summary(recipeOf(experiment)).done;
        if (!current) return;
        if (!done.ok) return setProblem(done.error);
        const found = measure(JSON.parse(JSON.stringify(done.value)) as Record<string, unknown>, prediction.measure);
        if (found.ok && typeof found.value === 'number') measured = inUnit(prediction, found.value);
      }
      const line = prediction.type === 'sketch' ? actualLine(prediction, length > 660_000 ? coarse : seconds) : undefined;
      const right = isRight(prediction, answer, measured);
      setOutcome({ right, measured, line });
      announce(right ? 'The run came out as you predicted.' : 'The run came out otherwise than you predicted.', { notable: true });
      void record.then((id) => appProgress.finish(id, right));
    };
    void settle();
    return () => {
      current = false;
    };
  }, [ended, outcome, run, experiment, prediction, answer, record, length, announce]);

  if (problem) return <p role="alert">The outcome could not be worked out: {problem}</p>;
  if (!outcome) {
    return (
      <div className={styles.walkNav}>
        <p className={styles.legend}>At the end of the run it is held against what came out.</p>
        <Button size="s" onClick={() => run.getState().seek(length)} data-testid="prediction-end">
          Run to the end
        </Button>
      </div>
    );
  }
  return (
    <div className={styles.outcome} data-testid="prediction-outcome">
      <p className={styles.verdict}>
        <Pill status={outcome.right ? 'ok' : 'bad'}>{outcome.right ? 'As predicted' : 'Not as predicted'}</Pill>
        <span hidden={prediction.type === 'sketch'}>
          What came out: <strong>{outcome.measured === undefined ? keyText(prediction) : `${digits(outcome.measured, 2)} ${prediction.type === 'number' ? prediction.unit : ''}`}</strong>
        </span>
      </p>
      {prediction.type === 'sketch' && outcome.line && Array.isArray(answer) && <SketchOverlay predicted={answer as Points} actual={outcome.line} unit={prediction.unit} seconds={length / 1000} />}
      <form
        className={styles.why}
        onSubmit={(event) => {
          event.preventDefault();
          void record.then((id) => appProgress.finish(id, outcome.right, why)).then(setKept);
        }}
      >
        <TextField label="Why? In a sentence, for you alone (optional)" value={why} onChange={setWhy} maxLength={500} />
        <Button type="submit" disabled={why.trim() === ''}>
          Keep
        </Button>
      </form>
      {kept !== null && <p role="status">{kept ? 'Kept on this device. It comes back when you review.' : 'This browser could not keep it.'}</p>}
    </div>
  );
}
