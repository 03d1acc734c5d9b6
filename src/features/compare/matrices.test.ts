import { expect, test } from 'vitest';
import { findLimit } from '../../aws/limits/index.ts';
import { readContent } from '../../content/nodeSource.ts';
import { makeRegistry } from '../../content/registry.ts';
import { matrices } from './matrices.ts';

const cells = matrices.flatMap((matrix) => matrix.rows.flatMap((row) => row.cells.map((cell) => ({ matrix, row, cell }))));

test('each row has a cell for each column', () => {
  for (const matrix of matrices)
    for (const row of matrix.rows) expect(row.cells.length, `${matrix.id} ${row.title}`).toBe(matrix.columns.length);
});

test('limits, notes and experiments in the cells exist', () => {
  const registry = makeRegistry(readContent());
  expect(cells.length).toBeGreaterThan(30);
  for (const { cell } of cells) {
    for (const [, id] of cell.text.matchAll(/\{([^}]+)\}/g)) expect(findLimit(id!), id).toBeDefined();
    if (cell.note) expect(registry.find(cell.note), cell.note).toBeDefined();
    if (cell.x) expect(registry.find(cell.x), cell.x).toBeDefined();
  }
});
