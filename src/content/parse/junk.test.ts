import fc from 'fast-check';
import { expect, it } from 'vitest';
import { rawDesign, rawEvent, rawExperiment, rawFact, rawItem, rawMatch, rawOrder, rawScenario, rawTemplate, type Raw } from '../../testing/contentExamples.ts';
import type { Parsed } from '../problem.ts';
import { parseConcepts, parseDesign, parseEvents, parseExperiment, parseFacts, parseGlossary, parseMisconceptions, parseNotePage, parseQuestions, parseScenario } from './index.ts';

const parsers: readonly [string, (raw: unknown) => Parsed<unknown>, readonly unknown[]][] = [
  ['facts', (raw) => parseFacts(raw, 'content/facts/kds.yaml'), [[rawFact()]]],
  ['questions', (raw) => parseQuestions(raw, 'content/items/kds/a.yaml'), [[rawItem()], [rawOrder()], [rawMatch()], [rawTemplate()]]],
  ['experiment', (raw) => parseExperiment(raw, 'content/experiments/kinesis/hot-key.yaml'), [rawExperiment()]],
  ['events', (raw) => parseEvents(raw, 'content/events/kinesis.yaml'), [[rawEvent()]]],
  ['scenario', (raw) => parseScenario(raw, 'content/scenarios/hot-tenant/scenario.yaml'), [rawScenario()]],
  ['design', (raw) => parseDesign(raw, 'content/scenarios/hot-tenant/designs/accepted-one.yaml'), [rawDesign()]],
  ['glossary', (raw) => parseGlossary(raw, 'content/glossary.yaml'), []],
  ['misconceptions', (raw) => parseMisconceptions(raw, 'content/misconceptions.yaml'), []],
  ['concepts', (raw) => parseConcepts(raw, 'content/concepts.yaml'), []],
  ['notes', (raw) => parseNotePage({ type: 'root', children: [] }, raw, 'content/notes/a.mdx'), []],
];

/** Every place of a value, as paths of keys. */
function places(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, inner]) => places(inner, [...path, key]))];
}

function replaced(value: unknown, [key, ...rest]: readonly string[], by: unknown): unknown {
  if (key === undefined) return by;
  const copy: Raw | unknown[] = Array.isArray(value) ? [...(value as unknown[])] : { ...(value as Raw) };
  (copy as Raw)[key] = replaced((copy as Raw)[key], rest, by);
  return copy;
}

it.each(parsers)('%s: no input makes the parser throw, and what it refuses it explains', { timeout: 60_000 }, (_name, parse) => {
  fc.assert(
    fc.property(fc.anything({ maxDepth: 4 }), (raw) => {
      const parsed = parse(raw);
      return parsed.ok || parsed.error.every(({ problem }) => problem.length > 10);
    }),
    { numRuns: 300, seed: 7 },
  );
});

const junk: readonly unknown[] = [null, undefined, 0, -1, Number.NaN, '', 'x', true, [], {}, [null], { a: { b: [1] } }, ['x', 'y'], '__proto__'];

it.each(parsers.filter(([, , examples]) => examples.length > 0))('%s: junk in any one place is refused or harmless, never thrown', { timeout: 60_000 }, (_name, parse, examples) => {
  let refused = 0;
  for (const example of examples) {
    expect(parse(example)).toMatchObject({ ok: true });
    for (const place of places(example)) for (const value of junk) if (!parse(replaced(example, place, value)).ok) refused++;
  }
  expect(refused).toBeGreaterThan(50);
});
