import type { PredictionAnswer } from './predictionText.ts';

// Storage is fetched when it is first needed: a lab opens without it.
const store = async () => (await import('../../../state/progressApp.ts')).appProgress();

/** Keeps predictions and what came of them with the learner's progress. A device that stores nothing loses only that. */
export const appProgress = {
  /** Keeps a prediction (null: skipped); answers its id, or undefined where nothing can be kept. */
  async predict(experiment: string, answer: PredictionAnswer | null): Promise<string | undefined> {
    try {
      return (await (await store()).getState().predict({ experiment, answer })).id;
    } catch {
      // The page says elsewhere that nothing can be stored; the run goes on.
      return undefined;
    }
  },
  async finish(id: string | undefined, right: boolean | null, why?: string): Promise<boolean> {
    if (id === undefined) return false;
    try {
      await (await store()).getState().finishPrediction(id, why === undefined ? { right } : { right, why });
      return true;
    } catch {
      return false;
    }
  },
  /** How often a walkthrough has been finished before. */
  async walkthroughs(panel: string): Promise<number> {
    try {
      const seen = (await store()).getState().keyed.get(`walkthrough.${panel}`);
      return typeof seen === 'number' ? seen : 0;
    } catch {
      return 0;
    }
  },
  async walkedThrough(panel: string, times: number): Promise<void> {
    try {
      await (await store()).getState().setKeyed(`walkthrough.${panel}`, times);
    } catch {
      // Captions then show in full next time.
    }
  },
};
