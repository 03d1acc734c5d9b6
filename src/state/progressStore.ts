import { createStore } from 'zustand/vanilla';
import { dayFromText, dayText } from '../learning/review/day.ts';
import { mayBeEasy } from '../learning/review/grade.ts';
import { createScheduler, type SchedulerOptions } from '../learning/review/scheduler.ts';
import { dataOf, readable, rowsOf, shownWith } from './progressData.ts';
import type { Write } from './progressDb.ts';
import { attemptOf, reviewedCards } from './progressReview.ts';
import { eachTable, keyOf, type AttemptRow, type CardRow, type PredictionRow } from './progressRows.ts';
import type { ProgressDeps, ProgressMessage, ProgressState, ProgressStore } from './progressState.ts';

export type * from './progressState.ts';

const notStored = (reason: string) =>
  reason === 'VersionError'
    ? 'Your progress on this device was stored by a newer version of Headwater, which this page cannot read. Nothing is lost: reload to get the newest version.'
    : `This browser does not let Headwater store anything on this device (${reason}). Everything works, but answers last only until this page is closed: export them before you leave.`;
const failedWrite = (reason: string) =>
  `Your last answers could not be stored on this device (${reason}). They are still on this page: export them now, then free some space and reload.`;

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

  const show = (write: Write): void => store.setState((state) => shownWith(state, write));

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
    show(readable(message.table, raw));
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
    flag: (itemId, on) => save({ table: 'flags', rows: [{ itemId, at: deps.now(), on }] }),
    async spend(activity, ms) {
      if (ms < 1000) return;
      const day = dayText(deps.now(), deps.offsetMinutes(deps.now()));
      const id = `${day} ${activity}`;
      const so = store.getState().minutes.get(id)?.ms ?? 0;
      await save({ table: 'minutes', rows: [{ id, day, activity, ms: so + Math.round(ms) }] });
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
