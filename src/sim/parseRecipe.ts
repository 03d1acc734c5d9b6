import { checkedTime } from '../base/calendar.ts';
import { nearest } from '../base/nearest.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { limitsOf, type Limits } from './limits.ts';
import type { ConfigIssue } from './config.ts';
import { isPlainRecord, sayValue, type PlainRecord } from './plainData.ts';
import { parseDuration } from './quantities.ts';
import { defaultStartsAt, engineVersion, type EdgeEnd, type Graph, type GraphEdge, type GraphNode, type RunRecipe, type TimedIntervention } from './recipe.ts';
import { unknownKind, type ModelRegistry } from './registry.ts';
import type { Intervention } from './serviceModel.ts';
import { parseTopology } from './text/topology.ts';
import { wireGraph } from './wiring.ts';

const recipeKeys = ['nodes', 'edges', 'length', 'seed', 'facts', 'startsAt', 'interventions', 'engine', 'topology', 'graph', 'title'];
const nodeKeys = ['id', 'kind', 'config'];
const edgeKeys = ['from', 'to', 'latencyMs', 'loseReplies', 'loseRequests'];
const interventionKeys = ['at', 'what', 'type', 'node', 'name', 'target', 'duration', 'config', 'operation', 'request'];
const maxNodes = 200;
/** Columns keep times in 32 bits of milliseconds, which reach a little further. */
const maxLengthMs = 49 * 86_400_000;
const nodeId = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/;

/** What a caller may set over what the recipe says. */
export interface RecipeDefaults {
  readonly seed?: number | undefined;
  readonly facts?: 'notes' | 'today' | undefined;
  readonly length?: number | undefined;
}

/**
 * A recipe from parsed YAML or JSON, or from topology text: checked against the models, all problems at once.
 * Example: `{ nodes: [{id, kind, config}], edges: [{from: web, to: clicks}], length: 60s, interventions: […] }`.
 */
export function parseRecipe(raw: unknown, models: ModelRegistry, over: RecipeDefaults = {}): Result<RunRecipe, readonly ConfigIssue[]> {
  const issues: ConfigIssue[] = [];
  const problem = (path: string, text: string) => issues.push({ path, problem: text });
  const given = typeof raw === 'string' ? { topology: raw } : raw;
  if (!isPlainRecord(given)) return fail([{ path: '', problem: 'a recipe is a mapping with nodes, edges and a length, or a line of topology text' }]);
  for (const key of Object.keys(given)) if (!recipeKeys.includes(key)) problem(key, unknownKey(key, recipeKeys));
  const engine = given.engine ?? engineVersion;
  if (engine !== engineVersion) problem('engine', `made for engine ${sayValue(engine)}; this is engine ${engineVersion}, so figures may differ. Remove the key to run it here`);
  const facts = over.facts ?? given.facts ?? 'notes';
  if (facts !== 'notes' && facts !== 'today') problem('facts', `must be notes or today; got ${sayValue(facts)}`);
  const edition = facts === 'today' ? 'today' : 'notes';
  const seed = over.seed ?? given.seed ?? 1;
  if (typeof seed !== 'number' || !Number.isInteger(seed) || Math.abs(seed) > 2 ** 31) problem('seed', 'must be a whole number below 2^31');
  const length = over.length ?? parseDuration(given.length ?? 60_000);
  if (length === undefined || !Number.isInteger(length) || length < 1 || length > maxLengthMs) problem('length', 'must be a duration such as 60s, from 1 ms to 49 days');
  const startsAt = parseStartsAt(given.startsAt);
  if (startsAt === undefined) problem('startsAt', 'must be a UTC time such as 2020-01-06T00:00:00Z');
  const graph = readGraph(given, models, limitsOf(edition), issues);
  const interventions = readInterventions(given.interventions, issues);
  if (issues.length > 0) return fail(issues);
  const wired = wireGraph(graph, models);
  if (wired.issues.length > 0) return fail(wired.issues);
  const faults = checkInterventions(graph, interventions, models, limitsOf(edition));
  if (faults.length > 0) return fail(faults);
  return ok({ engine: engineVersion, graph, seed: seed as number, facts: edition, startsAt: startsAt!, length: length!, interventions });
}

function unknownKey(key: string, known: readonly string[]): string {
  return `unknown key "${key}"; the nearest known one is "${nearest(key, known)}"`;
}

/** UTC ms from a number or an ISO text with Z; by arithmetic, since the core has no Date. */
function parseStartsAt(raw: unknown): number | undefined {
  if (raw === undefined) return defaultStartsAt;
  if (typeof raw === 'number') return Number.isInteger(raw) && raw >= 0 ? raw : undefined;
  const match = typeof raw === 'string' ? /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?Z)?$/.exec(raw) : null;
  if (!match) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1).map((part) => Number(part ?? 0)) as [number, number, number, number, number, number];
  return checkedTime(year, month, day, hour, minute, second);
}

