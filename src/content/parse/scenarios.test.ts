import { expect, it } from 'vitest';
import { rawDesign, rawScenario, type Raw } from '../../testing/contentExamples.ts';
import type { Parsed } from '../problem.ts';
import { parseDesign, parseScenario } from './index.ts';
import { withDesigns } from './scenarios.ts';

const problemsOf = (parsed: Parsed<unknown>): readonly string[] => (parsed.ok ? [] : parsed.error.map(({ path, problem }) => `${path}: ${problem}`));
const home = 'content/scenarios/hot-tenant/scenario.yaml';
const scenario = (changes: Raw = {}) => parseScenario(rawScenario(changes), home);
const designFile = (kind: string) => `content/scenarios/hot-tenant/designs/${kind}-one.yaml`;
const design = (changes: Raw = {}) => parseDesign(rawDesign(changes), designFile(String(changes['kind'] ?? 'accepted')));

it('reads a scenario; load is another name of recipe', () => {
  const parsed = scenario({ load: { interventions: [] } });
  expect(parsed.ok && parsed.value).toMatchObject({ id: 's.hot-tenant', recipe: { interventions: [] }, designs: [], predictions: [] });
});

it.each<[string, Raw, RegExp]>([
  ['brief too long', { brief: 'word '.repeat(121) }, /^brief: has 121 words: at most 120/],
  ['four seeds', { seeds: [1, 2, 3, 4] }, /^seeds: lists 5 different/],
  ['a seed twice', { seeds: [1, 2, 3, 4, 4] }, /^seeds: lists 5 different/],
  ['two hints', { hints: ['a', 'b'] }, /^hints: has 2 entries: write 3/],
  ['slug and folder differ', { slug: 'other' }, /^slug: is other, but the folder is hot-tenant/],
  ['no criteria', { criteria: [] }, /^criteria: needs at least 1/],
  ['criterion without its fact', { criteria: [{ id: 'a', kind: 'k', title: 't' }] }, /^criteria\[0\]\.why: is missing/],
  ['criteria of one id', { criteria: [1, 2].map(() => ({ id: 'a', kind: 'k', title: 't', why: 'kds-a' })) }, /^criteria: two criteria have the same id/],
  ['unknown key', { pallete: [] }, /^pallete: is no known key: did you mean "palette"/],
  ['load and recipe', { load: {}, recipe: {} }, /^load: is another name of recipe/],
])('scenario: %s', (_name, changes, problem) => expect(problemsOf(scenario(changes))).toContainEqual(expect.stringMatching(problem)));

it('reads accepted and wrong designs', () => {
  expect(problemsOf(design())).toEqual([]);
  expect(problemsOf(design({ kind: 'wrong', misses: 'loss' }))).toEqual([]);
  expect(problemsOf(design({ kind: 'wrong' }))).toContainEqual(expect.stringMatching(/^misses: is missing/));
  expect(problemsOf(design({ misses: 'loss' }))).toContainEqual(expect.stringMatching(/^misses: an accepted design misses nothing/));
  expect(problemsOf(parseDesign(rawDesign(), designFile('wrong')))).toContainEqual(expect.stringMatching(/^kind: is accepted, so the file is called designs\/accepted-/));
});

it('joins designs to their scenario and misses neither kind', () => {
  const read = scenario();
  const good = design();
  const bad = design({ id: 'split', kind: 'wrong', misses: 'latency' });
  if (!read.ok || !good.ok || !bad.ok) throw new Error('the examples must be readable');
  const filed = [{ file: designFile('accepted'), design: good.value }, { file: designFile('wrong'), design: bad.value }];
  const joined = withDesigns(read.value, filed, home);
  expect(joined.value.designs.map((each) => each.id)).toEqual(['by-device', 'split']);
  expect(joined.problems).toEqual([{ file: designFile('wrong'), path: 'misses', problem: 'no criterion has the id "latency": loss' }]);
  expect(withDesigns(read.value, [], home).problems.map((problem) => problem.problem)).toEqual([expect.stringMatching(/has no accepted design/), expect.stringMatching(/has no wrong design/)]);
  expect(withDesigns(read.value, [filed[0]!, filed[0]!], home).problems).toContainEqual(expect.objectContaining({ path: 'id' }));
});
