import { useEffect, useRef, useState } from 'react';
import { Button } from '../../../ui/Button.tsx';
import { loadPanel } from '../../../content/viteSource.ts';
import type { Walkthrough as WalkthroughContent } from '../../../content/types.ts';
import { useLoaded } from '../../../ui/useLoaded.ts';
import { useRunStore } from '../runContext.ts';
import { useLab } from '../session/context.ts';
import { appProgress } from './progress.ts';
import styles from './Guidance.module.css';

/** Simulated seconds a second between two captions. */
const walkSpeed = 4;

/** A worked example: each caption brings the run to its moment and changes it. From the second visit on every other caption waits to be asked for. */
export function Walkthrough() {
  const { panel } = useLab();
  const loaded = useLoaded(panel.slug, async () => ({ walkthrough: (await loadPanel(panel.slug)).walkthrough, visits: await appProgress.walkthroughs(panel.slug) }));
  if (loaded.status === 'loading') return <p role="status">Loading the walkthrough…</p>;
  if (loaded.status === 'failed' || !loaded.value.walkthrough) return <p role="alert">The walkthrough could not be loaded. Reload the page to try again.</p>;
  return <Steps walkthrough={loaded.value.walkthrough} visits={loaded.value.visits} />;
}

function Steps({ walkthrough, visits }: { readonly walkthrough: WalkthroughContent; readonly visits: number }) {
  const { panel, session, watch } = useLab();
  const run = useRunStore();
  const [step, setStep] = useState(-1);
  const [asked, setAsked] = useState(-1);
  const until = useRef<number | undefined>(undefined);
  const { steps } = walkthrough;
  const current = steps[step];

  useEffect(() => {
    // The captions say what happens; a pause at each new event would tear them apart.
    watch.getState().mute(true);
    return () => watch.getState().mute(false);
  }, [watch]);

  useEffect(
    () =>
      run.subscribe(({ snapshot }) => {
        if (until.current === undefined || !snapshot?.playing || snapshot.time < until.current) return;
        const to = until.current;
        until.current = undefined;
        run.getState().seek(to);
      }),
    [run],
  );

  const goTo = async (index: number) => {
    const next = steps[index];
    if (!next) return;
    until.current = undefined;
    const { getState } = session;
    if (index === 0) {
      watch.getState().close();
      await getState().open({ recipe: panel.startRecipe('notes'), facts: 'notes', seed: 7, length: '3m', speed: walkSpeed });
    } else if ((run.getState().snapshot?.time ?? 0) !== next.at) run.getState().seek(next.at);
    if (next.set) getState().set(next.set as Record<string, string | number | boolean>);
    if (next.operate !== undefined) getState().operate(next.operate as string | Record<string, never>, '');
    setStep(index);
    const after = steps[index + 1];
    if (!after) void appProgress.walkedThrough(panel.slug, visits + 1);
    until.current = after?.at;
    run.getState().play();
  };

  const isFaded = visits > 0 && step % 2 === 1 && asked !== step;
  return (
    <section aria-label={walkthrough.title} className={styles.walk} data-testid="lab-walkthrough">
      <h2 className={styles.question}>{walkthrough.title}</h2>
      {current ? (
        <>
          <p className={styles.steps}>
            Step {step + 1} of {steps.length}
          </p>
          {isFaded ? (
            <Button size="s" onClick={() => setAsked(step)}>
              What changes here, and what will you see? Say it, then show the caption
            </Button>
          ) : (
            <p className={styles.caption} aria-live="polite">
              {current.caption}
            </p>
          )}
        </>
      ) : (
        <p className={styles.caption}>{steps.length} steps. Each one changes the run; between them it plays.</p>
      )}
      <div className={styles.walkNav}>
        <Button variant="primary" onClick={() => void goTo(step + 1)} disabled={step + 1 >= steps.length}>
          {step < 0 ? 'Start' : step + 1 < steps.length ? 'Next' : 'That was the last step'}
        </Button>
        {step > 0 && <Button onClick={() => void goTo(0)}>Begin again</Button>}
      </div>
    </section>
  );
}
