import { useRef, useState, type PointerEvent, type ReactNode } from 'react';
import { Button } from '../../../ui/Button.tsx';
import type { Prediction } from '../../../content/types.ts';
import { digits } from '../words.ts';
import type { PredictionAnswer } from './predictionText.ts';
import styles from './Guidance.module.css';

const width = 480;
const height = 160;
const pointCount = 4;

type SketchPrediction = Extract<Prediction, { type: 'sketch' }>;

/** Top of the scale: well above what comes out, rounded, so that the axis does not give the answer away. */
function scaleTop(prediction: SketchPrediction): number {
  const most = Math.max(1, ...(prediction.answer ?? []).map(([, value]) => value));
  const wanted = most * 3;
  const decade = 10 ** Math.floor(Math.log10(wanted));
  return [1, 2, 5, 10].map((mark) => mark * decade).find((mark) => mark >= wanted) ?? wanted;
}

interface SketchProps {
  readonly prediction: SketchPrediction;
  readonly seconds: number;
  readonly onGive: (answer: PredictionAnswer) => void;
  readonly skip: ReactNode;
}

/** A line to be drawn by dragging its points, and the same points as numbers beside it. */
export function Sketch({ prediction, seconds, onGive, skip }: SketchProps) {
  const [values, setValues] = useState<readonly number[]>(() => Array.from({ length: pointCount }, () => 0));
  const held = useRef<number | null>(null);
  const times = prediction.answer?.length === pointCount ? prediction.answer.map(([at]) => at) : values.map((_, i) => (seconds * i) / (pointCount - 1));
  const top = scaleTop(prediction);
  const set = (index: number, value: number) => setValues((now) => now.map((old, i) => (i === index ? Math.min(top, Math.max(0, Math.round(value * 10) / 10)) : old)));
  const x = (at: number) => (at / seconds) * width;
  const y = (value: number) => height - (value / top) * height;

  const drag = (event: PointerEvent<SVGSVGElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    if (event.type === 'pointerdown') {
      const at = ((event.clientX - box.left) / box.width) * seconds;
      held.current = times.reduce((best, time, i) => (Math.abs(time - at) < Math.abs(times[best]! - at) ? i : best), 0);
      event.currentTarget.setPointerCapture(event.pointerId);
    }
    if (held.current !== null) set(held.current, (1 - (event.clientY - box.top) / box.height) * top);
  };
  const drop = () => {
    held.current = null;
  };

  return (
    <div className={styles.sketch}>
      <svg viewBox={`-8 -8 ${width + 16} ${height + 16}`} className={styles.paper} aria-hidden="true" onPointerDown={drag} onPointerMove={drag} onPointerUp={drop} onPointerCancel={drop}>
        <rect width={width} height={height} className={styles.ground} />
        <text x={4} y={14} className={styles.axis}>
          {`${digits(top)} ${prediction.unit}`}
        </text>
        <text x={width - 4} y={height - 6} textAnchor="end" className={styles.axis}>
          {`${digits(seconds)} s`}
        </text>
        <polyline points={times.map((at, i) => `${x(at)},${y(values[i]!)}`).join(' ')} className={styles.drawn} />
        {times.map((at, i) => (
          <circle key={at} cx={x(at)} cy={y(values[i]!)} r={7} className={styles.point} />
        ))}
      </svg>
      <fieldset className={styles.numbers}>
        <legend>The same in numbers</legend>
        {times.map((at, i) => (
          <label key={at}>
            <span>At {digits(at)} s</span>
            <input type="number" min={0} max={top} step={0.1} value={values[i]} onChange={(event) => set(i, Number(event.target.value))} />
            <span>{prediction.unit}</span>
          </label>
        ))}
      </fieldset>
      <div className={styles.options}>
        <Button variant="primary" onClick={() => onGive(times.map((at, i) => [at, values[i]!] as const))}>
          Predict and run
        </Button>
        {skip}
      </div>
    </div>
  );
}
