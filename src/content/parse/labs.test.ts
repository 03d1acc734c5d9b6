import { expect, it } from 'vitest';
import { rawEvent, rawExperiment, type Raw } from '../../testing/contentExamples.ts';
import type { Parsed } from '../problem.ts';
import { readWalkthrough } from './labs.ts';
import { parseEvents, parseExperiment } from './index.ts';

const problemsOf = (parsed: Parsed<unknown>): readonly string[] => (parsed.ok ? [] : parsed.error.map(({ path, problem }) => `${path}: ${problem}`));
const experiment = (changes: Raw = {}) => parseExperiment(rawExperiment(changes), 'content/experiments/kinesis/hot-key.yaml');
const event = (changes: Raw = {}) => parseEvents([rawEvent(changes)], 'content/events/kinesis.yaml');
const options = [{ id: 'a', text: 'A' }, { id: 'b', text: 'B' }];

it('reads an experiment with its defaults', () => {
  const parsed = experiment();
  expect(parsed.ok && parsed.value).toMatchObject({ id: 'x.kinesis.hot-key', factsTested: ['kds-a'], seed: 1, facts: 'notes', startSpeed: 1 });
});

it.each<[string, Raw]>([
  ['a number', { type: 'number', prompt: 'How many?', unit: 'records', answer: 500 }],
  ['an order', { type: 'order', prompt: 'Which first?', options, answer: ['b', 'a'] }],
  ['a sketch', { type: 'sketch', prompt: 'Draw it', unit: 's', measure: 'nodes.app.metrics.MillisBehindLatest.max' }],
])('accepts a prediction of %s', (_name, prediction) => expect(problemsOf(experiment({ prediction }))).toEqual([]));

it.each<[string, Raw, RegExp]>([
  ['folder and panel differ', { panel: 'kpl' }, /^panel: says kpl, but the file stands in experiments\/kinesis/],
  ['file and id differ', { id: 'x.kinesis.other' }, /^id: is x\.kinesis\.other, but the file's place says x\.kinesis\.hot-key/],
  ['no length anywhere', { length: undefined }, /^length: is missing/],
  ['length twenty', { length: 'twenty' }, /^length: write milliseconds/],
  ['answer of no option', { prediction: { type: 'choose', prompt: 'p', options, answer: 'c' } }, /^prediction\.answer: no option has the id "c": a, b/],
  ['order leaves one out', { prediction: { type: 'order', prompt: 'p', options, answer: ['a'] } }, /^prediction\.answer: lists each option once/],
  ['answer outside', { prediction: { type: 'number', prompt: 'p', unit: 's', answer: 5, min: 6 } }, /^prediction\.answer: 5 lies outside/],
  ['least without a range', { prediction: { type: 'number', prompt: 'p', unit: 's', answer: 5, least: { set: 'nodes.a.config.b', goal: [{ measure: 'records.lost', op: '==', value: 0 }] } } }, /^prediction\.least: needs a min and a max/],
  ['two proofs', { prediction: { type: 'number', prompt: 'p', unit: 's', answer: 5, min: 1, max: 9, measure: 'records.lost', least: { set: 'nodes.a.config.b', goal: [{ measure: 'records.lost', op: '==', value: 0 }] } } }, /^prediction\.least: and measure are two proofs/],
  ['unknown prediction', { prediction: { type: 'guess', prompt: 'p' } }, /^prediction\.type: /],
  ['nothing to notice', { notice: [] }, /^notice: needs at least 1/],
  ['facts under another name', { factsTested: [] }, /^factsTested: is no known key: did you mean "facts_tested"/],
])('experiment: %s', (_name, changes, problem) => expect(problemsOf(experiment(changes))).toContainEqual(expect.stringMatching(problem)));

it('takes the length from a recipe object', () => expect(problemsOf(experiment({ length: undefined, recipe: { nodes: [], length: '1m' } }))).toEqual([]));

it('gives events the panel of their file', () => {
  const parsed = event({ where: { reason: '5 reads/s' } });
  expect(parsed.ok && parsed.value[0]).toMatchObject({ panel: 'kinesis', where: { reason: '5 reads/s' }, traceType: 'records.refused' });
});

it.each<[string, Raw, RegExp]>([
  ['why too long', { why: 'word '.repeat(46) }, /\.why: has 46 words: at most 45/],
  ['address in docs', { docs: 'https://docs.aws.amazon.com' }, /\.docs: names the AWS page without an address/],
  ['button that does nothing', { try: [{ id: 'a', label: 'A' }] }, /\.try\[0\]: has exactly one of/],
  ['button that does two things', { try: [{ id: 'a', label: 'A', link: '/lab', operate: 'split' }] }, /\.try\[0\]: has exactly one of/],
  ['trace type under another name', { tracetype: 'x' }, /\.tracetype: is no known key: did you mean "traceType"/],
])('event: %s', (_name, changes, problem) => expect(problemsOf(event(changes))).toContainEqual(expect.stringMatching(problem)));

it('reads a walkthrough in the order of time', () => {
  const captions = [{ caption: 'First', at: 0, set: { keys: 'one' } }, { caption: 'Then', at: 5000, operate: 'split' }];
  const read = (walkthrough: unknown) => readWalkthrough({ panel: 'kinesis', title: 'Find it', walkthrough }, 'content/experiments/kinesis/walkthrough.yaml');
  expect(read(captions)).toEqual({ value: { panel: 'kinesis', title: 'Find it', steps: captions }, problems: [] });
  expect(read([...captions].reverse()).problems[0]?.problem).toMatch(/comes before the caption above/);
  expect(read(Array.from({ length: 8 }, (_, at) => ({ caption: 'x', at }))).problems[0]?.problem).toBe('may have at most 7 entries');
});
