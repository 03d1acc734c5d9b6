import type { Write } from './progressDb.ts';
import { parseRow, parseTables, type RawTables, type TableName } from './progressRows.ts';
import type { ProgressState } from './progressState.ts';

/** The part of the state that is stored. */
export type Data = Pick<ProgressState, 'attempts' | 'cards' | 'sessions' | 'predictions' | 'keyed' | 'flags' | 'minutes' | 'aside'>;

/** Stored rows as the page holds them; unreadable ones go aside. */
export function dataOf(raw: Partial<RawTables>): Data {
  const { rows, aside } = parseTables(raw);
  return {
    attempts: rows.attempts,
    cards: new Map(rows.cards.map((row) => [row.fact, row])),
    sessions: new Map(rows.sessions.map((row) => [row.id, row])),
    predictions: rows.predictions,
    keyed: new Map(rows.keyed.map((row) => [row.key, row.value])),
    flags: new Map(rows.flags.map((row) => [row.itemId, row])),
    minutes: new Map(rows.minutes.map((row) => [row.id, row])),
    aside,
  };
}

/** What the page holds, as rows. */
export function rowsOf(data: Data): RawTables {
  return {
    attempts: data.attempts,
    cards: [...data.cards.values()],
    sessions: [...data.sessions.values()],
    predictions: data.predictions,
    keyed: [...data.keyed].map(([key, value]) => ({ key, value })),
    flags: [...data.flags.values()],
    minutes: [...data.minutes.values()],
  };
}

/** The state with these rows in it, in place of older ones with the same keys. */
export function shownWith(state: Data, write: Write): Partial<Data> {
  switch (write.table) {
    case 'attempts':
      return { attempts: inOrder(state.attempts, write.rows) };
    case 'predictions':
      return { predictions: inOrder(state.predictions, write.rows) };
    case 'cards':
      return { cards: withRows(state.cards, write.rows.map((row) => [row.fact, row])) };
    case 'sessions':
      return { sessions: withRows(state.sessions, write.rows.map((row) => [row.id, row])) };
    case 'keyed':
      return { keyed: withRows(state.keyed, write.rows.map((row) => [row.key, row.value])) };
    case 'flags':
      return { flags: withRows(state.flags, write.rows.map((row) => [row.itemId, row])) };
    case 'minutes':
      return { minutes: withRows(state.minutes, write.rows.map((row) => [row.id, row])) };
  }
}

/** Rows of another tab that this version can read; the others are reported when the page loads again. */
export function readable(table: TableName, raw: readonly unknown[]): Write {
  const rows = raw.flatMap((row) => {
    const parsed = parseRow(table, row);
    return parsed.ok ? [parsed.value] : [];
  });
  return { table, rows } as Write;
}

function withRows<V>(held: ReadonlyMap<string, V>, entries: readonly (readonly [string, V])[]): ReadonlyMap<string, V> {
  return new Map([...held, ...entries]);
}

function inOrder<R extends { readonly id: string; readonly at: number }>(list: readonly R[], rows: readonly R[]): readonly R[] {
  const ids = new Set(rows.map((row) => row.id));
  return [...list.filter((row) => !ids.has(row.id)), ...rows].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
}
