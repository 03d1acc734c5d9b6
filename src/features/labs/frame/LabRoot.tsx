import { useEffect, useRef, type ReactNode } from 'react';
import { matchShortcut } from '../../../state/shortcuts.ts';
import { simStateOf, type RunState } from '../../../state/runStore.ts';
import { useRunStore } from '../runContext.ts';
import { useLab } from '../session/context.ts';
import styles from './LabView.module.css';

/** What the page tells of a run: written straight to the element, since it changes thirty times a second. */
function mark(root: HTMLElement, state: RunState): void {
  const { snapshot } = state;
  root.dataset.simState = simStateOf(state);
  root.dataset.simTime = ((snapshot?.time ?? 0) / 1000).toFixed(3);
  root.dataset.seed = snapshot ? String(snapshot.seed) : '';
  root.dataset.digest = snapshot?.digest ?? '';
}

/** What a key press inside the lab does, if it is a shortcut. */
function act({ reset, step, toggle, snapshot }: RunState, event: KeyboardEvent): void {
  if (!snapshot || event.defaultPrevented) return;
  const shortcut = matchShortcut(event, 'lab');
  if (shortcut === null) return;
  event.preventDefault();
  if (shortcut === 'lab.play') toggle();
  else if (shortcut === 'lab.reset') reset();
  else if (shortcut === 'lab.back') step('event', -1);
  else if (shortcut === 'lab.forward') step('event', 1);
  else if (shortcut === 'lab.next-event') step('notable', 1);
}

/** The region of a lab: its state as data attributes, and its single-key shortcuts. */
export function LabRoot({ children }: { readonly children: ReactNode }) {
  const root = useRef<HTMLDivElement>(null);
  const run = useRunStore();
  const { panel } = useLab();

  useEffect(() => {
    const element = root.current;
    if (!element) return;
    mark(element, run.getState());
    const onKey = (event: KeyboardEvent) => act(run.getState(), event);
    // Test hook: dispatching this event makes the worker die as a bug would.
    const onCrash = () => run.getState().crashNow();
    element.addEventListener('keydown', onKey);
    element.addEventListener('headwater:crash', onCrash);
    const stop = run.subscribe((state) => mark(element, state));
    return () => {
      stop();
      element.removeEventListener('keydown', onKey);
      element.removeEventListener('headwater:crash', onCrash);
    };
  }, [run]);

  return (
    <div ref={root} className={styles.root} data-lab={panel.slug} data-sim-state="paused" data-sim-time="0.000" data-seed="" data-digest="">
      {children}
    </div>
  );
}
