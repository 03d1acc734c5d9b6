import { expect, it } from 'vitest';
import { rawOption, rawTemplate, type Raw } from '../../testing/contentExamples.ts';
import { isTemplate } from '../types.ts';
import { parseQuestions } from './index.ts';

const file = 'content/items/kds/templates.yaml';
const problemsOf = (raw: Raw): readonly string[] => {
  const parsed = parseQuestions([raw], file);
  return parsed.ok ? [] : parsed.error.map(({ path, problem }) => `${path.replace(/^\[0(:[^\]]*)?\]\.?/, '')}: ${problem}`);
};
const choice = (options: readonly Raw[], changes: Raw = {}): Raw => {
  const { numeric: _, ...template } = rawTemplate({ type: 'single', options, ...changes });
  return template;
};

it('accepts a template and keeps its expressions', () => {
  const parsed = parseQuestions([rawTemplate()], file);
  const template = parsed.ok ? parsed.value[0] : undefined;
  expect(template && isTemplate(template)).toBe(true);
  expect(template).toMatchObject({ numeric: { answer: '{shards}', tolerance: 0, step: 1 }, let: { shards: 'ceil(rate / 1000)' } });
});

it('accepts placeholders in times, and options that the engine decides', () => {
  const sim = { mode: 'value', measure: 'nodes.s.view.openShards', recipe: 'traffic(rate={rate}/s) -> s: kinesis-streams()', length: '{rate}ms', seeAt: '{rate - 200}' };
  const undecided = ['a', 'b', 'c'].map((id) => ({ ...rawOption(id, false), correct: undefined, value: '{shards}' }));
  expect(problemsOf(choice(undecided, { sim }))).toEqual([]);
});

it.each<[string, Raw, RegExp]>([
  ['placeholder of no parameter', rawTemplate({ stem: '{rat} records: how many?' }), /^stem: "rat" in "rat" is no parameter: did you mean "rate"\? Known: rate, shards/],
  ['placeholder deep in the recipe', rawTemplate({ sim: { mode: 'value', measure: 'x', length: '1s', recipe: { nodes: [{ id: 'a', config: { rate: '{speed}' } }] } } }), /^sim\.recipe\.nodes\[0\]\.config\.rate: "speed"/],
  ['expression of no parameter', rawTemplate({ let: { shards: 'ceil(rat / 1000)' } }), /^let\.shards: "rat"/],
  ['a later value used earlier', rawTemplate({ let: { first: 'shards', shards: 'rate' } }), /^let\.first: "shards" in/],
  ['condition of no parameter', rawTemplate({ where: ['size > 1'] }), /^where\[0\]: "size"/],
  ['parameter never used', rawTemplate({ params: { rate: { from: [1, 2] }, size: { from: [1, 2] } } }), /^params\.size: is never used/],
  ['parameter with one value', rawTemplate({ params: { rate: { from: [1] } } }), /^params\.rate\.from: needs at least 2/],
  ['name used twice', rawTemplate({ let: { rate: '2', shards: 'rate' } }), /^let\.rate: has the name of a parameter/],
  ['none is right', choice(['a', 'b', 'c'].map((id) => rawOption(id, false))), /^options: exactly one option is correct: true, here 0/],
  ['nobody decides', choice(['a', 'b', 'c'].map((id) => ({ ...rawOption(id, false), correct: undefined }))), /^options: no option is correct and there is no sim/],
  ['two right options', choice([rawOption('a', true), rawOption('b', true), rawOption('c', false)]), /^options: exactly one option is correct: true, here 2/],
  ['key unknown in templates', rawTemplate({ parameters: {} }), /^parameters: is no known key: did you mean "params"/],
])('%s', (_name, raw, problem) => expect(problemsOf(raw)).toContainEqual(expect.stringMatching(problem)));

it('an item without template: true has no placeholders and no params', () => {
  expect(problemsOf({ ...rawTemplate(), template: undefined })).toContainEqual(expect.stringMatching(/^params: is no known key/));
});
