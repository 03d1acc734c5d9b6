import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { findLimit } from '../aws/limits/index.ts';

const services = fileURLToPath(new URL('.', import.meta.url));
const slices = readdirSync(services, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(`${services}${entry.name}/model`))
  .map((entry) => entry.name);

/** Ids of limits that the model's code names. */
function limitsUsed(slice: string): string[] {
  const folder = `${services}${slice}/model`;
  const files = readdirSync(folder).filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'));
  const ids = files.flatMap((file) => [...readFileSync(`${folder}/${file}`, 'utf8').matchAll(/'([a-z0-9-]+(?:\.[a-z0-9-]+)+)'/g)].map((match) => match[1]!));
  return [...new Set(ids.filter((id) => findLimit(id) !== undefined))].sort();
}

describe('the honesty note of each service', () => {
  it('there are services', () => {
    expect(slices.length).toBeGreaterThanOrEqual(4);
  });

  for (const slice of slices) {
    it(`${slice}: says what it models, simplifies and ignores, and names each limit it uses`, () => {
      const text = readFileSync(`${services}${slice}/README.md`, 'utf8');
      expect([...text.matchAll(/^## (.+)$/gm)].map((match) => match[1])).toEqual(['Models', 'Simplifies', 'Ignores', 'Sources']);
      const named = [...text.slice(text.indexOf('## Sources')).matchAll(/^- `([^`]+)`$/gm)].map((match) => match[1]!);
      expect(named).toEqual(limitsUsed(slice));
      for (const heading of ['Models', 'Simplifies', 'Ignores']) expect(text.slice(text.indexOf(`## ${heading}`)).split('\n')[2], heading).toMatch(/^- [A-Z]/);
    });
  }
});
