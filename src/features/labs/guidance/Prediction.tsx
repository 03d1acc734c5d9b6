import { useRef, useState } from 'react';
import { Button } from '../../../ui/Button.tsx';
import type { Experiment, Prediction as PredictionContent } from '../../../content/types.ts';
import { appProgress } from './progress.ts';
import { useRunStore } from '../runContext.ts';
import { PredictionInput } from './PredictionInput.tsx';
import { PredictionOutcome } from './PredictionOutcome.tsx';
import { answerText, type PredictionAnswer } from './predictionText.ts';
import styles from './Guidance.module.css';

type Given = { readonly type: 'asking' } | { readonly type: 'skipped' } | { readonly type: 'given'; readonly answer: PredictionAnswer; readonly record: Promise<string | undefined> };

/** Asks what will happen before the run, and holds it against what did. */
export function Prediction({ experiment, prediction }: { readonly experiment: Experiment; readonly prediction: PredictionContent }) {
  const run = useRunStore();
  const place = useRef<HTMLElement>(null);
  const [given, setGiven] = useState<Given>({ type: 'asking' });

  /** The button that was pressed goes away: focus goes to Play, where the run can be held. */
  const toPlay = () => place.current?.closest('[data-lab]')?.querySelector<HTMLElement>('[data-tool="play"]')?.focus({ preventScroll: true });

  const give = (answer: PredictionAnswer) => {
    setGiven({ type: 'given', answer, record: appProgress.predict(experiment.id, answer) });
    run.getState().play();
    toPlay();
  };
  const skip = () => {
    void appProgress.predict(experiment.id, null);
    toPlay();
    setGiven({ type: 'skipped' });
    run.getState().play();
  };

  if (given.type === 'skipped') return null;
  return (
    <section ref={place} aria-label="Prediction" className={styles.prediction} data-testid="lab-prediction">
      {given.type === 'asking' ? (
        <>
          <p className={styles.prompt}>{prediction.prompt}</p>
          <PredictionInput
            prediction={prediction}
            seed={experiment.seed}
            length={experiment.length}
            onGive={give}
            skip={
              <Button variant="quiet" onClick={skip} data-testid="prediction-skip">
                Just run it
              </Button>
            }
          />
        </>
      ) : (
        <>
          <p className={styles.given}>
            <span>
              Your prediction: <strong>{answerText(prediction, given.answer)}</strong>
            </span>
          </p>
          <PredictionOutcome experiment={experiment} prediction={prediction} answer={given.answer} record={given.record} />
        </>
      )}
    </section>
  );
}