function readGraph(given: PlainRecord, models: ModelRegistry, limits: Limits, issues: ConfigIssue[]): Graph {
  if (given.topology !== undefined && (given.nodes !== undefined || given.graph !== undefined)) issues.push({ path: 'topology', problem: 'give either topology or nodes, not both' });
  if (typeof given.topology === 'string') {
    const parsed = parseTopology(given.topology, models);
    if (parsed.ok) {
      checkNodes(parsed.value.nodes, models, limits, issues);
      return parsed.value;
    }
    issues.push(...parsed.error);
    return { nodes: [], edges: [] };
  }
  const source = isPlainRecord(given.graph) ? given.graph : given;
  const nodes: GraphNode[] = [];
  if (!Array.isArray(source.nodes) || source.nodes.length === 0) issues.push({ path: 'nodes', problem: 'must be a list of at least one node {id, kind, config}' });
  else if (source.nodes.length > maxNodes) issues.push({ path: 'nodes', problem: `at most ${maxNodes} nodes` });
  else {
    source.nodes.forEach((node: unknown, i) => {
      const path = `nodes.${i}`;
      if (!isPlainRecord(node) || typeof node.id !== 'string' || typeof node.kind !== 'string') return issues.push({ path, problem: 'a node needs an id and a kind' });
      if (!nodeId.test(node.id)) issues.push({ path: `${path}.id`, problem: `"${node.id}" must be 1 to 64 letters, digits, - or _, beginning with a letter` });
      if (nodes.some((other) => other.id === node.id)) issues.push({ path: `${path}.id`, problem: `two nodes are called "${node.id}"` });
      for (const key of Object.keys(node)) if (!nodeKeys.includes(key)) issues.push({ path: `${path}.${key}`, problem: `unknown key "${key}"; a node has id, kind and config` });
      nodes.push({ id: node.id, kind: node.kind, config: isPlainRecord(node.config) ? node.config : {} });
      if (node.config !== undefined && node.config !== null && !isPlainRecord(node.config)) issues.push({ path: `${path}.config`, problem: 'must be a mapping of keys and values' });
      return undefined;
    });
    checkNodes(nodes, models, limits, issues);
  }
  return { nodes, edges: readEdges(source.edges, nodes, issues) };
}

function checkNodes(nodes: readonly GraphNode[], models: ModelRegistry, limits: Limits, issues: ConfigIssue[]): void {
  for (const node of nodes) {
    const model = models.find(node.kind);
    if (!model) issues.push({ path: `${node.id}.kind`, problem: unknownKind(node.kind, models.kinds) });
    else {
      const parsed = model.parseConfig(node.config, limits);
      if (!parsed.ok) issues.push(...parsed.error.map((issue) => ({ path: `${node.id}.config.${issue.path}`, problem: issue.problem })));
    }
  }
}

function readEnd(raw: unknown): EdgeEnd | undefined {
  if (isPlainRecord(raw)) return typeof raw.node === 'string' ? { node: raw.node, port: typeof raw.port === 'string' ? raw.port : undefined } : undefined;
  if (typeof raw !== 'string') return undefined;
  const [node, port] = raw.split('.');
  return { node: node!, port };
}

function readEdges(raw: unknown, nodes: readonly GraphNode[], issues: ConfigIssue[]): GraphEdge[] {
  if (raw === undefined || raw === null) return [];
  if (!Array.isArray(raw)) {
    issues.push({ path: 'edges', problem: 'must be a list of {from, to}' });
    return [];
  }
  const edges: GraphEdge[] = [];
  raw.forEach((edge: unknown, i) => {
    const path = `edges.${i}`;
    const from = isPlainRecord(edge) ? readEnd(edge.from) : undefined;
    const to = isPlainRecord(edge) ? readEnd(edge.to) : undefined;
    if (!isPlainRecord(edge) || !from || !to) return issues.push({ path, problem: 'an edge needs from and to, such as {from: web, to: put}' });
    for (const end of [from, to]) {
      if (!nodes.some((node) => node.id === end.node)) {
        const near = nearest(end.node, nodes.map((node) => node.id));
        issues.push({ path, problem: `there is no node "${end.node}"${near ? `; the nearest is "${near}"` : ''}` });
      }
    }
    for (const key of Object.keys(edge)) if (!edgeKeys.includes(key)) issues.push({ path: `${path}.${key}`, problem: unknownKey(key, edgeKeys) });
    const share = (key: 'loseReplies' | 'loseRequests') => {
      const value = edge[key];
      if (value === undefined) return undefined;
      if (typeof value === 'number' && value >= 0 && value <= 1) return value;
      issues.push({ path: `${path}.${key}`, problem: 'must lie between 0 and 1' });
      return undefined;
    };
    const latencyMs = edge.latencyMs === undefined ? undefined : parseDuration(edge.latencyMs);
    if (edge.latencyMs !== undefined && (latencyMs === undefined || !Number.isInteger(latencyMs) || latencyMs < 0 || latencyMs > 60_000)) issues.push({ path: `${path}.latencyMs`, problem: 'must be whole ms from 0 to 60000' });
    edges.push({ from, to, latencyMs, loseReplies: share('loseReplies'), loseRequests: share('loseRequests') });
    return undefined;
  });
  return edges;
}

