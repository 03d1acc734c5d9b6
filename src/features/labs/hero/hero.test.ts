import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readContent } from '../../../content/nodeSource.ts';
import { makeRegistry } from '../../../content/registry.ts';
import { models } from '../../../services/models.ts';
import { createRunStore, type RunStore } from '../../../state/runStore.ts';
import { createInlineClient } from '../../../worker/inlineClient.ts';
import { heroItem, heroQuestion, heroRecipe } from './heroExperiment.ts';
import { heroFigures } from './heroFigures.ts';
import { createHeroRun, type HeroRun } from './heroRun.ts';
import { story, verdict } from './heroText.ts';

describe('the first question', () => {
  const registry = makeRegistry(readContent());
  it('is the prediction of x.kinesis.hot-key, with its recipe', () => {
    const experiment = registry.get('experiment', 'x.kinesis.hot-key')!;
    expect(heroQuestion.stem).toBe(experiment.prediction!.prompt);
    expect(heroRecipe).toMatchObject({ ...(experiment.recipe as object), seed: experiment.seed, facts: experiment.facts });
    expect(heroQuestion.right).toBe(1);
  });
  it('is a question of the bank, whose options mean the same in the same order', () => {
    const item = registry.get('question', heroItem.id)!;
    expect(item.stem).toBe(heroQuestion.stem);
    expect('options' in item && item.options.map((option) => option.id)).toEqual(heroItem.options);
    expect('options' in item && item.options.findIndex((option) => 'correct' in option && option.correct)).toBe(heroQuestion.right);
  });
  it('goes on to a note and a question that exist', () => {
    expect(registry.find('n.kds.hot-shard')).toBeDefined();
    expect(registry.find('q.kds.003')).toBeDefined();
  });
});

// Half a minute of the stream, frame by frame: slow on a busy machine.
describe('the run of the first question', { timeout: 60_000 }, () => {
  let clock = 0;
  let work: (() => void)[] = [];
  let run: RunStore;
  let hero: HeroRun;

  /** Lets wall time pass, a frame at a time, until the condition holds. */
  const until = (holds: () => boolean, mostMs = 60_000) => {
    for (let passed = 0; passed < mostMs && !holds(); passed += 16) {
      clock += 16;
      const due = work;
      work = [];
      for (const turn of due) turn();
    }
    expect(holds()).toBe(true);
  };

  beforeEach(() => {
    clock = 0;
    work = [];
    run = createRunStore({ createClient: () => createInlineClient({ models, clock: () => clock, later: (turn) => work.push(turn) }), now: () => clock });
    hero = createHeroRun(run);
    until(() => run.getState().snapshot !== undefined);
  });
  afterEach(() => {
    hero.dispose();
    run.getState().dispose();
  });
  const phase = () => hero.state.getState().phase;
  const figures = () => heroFigures(run.getState());

  it('stands still until an answer is chosen, and the first answer stays', () => {
    expect(run.getState().snapshot).toMatchObject({ playing: false, time: 0 });
    hero.choose(2);
    hero.choose(1);
    expect(hero.state.getState().choice).toBe(2);
    until(() => run.getState().snapshot!.time > 500);
  });

  it('stops at the first refusal and says whether the prediction held', () => {
    hero.choose(0);
    until(() => phase() === 'full');
    const now = figures();
    expect(now.time).toBeGreaterThanOrEqual(1900);
    expect(now.time).toBeLessThan(2300);
    expect(run.getState().snapshot!.playing).toBe(false);
    expect(now.shards.map((shard) => shard.records > 0)).toEqual([false, true]);
    expect(story('full', now, 0)).toMatchObject({ title: 'Shard 1 refuses records', status: 'warn' });
    expect(verdict(0, now)).toMatchObject({ held: false });
    expect(verdict(0, now).says).toContain('shard 0 has received nothing');
    expect(verdict(1, now).held).toBe(true);
    expect(verdict(2, now).says).toContain('still 2 shards');
  });

  it('refuses nothing any more with many keys', () => {
    hero.choose(1);
    until(() => phase() === 'full');
    hero.useManyKeys();
    const { since } = hero.state.getState();
    until(() => figures().time > since + 3500);
    const now = figures();
    expect(now.refusedPerSecond).toBe(0);
    for (const shard of now.shards) expect(shard.sent).toBeGreaterThan(600);
    expect(story('many-keys', now, since)).toMatchObject({ status: 'ok', title: 'Many keys spread the load' });
  });

  it('is not helped by a split, and stops there', () => {
    hero.choose(1);
    until(() => phase() === 'full');
    hero.splitShard();
    until(() => phase() === 'no-help');
    const now = figures();
    expect(run.getState().speed).toBe(1);
    expect(now.shards.filter((shard) => shard.open)).toHaveLength(3);
    expect(now.shards.filter((shard) => shard.open && shard.sent > 0).map((shard) => shard.sent)).toEqual([1500]);
    expect(story('no-help', now, 0)!.says).toMatch(/all 1,500 records a second go to shard [23], which may take 1,000/);
    hero.useManyKeys();
    const { since } = hero.state.getState();
    until(() => figures().time > since + 3000);
    expect(figures().refusedPerSecond).toBe(0);
  });

  it('can be run again with the answer as it was given', () => {
    hero.choose(1);
    until(() => phase() === 'full');
    hero.useManyKeys();
    hero.startOver();
    expect(hero.state.getState()).toMatchObject({ phase: 'filling', choice: 1 });
    until(() => phase() === 'full');
    expect(figures().time).toBeLessThan(2300);
  });
});
