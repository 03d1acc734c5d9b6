import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { operationsTable, withTable } from './operations.ts';

it('docs/endpoint.md tells what the endpoint answers (else run: npx tsx tools/endpoint/operations.ts)', () => {
  const page = readFileSync('docs/endpoint.md', 'utf8');
  expect(operationsTable()).toContain('PutRecords');
  expect(page).toBe(withTable(page));
});
