import { useEffect, useRef } from 'react';
import type { RunState } from '../../../state/runStore.ts';
import { useRunStore, useSampledRun } from '../runContext.ts';
import { useLab } from '../session/context.ts';
import { branchLabel } from '../data/branchLabels.ts';
import { digits } from '../words.ts';
import { lineOf, seriesFor, stepPath, topOf } from './chartPath.ts';
import styles from './Transport.module.css';

const width = 1000;
const height = 100;

interface Chart {
  readonly area: string;
  readonly ghosts: readonly { readonly id: number; readonly label: string; readonly path: string }[];
  readonly top: number;
  readonly head: number;
  readonly now: number;
}

/** The key figure over the run, and those of runs that were set aside, dashed. */
export function MetricChart() {
  const { panel } = useLab();
  const { keyMetric } = panel;
  const chart = useSampledRun(({ snapshot, seconds, coarse }): Chart | undefined => {
    if (!snapshot) return undefined;
    const { length } = snapshot;
    const line = lineOf(keyMetric.pick(seriesFor(length, seconds, coarse)), snapshot.time);
    const ghosts = snapshot.branches.map((branch) => ({ branch, line: lineOf(keyMetric.pick(seriesFor(length, branch.seconds, branch.coarse)), branch.until) }));
    const top = topOf([line, ...ghosts.map((ghost) => ghost.line)]);
    return {
      area: stepPath(line, length, top, width, height, true),
      ghosts: ghosts.map(({ branch, line: of }) => ({ id: branch.id, label: branchLabel(panel, branch, snapshot), path: stepPath(of, length, top, width, height, false) })),
      top,
      head: (snapshot.head / length) * width,
      now: (snapshot.time / length) * width,
    };
  });

  return (
    <div className={styles.plot} aria-hidden="true">
      {chart && (
        <svg className={styles.chart} viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none">
          <path d={chart.area} className={styles.area} />
          {chart.ghosts.map((ghost) => (
            <path key={ghost.id} d={ghost.path} className={styles.ghost} data-ghost={ghost.id} />
          ))}
          {chart.head > chart.now && <path d={`M${chart.head} 0V${height}`} className={styles.head} />}
        </svg>
      )}
      <Cursor />
      <span className={styles.metric}>
        {keyMetric.label}
        {chart && chart.top > 1 ? `, top ${digits(chart.top)} ${keyMetric.unit}` : `, ${keyMetric.unit}`}
      </span>
      {chart && chart.ghosts.length > 0 && (
        <span className={styles.ghostLabel} data-testid="lab-ghost">
          {`- - ${chart.ghosts.map((ghost) => ghost.label).join(' · ')}`}
        </span>
      )}
    </div>
  );
}

function Cursor() {
  const run = useRunStore();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const write = ({ snapshot }: RunState) => {
      element.style.insetInlineStart = `${snapshot ? (snapshot.time / snapshot.length) * 100 : 0}%`;
    };
    write(run.getState());
    return run.subscribe(write);
  }, [run]);
  return <div ref={place} className={styles.cursor} />;
}
