import { readdirSync, readFileSync } from 'node:fs';

const services = new URL('../../src/services/', import.meta.url);

/** Every trace type that a model can note, read from the sources: a path into `events` that names another one is a mistake, not a zero. */
export function traceTypes(): readonly string[] {
  const types = new Set<string>();
  for (const file of readdirSync(services, { recursive: true, encoding: 'utf8' })) {
    if (!/[\\/]model[\\/].*\.ts$/.test(file) || file.endsWith('.test.ts')) continue;
    const source = readFileSync(new URL(file.replaceAll('\\', '/'), services), 'utf8');
    for (const [, argument] of source.matchAll(/\btrace\(\s*([^,]*),/g))
      for (const [, type] of argument!.matchAll(/'([a-z]+\.[a-z.-]+)'/g)) types.add(type!);
  }
  return [...types].sort();
}
