import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { Scenario, ScenarioDesign } from '../../src/content/types.ts';
import { nearest } from '../../src/base/nearest.ts';
import { grade, type GradableDesign, type Grade } from '../../src/grading/index.ts';
import { emptyDesign } from '../../src/grading/scenario.ts';
import { models } from '../../src/services/models.ts';
import { isPlainRecord, type PlainRecord } from '../../src/sim/plainData.ts';

/** A design and what is expected of it. */
export interface Entrant {
  readonly id: string;
  readonly kind: 'accepted' | 'wrong' | 'empty' | 'given';
  /** Criterion that it must miss. */
  readonly misses?: string | undefined;
  readonly design: GradableDesign;
}

/** One line of the command's answer. */
export interface GradedDesign {
  readonly scenario: string;
  readonly design: string;
  readonly kind: Entrant['kind'];
  readonly asExpected: boolean;
  readonly seeds: readonly { readonly seed: number; readonly verdicts: readonly SeedVerdict[] }[];
  readonly cpuMs: number;
  /** What is wrong, where it is not as expected. */
  readonly says?: string | undefined;
  readonly numbers?: Grade['numbers'];
}

interface SeedVerdict {
  readonly criterion: string;
  readonly needed: boolean;
  readonly type: 'met' | 'missed' | 'ungradable';
  readonly measured: string | null;
  readonly wanted: string | null;
  readonly firstAtMs: number | null;
  /** Why it was missed, step by step. */
  readonly cause: readonly string[];
}

/** Every design of a scenario that is to be run, the empty one last. */
export function entrantsOf(scenario: Scenario): readonly Entrant[] {
  const written = scenario.designs.map((design: ScenarioDesign): Entrant => ({
    id: design.id,
    kind: design.kind,
    misses: design.misses,
    design: design as GradableDesign,
  }));
  return [
    ...written.filter(({ kind }) => kind === 'accepted'),
    ...written.filter(({ kind }) => kind === 'wrong'),
    { id: 'empty', kind: 'empty', design: emptyDesign },
  ];
}

/** Runs one design on so many of the scenario's seeds. */
export function gradeEntrant(scenario: Scenario, entrant: Entrant, seeds: readonly number[]): GradedDesign {
  const before = process.cpuUsage();
  const result = grade(scenario as Parameters<typeof grade>[0], entrant.design, { models, seeds });
  const used = process.cpuUsage(before);
  const says = problemWith(result, entrant);
  return {
    scenario: scenario.slug,
    design: entrant.id,
    kind: entrant.kind,
    asExpected: says === undefined,
    seeds: result.seeds.map(({ seed, verdicts }) => ({ seed, verdicts: verdicts.map(verdictLine) })),
    cpuMs: Math.round((used.user + used.system) / 1000),
    says,
    numbers: result.numbers,
  };
}

function verdictLine({
  criterion,
  needed,
  verdict,
  cause,
}: Grade['verdicts'][number] | Grade['seeds'][number]['verdicts'][number]): SeedVerdict {
  return {
    criterion,
    needed,
    type: verdict.type,
    measured: verdict.type === 'ungradable' ? verdict.reason : verdict.measured,
    wanted: verdict.type === 'ungradable' ? null : verdict.wanted,
    firstAtMs: verdict.type === 'missed' ? (verdict.evidence[0] ?? null) : null,
    cause: cause?.steps.map((step) => `${(step.atMs / 1000).toFixed(3)} s${step.node ? ` ${step.node}` : ''}: ${step.text}`) ?? [],
  };
}

/** Accepted and given designs meet every needed criterion; a wrong one misses the one it names on every seed; the empty one is ungradable. */
function problemWith(result: Grade, entrant: Entrant): string | undefined {
  const needed = result.verdicts.filter((verdict) => verdict.needed);
  switch (entrant.kind) {
    case 'empty':
      return result.verdicts.every(({ verdict }) => verdict.type === 'ungradable')
        ? undefined
        : 'the empty design is graded, but there is nothing to grade';
    case 'wrong': {
      const passed = result.seeds.filter(
        ({ verdicts }) => verdicts.find(({ criterion }) => criterion === entrant.misses)?.verdict.type !== 'missed',
      );
      return passed.length === 0
        ? undefined
        : `does not miss "${entrant.misses ?? ''}" with seed ${passed.map(({ seed }) => seed).join(', ')}`;
    }
    default: {
      const failed = needed.filter(({ verdict }) => verdict.type !== 'met');
      return failed.length === 0
        ? undefined
        : failed
            .map(
              ({ criterion, verdict, worstSeed }) =>
                `${criterion} is ${verdict.type} with seed ${worstSeed}: ${verdict.type === 'ungradable' ? verdict.reason : verdict.measured}`,
            )
            .join('; ');
    }
  }
}

/** The scenarios asked for by slug, id or number (S1); all when none is named. Throws a sentence that offers the nearest. */
export function chooseScenarios(all: readonly Scenario[], names: readonly string[]): readonly Scenario[] {
  if (names.length === 0) return all;
  return names.map((name) => {
    const plain = name.replace(/^content\/scenarios\//, '').replace(/\/(scenario\.yaml)?$/, '');
    const found = all.find(
      (scenario) => scenario.slug === plain || scenario.id === plain || `S${scenario.number}` === plain.toUpperCase(),
    );
    if (!found)
      throw new Error(
        `there is no scenario "${name}"; the nearest is "${
          nearest(
            plain,
            all.map((scenario) => scenario.slug),
          ) ?? ''
        }"`,
      );
    return found;
  });
}

/** The first so many seeds of a scenario; past its own, the next whole numbers. */
export function seedsFor(scenario: Scenario, count: number | undefined): readonly number[] {
  if (count === undefined) return scenario.seeds;
  const seeds = scenario.seeds.slice(0, count);
  for (let next = Math.max(...scenario.seeds) + 1; seeds.length < count; next++) seeds.push(next);
  return seeds;
}

/** A design given as a file (YAML or JSON with nodes, edges, interventions, facts). Throws one clear sentence. */
export function readDesignFile(file: string): GradableDesign {
  let raw: unknown;
  try {
    raw = parse(readFileSync(file === '-' ? 0 : file, 'utf8'));
  } catch (error) {
    throw new Error(`cannot read ${file}: ${(error as NodeJS.ErrnoException).code ?? (error as Error).message.split('\n')[0]}`, {
      cause: error,
    });
  }
  if (!isPlainRecord(raw)) throw new Error(`${file}: a design is a mapping with nodes, edges and interventions`);
  const list = (key: string): readonly PlainRecord[] => {
    const value = raw[key] ?? [];
    if (!Array.isArray(value) || !value.every(isPlainRecord)) throw new Error(`${file}: ${key} is a list of mappings`);
    return value as readonly PlainRecord[];
  };
  if (raw.facts !== undefined && raw.facts !== 'notes' && raw.facts !== 'today')
    throw new Error(`${file}: facts is notes or today; got ${JSON.stringify(raw.facts)}`);
  return { nodes: list('nodes'), edges: list('edges'), interventions: list('interventions'), facts: raw.facts };
}
