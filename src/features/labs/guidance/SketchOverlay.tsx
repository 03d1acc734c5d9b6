import { digits } from '../words.ts';
import { valueAt } from './predictionText.ts';
import type { Points } from './actualLine.ts';
import styles from './Guidance.module.css';

const width = 480;
const height = 160;

/** The line that was drawn, solid with points, and the one that came out, dashed; the same in figures below. */
export function SketchOverlay({ predicted, actual, unit, seconds }: { readonly predicted: Points; readonly actual: Points; readonly unit: string; readonly seconds: number }) {
  const top = Math.max(1, ...predicted.map(([, value]) => value), ...actual.map(([, value]) => value)) * 1.1;
  const path = (points: Points) => points.map(([at, value]) => `${((at / seconds) * width).toFixed(1)},${(height - (value / top) * height).toFixed(1)}`).join(' ');
  return (
    <figure>
      <svg viewBox={`-8 -8 ${width + 16} ${height + 16}`} className={styles.paper} aria-hidden="true">
        <rect width={width} height={height} className={styles.ground} />
        <text x={4} y={14} className={styles.axis}>{`${digits(top)} ${unit}`}</text>
        <polyline points={path(predicted)} className={styles.drawn} />
        <polyline points={path(actual)} className={styles.actual} />
        {predicted.map(([at, value]) => (
          <circle key={at} cx={(at / seconds) * width} cy={height - (value / top) * height} r={6} className={styles.point} />
        ))}
      </svg>
      <figcaption className={styles.legend}>
        Solid with points: your line. Dashed: the run.{' '}
        {predicted.map(([at, value]) => `At ${digits(at)} s you said ${digits(value, 1)} ${unit}, it was ${digits(valueAt(actual, at), 1)} ${unit}.`).join(' ')}
      </figcaption>
    </figure>
  );
}
