import { nearest } from '../../base/nearest.ts';
import { fail, ok, type Result } from '../../base/result.ts';
import { portsFit } from '../calls.ts';
import type { ConfigIssue } from '../config.ts';
import type { PlainData, PlainRecord } from '../plainData.ts';
import type { Graph, GraphEdge, GraphNode } from '../recipe.ts';
import { unknownKind, type ModelRegistry } from '../registry.ts';

/** What is put between a traffic and a service that it cannot call itself: the first that fits. */
const producerKinds = ['sdk-producer', 'queue-producer'];
/** Producer settings that may be written at a traffic wired straight to a stream, queue or topic. */
const producerKeys = ['retry', 'batch', 'api', 'linger', 'maxAttempts', 'maxInFlight', 'partitionKey', 'saltBuckets', 'requestTimeout', 'backoffBase', 'backoffMax', 'bufferRecords'];

interface Term {
  readonly id: string;
  /** Absent where an earlier node is named again. */
  readonly kind?: string;
  readonly config: Record<string, PlainData>;
  /** A port of an earlier node, for the edge into it or out of it. */
  readonly into?: string;
  readonly out?: string;
}

/**
 * A graph from text: one line a chain, `->` between nodes, `name: kind(key=value, …)`. A node named earlier may be named again, with
 * a port where it has several that fit: `hose.backup -> lake`.
 * `traffic(rate=1500/s, size=200B, keys=1, retry=none) -> clicks: kinesis-streams(shards=1) -> stream-reader(count=2)`.
 */
