import type { FactKind } from './model/facts.ts';
import type { ContentProblem } from './problem.ts';
import type { ContentRegistry } from './registry.ts';

/** How a fact is taught, tested and shown: the number of each. */
export interface FactCoverage {
  readonly id: string;
  readonly topic: string;
  readonly kind: FactKind;
  readonly simulable: boolean;
  /** A reason stands in the fact why nothing tests it. */
  readonly isContext: boolean;
  readonly notes: number;
  readonly items: number;
  readonly labs: number;
}

/** One row a fact, in the order of the files. */
export function coverageOf(registry: ContentRegistry): readonly FactCoverage[] {
  return registry.all('fact').map(({ id, topic, kind, simulable, context }) => ({
    id, topic, kind, simulable,
    isContext: context !== undefined,
    notes: registry.notesOn(id).length,
    items: registry.itemsTesting(id).length,
    labs: registry.labsShowing(id).length,
  }));
}

const testedTwice: ReadonlySet<FactKind> = new Set(['limit', 'behaviour', 'decision']);

/** How many items a fact needs: two for limits, behaviour and decisions, one for the rest, none for context. */
export function itemsNeeded(fact: Pick<FactCoverage, 'kind' | 'isContext'>): number {
  return fact.isContext ? 0 : testedTwice.has(fact.kind) ? 2 : 1;
}

function factProblems(fact: FactCoverage, registry: ContentRegistry): readonly string[] {
  const problems: string[] = [];
  const needed = itemsNeeded(fact);
  if (fact.notes === 0) problems.push('stands in no note: add it to the facts of a <Note>');
  if (fact.items < needed) problems.push(`is tested by ${fact.items} of ${needed} items: add an item, or say in "context" why none can test it`);
  if (fact.simulable && fact.labs === 0) problems.push('is simulable but no experiment, event or scenario shows it: add it to one, or set simulable: false');
  if (!registry.all('concept').some((concept) => concept.facts.includes(fact.id))) problems.push('belongs to no concept: add it to one in content/concepts.yaml');
  const erratum = registry.get('fact', fact.id)?.erratum;
  if (erratum !== undefined && !registry.notesOn(fact.id).some((block) => block.corrections.some((correction) => correction.errata === erratum))) {
    problems.push(`carries erratum ${erratum}, but no note on it has <Correction … errata="${erratum}" />`);
  }
  return problems;
}

const leastSayItBack = 3;

/** What the topics declared complete still lack; a topic that has no facts cannot be complete. */
export function coverageProblems(registry: ContentRegistry, complete: readonly string[], pages: readonly { readonly file: string; readonly value: { readonly topic: string; readonly sayItBack: readonly string[] } }[]): readonly ContentProblem[] {
  const facts = coverageOf(registry);
  const problems: ContentProblem[] = [];
  const complain = (id: string, sentences: readonly string[]): void => {
    for (const problem of sentences) problems.push({ file: registry.find(id)?.file ?? '', path: id, problem });
  };
  for (const topic of complete) {
    const own = facts.filter((fact) => fact.topic === topic);
    if (own.length === 0) problems.push({ file: 'content/coverage.yaml', path: 'complete', problem: `"${topic}" has no facts: remove it, or write content/facts/${topic}.yaml` });
    for (const fact of own) complain(fact.id, factProblems(fact, registry));
    for (const block of registry.all('note')) {
      if (block.topic === topic && block.context === undefined && registry.itemsOn(block.id).length === 0) complain(block.id, ['is the note of no item: add one, or say why with <Note … context="…">']);
    }
    for (const { file, value } of pages) {
      if (value.topic === topic && value.sayItBack.length < leastSayItBack) problems.push({ file, path: '<SayItBack>', problem: `has ${value.sayItBack.length} items: a page ends with at least ${leastSayItBack}` });
    }
  }
  return problems;
}
