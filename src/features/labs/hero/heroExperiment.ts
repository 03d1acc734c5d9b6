// The tests are compiled apart and would not know what a YAML file is.
// oxlint-disable-next-line typescript/triple-slash-reference
/// <reference path="../content.d.ts" />
import type { PlainObject } from '../../../content/types.ts';
import source from '../../../../content/experiments/kinesis/hot-key.yaml';

interface Source {
  readonly recipe: PlainObject;
  readonly length: string;
  readonly seed: number;
  readonly facts: 'notes' | 'today';
  readonly note: string;
  readonly prediction: { readonly prompt: string; readonly options: readonly { readonly id: string; readonly text: string }[]; readonly answer: string };
}

// The one experiment that ships with the start page; `npm run check:content` holds its file to the schema.
const experiment = source as Source;
const { prediction } = experiment;

/** The run behind the first question: x.kinesis.hot-key. */
export const heroRecipe: PlainObject = { ...experiment.recipe, length: experiment.length, seed: experiment.seed, facts: experiment.facts };

export type HeroChoice = 0 | 1 | 2;

/** The first question and its options in their order on the start page. */
export const heroQuestion = {
  stem: prediction.prompt,
  options: prediction.options.map((option) => option.text),
  right: prediction.options.findIndex((option) => option.id === prediction.answer),
};

/** The question of the bank that this is, its options in the same order. */
export const heroItem = { id: 'q.kds.001', options: ['both-share', 'one-throttles', 'adds-shard'] } as const;

/** Nodes of the recipe. */
export const nodes = { traffic: 'web', stream: 'clicks' } as const;
