import { describe, expect, it } from 'vitest';
import type { ChoiceItem, Level } from '../../content/types.ts';
import { historyOf, type Asked, type Bank, type PastAnswer } from './bank.ts';
import { interleave } from './interleave.ts';
import { choosePractice, type PracticeWish } from './practice.ts';
import { withOwed, withReask } from './reask.ts';
import { chooseReviews } from './reviews.ts';
import { chooseWeak, weakSpots } from './weak.ts';

const concepts = ['c.shard', 'c.read', 'c.queue', 'c.agg'];
const topicOf: Readonly<Record<string, string>> = { 'c.shard': 'kds', 'c.read': 'kds', 'c.queue': 'sqs', 'c.agg': 'kpl' };
const levels: readonly Level[] = ['design', 'apply', 'recall'];
const question = (concept: string, n: number): ChoiceItem => ({
  id: `q.${concept}.${n}`, version: 1, type: 'single', choose: 1, level: levels[n % 3] ?? 'apply', edition: 'both', topic: topicOf[concept] ?? 'kds', concept,
  facts: [`${concept}-f${n % 3}`, `${concept}-g`], note: 'n.kds.a', stem: 's', source: { title: 't', read: '2026-11-22' },
  options: [{ id: 'a', text: 'a', correct: true, rationale: 'r', misconception: 'correct' }],
});
const bank: Bank = {
  questions: concepts.flatMap((concept) => [0, 1, 2, 3, 4].map((n) => question(concept, n))),
  concepts: concepts.map((id) => ({ id, title: id, facts: [`${id}-f0`, `${id}-g`] })),
  confusable: [['c.shard', 'c.read'], ['c.queue', 'c.shard']],
};
const wish: PracticeWish = { sections: [], n: 10, mix: 'mixed', edition: 'notes', seed: 4 };
const past = (itemId: string, at: number, right = true, confidence: PastAnswer['confidence'] = null): PastAnswer => ({ itemId, concept: itemId.split('.').slice(1, 3).join('.'), at, right, confidence });
const everySection = historyOf(['c.shard', 'c.queue', 'c.agg'].map((c, i) => past(`q.${c}.0`, i)));
const neighbours = (list: readonly Asked[]) => list.slice(1).filter((asked, i) => asked.concept === list[i]?.concept).length;

describe('interleaving', () => {
  it('keeps a concept from following itself where that can be had, and puts look-alikes side by side', () => {
    const list = ['c.shard', 'c.shard', 'c.agg', 'c.read'].map((concept, i) => ({ concept, i }));
    expect(interleave(list, bank.confusable).map((e) => e.concept)).toEqual(['c.shard', 'c.read', 'c.shard', 'c.agg']);
    const crowded = ['c.agg', 'c.shard', 'c.shard', 'c.shard', 'c.read'].map((concept) => ({ concept }));
    expect(interleave(crowded, []).map((e) => e.concept)).toEqual(['c.shard', 'c.agg', 'c.shard', 'c.read', 'c.shard']);
  });
});

describe('practice', () => {
  it('takes as many as asked, each once, the same for the same seed', () => {
    const list = choosePractice(bank, everySection, wish);
    expect(new Set(list.map((a) => a.itemId)).size).toBe(10);
    expect(choosePractice(bank, everySection, wish)).toEqual(list);
    expect(choosePractice(bank, everySection, { ...wish, n: Infinity })).toHaveLength(20);
  });

  it('stays with the sections, the concept and the edition asked for', () => {
    expect(choosePractice(bank, everySection, { ...wish, sections: ['sqs'] }).every((a) => a.concept === 'c.queue')).toBe(true);
    expect(choosePractice(bank, everySection, { ...wish, concept: 'c.read', n: 4 }).map((a) => a.concept)).toEqual(['c.read', 'c.read', 'c.read', 'c.read']);
    const today: Bank = { ...bank, questions: bank.questions.map((q) => ({ ...q, edition: 'today' as const })) };
    expect(choosePractice(today, everySection, wish)).toEqual([]);
  });

  it('mixes once sections are known: hardly a concept follows itself', () => {
    for (let seed = 0; seed < 30; seed++) expect(neighbours(choosePractice(bank, everySection, { ...wish, seed, n: 12 }))).toBeLessThanOrEqual(1);
  });

  it('starts a section never seen with three in a row, easier ones first', () => {
    const known = historyOf([past('q.c.shard.0', 1), past('q.c.agg.0', 2)]);
    const list = choosePractice(bank, known, { ...wish, n: 20 });
    expect(list.slice(0, 3).map((a) => a.concept)).toEqual(['c.queue', 'c.queue', 'c.queue']);
    expect(list[0]?.itemId).toBe('q.c.queue.2');
    expect(neighbours(list.slice(3))).toBeLessThanOrEqual(1);
  });

  it('keeps concepts together when blocked', () => {
    const list = choosePractice(bank, everySection, { ...wish, n: 20, mix: 'blocked' });
    expect(neighbours(list)).toBe(16);
  });

  it('brings missed questions back among new ones', () => {
    const history = historyOf([...bank.questions.slice(0, 10).map((q, i) => past(q.id, i)), past('q.c.read.3', 50, false)]);
    expect(choosePractice(bank, history, wish).map((a) => a.itemId)).toContain('q.c.read.3');
  });
});

