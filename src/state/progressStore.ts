import { createStore } from 'zustand/vanilla';
import { dayFromText } from '../learning/review/day.ts';
import { mayBeEasy } from '../learning/review/grade.ts';
import { createScheduler, type SchedulerOptions } from '../learning/review/scheduler.ts';
import type { Write } from './progressDb.ts';
import { attemptOf, reviewedCards } from './progressReview.ts';
import { eachTable, keyOf, parseRow, parseTables, type AttemptRow, type CardRow, type PredictionRow, type RawTables, type TableName } from './progressRows.ts';
import type { ProgressDeps, ProgressMessage, ProgressState, ProgressStore } from './progressState.ts';

export type * from './progressState.ts';

const notStored = (reason: string) =>
  reason === 'VersionError'
    ? 'Your progress on this device was stored by a newer version of Headwater, which this page cannot read. Nothing is lost: reload to get the newest version.'
    : `This browser does not let Headwater store anything on this device (${reason}). Everything works, but answers last only until this page is closed: export them before you leave.`;
const failedWrite = (reason: string) =>
  `Your last answers could not be stored on this device (${reason}). They are still on this page: export them now, then free some space and reload.`;

type Data = Pick<ProgressState, 'attempts' | 'cards' | 'sessions' | 'predictions' | 'keyed' | 'aside'>;

function dataOf(raw: Partial<RawTables>): Data {
  const { rows, aside } = parseTables(raw);
  return {
    attempts: rows.attempts,
    cards: new Map(rows.cards.map((row) => [row.fact, row])),
    sessions: new Map(rows.sessions.map((row) => [row.id, row])),
    predictions: rows.predictions,
    keyed: new Map(rows.keyed.map((row) => [row.key, row.value])),
    aside,
  };
}

function rowsOf(data: Data): RawTables {
  return {
    attempts: data.attempts,
    cards: [...data.cards.values()],
    sessions: [...data.sessions.values()],
    predictions: data.predictions,
    keyed: [...data.keyed].map(([key, value]) => ({ key, value })),
  };
}

const withRows = <V>(held: ReadonlyMap<string, V>, entries: readonly (readonly [string, V])[]): ReadonlyMap<string, V> => new Map([...held, ...entries]);
const replacing = <R extends { readonly id: string; readonly at: number }>(list: readonly R[], rows: readonly R[]): readonly R[] => {
  const ids = new Set(rows.map((row) => row.id));
  return [...list.filter((row) => !ids.has(row.id)), ...rows].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
};

