import { describe, expect, it } from 'vitest';
import { rawItem, rawMatch, rawNumeric, rawOption, rawOrder, rawTemplate, type Raw } from '../../src/testing/contentExamples.ts';
import { parseQuestions } from '../../src/content/parse/index.ts';
import { asksNegatively, type FiledQuestion, lengthCue, lintItems } from './lintItems.ts';

const file = 'content/items/kds/a.yaml';

function filed(raw: Raw): FiledQuestion {
  const parsed = parseQuestions([raw], file);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return { file, value: parsed.value[0]! };
}
const problemsOf = (raw: Raw): readonly string[] => lintItems([filed(raw)]).map(({ path, problem }) => `${path}: ${problem}`);
const options = (first: Raw): Raw[] => [rawOption('a', true, first), rawOption('b', false), rawOption('c', false)];

it('finds nothing in well-formed items of every type', () => {
  for (const raw of [rawItem(), rawNumeric(), rawOrder(), rawMatch(), rawTemplate()]) expect(problemsOf(raw)).toEqual([]);
});

it.each<[string, Raw, RegExp]>([
  ['a rationale of 39 characters', rawItem({ options: options({ rationale: 'x'.repeat(39) }) }), /^q\.kds\.001\.options\.a\.rationale: has 39 characters: say in at least 40/],
  ['a rationale of 261 characters', rawItem({ options: options({ rationale: 'x'.repeat(261) }) }), /^q\.kds\.001\.options\.a\.rationale: has 261 characters: say it in at most 260/],
  ['a short rationale of a step', rawOrder({ order: { steps: ['a', 'b', 'c'].map((id) => ({ id, text: 'x', rationale: id === 'a' ? 'Because.' : 'x'.repeat(40) })) } }), /^q\.kds\.001\.order\.a\.rationale: has 8/],
  ['a short rationale of a row', rawMatch({ match: { rows: ['a', 'b'].map((id) => ({ id, text: 'x', pair: 'c', rationale: id === 'a' ? 'Because.' : 'x'.repeat(40) })), choices: [{ id: 'c', text: 'x' }, { id: 'd', text: 'y' }] } }), /^q\.kds\.001\.match\.a\.rationale: has 8/],
  ['a short rationale of a number', rawNumeric({ numeric: { answer: 3, unit: 's', min: 0, max: 9, rationale: 'Because.', misreadings: [] } }), /^q\.kds\.001\.numeric\.rationale: has 8/],
  ['a short rationale of a misreading', rawNumeric({ numeric: { answer: 3, unit: 's', min: 0, max: 9, rationale: 'x'.repeat(40), misreadings: [{ value: 2, rationale: 'Because.', misconception: 'm.x' }] } }), /^q\.kds\.001\.numeric\.misreadings\.2\.rationale: has 8/],
  ['all of the above', rawItem({ options: options({ text: 'All of the above' }) }), /^q\.kds\.001\.options\.a\.text: says all, both or none/],
  ['none of these', rawItem({ options: options({ text: 'None of these' }) }), /options\.a\.text: says all, both or none/],
  ['both of the options', rawItem({ options: options({ text: 'Both of the other options' }) }), /options\.a\.text: says all, both or none/],
  ['option B', rawItem({ options: options({ rationale: `${'x'.repeat(40)} as option B says` }) }), /options\.a\.rationale: points to an option by letter/],
  ['answer (C)', rawItem({ hint: 'Look at answer (C) once more' }), /^q\.kds\.001\.hint: points to an option by letter/],
  ['the second option', rawItem({ options: options({ rightIf: 'The second option were missing.' }) }), /options\.a\.rightIf: points to an option by letter or place/],
  ['a small not', rawItem({ stem: 'A stream has two shards. Which limit does not apply?' }), /^q\.kds\.001\.stem: asks for what does not hold: write NOT/],
  ['two options of one text', rawItem({ options: [rawOption('a', true, { text: 'A shard' }), rawOption('b', false, { text: 'a shard' }), rawOption('c', false)] }), /options\.b\.text: is the text of another option/],
  ['a prediction without a run', rawItem({ type: 'predict-the-run' }), /^q\.kds\.001\.sim: is missing/],
])('%s', (_name, raw, problem) => expect(problemsOf(raw)).toEqual([expect.stringMatching(problem)]));

it('accepts rationales of exactly 40 and 260 characters', () => {
  for (const length of [40, 260]) expect(problemsOf(rawItem({ options: options({ rationale: 'x'.repeat(length) }) }))).toEqual([]);
});

describe('a negative question', () => {
  it.each(['Which of these is not a limit?', "Which service doesn't keep records?", 'Which statement about shards is true, except for one?'.replace(', except for one', ' except one'), 'What can a consumer not do?', 'Records pile up. Which change will not help?'])('%s', (stem) =>
    expect(asksNegatively(stem)).toBe(true));
  it.each([
    'Which limit does NOT apply?', 'Which change keeps the records that have not been read?', 'The producer does not retry. Which limit refuses first?', 'Why does the second shard not help?',
    'Which limit refuses first, if the producer does not retry?', 'Which of these do not apply', 'What happens to records when they are not read?',
  ])('is not: %s', (stem) => expect(asksNegatively(stem)).toBe(false));
});

describe('the longest option as a cue', () => {
  const bank = (count: number, telling: number): FiledQuestion[] =>
    Array.from({ length: count }, (_, index) =>
      filed(rawItem({ id: `q.kds.${100 + index}`, options: ['a', 'b', 'c', 'd'].map((id, place) => rawOption(id, place === 0, { text: (index < telling ? place === 0 : place === 1) ? `the long option ${id}` : `short ${id}` })) })));

  it('counts the share of items whose longest option is correct', () => {
    expect(lengthCue(bank(40, 10))).toMatchObject({ items: 40, longestIsCorrect: 0.25, chance: 0.25 });
    expect(lengthCue([filed(rawItem({ options: ['a', 'b', 'c', 'd'].map((id, place) => rawOption(id, place === 0, { text: `same ${id}` })) }))])).toMatchObject({ longestIsCorrect: 0.25 });
    expect(lengthCue([filed(rawNumeric())])).toMatchObject({ items: 0, longestIsCorrect: 0 });
  });

  it('passes within ten points of chance, fails beyond on either side, and names items', () => {
    expect(lintItems(bank(40, 14))).toEqual([]);
    expect(lintItems(bank(40, 6))).toEqual([]);
    expect(lintItems(bank(40, 15)).map(({ problem }) => problem)).toEqual([expect.stringMatching(/correct in 38 % of 40 items, chance is 25 %: .*shorten the correct option of q\.kds\.100/)]);
    expect(lintItems(bank(40, 5)).map(({ problem }) => problem)).toEqual([expect.stringMatching(/correct in 13 % of 40 items.*shorten the wrong options of q\.kds\.105/)]);
  });

  it('says nothing about a handful', () => expect(lintItems(bank(10, 10))).toEqual([]));
});