/** One intervention from data; undefined with a problem noted when it is not one. */
export function readIntervention(raw: unknown, path: string, issues: ConfigIssue[]): Intervention | undefined {
  if (!isPlainRecord(raw) || typeof raw.node !== 'string') {
    issues.push({ path, problem: 'an intervention needs a type, a node and what to do' });
    return undefined;
  }
  for (const key of Object.keys(raw)) if (!interventionKeys.includes(key)) issues.push({ path: `${path}.${key}`, problem: unknownKey(key, interventionKeys) });
  if (raw.target !== undefined && typeof raw.target !== 'string' && typeof raw.target !== 'number') issues.push({ path: `${path}.target`, problem: 'must name what is hit, such as consumer-1' });
  const target = typeof raw.target === 'string' || typeof raw.target === 'number' ? String(raw.target) : undefined;
  switch (raw.type) {
    case 'setConfig':
      if (isPlainRecord(raw.config)) return { type: 'setConfig', node: raw.node, config: raw.config };
      issues.push({ path: `${path}.config`, problem: 'must be a mapping of keys and values' });
      return undefined;
    case 'operate':
      if (raw.request !== undefined && !isPlainRecord(raw.request)) issues.push({ path: `${path}.request`, problem: 'must be a mapping of members and values' });
      if (typeof raw.operation === 'string') return { type: 'operate', node: raw.node, operation: raw.operation, request: isPlainRecord(raw.request) ? raw.request : {} };
      issues.push({ path: `${path}.operation`, problem: 'must name an operation' });
      return undefined;
    case 'fault':
    case 'recover': {
      if (typeof raw.name !== 'string') {
        issues.push({ path: `${path}.name`, problem: 'must name a fault' });
        return undefined;
      }
      if (raw.type === 'recover') return { type: 'recover', node: raw.node, name: raw.name, target };
      const duration = raw.duration === undefined ? undefined : parseDuration(raw.duration);
      if (raw.duration !== undefined && (duration === undefined || !Number.isInteger(duration) || duration < 0)) issues.push({ path: `${path}.duration`, problem: 'must be a duration such as 10s' });
      return { type: 'fault', node: raw.node, name: raw.name, target, duration };
    }
    default:
      issues.push({ path: `${path}.type`, problem: `must be setConfig, fault, recover or operate; got ${sayValue(raw.type)}` });
      return undefined;
  }
}

function readInterventions(raw: unknown, issues: ConfigIssue[]): TimedIntervention[] {
  if (raw === undefined || raw === null) return [];
  if (!Array.isArray(raw)) {
    issues.push({ path: 'interventions', problem: 'must be a list' });
    return [];
  }
  const timed: TimedIntervention[] = [];
  raw.forEach((entry: unknown, i) => {
    const path = `interventions.${i}`;
    const at = isPlainRecord(entry) ? parseDuration(entry.at ?? 0) : undefined;
    if (at === undefined || !Number.isInteger(at) || at < 0) issues.push({ path: `${path}.at`, problem: 'must be a time such as 30s' });
    const inner = isPlainRecord(entry) && isPlainRecord(entry.what) ? entry.what : entry;
    const what = readIntervention(inner, path, issues);
    if (what && at !== undefined) timed.push({ at, what });
  });
  return timed.sort((a, b) => a.at - b.at);
}

/** Commands against the models: names of faults and operations, members of requests, and every configuration that a change leads to. */
function checkInterventions(graph: Graph, interventions: readonly TimedIntervention[], models: ModelRegistry, limits: Limits): ConfigIssue[] {
  const issues: ConfigIssue[] = [];
  const configs = new Map(graph.nodes.map((node) => [node.id, node.config]));
  interventions.forEach(({ what }, i) => {
    const path = `interventions.${i}`;
    const node = graph.nodes.find((candidate) => candidate.id === what.node);
    if (!node) {
      const near = nearest(what.node, graph.nodes.map((candidate) => candidate.id));
      issues.push({ path, problem: `there is no node "${what.node}"${near ? `; the nearest is "${near}"` : ''}` });
      return;
    }
    const model = models.get(node.kind);
    if (what.type === 'setConfig') {
      const config = { ...configs.get(node.id), ...what.config };
      const parsed = model.parseConfig(config, limits);
      if (parsed.ok) configs.set(node.id, config);
      else issues.push(...parsed.error.map((issue) => ({ path: `${path}.config.${issue.path}`, problem: issue.problem })));
    } else if (what.type === 'operate') {
      const operation = model.operations.find((candidate) => candidate.name === what.operation);
      if (!operation) issues.push({ path, problem: `${node.kind} has no operation "${what.operation}"; it has ${model.operations.map((op) => op.name).join(', ') || 'none'}` });
      else {
        const members = Object.keys(operation.members);
        for (const member of Object.keys(what.request)) if (!members.includes(member)) issues.push({ path: `${path}.request.${member}`, problem: unknownKey(member, members) });
      }
    } else if (!model.faults.some((fault) => fault.name === what.name)) {
      issues.push({ path, problem: `${node.kind} has no fault "${what.name}"; it has ${model.faults.map((fault) => fault.name).join(', ') || 'none'}` });
    }
  });
  return issues;
}