export function parseTopology(text: string, models: ModelRegistry): Result<Graph, readonly ConfigIssue[]> {
  const issues: ConfigIssue[] = [];
  const nodes: GraphNode[] = [];
  const edges: GraphEdge[] = [];
  const handed = new Set<string>();
  const lines = text.split('\n').map((line) => line.replace(/#(?![^(]*\)).*$/, '').trim());
  lines.forEach((line, number) => {
    if (line === '') return;
    const path = `line ${number + 1}`;
    let previous: Term | undefined;
    for (const part of splitChain(line)) {
      const term = readTerm(part, path, nodes, models, issues);
      if (!term) {
        previous = undefined;
        continue;
      }
      if (term.kind !== undefined) nodes.push({ id: term.id, kind: term.kind, config: term.config });
      if (previous !== undefined) connect(previous, term, { nodes, edges, handed }, models);
      previous = term;
    }
  });
  if (nodes.length === 0 && issues.length === 0) issues.push({ path: 'topology', problem: 'no node is given; write for example traffic(rate=100/s) -> kinesis-streams(shards=1)' });
  nodes.forEach((node, i) => {
    if (handed.has(node.id)) nodes[i] = { ...node, config: producerPart(node.config, false) };
  });
  for (const node of nodes) {
    const extra = node.kind === 'traffic' ? Object.keys(node.config).find((key) => producerKeys.includes(key) && !(key in (models.find('traffic')?.fields ?? {}))) : undefined;
    if (extra) issues.push({ path: node.id, problem: `"${extra}" belongs to a producer; wire the traffic straight to a stream, or give it to the producer` });
  }
  return issues.length > 0 ? fail(issues) : ok({ nodes, edges });
}

/** Splits at `->` outside brackets and quotes. */
function splitChain(line: string): string[] {
  return splitOutside(line, '->');
}

function splitOutside(text: string, separator: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let quote = '';
  let current = '';
  for (let i = 0; i < text.length; i++) {
    const c = text[i]!;
    if (quote !== '') {
      if (c === quote) quote = '';
    } else if (c === '"' || c === "'") quote = c;
    else if ('([{'.includes(c)) depth++;
    else if (')]}'.includes(c)) depth--;
    else if (depth === 0 && text.startsWith(separator, i)) {
      parts.push(current.trim());
      current = '';
      i += separator.length - 1;
      continue;
    }
    current += c;
  }
  parts.push(current.trim());
  return parts;
}

/** An earlier node named again with a port: `hose.backup`. */
function readPort(id: string, port: string, path: string, kind: string, models: ModelRegistry, issues: ConfigIssue[]): Term | undefined {
  const ports = models.find(kind)?.ports ?? [];
  const found = ports.find(({ name }) => name === port);
  if (found) return { id, config: {}, [found.direction === 'in' ? 'into' : 'out']: port };
  issues.push({ path, problem: `${kind} "${id}" has no port "${port}"; it has ${ports.map(({ name }) => name).join(', ')}` });
  return undefined;
}

function readTerm(part: string, path: string, nodes: readonly GraphNode[], models: ModelRegistry, issues: ConfigIssue[]): Term | undefined {
  const [, named, port] = /^([A-Za-z][\w-]*)\.([A-Za-z][\w-]*)$/.exec(part) ?? [];
  const earlier = nodes.find((node) => node.id === named);
  if (earlier && port !== undefined) return readPort(earlier.id, port, path, earlier.kind, models, issues);
  const match = /^(?:([A-Za-z][\w-]*)\s*:\s*)?([A-Za-z][\w-]*)\s*(?:\(([\s\S]*)\))?$/.exec(part);
  if (!match) {
    issues.push({ path, problem: `cannot read "${part}"; write kind(key=value) or name: kind(key=value)` });
    return undefined;
  }
  const [, name, word, inner] = match;
  if (name === undefined && inner === undefined && nodes.some((node) => node.id === word)) return { id: word!, config: {} };
  const kind = word!;
  const model = models.find(kind);
  if (!model) {
    issues.push({ path, problem: unknownKind(kind, [...models.kinds, ...nodes.map((node) => node.id)]) });
    return undefined;
  }
  const id = name ?? freshId(kind, nodes);
  if (nodes.some((node) => node.id === id)) {
    issues.push({ path, problem: `two nodes are called "${id}"` });
    return undefined;
  }
  const config: Record<string, PlainData> = {};
  for (const pair of inner === undefined || inner.trim() === '' ? [] : splitOutside(inner, ',')) {
    const at = pair.indexOf('=');
    if (at < 0) {
      issues.push({ path, problem: `cannot read "${pair}" in ${kind}(…); write key=value` });
      continue;
    }
    const key = pair.slice(0, at).trim();
    const full = fullKey(key, model.fields);
    const known = full ?? (kind === 'traffic' && producerKeys.includes(key) ? key : undefined);
    if (known === undefined) issues.push({ path, problem: `${kind} has no key "${key}"; the nearest is "${nearest(key, [...Object.keys(model.fields), ...shortKeys(model.fields)])}"` });
    else config[known] = readValue(pair.slice(at + 1).trim());
  }
  return { id, kind, config };
}

function shortKeys(fields: { readonly [key: string]: { readonly short?: string } }): string[] {
  return Object.values(fields).flatMap((field) => (field.short ? [field.short] : []));
}

function fullKey(key: string, fields: { readonly [key: string]: { readonly short?: string } }): string | undefined {
  if (Object.hasOwn(fields, key)) return key;
  return Object.keys(fields).find((name) => fields[name]!.short === key);
}

function readValue(text: string): PlainData {
  if (/^(["']).*\1$/s.test(text)) return text.slice(1, -1);
  if (text === 'true' || text === 'false') return text === 'true';
  if (/^-?\d+(\.\d+)?$/.test(text)) return Number(text);
  if (text.startsWith('[') && text.endsWith(']')) return splitOutside(text.slice(1, -1), ',').filter((part) => part !== '').map(readValue);
  if (text.startsWith('{') && text.endsWith('}')) {
    const entries = splitOutside(text.slice(1, -1), ',').filter((part) => part !== '');
    return Object.fromEntries(entries.map((entry) => [entry.slice(0, entry.indexOf(':')).trim(), readValue(entry.slice(entry.indexOf(':') + 1).trim())]));
  }
  return text;
}

function freshId(kind: string, nodes: readonly GraphNode[]): string {
  if (!nodes.some((node) => node.id === kind)) return kind;
  let n = 2;
  while (nodes.some((node) => node.id === `${kind}-${n}`)) n++;
  return `${kind}-${n}`;
}

interface Growing {
  readonly nodes: GraphNode[];
  readonly edges: GraphEdge[];
  /** Traffics whose producer settings have gone to producers of their own. */
  readonly handed: Set<string>;
}

/** The keys of a traffic that its producer takes, or the others. */
function producerPart(config: PlainRecord, producers: boolean): Record<string, PlainData> {
  return Object.fromEntries(Object.entries(config).filter(([key]) => producerKeys.includes(key) === producers)) as Record<string, PlainData>;
}

/** Joins two nodes; between a traffic and a service that it cannot call itself, a producer is put. */
function connect({ id: from, out }: Term, { id: to, into }: Term, { nodes, edges, handed }: Growing, models: ModelRegistry): void {
  const source = nodes.find((node) => node.id === from)!;
  const target = nodes.find((node) => node.id === to)!;
  const fits = (a: string, b: string) => {
    const [one, other] = [models.find(a), models.find(b)];
    return one !== undefined && other !== undefined && one.ports.some((out) => other.ports.some((into) => portsFit(out, into)));
  };
  const producer = source.kind === 'traffic' && !fits('traffic', target.kind) ? producerKinds.find((kind) => fits('traffic', kind) && fits(kind, target.kind)) : undefined;
  if (producer !== undefined) {
    const id = freshId(producer, nodes);
    nodes.push({ id, kind: producer, config: producerPart(source.config, true) });
    handed.add(from);
    edges.push({ from: { node: from }, to: { node: id } }, { from: { node: id }, to: { node: to } });
  } else edges.push({ from: out === undefined ? { node: from } : { node: from, port: out }, to: into === undefined ? { node: to } : { node: to, port: into } });
}
