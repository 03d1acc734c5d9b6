import { Button } from '../../../ui/Button.tsx';
import { Table } from '../../../ui/Table.tsx';
import { useSampledRun } from '../runContext.ts';
import { useLab } from '../session/context.ts';
import { digits } from '../words.ts';
import type { Swept } from './Sweep.tsx';
import type { SweepPoint } from './sweepPlan.ts';
import styles from './Sweep.module.css';

const width = 320;
const height = 140;

/** Median line and band of a sweep, the present value marked; each value can be loaded, from the picture or the table. */
export function SweepResult({ swept }: { readonly swept: Swept }) {
  const { panel, session } = useLab();
  const { control, measure, points } = swept;
  const now = useSampledRun((state) => (state.snapshot ? Number(panel.read({ recipe: state.snapshot.recipe, snapshot: state.snapshot })[control.id]) / (control.per ?? 1) : 0), 1);
  const first = points[0];
  const last = points[points.length - 1];
  if (!first || !last) return <p>No run gave a figure for that.</p>;
  const top = Math.max(1e-9, ...points.map((point) => point.high)) * 1.05;
  const isLog = control.scale === 'log' && first.value > 0;
  const share = (value: number) => (last.value === first.value ? 0 : isLog ? Math.log(value / first.value) / Math.log(last.value / first.value) : (value - first.value) / (last.value - first.value));
  const x = (value: number) => share(value) * width;
  const y = (value: number) => height - (value / top) * height;
  const load = (point: SweepPoint) => session.getState().set({ [control.id]: control.per === undefined ? point.value : Math.round(point.value * control.per) });
  const band = `${points.map((point) => `${x(point.value)},${y(point.high)}`).join(' ')} ${[...points].reverse().map((point) => `${x(point.value)},${y(point.low)}`).join(' ')}`;
  const inReach = now >= first.value && now <= last.value;

  return (
    <div className={styles.result} data-testid="sweep-result">
      <figure>
        <svg viewBox={`-48 -10 ${width + 60} ${height + 34}`} className={styles.chart} role="img" aria-label={`${measure.label} over ${control.label}; the table below has the figures`}>
          <rect width={width} height={height} className={styles.ground} />
          <polygon points={band} className={styles.band} />
          <polyline points={points.map((point) => `${x(point.value)},${y(point.median)}`).join(' ')} className={styles.line} />
          {inReach && <path d={`M${x(now)} 0V${height}`} className={styles.now} />}
          {points.map((point) => (
            <circle key={point.value} cx={x(point.value)} cy={y(point.median)} r={4} className={styles.dot} onClick={() => load(point)}>
              <title>{`${digits(point.value, 2)} ${control.unit}: ${digits(point.median, 2)} ${measure.unit}. Press to load.`}</title>
            </circle>
          ))}
          <text x={-4} y={8} textAnchor="end" className={styles.axis}>
            {digits(top, top < 10 ? 1 : 0)}
          </text>
          <text x={-4} y={height} textAnchor="end" className={styles.axis}>
            0
          </text>
          <text x={0} y={height + 18} className={styles.axis}>
            {digits(first.value, 2)}
          </text>
          <text x={width} y={height + 18} textAnchor="end" className={styles.axis}>
            {`${digits(last.value, 2)} ${control.unit}`}
          </text>
        </svg>
        <figcaption className={styles.caption}>
          {measure.label}, {measure.unit}: median of three seeds with their band, runs of {digits(swept.seconds)} s. The upright line is the value now.
        </figcaption>
      </figure>
      <Table
        caption="The same in figures"
        maxHeight="16rem"
        rowHeaderKey="value"
        columns={[
          { key: 'value', title: control.unit, numeric: true },
          { key: 'median', title: `Median, ${measure.unit}`, numeric: true },
          { key: 'band', title: 'Band', numeric: true },
          { key: 'load', title: 'Load' },
        ]}
        rows={points.map((point) => ({
          key: String(point.value),
          cells: {
            value: digits(point.value, 3),
            median: digits(point.median, 2),
            band: `${digits(point.low, 2)} to ${digits(point.high, 2)}`,
            load: (
              <Button size="s" variant="quiet" aria-label={`Load ${digits(point.value, 3)} ${control.unit}`} onClick={() => load(point)}>
                Load
              </Button>
            ),
          },
        }))}
      />
    </div>
  );
}
