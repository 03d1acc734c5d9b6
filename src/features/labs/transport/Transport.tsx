import { useRef, useState, type KeyboardEvent } from 'react';
import { Icon } from '../../../ui/Icon.tsx';
import { IconButton } from '../../../ui/IconButton.tsx';
import { useAnnounce } from '../../../ui/Announcer.tsx';
import { keyFor } from '../../../state/shortcuts.ts';
import { simStateOf } from '../../../state/runStore.ts';
import { useRun, useRunStore } from '../runContext.ts';
import { Clock } from './Clock.tsx';
import { Working } from './Working.tsx';
import { SpeedSelect } from './SpeedSelect.tsx';
import { StepMenu } from './StepMenu.tsx';
import { stepSizes, type StepSize } from './stepSizes.ts';
import styles from './Transport.module.css';

/** The item of a toolbar that an arrow, Home or End key leads to, or null for other keys. */
export function nextItem(key: string, index: number, count: number): number | null {
  if (key === 'ArrowRight') return (index + 1) % count;
  if (key === 'ArrowLeft') return (index - 1 + count) % count;
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  return null;
}

/** Reset, step, play, speed, clock and loop: one tab stop, arrows move inside. */
export function Transport() {
  const run = useRunStore();
  const announce = useAnnounce();
  const state = useRun(simStateOf);
  const loop = useRun((now) => now.loop);
  const noRun = useRun((now) => now.snapshot === undefined);
  const [size, setSize] = useState<StepSize>('event');
  const [stop, setStop] = useState('play');
  const bar = useRef<HTMLDivElement>(null);
  const { by, count } = stepSizes[size];

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    if (event.target instanceof HTMLSelectElement && event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    const items = [...(bar.current?.querySelectorAll<HTMLElement>('[data-tool]') ?? [])].filter((item) => !item.matches(':disabled'));
    const next = nextItem(event.key, items.findIndex((item) => item.contains(document.activeElement)), items.length);
    const item = next === null ? undefined : items[next];
    if (!item) return;
    event.preventDefault();
    setStop(item.dataset.tool ?? 'play');
    item.focus();
  };
  const tool = (name: string) => ({ 'data-tool': name, tabIndex: stop === name ? 0 : -1, onFocus: () => setStop(name) });
  const running = state === 'running';

  return (
    <div ref={bar} role="toolbar" aria-label="Simulation" tabIndex={-1} className={styles.bar} onKeyDown={onKeyDown}>
      <IconButton {...tool('reset')} label="Reset" shortcut={keyFor('lab.reset')} icon={<Icon name="reset" />} data-testid="lab-reset" disabled={noRun} onClick={() => run.getState().reset()} />
      <IconButton {...tool('back')} label={`Step back ${stepSizes[size].label}`} shortcut={keyFor('lab.back')} icon={<Icon name="step-back" />} data-testid="lab-back" disabled={noRun} onClick={() => run.getState().step(by, -count)} />
      <IconButton
        {...tool('play')}
        className={styles.play}
        label={running ? 'Pause' : 'Play'}
        shortcut={keyFor('lab.play')}
        icon={<Icon name={running ? 'pause' : 'play'} size={22} />}
        data-testid="lab-play"
        disabled={noRun || state === 'crashed'}
        onClick={() => run.getState().toggle()}
      />
      <IconButton {...tool('step')} label={`Step forward ${stepSizes[size].label}`} shortcut={keyFor('lab.forward')} icon={<Icon name="step-forward" />} data-testid="lab-step" disabled={noRun} onClick={() => run.getState().step(by, count)} />
      <StepMenu value={size} onChange={setSize} {...tool('step-size')} />
      <IconButton {...tool('next')} label="Next notable event" shortcut={keyFor('lab.next-event')} icon={<Icon name="next-event" />} data-testid="lab-next" disabled={noRun} onClick={() => run.getState().step('notable', 1)} />
      <SpeedSelect {...tool('speed')} />
      <Clock />
      <Working />
      <IconButton
        {...tool('loop')}
        label="Loop"
        icon={<Icon name="loop" />}
        pressed={loop}
        onClick={() => {
          run.getState().setLoop(!loop);
          announce(loop ? 'Loop off.' : 'Loop on: the run begins again at its end.');
        }}
      />
    </div>
  );
}
