import { z } from 'zod/mini';
import type { ConceptFile, Coverage, Fact, GlossaryTerm, Misconception } from '../model/facts.ts';
import { id, isObject, list, pathPart, readList, readOne, text, type Reading, whole } from './shape.ts';

const factSchema = z.strictObject({
  id: id('fact'),
  statement: text,
  kind: z.enum(['concept', 'behaviour', 'tool', 'usecase', 'decision', 'limit']),
  limits: list(id('limit')),
  exam: z.optional(text),
  erratum: z.optional(whole.check(z.gte(1))),
  notesSay: z.optional(text),
  today: text,
  source: text,
  confidence: z.enum(['high', 'medium', 'low']),
  simulable: z.boolean(),
  context: z.optional(text),
});

/** `content/facts/<topic>.yaml`. */
export function readFacts(raw: unknown, file: string): Reading<readonly Fact[]> {
  const topic = pathPart(file, -1);
  return readList(factSchema, raw, file, '', (fact) => ({ ...fact, topic }));
}

const glossarySchema = z.strictObject({ id: id('glossary'), term: text, says: text, topic: text, also: list(text), facts: list(id('fact')), note: z.nullish(id('note')) });

/** `content/glossary.yaml`. */
export function readGlossary(raw: unknown, file: string): Reading<readonly GlossaryTerm[]> {
  return readList(glossarySchema, raw, file, '', ({ note, ...term }): GlossaryTerm => (note ? { ...term, note } : term));
}

const misconceptionSchema = z.strictObject({ id: id('misconception'), believes: text, contrast: id('note'), lab: z.optional(id('experiment')) });

/** `content/misconceptions.yaml`. */
export function readMisconceptions(raw: unknown, file: string): Reading<readonly Misconception[]> {
  return readList(misconceptionSchema, raw, file, '', (misconception) => misconception);
}

const conceptSchema = z.strictObject({ id: id('concept'), title: text, facts: z.array(id('fact')).check(z.minLength(1)) });
const confusableSchema = z.array(id('concept')).check(z.minLength(2));
const conceptFileSchema = z.strictObject({ concepts: z.unknown(), confusable: z.unknown() });

/** `content/concepts.yaml`. */
export function readConcepts(raw: unknown, file: string): Reading<ConceptFile> {
  const shape = readOne(conceptFileSchema, raw, file, '', (value) => value);
  if (!isObject(raw)) return { value: { concepts: [], confusable: [] }, problems: shape.problems };
  const concepts = readList(conceptSchema, raw['concepts'] ?? [], file, 'concepts', (concept) => concept);
  const confusable = readList(confusableSchema, raw['confusable'] ?? [], file, 'confusable', (group) => group);
  return { value: { concepts: concepts.value, confusable: confusable.value }, problems: [...shape.problems, ...concepts.problems, ...confusable.problems], refused: concepts.refused ?? [] };
}

const coverageSchema = z.strictObject({ complete: z.array(text) });

/** `content/coverage.yaml`. */
export function readCoverage(raw: unknown, file: string): Reading<Coverage> {
  const reading = readOne(coverageSchema, raw, file, '', (coverage): Coverage => coverage);
  return { value: reading.value ?? { complete: [] }, problems: reading.problems };
}
