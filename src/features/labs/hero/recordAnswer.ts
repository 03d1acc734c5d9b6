import { isTemplate } from '../../../content/model/items.ts';
import { heroItem, type HeroChoice } from './heroExperiment.ts';

let recorded = false;

/** Counts the first answer as an answered question; once a visit, and only then is storage fetched. Answers whether it is kept on the device. */
export async function recordAnswer(choice: HeroChoice, edition: 'notes' | 'today', ms: number): Promise<boolean> {
  if (recorded) return true;
  recorded = true;
  const [{ appProgress }, { loadQuestion }] = await Promise.all([import('../../../state/progressApp.ts'), import('../../../content/viteSource.ts')]);
  const [progress, item] = await Promise.all([appProgress(), loadQuestion(heroItem.id)]);
  if (item === undefined || isTemplate(item) || item.type !== 'predict-the-run') throw new Error(`${heroItem.id} is not the question of the start page`);
  await progress.getState().check({
    item,
    concept: item.concept ?? item.id,
    seed: 1,
    answer: { type: 'predict-the-run', chosen: [heroItem.options[choice]] },
    confidence: null,
    hintUsed: false,
    edition,
    sessionId: 'home',
    mode: 'inline',
    ms,
    changes: 0,
  });
  const { storage, warning } = progress.getState();
  return storage === 'device' && warning === null;
}
