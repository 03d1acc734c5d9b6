import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { Guard } from '../../ui/Guard.tsx';
import { useSlot, type Slots } from '../../ui/Slots.tsx';
import { HeroFrame } from './HeroFrame.tsx';
import type { HeroChoice } from './heroQuestion.ts';

/** Runs after the browser has painted once. */
function afterPaint(run: () => void): () => void {
  let second = 0;
  const first = requestAnimationFrame(() => {
    second = requestAnimationFrame(run);
  });
  return () => {
    cancelAnimationFrame(first);
    cancelAnimationFrame(second);
  };
}

/** The option that was pressed while only the static page was there; `public/theme.js` keeps it. */
function earlyChoice(): HeroChoice | null {
  const kept = document.documentElement.dataset.heroChoice;
  return kept === '0' || kept === '1' || kept === '2' ? (Number(kept) as HeroChoice) : null;
}

/** The option on which the focus stands, inside the hero. */
function focusedOption(host: HTMLElement | null): string | null {
  const active = document.activeElement;
  return host && active instanceof HTMLElement && host.contains(active) ? (active.dataset.heroOption ?? null) : null;
}

/**
 * The hero's place. Contract with whatever fills the slot: `Hero({ initialChoice })` starts at once with the option that was
 * pressed before it arrived, marks its option buttons with `data-hero-option`, and stays inside the reserved height until the first answer.
 */
export function HeroSlot() {
  const load = useSlot('Hero');
  const host = useRef<HTMLDivElement>(null);
  const focusOn = useRef<string | null>(null);
  const [Hero, setHero] = useState<Slots['Hero'] | null>(null);
  const [choice, setChoice] = useState(earlyChoice);
  const [failed, setFailed] = useState(!load);

  useEffect(() => {
    delete document.documentElement.dataset.heroChoice;
  }, []);

  useEffect(() => {
    if (!load) return;
    let mounted = true;
    const stop = afterPaint(() => {
      load().then(
        (loaded) => {
          if (!mounted) return;
          focusOn.current = focusedOption(host.current);
          setHero(() => loaded);
        },
        () => mounted && setFailed(true),
      );
    });
    return () => {
      mounted = false;
      stop();
    };
  }, [load]);

  useLayoutEffect(() => {
    if (!Hero || focusOn.current === null) return;
    host.current?.querySelector<HTMLElement>(`[data-hero-option="${focusOn.current}"]`)?.focus({ preventScroll: true });
    focusOn.current = null;
  }, [Hero]);

  return (
    <section ref={host} aria-label="Try it" className="fp-hero">
      {Hero ? (
        <Guard fallback={<HeroFrame choice={choice} failed onChoose={setChoice} />}>
          <Hero initialChoice={choice ?? undefined} />
        </Guard>
      ) : (
        <HeroFrame choice={choice} failed={failed} onChoose={setChoice} />
      )}
    </section>
  );
}
