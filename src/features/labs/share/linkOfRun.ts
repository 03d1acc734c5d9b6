import type { LabLink } from '../../../state/labLink.ts';
import type { RunState } from '../../../state/runStore.ts';
import type { LabSessionState } from '../session/labSession.ts';
import { writtenRecipe } from '../session/recipeEdits.ts';

/** A link to this moment of this run: the recipe with all that was done to it, seed, edition, time and speed. */
export function linkOfRun(run: Pick<RunState, 'snapshot' | 'speed'>, session: Pick<LabSessionState, 'link'>): LabLink | undefined {
  const { snapshot, speed } = run;
  if (!snapshot) return undefined;
  const { back, backLabel, prediction } = session.link ?? {};
  return {
    recipe: writtenRecipe(snapshot.recipe),
    seed: snapshot.seed,
    facts: snapshot.facts,
    atMs: snapshot.time,
    speed,
    engine: snapshot.recipe.engine,
    ...(snapshot.digest === undefined ? {} : { digest: snapshot.digest }),
    ...(back === undefined ? {} : { back }),
    ...(backLabel === undefined ? {} : { backLabel }),
    ...(prediction === undefined ? {} : { prediction }),
  };
}
