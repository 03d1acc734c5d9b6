import { z } from 'zod/mini';
import { fail, ok, type Result } from '../base/result.ts';

/** Version of the stored rows and of backups. Raised with a step in `progressMigrations.ts` and a saved old file in `fixtures/`. */
export const progressSchema = 2;

const id = z.string().check(z.minLength(1), z.maxLength(200));
const time = z.number().check(z.gte(0));
const list = <T extends z.core.SomeType>(of: T) => z.readonly(z.array(of));
const ids = list(id);
const plainAnswer = z.discriminatedUnion('type', [
  z.object({ type: z.enum(['single', 'multiple', 'predict-the-run']), chosen: ids }),
  z.object({ type: z.literal('numeric'), text: z.string().check(z.maxLength(200)) }),
  z.object({ type: z.literal('order'), order: ids }),
  z.object({ type: z.literal('match'), pairs: z.record(z.string(), id) }),
]);
const confidence = z.nullable(z.enum(['guessing', 'fairly', 'certain']));
const edition = z.enum(['notes', 'today']);
const mode = z.enum(['review', 'practice', 'weak', 'one', 'inline']);
const asked = z.object({ itemId: id, seed: z.number(), concept: id });

/** One checked answer. Never changed afterwards, but for "too easy". */
const attempt = z.object({
  id,
  sessionId: id,
  mode,
  itemId: id,
  itemVersion: z.number(),
  /** Of the template's draw and of the order of the options. */
  seed: z.number(),
  topic: id,
  concept: id,
  facts: ids,
  edition,
  /** null: left blank. */
  answer: z.nullable(plainAnswer),
  right: z.boolean(),
  partly: z.boolean(),
  earned: z.number(),
  total: z.number(),
  confidence,
  hintUsed: z.boolean(),
  /** The learner said "too easy". */
  easy: z.boolean(),
  /** Misconceptions of the wrong options chosen, and of all that were offered. */
  shown: ids,
  offered: ids,
  /** When it was checked, and how long that took in milliseconds. */
  at: time,
  ms: time,
  /** How often a chosen answer was changed before the check. */
  changes: z.number().check(z.gte(0)),
});

const card = z.object({
  fact: id,
  stabilityDays: z.number().check(z.positive()),
  difficulty: z.number().check(z.gte(1), z.lte(10)),
  reps: z.number().check(z.gte(1)),
  lapses: z.number().check(z.gte(0)),
  lastReviewAt: time,
  reviewDays: list(z.number()),
  forcedAt: z.nullable(time),
  dueAt: time,
});

/** An answer not yet checked, or checked and still on show. */
const draft = z.object({
  itemId: id,
  answer: z.nullable(plainAnswer),
  confidence,
  hintUsed: z.boolean(),
  /** Milliseconds looked at so far. */
  ms: time,
  changes: z.number().check(z.gte(0)),
  /** Id of the attempt, once checked. */
  attemptId: z.nullable(id),
});

/** A sitting: what is asked, where it stands. */
const session = z.object({
  id,
  mode,
  /** Address that leads back here, with query. */
  path: z.string().check(z.maxLength(400)),
  edition,
  startedAt: time,
  endedAt: z.nullable(time),
  queue: list(asked),
  index: z.number().check(z.gte(0)),
  draft: z.nullable(draft),
});

/** A prediction made before a run; answer null means it was skipped. */
const prediction = z.object({
  id,
  experiment: id,
  at: time,
  answer: z.nullable(z.union([z.string(), z.number(), list(z.union([z.string(), list(z.number())]))])),
  /** null until the run is over, and for skipped ones. */
  right: z.nullable(z.boolean()),
  /** When the run was watched to its end. */
  finishedAt: z.nullable(time),
  /** The learner's own "why", kept on this device. */
  why: z.optional(z.string().check(z.maxLength(500))),
});

/** Whether the learner wants to find an item again; taken off again, the row stays, so that other tabs hear of it. */
const flag = z.object({ itemId: id, at: time, on: z.boolean() });

/** Time spent on one activity on one day of the learner's calendar. */
const minutes = z.object({ id, day: z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/)), activity: z.enum(['quiz', 'lab', 'notes']), ms: time });

/** Single values: `lastExportAt`, `lastPlace`. */
const keyed = z.object({ key: id, value: z.unknown() });

/** Every table: its row schema, the field that is its key, and what else it is looked up by. */
export const tables = {
  attempts: { row: attempt, key: 'id', indexes: ['at', 'sessionId'] },
  cards: { row: card, key: 'fact', indexes: ['dueAt'] },
  sessions: { row: session, key: 'id', indexes: ['startedAt'] },
  predictions: { row: prediction, key: 'id', indexes: ['at'] },
  keyed: { row: keyed, key: 'key', indexes: [] },
  flags: { row: flag, key: 'itemId', indexes: [] },
  minutes: { row: minutes, key: 'id', indexes: [] },
} as const;

export type TableName = keyof typeof tables;
export const tableNames = Object.keys(tables) as readonly TableName[];
/** Rows as they were stored: nothing is known about them yet. */
export type RawTables = { readonly [T in TableName]: readonly unknown[] };
/** Raw tables, each made by the given function. */
export function eachTable(rows: (table: TableName, index: number) => readonly unknown[]): RawTables {
  const raw: Partial<Record<TableName, readonly unknown[]>> = {};
  tableNames.forEach((table, i) => (raw[table] = rows(table, i)));
  return raw as RawTables;
}
export type RowOf<T extends TableName> = z.infer<(typeof tables)[T]['row']>;
export type Rows = { readonly [T in TableName]: readonly RowOf<T>[] };
export type AttemptRow = RowOf<'attempts'>;
export type CardRow = RowOf<'cards'>;
export type SessionRow = RowOf<'sessions'>;
export type PredictionRow = RowOf<'predictions'>;
export type FlagRow = RowOf<'flags'>;
export type MinutesRow = RowOf<'minutes'>;
export type Draft = z.infer<typeof draft>;

/** A row that could not be read: kept aside as it is, and reported. */
export interface AsideRow {
  readonly table: TableName;
  readonly row: unknown;
  /** Where and why, in a sentence. */
  readonly says: string;
}

/** One row, or a sentence about it. */
export function parseRow<T extends TableName>(table: T, raw: unknown): Result<RowOf<T>, string> {
  const parsed = tables[table].row.safeParse(raw);
  if (parsed.success) return ok(parsed.data as RowOf<T>);
  const issue = parsed.error.issues[0];
  return fail(`${table}: ${issue?.path.map(String).join('.') ?? ''} is not as it should be (${issue?.message ?? 'unreadable'}).`);
}

/** All rows that can be read, and those that cannot. Never throws. */
export function parseTables(raw: { readonly [table: string]: readonly unknown[] | undefined }): { readonly rows: Rows; readonly aside: readonly AsideRow[] } {
  const aside: AsideRow[] = [];
  const read = <T extends TableName>(table: T): RowOf<T>[] =>
    (raw[table] ?? []).flatMap((row) => {
      const parsed = parseRow(table, row);
      if (parsed.ok) return [parsed.value];
      aside.push({ table, row, says: parsed.error });
      return [];
    });
  const rows: Rows = {
    attempts: read('attempts').sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1)),
    cards: read('cards'),
    sessions: read('sessions'),
    predictions: read('predictions').sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1)),
    keyed: read('keyed'),
    flags: read('flags'),
    minutes: read('minutes'),
  };
  return { rows, aside };
}

/** The key of a row. */
export function keyOf<T extends TableName>(table: T, row: RowOf<T>): string {
  return String((row as Record<string, unknown>)[tables[table].key]);
}
