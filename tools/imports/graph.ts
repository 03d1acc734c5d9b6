import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../src', import.meta.url));

function files(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return files(path);
    return /\.tsx?$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name) ? [path] : [];
  });
}

/** The room of the map that a file lies in. */
function room(path: string): string {
  const parts = relative(root, path).split(/[\\/]/);
  if (parts.length === 1) return 'app';
  if (parts[0] === 'services') return parts[1]!.startsWith('models') || parts[2] === 'model' ? 'services (models)' : 'services (views)';
  return parts[0]!;
}

/** Which rooms import which, and how often: read from the files themselves. */
export function importGraph(): Map<string, Map<string, number>> {
  const graph = new Map<string, Map<string, number>>();
  for (const file of files(root)) {
    const from = room(file);
    for (const [, target] of readFileSync(file, 'utf8').matchAll(/from '(\.[^']+)'/g)) {
      const path = resolve(dirname(file), target!);
      if (relative(root, path).startsWith('..')) continue;
      const to = room(path);
      if (to === from) continue;
      const edges = graph.get(from) ?? new Map<string, number>();
      edges.set(to, (edges.get(to) ?? 0) + 1);
      graph.set(from, edges);
    }
  }
  return graph;
}

function mermaid(graph: Map<string, Map<string, number>>): string {
  const id = (name: string) => name.replace(/[^a-z]/g, '');
  const lines = ['```mermaid', 'graph TD'];
  const rooms = new Set([...graph.keys(), ...[...graph.values()].flatMap((edges) => [...edges.keys()])]);
  for (const name of [...rooms].sort()) lines.push(`  ${id(name)}["${name}"]`);
  for (const from of [...graph.keys()].sort()) for (const [to, count] of [...graph.get(from)!].sort(([a], [b]) => (a < b ? -1 : 1))) lines.push(`  ${id(from)} -->|${count}| ${id(to)}`);
  return [...lines, '```'].join('\n');
}

const file = fileURLToPath(new URL('../../ARCHITECTURE.md', import.meta.url));
const begin = '<!-- import graph: npm run deps:graph -->';
const end = '<!-- end of import graph -->';
const text = readFileSync(file, 'utf8');
const [before, after] = [text.indexOf(begin), text.indexOf(end)];
if (before < 0 || after < before) throw new Error('ARCHITECTURE.md has lost the marks around its import graph');
writeFileSync(file, `${text.slice(0, before + begin.length)}\n${mermaid(importGraph())}\n${text.slice(after)}`);
