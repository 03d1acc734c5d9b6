import { useEffect, useRef } from 'react';
import { useLocation, useSearchParams } from 'react-router';
import { loadPanel } from '../../../content/viteSource.ts';
import { isLabFragment, labFragment, parseLabLink } from '../../../state/labLink.ts';
import { useEdition } from '../../../state/edition.ts';
import { useRunStore } from '../runContext.ts';
import { useLab } from '../session/context.ts';
import type { Opening } from '../session/labSession.ts';
import { linkOfRun } from '../share/linkOfRun.ts';

/** Where visits of this page were left, by history entry: going back to one finds the run as it stood. */
const left = new Map<string, string>();
const leftMax = 20;

function keep(key: string, fragment: string): void {
  left.delete(key);
  left.set(key, fragment);
  for (const oldest of left.keys()) if (left.size > leftMax) left.delete(oldest);
}

const whole = (text: string | null) => (text !== null && /^\d{1,12}$/.test(text) ? Number(text) : undefined);
const speedOf = (text: string | null) => (text !== null && Number(text) > 0 && Number(text) <= 100_000 ? Number(text) : undefined);

/** Opens what the address asks for, and again when it asks for something else. A visit that is gone back to stands where it was left. */
export function useLabAddress(): void {
  const { hash, key } = useLocation();
  const [query] = useSearchParams();
  const { edition, fromUrl } = useEdition();
  const { panel, session } = useLab();
  const run = useRunStore();
  const x = query.get('x');
  const now = useRef({ query, edition, fromUrl });
  now.current = { query, edition, fromUrl };
  const fragment = isLabFragment(hash) ? hash : null;
  const opened = useRef<{ x: string | null; fragment: string | null } | null>(null);

  // A page that is shown anew has nothing open yet.
  useEffect(
    () => () => {
      opened.current = null;
    },
    [],
  );

  useEffect(() => {
    const last = opened.current;
    opened.current = { x, fragment };
    // Only the fragment has gone, as when another query was chosen: the run it brought stays.
    if (last && last.x === x && fragment === null) return;
    let current = true;
    const asked = now.current.query;
    const over = { seed: whole(asked.get('seed')), at: whole(asked.get('at')), speed: speedOf(asked.get('speed')) };

    const openLink = async (code: string, back: boolean): Promise<boolean> => {
      const parsed = await parseLabLink(code);
      if (!current) return true;
      if (!parsed.ok) {
        if (!back) session.getState().report(parsed.error);
        return false;
      }
      const link = parsed.value;
      const experiment = x === null ? undefined : (await loadPanel(panel.slug)).experiments.find((each) => each.id === x);
      if (!current) return true;
      await session.getState().open({ recipe: link.recipe, length: link.length, seed: link.seed, facts: link.facts, at: link.atMs, speed: link.speed ?? panel.startSpeed, changes: link.changes, link, experiment: back ? experiment : undefined });
      return true;
    };

    const opening = async (): Promise<Opening> => {
      const facts = now.current.edition;
      if (x === null) return { recipe: panel.startRecipe(facts), ...over, facts, speed: over.speed ?? panel.startSpeed };
      const experiment = (await loadPanel(panel.slug)).experiments.find((each) => each.id === x);
      if (!experiment) {
        session.getState().report([`There is no experiment "${x}" in this lab. The lab was opened as it begins; the experiments are listed under Experiments.`]);
        return { recipe: panel.startRecipe(facts), ...over, facts };
      }
      const own = now.current.fromUrl ? facts : experiment.facts;
      return { recipe: experiment.recipe, length: experiment.length, seed: over.seed ?? experiment.seed, facts: own, at: over.at, speed: over.speed ?? experiment.startSpeed, experiment };
    };

    const openAll = async (): Promise<void> => {
      const before = left.get(key);
      if (before !== undefined && (await openLink(before, true))) return;
      if (!current) return;
      const problems: string[] = [];
      if (fragment !== null) {
        if (await openLink(fragment, false)) return;
        problems.push(...session.getState().problems);
      }
      const found = await opening();
      const told = session.getState().problems;
      if (!current) return;
      await session.getState().open(found);
      if (current && told.length + problems.length > 0) session.getState().report(problems.length > 0 ? problems : told);
    };
    void openAll();
    return () => {
      current = false;
    };
    // The address is read when it names another run; seed, time and speed are of that reading only.
  }, [x, fragment, panel, session]); // eslint-disable-line react-hooks/exhaustive-deps

  useEffect(
    () => () => {
      const link = linkOfRun(run.getState(), session.getState());
      if (link) keep(key, labFragment(link));
    },
    [key, run, session],
  );
}