/** The store of one learner's progress, filled from storage before it is handed out. */
export async function createProgressStore(deps: ProgressDeps): Promise<ProgressStore> {
  const { storage, channel } = deps;
  const before = new Map<string, ReadonlyMap<string, CardRow | undefined>>();

  const schedulerOptions = (): SchedulerOptions => {
    const { desiredRetention, examDate } = deps.settings.get();
    const offsetMinutes = deps.offsetMinutes(deps.now());
    const examDay = examDate === null ? undefined : dayFromText(examDate, offsetMinutes);
    return { retention: desiredRetention, offsetMinutes, ...(examDay === undefined ? {} : { examDay }) };
  };

  /** Shows rows on the page. */
  const show = (write: Write): void =>
    store.setState((state) => {
      switch (write.table) {
        case 'attempts':
          return { attempts: replacing(state.attempts, write.rows) };
        case 'predictions':
          return { predictions: replacing(state.predictions, write.rows) };
        case 'cards':
          return { cards: withRows(state.cards, write.rows.map((row) => [row.fact, row])) };
        case 'sessions':
          return { sessions: withRows(state.sessions, write.rows.map((row) => [row.id, row])) };
        case 'keyed':
          return { keyed: withRows(state.keyed, write.rows.map((row) => [row.key, row.value])) };
      }
    });

  /** Shows rows at once, then stores them; a refusal keeps them on the page and says so. */
  const save = async (...writes: readonly Write[]): Promise<void> => {
    writes.forEach(show);
    try {
      await storage.write(writes);
    } catch (error) {
      store.setState({ warning: failedWrite(error instanceof Error ? error.name : 'unknown') });
      return;
    }
    for (const { table, rows } of writes) channel?.post({ type: 'rows', table, keys: rows.map((row) => keyOf(table, row as never)) });
  };

  const replan = async (): Promise<void> => {
    const scheduler = createScheduler(schedulerOptions());
    const now = deps.now();
    const moved = [...store.getState().cards.values()].flatMap((card): CardRow[] => {
      const next = scheduler.replan(card, now);
      return next.dueAt === card.dueAt ? [] : [next];
    });
    if (moved.length > 0) await save({ table: 'cards', rows: moved });
  };

  const heard = async (message: ProgressMessage): Promise<void> => {
    if (message.type === 'all') {
      store.setState(dataOf(await storage.readAll()));
      return;
    }
    const raw = await storage.read(message.table, message.keys);
    show({ table: message.table, rows: readable(message.table, raw) } as Write);
  };

  const attemptById = (id: string): AttemptRow | undefined => store.getState().attempts.find((attempt) => attempt.id === id);

  const store: ProgressStore = createStore<ProgressState>()(() => ({
    ...dataOf({}),
    storage: storage.kind,
    warning: deps.refused === null ? null : notStored(deps.refused),
    schedulerOptions,
    now: deps.now,
    async check(checked) {
      const attempt = attemptOf(checked, deps.newId(), deps.now());
      const { cards } = store.getState();
      before.set(attempt.id, new Map(attempt.facts.map((fact) => [fact, cards.get(fact)])));
      await save({ table: 'attempts', rows: [attempt] }, { table: 'cards', rows: reviewedCards(attempt, cards, createScheduler(schedulerOptions())) });
      return attempt;
    },
    canBeEasy(attemptId) {
      const attempt = attemptById(attemptId);
      return attempt !== undefined && !attempt.easy && mayBeEasy(attempt) && before.has(attemptId);
    },
    async tooEasy(attemptId) {
      const attempt = attemptById(attemptId);
      const cards = before.get(attemptId);
      if (!attempt || !cards || !mayBeEasy(attempt)) return;
      const easy = { ...attempt, easy: true };
      await save({ table: 'attempts', rows: [easy] }, { table: 'cards', rows: reviewedCards(easy, cards, createScheduler(schedulerOptions())) });
    },
    saveSession: (session) => save({ table: 'sessions', rows: [session] }),
    async predict({ experiment, answer }) {
      const row: PredictionRow = { id: deps.newId(), experiment, at: deps.now(), answer, right: null, finishedAt: null };
      await save({ table: 'predictions', rows: [row] });
      return row;
    },
    async finishPrediction(id, { right, why }) {
      const row = store.getState().predictions.find((prediction) => prediction.id === id);
      if (row) await save({ table: 'predictions', rows: [{ ...row, right, finishedAt: deps.now(), ...(why === undefined ? {} : { why }) }] });
    },
    setKeyed: (key, value) => save({ table: 'keyed', rows: [{ key, value }] }),
    async readAll() {
      // What could not be stored is still on the page, and an export has to hold it.
      const stored = await storage.readAll().catch(() => undefined);
      const shown = rowsOf(store.getState());
      return eachTable((table) => {
        const rows = new Map(shown[table].map((row) => [keyOf(table, row as never), row]));
        return [...(stored?.[table] ?? []).filter((row) => !rows.has(keyOf(table, row as never))), ...rows.values()];
      });
    },
    async replaceAll(raw) {
      await storage.replaceAll(raw);
      before.clear();
      store.setState(dataOf(raw));
      channel?.post({ type: 'all' });
      await replan();
    },
    close() {
      channel?.close();
      storage.close();
    },
  }));

  store.setState(dataOf(await storage.readAll()));
  await replan();
  channel?.listen((message) => void heard(message));
  deps.settings.subscribe(() => void replan());
  return store;
}

/** Rows of another tab that this version can read; others are reported when the page loads again. */
function readable(table: TableName, raw: readonly unknown[]): readonly unknown[] {
  return raw.flatMap((row) => {
    const parsed = parseRow(table, row);
    return parsed.ok ? [parsed.value] : [];
  });
}
