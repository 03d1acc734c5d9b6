import { describe, expect, it } from 'vitest';
import { rawItem, rawMatch, rawNumeric, rawOption, rawOrder, type Raw } from '../../testing/contentExamples.ts';
import { parseQuestions } from './index.ts';

const file = 'content/items/kds/shards.yaml';
const problemsOf = (raw: Raw): readonly string[] => {
  const parsed = parseQuestions([raw], file);
  return parsed.ok ? [] : parsed.error.map(({ path, problem }) => `${path.replace(/^\[0(:[^\]]*)?\]\.?/, '')}: ${problem}`);
};
const sim = (mode: string, rest: Raw = {}): Raw => ({ mode, recipe: 'traffic(rate=1500/s) -> kinesis-streams(shards=1)', length: '20s', ...rest });

describe('well-formed items', () => {
  const five = ['a', 'b', 'c', 'd', 'e'].map((id, index) => rawOption(id, index < 2));
  it.each([
    ['single', rawItem()],
    ['multiple', rawItem({ type: 'multiple', choose: 2, options: five })],
    ['predict-the-run', rawItem({ type: 'predict-the-run' })],
    ['numeric', rawNumeric()],
    ['order', rawOrder()],
    ['match', rawMatch()],
  ])('%s is accepted and gets its topic from the folder', (type, raw) => {
    expect(problemsOf(raw)).toEqual([]);
    const parsed = parseQuestions([raw], file);
    expect(parsed.ok && parsed.value[0]).toMatchObject({ type, topic: 'kds', id: 'q.kds.001' });
  });

  it('gets its defaults filled in', () => {
    const parsed = parseQuestions([rawItem({ version: undefined, edition: undefined, sim: sim('change', { goal: [{ measure: 'records.lost', op: '==', value: 0 }] }), options: five.slice(1, 4).map((option) => ({ ...option, change: [] })) })], file);
    expect(parsed.ok && parsed.value[0]).toMatchObject({ version: 1, edition: 'both', choose: 1, sim: { length: '20s', seed: 1, facts: 'notes' } });
    const numeric = parseQuestions([rawNumeric()], file);
    expect(numeric.ok && numeric.value[0]).toMatchObject({ numeric: { tolerance: 0, step: 1 } });
  });
});

