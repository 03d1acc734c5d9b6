import { useRef } from 'react';
import { Link, useNavigate } from 'react-router';
import { labUrl } from '../../../state/labLink.ts';
import type { RunState } from '../../../state/runStore.ts';
import { Button, buttonClass } from '../../../ui/Button.tsx';
import { Callout } from '../../../ui/Callout.tsx';
import { Icon } from '../../../ui/Icon.tsx';
import { useRunStore, useSampledRun } from '../runContext.ts';
import { writtenRecipe } from '../session/recipeEdits.ts';
import { clockText } from '../words.ts';
import { heroQuestion, type HeroChoice } from './heroExperiment.ts';
import type { HeroFigures } from './heroFigures.ts';
import type { HeroPhase, HeroRun } from './heroRun.ts';
import { story, verdict } from './heroText.ts';
import styles from './Hero.module.css';

interface ResultProps {
  readonly hero: HeroRun;
  readonly phase: HeroPhase;
  readonly choice: HeroChoice;
  readonly since: number;
  readonly figures: HeroFigures;
  readonly kept: 'device' | 'page' | null;
}

/** The run as it stands, for the full lab; made only while it stands still. */
function linkTo({ snapshot }: RunState, choice: HeroChoice): string {
  if (!snapshot) return '/lab/kinesis?x=x.kinesis.hot-key';
  return labUrl({ recipe: writtenRecipe(snapshot.recipe), facts: snapshot.facts, atMs: snapshot.time, prediction: { prompt: heroQuestion.stem, answer: heroQuestion.options[choice]! } });
}

/** What came of the answer, what can be done about it, and where to go on. */
export function HeroResult({ hero, phase, choice, since, figures, kept }: ResultProps) {
  const told = story(phase, figures, since);
  const judged = phase === 'full' ? verdict(choice, figures) : null;
  const stands = phase === 'full' || phase === 'no-help';
  const box = useRef<HTMLDivElement>(null);
  // The button goes with the phase: the focus stays in what takes its place.
  const act = (change: () => void) => () => {
    change();
    box.current?.focus({ preventScroll: true });
  };
  return (
    <div ref={box} tabIndex={-1} role="group" aria-label="What came of it" className={styles.result}>
      <Transport figures={figures} onStartOver={hero.startOver} />
      {told && (
        <Callout
          testId="lab-callout"
          level={3}
          status={told.status}
          title={told.title}
          actions={
            (stands || phase === 'splitting') && (
              <>
                <Button variant="primary" onClick={act(hero.useManyKeys)}>
                  Use many keys
                </Button>
                {phase === 'full' && <Button onClick={act(hero.splitShard)}>Split the shard</Button>}
              </>
            )
          }
        >
          {judged && (
            <p className={styles.verdict}>
              <Icon name={judged.held ? 'check' : 'cross'} size={18} /> <span>{judged.says}</span>
            </p>
          )}
          <p className="num">{told.says}</p>
          {stands && (
            <p>
              <Link to="/learn/kinesis-streams#hot-shard">Why? (note, 40 s)</Link>
            </p>
          )}
        </Callout>
      )}
      {phase !== 'filling' && <Onward choice={choice} />}
      {phase !== 'filling' && kept !== null && (
        <p className={styles.kept}>
          {kept === 'device' ? (
            <>
              Your answer is kept on this device. <Link to="/settings#data">Export or erase it</Link>
            </>
          ) : (
            'This browser keeps nothing for Headwater: your answer lasts until this page is closed.'
          )}
        </p>
      )}
    </div>
  );
}

function Transport({ figures, onStartOver }: { readonly figures: HeroFigures; readonly onStartOver: () => void }) {
  const run = useRunStore();
  return (
    <div className={styles.transport} role="group" aria-label="Run">
      <Button size="s" className={styles.play} data-testid="lab-play" icon={<Icon name={figures.playing ? 'pause' : 'play'} size={16} />} onClick={() => run.getState().toggle()}>
        {figures.playing ? 'Pause' : 'Play'}
      </Button>
      <Button size="s" variant="quiet" data-testid="lab-reset" icon={<Icon name="reset" size={16} />} onClick={onStartOver}>
        Start over
      </Button>
      <span className={styles.clock}>
        <span className="num">{clockText(figures.time)}</span> {figures.ended ? 'the end' : 'simulated'}
      </span>
    </div>
  );
}

function Onward({ choice }: { readonly choice: HeroChoice }) {
  const href = useSampledRun((state) => (state.snapshot?.playing ? null : linkTo(state, choice)), 1);
  const run = useRunStore();
  const navigate = useNavigate();
  return (
    <p className={styles.onward}>
      <Link to="/quiz/q/q.kds.003" className={buttonClass('secondary', 's')}>
        Next: one more question
      </Link>
      <Link
        to={href ?? '/lab/kinesis?x=x.kinesis.hot-key'}
        className={buttonClass('secondary', 's')}
        // While the run plays its address changes with it: take it at the moment of going.
        onClick={(event) => {
          if (href !== null || event.metaKey || event.ctrlKey) return;
          event.preventDefault();
          void navigate(linkTo(run.getState(), choice));
        }}
      >
        Open the full Kinesis lab
      </Link>
    </p>
  );
}