describe('reviews', () => {
  it('ask each due fact by a question not asked lately, and no more than asked for', () => {
    const history = historyOf([past('q.c.shard.0', 5), past('q.c.shard.3', 9)]);
    expect(chooseReviews(bank, history, ['c.shard-f0'], 'notes', 1, 20).map((a) => a.itemId)).toEqual(['q.c.shard.0']);
    expect(chooseReviews(bank, historyOf([past('q.c.shard.0', 5)]), ['c.shard-f0'], 'notes', 1, 20).map((a) => a.itemId)).toEqual(['q.c.shard.3']);
    const all = concepts.flatMap((c) => [`${c}-f0`, `${c}-f1`, `${c}-f2`]);
    expect(chooseReviews(bank, new Map(), all, 'notes', 1, 5)).toHaveLength(5);
  });

  it('do not ask twice what one question covers, and skip what nothing tests', () => {
    expect(chooseReviews(bank, new Map(), ['c.shard-f0', 'c.shard-g', 'unknown'], 'notes', 1, 20)).toHaveLength(1);
  });
});

describe('weak spots', () => {
  const now = 100 * 86_400_000;
  const recall = new Map([['c.shard-g', 0.5], ['c.read-g', 0.8], ['c.queue-g', 0.99]]);

  it('are the least recalled concepts, certain errors first', () => {
    expect(weakSpots(bank, recall, [], now).map((s) => s.concept)).toEqual(['c.shard', 'c.read']);
    const errors = [past('q.c.queue.1', now - 86_400_000, false, 'certain')];
    expect(weakSpots(bank, recall, errors, now).map((s) => s.concept)).toEqual(['c.queue', 'c.shard', 'c.read']);
    expect(weakSpots(bank, recall, [past('q.c.queue.1', now - 15 * 86_400_000, false, 'certain')], now)).toHaveLength(2);
    expect(weakSpots(bank, recall, [...errors, past('q.c.queue.2', now - 1000, true)], now)).toHaveLength(2);
  });

  it('are asked together with what they are mixed up with', () => {
    const list = chooseWeak(bank, weakSpots(bank, recall, [], now), [], 'notes', 1, 4);
    expect(list.map((a) => a.concept)).toEqual(['c.shard', 'c.read', 'c.read', 'c.shard']);
    expect(new Set(list.map((a) => a.itemId)).size).toBe(4);
  });
});

describe('asking again', () => {
  const queue = choosePractice(bank, everySection, { ...wish, sections: ['sqs', 'kpl'], n: 10 });
  const alone: readonly Asked[] = [{ itemId: 'q.c.shard.1', seed: 1, concept: 'c.shard' }, ...queue];

  it('puts another question on the concept after at least six others', () => {
    const longer = withReask(alone, 0, bank, 'notes');
    const places = longer.flatMap((asked, i) => (asked.concept === 'c.shard' ? [i] : []));
    expect(places).toEqual([0, 7]);
    expect(longer[7]?.itemId).not.toBe('q.c.shard.1');
    expect(withReask(longer, 0, bank, 'notes')).toEqual(longer);
  });

  it('leaves a sitting alone that is too short, and the next one pays', () => {
    const short = alone.slice(0, 6);
    expect(withReask(short, 0, bank, 'notes')).toEqual(short);
    const answered = [past('q.c.shard.1', 1, false, 'certain'), ...short.slice(1).map((a, i) => past(a.itemId, i + 2))];
    const next = withOwed(queue, answered, bank, 'notes');
    expect(next.findIndex((asked) => asked.concept === 'c.shard')).toBe(1);
    expect(withOwed(queue, [...answered, past('q.c.shard.2', 99)], bank, 'notes')).toEqual(queue);
  });

  it('draws the same question anew when there is no other', () => {
    const only: Bank = { ...bank, questions: bank.questions.filter((q) => q.concept !== 'c.shard' || q.id === 'q.c.shard.1') };
    const again = withReask(alone, 0, only, 'notes')[7];
    expect(again?.itemId).toBe('q.c.shard.1');
    expect(again?.seed).not.toBe(1);
  });
});
