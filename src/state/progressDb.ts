import { Dexie } from 'dexie';
import { migrations } from './progressMigrations.ts';
import { eachTable, keyOf, progressSchema, tableNames, tables, type RawTables, type RowOf, type TableName } from './progressRows.ts';

/** Name of the database on the learner's device. */
export const databaseName = 'headwater';

/** Some rows of one table to be written. */
export type Write = { readonly [T in TableName]: { readonly table: T; readonly rows: readonly RowOf<T>[] } }[TableName];

/** Where progress is kept: row by row, never as a whole. */
export interface ProgressStorage {
  /** `memory` lasts until the page closes. */
  readonly kind: 'device' | 'memory';
  readAll(): Promise<RawTables>;
  /** The rows with these keys that exist. */
  read(table: TableName, keys: readonly string[]): Promise<readonly unknown[]>;
  /** All or nothing. */
  write(writes: readonly Write[]): Promise<void>;
  remove(table: TableName, keys: readonly string[]): Promise<void>;
  /** Puts these rows in place of all there are; all or nothing. */
  replaceAll(raw: RawTables): Promise<void>;
  close(): void;
}

/** Tables as they stood when the schema was first stored; later ones only add to them. */
const firstTables: readonly TableName[] = ['attempts', 'cards', 'sessions', 'predictions', 'keyed'];
const storesOf = (names: readonly TableName[]) => Object.fromEntries(names.map((table) => [table, [`&${tables[table].key}`, ...tables[table].indexes].join(', ')]));

function makeDatabase(name: string): Dexie {
  const db = new Dexie(name);
  db.version(1).stores(storesOf(firstTables));
  for (let version = 2; version <= progressSchema; version++) {
    db.version(version)
      .stores(storesOf(tableNames))
      .upgrade(async (transaction) => {
        for (const [table, step] of Object.entries(migrations[version] ?? {})) {
          await transaction
            .table<Record<string, unknown>>(table)
            .toCollection()
            .modify((row, holder) => {
              holder.value = step(row);
            });
        }
      });
  }
  return db;
}

/** Progress in IndexedDB. Rejects when the browser refuses storage. */
export async function openDeviceStorage(name = databaseName): Promise<ProgressStorage> {
  const db = makeDatabase(name);
  await db.open();
  // Dexie opens a newer database too (its native version is ten times ours); writing old rows into it would spoil them.
  if (Math.floor(db.backendDB().version / 10) > progressSchema) {
    db.close();
    throw new DOMException('the stored progress is newer than this page', 'VersionError');
  }
  return {
    kind: 'device',
    async readAll() {
      const rows = await Promise.all(tableNames.map((table) => db.table(table).toArray()));
      return eachTable((_table, i) => rows[i] ?? []);
    },
    read: async (table, keys) => (await db.table(table).bulkGet([...keys])).filter((row) => row !== undefined),
    write: (writes) =>
      db.transaction('rw', writes.map(({ table }) => table), async () => {
        for (const { table, rows } of writes) await db.table(table).bulkPut([...rows]);
      }),
    remove: (table, keys) => db.table(table).bulkDelete([...keys]),
    replaceAll: (raw) =>
      db.transaction('rw', [...tableNames], async () => {
        for (const table of tableNames) {
          await db.table(table).clear();
          await db.table(table).bulkAdd([...raw[table]]);
        }
      }),
    close: () => db.close(),
  };
}

/** Progress that lasts until the page closes: for blocked storage and for tests. */
export function memoryStorage(initial?: Partial<RawTables>): ProgressStorage {
  const held = new Map(tableNames.map((table) => [table, new Map<string, unknown>()]));
  const put = (table: TableName, rows: readonly unknown[]) => {
    for (const row of rows) held.get(table)?.set(keyOf(table, row as never), row);
  };
  const fill = (raw: Partial<RawTables>) => {
    for (const table of tableNames) {
      held.get(table)?.clear();
      put(table, raw[table] ?? []);
    }
  };
  fill(initial ?? {});
  const rows = (table: TableName) => [...(held.get(table)?.values() ?? [])];
  return {
    kind: 'memory',
    readAll: async () => eachTable(rows),
    read: async (table, keys) => keys.flatMap((key) => held.get(table)?.get(key) ?? []),
    write: async (writes) => writes.forEach(({ table, rows: written }) => put(table, written)),
    remove: async (table, keys) => keys.forEach((key) => held.get(table)?.delete(key)),
    replaceAll: async (raw) => fill(raw),
    close: () => {},
  };
}

/** Progress on the device, or in memory with the reason where the browser refuses. */
export async function openProgressStorage(name = databaseName): Promise<{ readonly storage: ProgressStorage; readonly refused: string | null }> {
  try {
    return { storage: await openDeviceStorage(name), refused: null };
  } catch (error) {
    return { storage: memoryStorage(), refused: error instanceof Error ? error.name : 'unknown' };
  }
}
