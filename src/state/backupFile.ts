import { z } from 'zod/mini';
import { Digest } from '../base/digest.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { upgradeTables } from './progressMigrations.ts';
import { eachTable, keyOf, parseRow, progressSchema, tableNames, tables, type RawTables, type TableName } from './progressRows.ts';
import { parseSettings, type Settings } from './settings.ts';

/** A backup as it is read back: rows that are as they should be, and the ones kept aside. */
export interface Backup {
  readonly exportedAt: string;
  readonly tables: RawTables;
  readonly settings: Settings | undefined;
  /** Whether the progress is as it was when it was exported. */
  readonly untouched: boolean;
}

/** `headwater-backup-YYYY-MM-DD.json` */
export function backupName(day: string): string {
  return `headwater-backup-${day}.json`;
}

/** The text of a backup. Rows that cannot be read go along as they are, so that nothing is lost. */
export function writeBackup(raw: RawTables, settings: Settings, exportedAt: string): string {
  const isReadable = (table: TableName) => (row: unknown) => parseRow(table, row).ok;
  const progress = eachTable((table) => sorted(table, raw[table].filter(isReadable(table))));
  const aside = tableNames.flatMap((table) => raw[table].filter((row) => !isReadable(table)(row)).map((row) => ({ table, row })));
  return JSON.stringify({ app: 'headwater', schema: progressSchema, exportedAt, hash: stateHash(progress), settings, progress, aside }, null, 1);
}

/** Sixteen hexadecimal digits that agree exactly when two states hold the same rows, in whatever order. */
export function stateHash(raw: RawTables): string {
  const digest = new Digest();
  for (const table of tableNames) {
    digest.text(table);
    for (const row of sorted(table, raw[table])) digest.text(canonical(row));
  }
  return digest.hex();
}

function sorted(table: TableName, rows: readonly unknown[]): readonly unknown[] {
  const key = (row: unknown) => keyOf(table, row as never);
  return [...rows].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

/** JSON with sorted keys. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return `{${entries
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`)
    .join(',')}}`;
}

const envelope = z.object({
  app: z.literal('headwater'),
  schema: z.int().check(z.gte(1)),
  exportedAt: z.string(),
  hash: z.optional(z.string()),
  settings: z.optional(z.unknown()),
  progress: z.record(z.string(), z.array(z.unknown())),
  aside: z.optional(z.array(z.object({ table: z.string(), row: z.record(z.string(), z.unknown()) }))),
});

const maxBytes = 50_000_000;

/** A backup read from text, or sentences that say what is wrong, where, and what to do. */
export function readBackup(text: string): Result<Backup, readonly string[]> {
  if (text.length > maxBytes) return fail(['The file is larger than 50 MB, which no backup is. Choose the file whose name begins with headwater-backup.']);
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch (error) {
    const at = /position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1];
    return fail([`The file is no complete JSON${at === undefined ? '' : ` (it breaks at character ${Number(at).toLocaleString('en')})`}. It may have been cut while it was copied: choose the original, or export once more.`]);
  }
  const wrong = wrongFile(raw);
  if (wrong !== undefined) return fail([wrong]);
  const parsed = envelope.safeParse(raw);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return fail([`${issue?.path.map(String).join('.') || 'The file'}: ${issue?.message ?? 'unreadable'}. The backup was changed by hand or by another program: choose the original.`]);
  }
  return readRows(parsed.data);
}

function wrongFile(raw: unknown): string | undefined {
  const file = typeof raw === 'object' && raw !== null ? (raw as Record<string, unknown>) : {};
  if ('nodes' in file || 'graph' in file) return 'This file holds a design, not a backup. Open it under Build; for progress, choose the file whose name begins with headwater-backup.';
  if (file['app'] !== 'headwater') return 'This file is not a Headwater backup (it has no "app": "headwater"). Choose the file whose name begins with headwater-backup.';
  if (typeof file['schema'] === 'number' && file['schema'] > progressSchema) {
    return `This backup is of schema ${file['schema']}; this page reads up to ${progressSchema}. It was made by a newer version: reload the page, then import it again.`;
  }
  return undefined;
}

function readRows(file: z.infer<typeof envelope>): Result<Backup, readonly string[]> {
  const upgraded = upgradeTables(file.progress, file.schema);
  const problems: string[] = [];
  const good = eachTable((table) =>
    (upgraded[table] ?? []).flatMap((row, i) => {
      const parsed = parseRow(table, row);
      if (parsed.ok) return [parsed.value];
      problems.push(`progress.${table}[${i}]: ${parsed.error}`);
      return [];
    }),
  );
  if (problems.length > 0) {
    const more = problems.length > 5 ? [`… and ${problems.length - 5} more.`] : [];
    return fail([...problems.slice(0, 5), ...more, 'The backup is damaged at these places and was not imported: choose an older one, or mend them in a text editor.']);
  }
  const aside = (file.aside ?? []).filter((entry) => tableNames.some((table) => table === entry.table) && typeof entry.row[tables[entry.table as TableName].key] === 'string');
  const all = eachTable((table) => [...good[table], ...aside.filter((entry) => entry.table === table).map((entry) => entry.row)]);
  const untouched = file.schema < progressSchema || file.hash === undefined || file.hash === stateHash(good);
  return ok({ exportedAt: file.exportedAt, tables: all, settings: file.settings === undefined ? undefined : parseSettings(file.settings), untouched });
}
