import { useEffect, useState } from 'react';
import { Link } from 'react-router';
import type { Experiment, PlainObject } from '../../content/types.ts';
import { loadPanel } from '../../content/viteSource.ts';
import { simStateOf } from '../../state/runStore.ts';
import { Button, buttonClass } from '../../ui/Button.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { useLoaded } from '../../ui/useLoaded.ts';
import { LabProvider } from './LabProvider.tsx';
import { useRun, useRunStore, useSampledRun } from './runContext.ts';
import { Stage } from './stage/Stage.tsx';
import { clockText } from './words.ts';
import styles from './MiniLab.module.css';

/** What an experiment runs; a recipe in words takes its length from the experiment all the same. */
function recipeOf(experiment: Experiment): PlainObject {
  const recipe: PlainObject = typeof experiment.recipe === 'string' ? { topology: experiment.recipe } : experiment.recipe;
  return { ...recipe, ...(experiment.length === undefined ? {} : { length: experiment.length }), seed: experiment.seed, facts: experiment.facts };
}

const panelOf = (x: string): string => x.split('.')[1] ?? '';

/** The stage of one experiment (`x.kinesis.hot-key`) beside a text: play, start over, and the way to the full lab. It begins paused. */
export default function MiniLab({ x }: { readonly x: string }) {
  const loaded = useLoaded(x, async () => (await loadPanel(panelOf(x))).experiments.find((experiment) => experiment.id === x));
  if (loaded.status === 'loading') return <p className={styles.waiting}>Loading the experiment…</p>;
  const experiment = loaded.status === 'ready' ? loaded.value : undefined;
  if (!experiment) {
    return (
      <p className={styles.waiting}>
        The experiment did not load. <Link to={`/lab/${panelOf(x)}`}>Open the lab</Link>
      </p>
    );
  }
  return (
    <LabProvider key={x}>
      <Mini experiment={experiment} />
    </LabProvider>
  );
}

function Mini({ experiment }: { readonly experiment: Experiment }) {
  const run = useRunStore();
  const [selected, select] = useState<number | undefined>();
  const hooks = useSampledRun((state) => ({ state: simStateOf(state), time: state.snapshot?.time ?? 0, digest: state.snapshot?.digest }), 8);
  const problem = useRun((state) => state.crash?.message ?? state.issues[0]?.problem);

  useEffect(() => {
    run.getState().setSpeed(experiment.startSpeed);
    run.getState().load(recipeOf(experiment));
  }, [run, experiment]);

  const playing = hooks.state === 'running';
  return (
    <section
      aria-label={`Small lab: ${experiment.title}`}
      className={styles.mini}
      data-lab={experiment.panel}
      data-sim-state={hooks.state}
      data-sim-time={(hooks.time / 1000).toFixed(3)}
      data-seed={experiment.seed}
      data-digest={hooks.digest}
    >
      <div className={styles.stage}>
        <Stage selectedShard={selected} onSelectShard={select} />
      </div>
      {problem !== undefined && (
        <p role="alert" className={styles.problem}>
          The run stopped: {problem}. Start over, or open it in the full lab.
        </p>
      )}
      <div className={styles.bar}>
        <Button size="s" data-testid="lab-play" icon={<Icon name={playing ? 'pause' : 'play'} size={16} />} onClick={() => run.getState().toggle()}>
          {playing ? 'Pause' : 'Play'}
        </Button>
        <Button size="s" variant="quiet" data-testid="lab-reset" icon={<Icon name="reset" size={16} />} onClick={() => run.getState().reset()}>
          Start over
        </Button>
        <span className={styles.clock}>
          <span className="num">{clockText(hooks.time)}</span> at {experiment.startSpeed}×
        </span>
        <Link to={`/lab/${experiment.panel}?x=${experiment.id}`} className={buttonClass('quiet', 's')}>
          Open in the full lab
        </Link>
      </div>
    </section>
  );
}
