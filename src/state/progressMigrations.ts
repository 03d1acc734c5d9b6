type Row = Record<string, unknown>;
const isRow = (row: unknown): row is Row => typeof row === 'object' && row !== null && !Array.isArray(row);

type Tables = { readonly [table: string]: readonly unknown[] | undefined };

/** What has to be done to each row of a table when the schema goes up to the version that is the key. */
export const migrations: { readonly [toVersion: number]: { readonly [table: string]: (row: Row) => Row } } = {
  // 2 counts how often an answer was changed; tables `flags` and `minutes` begin empty.
  2: {
    attempts: (row) => ({ ...row, changes: 0 }),
    sessions: (row) => (isRow(row['draft']) ? { ...row, draft: { ...row['draft'], changes: 0 } } : row),
  },
};

/** Tables of an older schema brought up to this one. Rows that are no rows are left for the parser to report. */
export function upgradeTables(tables: Tables, from: number): Tables {
  let out = tables;
  for (const version of Object.keys(migrations).map(Number).sort((a, b) => a - b)) {
    if (version <= from) continue;
    const steps = migrations[version] ?? {};
    out = Object.fromEntries(Object.entries(out).map(([name, rows]) => [name, steps[name] ? rows?.map((row) => (isRow(row) ? (steps[name]?.(row) ?? row) : row)) : rows]));
  }
  return out;
}
