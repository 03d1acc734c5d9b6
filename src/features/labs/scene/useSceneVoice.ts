import { useEffect, useRef } from 'react';
import { settingsStore } from '../../../state/settingsStore.ts';
import { useAnnounce } from '../../../ui/Announcer.tsx';
import type { RunState } from '../../../state/runStore.ts';
import { useRunStore } from '../runContext.ts';
import { useLab } from '../session/context.ts';
import { momentInWords } from '../words.ts';
import { fillIn } from '../explain/eventText.ts';
import { createThrottleVoice } from './throttleVoice.ts';

const summaryEveryMs = 10_000;
/** Above this speed only starts, stops and first-of-kind events are spoken. */
const quietSpeed = 4;
/** The scene is looked at this often while playing, ms. */
const lookEveryMs = 250;
/** What refused writes are told by is the beginning and end of throttling, not each event. */
const toldByThrottling = new Set(['records.refused']);

/** Says what matters in a run, in one polite region, as the verbosity setting allows. */
export function useSceneVoice(): void {
  const run = useRunStore();
  const { panel, watch } = useLab();
  const announce = useAnnounce();
  const said = useRef(0);

  useEffect(() => {
    const throttling = createThrottleVoice();
    let before: RunState | undefined;
    let looked = -Infinity;
    const heard = (state: RunState): void => {
      const { verbosity } = settingsStore.getState();
      const { snapshot } = state;
      const now = performance.now();
      if (!snapshot || state === before || (snapshot.playing && before?.snapshot?.playing && now - looked < lookEveryMs)) return;
      looked = now;
      const was = before?.snapshot;
      before = state;
      if (verbosity === 'off') return;
      if (state.crash) return announce('The simulation stopped. It can be restarted.', { notable: true });
      const jumped = was === undefined || snapshot.time < was.time || (!snapshot.playing && !was.playing);
      const says = throttling.hear(panel.scene(snapshot).throttling, snapshot.time, jumped);
      if (says !== undefined) announce(says, { notable: true });
      if (was?.playing === true && !snapshot.playing && snapshot.ended) announce(`The run has ended at ${momentInWords(snapshot.time)}.`, { notable: true });
      if (verbosity === 'summary' && snapshot.playing && snapshot.speed <= quietSpeed && now - said.current >= summaryEveryMs) {
        said.current = now;
        announce(panel.scene(snapshot).summary.join(' '));
      }
    };
    heard(run.getState());
    return run.subscribe(heard);
  }, [run, panel, announce]);

  useEffect(
    () =>
      watch.subscribe((state, before) => {
        if (state.fresh === before.fresh || settingsStore.getState().verbosity === 'off') return;
        for (const { event, trace } of state.fresh) if (!toldByThrottling.has(event.traceType)) announce(`${event.title}. ${fillIn(event.what, trace)}`, { notable: true });
      }),
    [watch, announce],
  );
}
