import { useLayoutEffect, useMemo, useRef, type MouseEvent } from 'react';
import { useStore } from 'zustand';
import { useAnnounce } from '../../../ui/Announcer.tsx';
import { useReducedMotion } from '../../../ui/useReducedMotion.ts';
import { useTokens } from '../../../ui/useTokens.ts';
import { useRunStore } from '../runContext.ts';
import { inspectedKeyOf } from './inspectedKey.ts';
import { keyShare } from './keyPlan.ts';
import { StageView, type StageOptions } from './stageView.ts';
import styles from './Stage.module.css';

interface StageProps {
  /** The narrow drawing; without it the width decides. */
  readonly compact?: boolean | undefined;
  readonly selectedShard?: number | undefined;
  readonly onSelectShard?: ((index: number) => void) | undefined;
}

/** The picture of the run around: producers, hash-key ruler, shards, consumers. It fills its container and is hidden from assistive technology. */
export function Stage({ compact, selectedShard = -1, onSelectShard }: StageProps) {
  const store = useRunStore();
  const tokens = useTokens();
  const reduced = useReducedMotion();
  const announce = useAnnounce();
  const key = useStore(inspectedKeyOf(store), (state) => state.key);
  const inspected = useMemo(() => (key === '' ? null : { key, share: keyShare(key) }), [key]);
  const options = useMemo((): StageOptions => ({ tokens, reduced, compact, selected: selectedShard, inspected }), [tokens, reduced, compact, selectedShard, inspected]);
  const host = useRef<HTMLDivElement>(null);
  const back = useRef<HTMLCanvasElement>(null);
  const front = useRef<HTMLCanvasElement>(null);
  const newest = useRef(options);
  const say = useRef(announce);
  const view = useRef<StageView | null>(null);

  useLayoutEffect(() => {
    newest.current = options;
    say.current = announce;
    view.current?.options(options);
  }, [options, announce]);

  useLayoutEffect(() => {
    const made = new StageView({ back: back.current!, front: front.current!, ratioChanged: (perMark) => say.current(`One mark now stands for ${perMark} records.`) }, newest.current);
    const measure = () => {
      const box = host.current!.getBoundingClientRect();
      const root = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
      made.resize(Math.floor(box.width), Math.floor(box.height), root / 16, window.devicePixelRatio || 1);
    };
    made.take(store.getState());
    measure();
    const stop = store.subscribe((state) => made.take(state));
    const sizes = new ResizeObserver(measure);
    sizes.observe(host.current!);
    const text = new MutationObserver(measure);
    text.observe(document.documentElement, { attributes: true, attributeFilter: ['data-text', 'style'] });
    view.current = made;
    return () => {
      stop();
      sizes.disconnect();
      text.disconnect();
      made.dispose();
      view.current = null;
    };
  }, [store]);

  const choose = ({ clientX, clientY }: MouseEvent) => {
    const box = host.current!.getBoundingClientRect();
    const shard = view.current?.shardAt(clientX - box.left, clientY - box.top);
    if (shard !== undefined) onSelectShard?.(shard);
  };

  return (
    // The same choice is offered by keyboard in the list of objects beside the stage.
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions
    <div ref={host} className={styles.stage} aria-hidden="true" data-testid="lab-stage" data-selects={onSelectShard !== undefined} onClick={onSelectShard ? choose : undefined}>
      <canvas ref={back} className={styles.layer} />
      <canvas ref={front} className={styles.layer} />
    </div>
  );
}