describe('a problem names the place and the cure', () => {
  it.each<[string, Raw, RegExp]>([
    ['unknown key', rawItem({ stemm: 'x' }), /^stemm: is no known key: did you mean "stem"\?/],
    ['unknown key in an option', rawItem({ options: [rawOption('a', true, { corect: true }), rawOption('b', false), rawOption('c', false)] }), /^options\[0\]\.corect: is no known key: did you mean "correct"/],
    ['unknown type', rawItem({ type: 'singel' }), /^type: "singel" is not known: did you mean "single"/],
    ['missing stem', rawItem({ stem: undefined }), /^stem: is missing: write text/],
    ['missing rationale', rawItem({ options: [rawOption('a', true, { rationale: undefined }), rawOption('b', false), rawOption('c', false)] }), /^options\[0\]\.rationale: is missing/],
    ['empty rationale', rawItem({ options: [rawOption('a', true, { rationale: ' ' }), rawOption('b', false), rawOption('c', false)] }), /^options\[0\]\.rationale: is empty/],
    ['missing misconception', rawItem({ options: [rawOption('a', true), rawOption('b', false, { misconception: undefined }), rawOption('c', false)] }), /^options\[1\]\.misconception: write "correct"/],
    ['wrong option tagged correct', rawItem({ options: [rawOption('a', true), rawOption('b', false, { misconception: 'correct' }), rawOption('c', false)] }), /^options\[1\]\.misconception: a wrong option names/],
    ['right option tagged wrong', rawItem({ options: [rawOption('a', true, { misconception: 'm.x' }), rawOption('b', false), rawOption('c', false)] }), /^options\[0\]\.misconception: a correct option has/],
    ['two right answers', rawItem({ options: [rawOption('a', true), rawOption('b', true), rawOption('c', false)] }), /^options: exactly one option is correct: true, here 2/],
    ['no right answer', rawItem({ options: [rawOption('a', false), rawOption('b', false), rawOption('c', false)] }), /^options: exactly one .* here 0/],
    ['number where text belongs', rawItem({ options: [rawOption('a', true, { text: 3 }), rawOption('b', false), rawOption('c', false)] }), /^options\[0\]\.text: must be text, not number 3; put it in quotes/],
    ['two options', rawItem({ options: [rawOption('a', true), rawOption('b', false)] }), /^options: single has 3 to 5 options, this has 2/],
    ['four options in multiple', rawItem({ type: 'multiple', choose: 1, options: ['a', 'b', 'c', 'd'].map((id, index) => rawOption(id, index === 0)) }), /^options: multiple has 5 to 8/],
    ['choose differs', rawItem({ type: 'multiple', choose: 3, options: ['a', 'b', 'c', 'd', 'e'].map((id, index) => rawOption(id, index < 2)) }), /^choose: says 3, but 2 options/],
    ['choose missing', rawItem({ type: 'multiple', options: ['a', 'b', 'c', 'd', 'e'].map((id, index) => rawOption(id, index < 2)) }), /^choose: is missing: say how many to choose \(2/],
    ['option ids repeated', rawItem({ options: [rawOption('a', true), rawOption('a', false), rawOption('c', false)] }), /^options\[1\]\.id: "a" stands twice/],
    ['option id a capital letter', rawItem({ options: [rawOption('A', true), rawOption('b', false), rawOption('c', false)] }), /^options\[0\]\.id: write an id like record-rate/],
    ['id without a topic', rawItem({ id: 'q.1' }), /^id: write an id like q\.kds\.003/],
    ['id of another topic', rawItem({ id: 'q.sqs.001' }), /^id: stands in items\/kds/],
    ['no facts', rawItem({ facts: [] }), /^facts: needs at least 1/],
    ['day written otherwise', rawItem({ source: { title: 'x', read: '22.11.2026' } }), /^source\.read: write the day/],
    ['answer outside', rawNumeric({ numeric: { answer: 300, unit: 's', min: 0, max: 100, rationale: 'x' } }), /^numeric\.answer: 300 lies outside/],
    ['misreading that is right', rawNumeric({ numeric: { answer: 3, unit: 's', min: 0, max: 9, tolerance: 1, rationale: 'x', misreadings: [{ value: 4, rationale: 'x', misconception: 'm.x' }] } }), /^numeric\.misreadings\[0\]\.value: 4 would count as right/],
    ['two steps', rawOrder({ order: { steps: [{ id: 'a', text: 'x', rationale: 'y' }, { id: 'b', text: 'x', rationale: 'y' }] } }), /^order\.steps: needs at least 3/],
    ['row without its choice', rawMatch({ match: { rows: [{ id: 'a', text: 'x', pair: 'z', rationale: 'y' }, { id: 'b', text: 'x', pair: 'c', rationale: 'y' }], choices: [{ id: 'c', text: 'x' }, { id: 'd', text: 'x' }] } }), /^match\.rows\[0\]\.pair: no choice has the id "z": c, d/],
  ])('%s', (_name, raw, problem) => expect(problemsOf(raw)).toContainEqual(expect.stringMatching(problem)));

  it('all of them at once, and the good entries are not blamed', () => {
    const parsed = parseQuestions([rawItem(), rawItem({ id: 'q.kds.002', stem: '', level: 'hard', note: 'shards' })], file);
    expect(parsed.ok ? [] : parsed.error.map((problem) => problem.path)).toEqual(['[1:q.kds.002].level', '[1:q.kds.002].note', '[1:q.kds.002].stem']);
    expect(parsed.ok ? [] : parsed.error.every((problem) => problem.file === file)).toBe(true);
  });
});

describe('the proof carries what its mode needs', () => {
  const claim = [{ measure: 'records.lost', op: '==', value: 0 }];
  it.each<[string, Raw, RegExp]>([
    ['observe without claims', rawItem({ sim: sim('observe') }), /^options\[0\]\.claim: is missing/],
    ['change without goal', rawItem({ sim: sim('change') }), /^sim\.goal: is missing/],
    ['change without changes', rawItem({ sim: sim('change', { goal: claim }) }), /^options\[2\]\.change: is missing/],
    ['value without measure', rawNumeric({ sim: sim('value') }), /^sim\.measure: is missing/],
    ['value on options', rawItem({ sim: sim('value', { measure: 'records.lost' }) }), /^sim\.mode: value needs a numeric answer/],
    ['order without events', rawOrder({ sim: sim('order') }), /^order\.steps\[0\]\.event: is missing/],
    ['observe on a number', rawNumeric({ sim: sim('observe') }), /^sim\.mode: observe compares the claims of options/],
    ['no length', rawNumeric({ sim: { mode: 'value', measure: 'records.lost', recipe: 'traffic() -> kinesis-streams()' } }), /^sim\.length: is missing/],
    ['length in words', rawNumeric({ sim: sim('value', { measure: 'x', length: 'a minute' }) }), /^sim\.length: write milliseconds as a number, or/],
    ['another edition than the key', rawNumeric({ edition: 'today', sim: sim('value', { measure: 'x', facts: 'notes' }) }), /^sim\.facts: the run uses the notes edition, but/],
    ['a pair without between', rawItem({ options: [rawOption('a', true, { claim: [{ measure: 'x', op: '<', value: [1, 2] }] }), rawOption('b', false), rawOption('c', false)] }), /^options\[0\]\.claim\[0\]\.value: "<" compares with one value/],
    ['between without a pair', rawNumeric({ sim: sim('value', { measure: 'x', goal: [{ measure: 'x', op: 'between', value: 1 }] }) }), /^sim\.goal\[0\]\.value: write \[lowest, highest\]/],
    ['unknown sign', rawItem({ options: [rawOption('a', true, { claim: [{ measure: 'x', op: '=', value: 1 }] }), rawOption('b', false), rawOption('c', false)] }), /^options\[0\]\.claim\[0\]\.op: "=" is not known: did you mean/],
    ['a change of neither form', rawItem({ options: [rawOption('a', true, { change: [{ put: 'x' }] }), rawOption('b', false), rawOption('c', false)] }), /^options\[0\]\.change\[0\]: write \{ set/],
    ['a recipe that is a number', rawNumeric({ sim: sim('value', { measure: 'x', recipe: 7 }) }), /^sim\.recipe: write topology text/],
  ])('%s', (_name, raw, problem) => expect(problemsOf(raw)).toContainEqual(expect.stringMatching(problem)));

  it('takes length and seed from a recipe object that has them', () => {
    const parsed = parseQuestions([rawNumeric({ sim: { mode: 'value', measure: 'x', recipe: { nodes: [], length: '90s', seed: 4, facts: 'today' } } })], file);
    expect(parsed.ok && parsed.value[0]?.sim).toMatchObject({ length: '90s', seed: 4, facts: 'today' });
  });
});
