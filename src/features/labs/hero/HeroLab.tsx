import { useDeferredValue, useEffect, useRef, useState, type ReactNode } from 'react';
import { useStore } from 'zustand';
import { useEdition } from '../../../state/edition.ts';
import { simStateOf } from '../../../state/runStore.ts';
import { useAnnounce } from '../../../ui/Announcer.tsx';
import { useReducedMotion } from '../../../ui/useReducedMotion.ts';
import { useRunStore, useSampledRun } from '../runContext.ts';
import { Stage } from '../stage/Stage.tsx';
import { HeroAsk } from './HeroAsk.tsx';
import { HeroResult } from './HeroResult.tsx';
import type { HeroChoice } from './heroExperiment.ts';
import { heroFigures } from './heroFigures.ts';
import { createHeroRun, type HeroRun } from './heroRun.ts';
import { story } from './heroText.ts';
import { recordAnswer } from './recordAnswer.ts';
import styles from './Hero.module.css';

/** Made in an effect: it loads the run. */
function useHeroRun(initialChoice: HeroChoice | undefined): HeroRun | null {
  const run = useRunStore();
  const first = useRef(initialChoice);
  const [hero, setHero] = useState<HeroRun | null>(null);
  useEffect(() => {
    const made = createHeroRun(run);
    if (first.current !== undefined) made.choose(first.current);
    setHero(made);
    return () => made.dispose();
  }, [run]);
  return hero;
}

type Kept = 'device' | 'page' | null;
const afterStartMs = 700;

/** Counts the answer in the learner's progress; says where it is kept. */
function useRecorded(choice: HeroChoice | null): Kept {
  const { edition } = useEdition();
  const [kept, setKept] = useState<Kept>(null);
  const [seenAt] = useState(() => performance.now());
  useEffect(() => {
    if (choice === null) return undefined;
    const ms = performance.now() - seenAt;
    let told = false;
    const record = (): void => {
      if (told) return;
      told = true;
      recordAnswer(choice, edition, ms).then(
        (onDevice) => setKept(onDevice ? 'device' : 'page'),
        // The run goes on without it; the quiz says what is wrong with storage.
        () => setKept('page'),
      );
    };
    // The first records are on their way: storage is fetched once they are seen, or at once when the learner leaves.
    const timer = setTimeout(record, afterStartMs);
    return () => {
      clearTimeout(timer);
      record();
    };
    // One answer, whatever happens to the edition later.
  }, [choice]); // eslint-disable-line react-hooks/exhaustive-deps
  return kept;
}

function useHooks() {
  return useSampledRun((state) => ({ state: simStateOf(state), time: ((state.snapshot?.time ?? 0) / 1000).toFixed(3), seed: state.snapshot?.seed, digest: state.snapshot?.digest }), 8);
}

/** Question, run and what came of it. */
export function HeroLab({ initialChoice }: { readonly initialChoice: HeroChoice | undefined }) {
  const hero = useHeroRun(initialChoice);
  return hero ? <HeroStory hero={hero} /> : <HeroShell choice={initialChoice ?? null} onChoose={() => {}} />;
}

function HeroStory({ hero }: { readonly hero: HeroRun }) {
  const run = useRunStore();
  const { phase, choice, since } = useStore(hero.state);
  const kept = useRecorded(choice);
  const started = choice === null ? '' : phase === 'many-keys' || phase === 'splitting' ? phase : 'first';
  // The run starts first; what is said of it may come a moment later.
  const told = useDeferredValue(choice);
  const announce = useAnnounce();
  const figures = useSampledRun(heroFigures, 4);

  useEffect(() => {
    const news = story(phase, heroFigures(run.getState()), since);
    if (news) announce(`${news.title}. ${news.says}`, { notable: true });
  }, [phase, since, run, announce]);

  return (
    <HeroShell choice={choice} onChoose={hero.choose} moment={started}>
      {told !== null && <HeroResult hero={hero} phase={phase} choice={told} since={since} figures={figures} kept={kept} />}
    </HeroShell>
  );
}

interface ShellProps {
  readonly choice: HeroChoice | null;
  readonly onChoose: (choice: HeroChoice) => void;
  /** Changes with each thing that the learner starts; empty before the first. */
  readonly moment?: string;
  readonly children?: ReactNode;
}

/** On a phone the run lies above or below what was just pressed: bring it into view. */
function useRunInView(moment: string) {
  const frame = useRef<HTMLDivElement>(null);
  const stage = useRef<HTMLDivElement>(null);
  const reduced = useReducedMotion();
  const seen = useRef(moment);
  useEffect(() => {
    if (moment === seen.current) return;
    const first = seen.current === '';
    seen.current = moment;
    const { top, bottom } = stage.current!.getBoundingClientRect();
    // Room for the bars at the top and the bottom of a phone.
    if (top >= 56 && bottom <= window.innerHeight - 56) return;
    const behavior = reduced ? 'auto' : 'smooth';
    if (first) frame.current!.scrollIntoView({ block: 'start', behavior });
    else stage.current!.scrollIntoView({ block: 'nearest', behavior });
  }, [moment, reduced]);
  return { frame, stage };
}

function HeroShell({ choice, onChoose, moment = '', children }: ShellProps) {
  const hooks = useHooks();
  const { frame, stage } = useRunInView(moment);
  return (
    <div
      ref={frame}
      className={styles.frame}
      data-answered={choice !== null}
      data-lab="kinesis"
      data-sim-state={hooks.state}
      data-sim-time={hooks.time}
      data-seed={hooks.seed}
      data-digest={hooks.digest}
    >
      <div className={styles.ask}>
        <HeroAsk choice={choice} onChoose={onChoose} />
        {children}
      </div>
      <div ref={stage} className={styles.stage}>
        <Stage />
      </div>
    </div>
  );
}
