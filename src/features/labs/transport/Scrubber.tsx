import { useEffect, useRef } from 'react';
import type { RunState } from '../../../state/runStore.ts';
import { useRun, useRunStore, useSampledRun } from '../runContext.ts';
import { clockText, momentInWords, shortName } from '../words.ts';
import { eventFor } from '../explain/eventText.ts';
import { useWatch } from '../session/context.ts';
import styles from './Transport.module.css';

/** Seeks sent while dragging, at most this often, ms. */
const seekEveryMs = 40;
const stepsOfRun = 600;

/** A step of the scrubber for arrow keys: a round number, about a six-hundredth of the run. */
export function scrubStep(length: number): number {
  const raw = Math.max(1, length / stepsOfRun);
  const decade = 10 ** Math.floor(Math.log10(raw));
  return [1, 2, 5, 10].map((mark) => mark * decade).find((mark) => mark >= raw) ?? raw;
}

/** Where the run stands in time: a native range that seeks. */
export function Scrubber() {
  const run = useRunStore();
  const length = useRun((state) => state.snapshot?.length ?? 60_000);
  const events = useWatch((state) => state.events);
  const range = useRef<HTMLInputElement>(null);
  const dragging = useRef(false);
  const pending = useRef<{ timer: ReturnType<typeof setTimeout> | undefined; to: number | undefined; at: number }>({ timer: undefined, to: undefined, at: 0 });

  const words = useSampledRun((state) => {
    const time = state.snapshot?.time ?? 0;
    const before = state.events.findLast((event) => event.at <= time && eventFor(events, event) !== undefined);
    const told = before && eventFor(events, before);
    const after = told && before ? `, after: ${told.title} (${shortName(before.subject)})` : '';
    return `${momentInWords(time)}${after}`;
  });

  useEffect(() => {
    const input = range.current;
    if (!input) return;
    const write = (state: RunState) => {
      if (!dragging.current) input.value = String(state.snapshot?.time ?? 0);
    };
    write(run.getState());
    return run.subscribe(write);
  }, [run, length]);

  const seek = (to: number): void => {
    const wait = pending.current;
    wait.to = to;
    if (wait.timer !== undefined) return;
    const send = () => {
      wait.timer = undefined;
      if (wait.to === undefined) return;
      run.getState().seek(wait.to);
      wait.to = undefined;
      wait.at = performance.now();
    };
    wait.timer = setTimeout(send, Math.max(0, wait.at + seekEveryMs - performance.now()));
  };
  const release = () => {
    dragging.current = false;
  };

  return (
    <>
      <input
        ref={range}
        type="range"
        aria-label="Time"
        aria-valuetext={words}
        data-testid="lab-seek"
        className={styles.scrub}
        min={0}
        max={length}
        step={1}
        defaultValue={0}
        onPointerDown={() => (dragging.current = true)}
        onPointerUp={release}
        onPointerCancel={release}
        onBlur={release}
        onKeyDown={(event) => {
          // Arrow keys of a range with a step of 1 ms would not get anywhere.
          const by = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10 }[event.key];
          if (by === undefined) return;
          event.preventDefault();
          const step = scrubStep(length);
          seek(Math.max(0, Math.min(length, (run.getState().snapshot?.time ?? 0) + by * step)));
        }}
        onChange={(event) => seek(Number(event.target.value))}
      />
      <div className={styles.ends} aria-hidden="true">
        <span>0</span>
        <span>{clockText(length)}</span>
      </div>
    </>
  );
}
