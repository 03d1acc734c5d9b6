import { useState, type ReactNode } from 'react';
import { Button } from '../../../ui/Button.tsx';
import { Field } from '../../../ui/Field.tsx';
import type { Prediction } from '../../../content/types.ts';
import { durationMs } from './duration.ts';
import type { PredictionAnswer } from './predictionText.ts';
import { Sketch } from './Sketch.tsx';
import { shuffled } from './shuffled.ts';
import styles from './Guidance.module.css';

interface InputProps<P extends Prediction = Prediction> {
  readonly prediction: P;
  /** Of the order in which options stand. */
  readonly seed: number;
  readonly length: number | string | undefined;
  readonly onGive: (answer: PredictionAnswer) => void;
  /** The way past the question. */
  readonly skip: ReactNode;
}

/** The way to answer: buttons that start the run, or a number, an order or a line with a button. */
export function PredictionInput(props: InputProps) {
  const { prediction } = props;
  switch (prediction.type) {
    case 'choose':
      return <Choose {...props} prediction={prediction} />;
    case 'number':
      return <Guess {...props} prediction={prediction} />;
    case 'order':
      return <Order {...props} prediction={prediction} />;
    case 'sketch':
      return <Sketch prediction={prediction} seconds={durationMs(props.length ?? '60s') / 1000} onGive={props.onGive} skip={props.skip} />;
  }
}

type Of<T extends Prediction['type']> = Extract<Prediction, { type: T }>;

function Choose({ prediction, onGive, skip }: InputProps<Of<'choose'>>) {
  return (
    <div className={styles.options}>
      {prediction.options.map((option) => (
        <Button key={option.id} data-prediction={option.id} onClick={() => onGive(option.id)}>
          {option.text}
        </Button>
      ))}
      {skip}
    </div>
  );
}

function Guess({ prediction, onGive, skip }: InputProps<Of<'number'>>) {
  const min = prediction.min ?? 0;
  const max = prediction.max ?? Math.max(10, prediction.answer * 4);
  const [value, setValue] = useState(min);
  return (
    <div className={styles.guess}>
      <Field id="prediction" label="Your number" unit={prediction.unit} value={value} min={min} max={max} step={prediction.step ?? 1} onChange={setValue} />
      <div className={styles.options}>
        <Button variant="primary" onClick={() => onGive(value)}>
          Predict and run
        </Button>
        {skip}
      </div>
    </div>
  );
}

function Order({ prediction, seed, onGive, skip }: InputProps<Of<'order'>>) {
  const [ids, setIds] = useState(() => shuffled(prediction.options.map((option) => option.id), seed));
  const move = (index: number, by: 1 | -1) =>
    setIds((now) => {
      const next = [...now];
      [next[index], next[index + by]] = [next[index + by]!, next[index]!];
      return next;
    });
  return (
    <div className={styles.guess}>
      <ol className={styles.order}>
        {ids.map((id, i) => {
          const text = prediction.options.find((option) => option.id === id)?.text ?? id;
          return (
            <li key={id}>
              <span>{text}</span>
              <Button size="s" aria-label={`Move up: ${text}`} disabled={i === 0} onClick={() => move(i, -1)}>
                Up
              </Button>
              <Button size="s" aria-label={`Move down: ${text}`} disabled={i === ids.length - 1} onClick={() => move(i, 1)}>
                Down
              </Button>
            </li>
          );
        })}
      </ol>
      <div className={styles.options}>
        <Button variant="primary" onClick={() => onGive(ids)}>
          Predict and run
        </Button>
        {skip}
      </div>
    </div>
  );
}
