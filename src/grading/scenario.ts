import { nearest } from '../base/nearest.ts';
import { fail, type Result } from '../base/result.ts';
import type { ConfigIssue } from '../sim/config.ts';
import { limitsOf } from '../sim/limits.ts';
import { parseRecipe } from '../sim/parseRecipe.ts';
import { isPlainRecord, type PlainData, type PlainRecord } from '../sim/plainData.ts';
import type { RunRecipe } from '../sim/recipe.ts';
import type { ModelRegistry } from '../sim/registry.ts';
import { wireGraph } from '../sim/wiring.ts';

/** Raw nodes and edges, in the words of a recipe. */
export interface RawGraph {
  readonly nodes: readonly PlainRecord[];
  readonly edges: readonly PlainRecord[];
}

export interface RequiredCriterion {
  readonly id: string;
  readonly kind: string;
  /** `par: true` among them marks a par: shown, never needed to pass. */
  readonly params: PlainRecord;
  readonly title: string;
  readonly why: string;
}

/** A requirement to build for: what the content of a scenario holds, as far as grading goes. */
export interface GradableScenario {
  readonly palette: readonly string[];
  /** What is there already. A node's `open` lists the config keys that a design may choose; all others are as they stand. */
  readonly fixed: RawGraph;
  /** Interventions that every run gets, `startsAt` and the like. */
  readonly recipe: PlainRecord;
  readonly length: number | string;
  readonly seeds: readonly number[];
  readonly facts: 'notes' | 'today';
  readonly criteria: readonly RequiredCriterion[];
}

export interface GradableDesign extends RawGraph {
  /** Edition it is built for, where it is not the scenario's. */
  readonly facts?: 'notes' | 'today' | undefined;
  readonly interventions: readonly PlainRecord[];
}

/** The design that everybody begins with. */
export const emptyDesign: GradableDesign = { nodes: [], edges: [], interventions: [] };

const issue = (path: string, problem: string): ConfigIssue => ({ path, problem });
const word = (value: PlainData | undefined): string => (typeof value === 'string' ? value : JSON.stringify(value ?? null));
const idOf = (node: PlainRecord): string => word(node.id);
const configOf = (node: PlainRecord): PlainRecord => (isPlainRecord(node.config) ? node.config : {});
const openKeys = (node: PlainRecord): readonly string[] => (Array.isArray(node.open) ? node.open.map(word) : []);

/** The run that grades a design: fixed parts, the design, and the scenario's script. Everything wrong with the design at once. */
export function designRecipe(
  scenario: GradableScenario,
  design: GradableDesign,
  models: ModelRegistry,
  seed: number,
): Result<RunRecipe, readonly ConfigIssue[]> {
  const issues: ConfigIssue[] = [];
  const nodes = joinNodes(scenario, design, issues);
  checkInterventions(scenario, design, issues);
  if (issues.length > 0) return fail(issues);
  const scripted = Array.isArray(scenario.recipe.interventions) ? scenario.recipe.interventions : [];
  const facts = design.facts ?? scenario.facts;
  const raw = {
    ...scenario.recipe,
    nodes,
    edges: [...scenario.fixed.edges, ...design.edges],
    interventions: [...scripted, ...design.interventions],
    length: scenario.length,
    facts,
  };
  return parseRecipe(raw, models, { seed });
}

function joinNodes(scenario: GradableScenario, design: GradableDesign, issues: ConfigIssue[]): PlainRecord[] {
  const fixed = scenario.fixed.nodes.map((node) => {
    const { open: _, ...rest } = node;
    const given = design.nodes.filter((one) => idOf(one) === idOf(node));
    return { ...rest, config: { ...configOf(node), ...chosen(node, given, issues) } };
  });
  const own = design.nodes.filter((node) => !scenario.fixed.nodes.some((one) => idOf(one) === idOf(node)));
  for (const node of own) {
    const kind = word(node.kind);
    if (!scenario.palette.includes(kind))
      issues.push(issue(`nodes.${idOf(node)}`, `"${kind}" cannot be used here; there is ${scenario.palette.join(', ')}`));
  }
  return [...fixed, ...own];
}

/** What a design says about a fixed node: only its open keys. */
function chosen(fixed: PlainRecord, given: readonly PlainRecord[], issues: ConfigIssue[]): PlainRecord {
  const config: Record<string, PlainRecord[string]> = {};
  const open = openKeys(fixed);
  for (const node of given) {
    if (node.kind !== undefined && node.kind !== fixed.kind)
      issues.push(issue(`nodes.${idOf(fixed)}.kind`, `"${idOf(fixed)}" is there already, as ${word(fixed.kind)}`));
    for (const [key, value] of Object.entries(configOf(node))) {
      if (open.includes(key)) config[key] = value;
      else if (configOf(fixed)[key] !== value) {
        const near = open.length > 0 ? `; open to choice: ${open.join(', ')}` : '';
        issues.push(issue(`nodes.${idOf(fixed)}.config.${key}`, `is given by the scenario and cannot be changed${near}`));
      }
    }
  }
  return config;
}

/** A design may operate and reconfigure what is its own; the load and the faults are the scenario's. */
function checkInterventions(scenario: GradableScenario, design: GradableDesign, issues: ConfigIssue[]): void {
  design.interventions.forEach((one, i) => {
    const path = `interventions.${i}`;
    if (one.type !== 'operate' && one.type !== 'setConfig') {
      issues.push(
        issue(path, `a design operates and reconfigures ("operate", "setConfig"); "${word(one.type)}" belongs to the scenario`),
      );
      return;
    }
    const fixed = scenario.fixed.nodes.find((node) => idOf(node) === one.node);
    if (!fixed) return;
    if (one.type === 'operate') issues.push(issue(path, `"${idOf(fixed)}" is given by the scenario and cannot be operated`));
    for (const key of one.type === 'setConfig' ? Object.keys(configOf(one)) : []) {
      const near = nearest(key, openKeys(fixed));
      if (!openKeys(fixed).includes(key))
        issues.push(
          issue(`${path}.config.${key}`, `is given by the scenario and cannot be changed${near ? `; "${near}" can` : ''}`),
        );
    }
  });
}

/** Why a recipe cannot be graded at all; undefined when records can reach somebody. */
export function notJoined(recipe: RunRecipe, models: ModelRegistry): string | undefined {
  const { nodes } = recipe.graph;
  const { wires } = wireGraph(recipe.graph, models);
  const sources = nodes.filter((node) => models.get(node.kind).ports.every((port) => port.direction === 'out'));
  if (sources.length === 0) return 'Nothing sends records yet.';
  const reached = new Set(sources.map((node) => nodes.indexOf(node)));
  for (let before = 0; before < reached.size;) {
    before = reached.size;
    for (const { from, to } of wires) if (reached.has(from)) reached.add(to);
  }
  const limits = limitsOf(recipe.facts);
  const arrive = [...reached].some((index) => {
    const node = nodes[index]!;
    const model = models.get(node.kind);
    const config = model.parseConfig(node.config, limits);
    const connected = new Set(
      wires.flatMap(({ from, to, fromPort, toPort }) => [...(from === index ? [fromPort] : []), ...(to === index ? [toPort] : [])]),
    );
    return config.ok && model.sinks(config.value, node.id, connected).length > 0;
  });
  return arrive
    ? undefined
    : `Nothing leads from ${sources.map((node) => node.id).join(', ')} to a place where records arrive: connect the parts all the way.`;
}
