import 'fake-indexeddb/auto';
import { readFileSync } from 'node:fs';
import { Dexie } from 'dexie';
import { afterEach, describe, expect, it } from 'vitest';
import type { ChoiceItem } from '../content/types.ts';
import { dayMs } from '../learning/review/day.ts';
import { dueCount, lastPlace } from './dueCount.ts';
import { databaseName, memoryStorage, openDeviceStorage, openProgressStorage, type ProgressStorage } from './progressDb.ts';
import type { ProgressChannel, ProgressMessage, ReviewSettings } from './progressState.ts';
import { createProgressStore, type Checked } from './progressStore.ts';

const t0 = Date.UTC(2026, 0, 1, 20);
const item: ChoiceItem = {
  id: 'q.kds.001', version: 1, type: 'single', choose: 1, level: 'apply', edition: 'both', topic: 'kds', facts: ['f1', 'f2'], note: 'n.kds.a', stem: 's', source: { title: 't', read: '2026-11-22' },
  options: [
    { id: 'a', text: 'a', correct: true, rationale: 'r', misconception: 'correct' },
    { id: 'b', text: 'b', correct: false, rationale: 'r', misconception: 'm.b' },
  ],
};
const checked = (option: 'a' | 'b', part: Partial<Checked> = {}): Checked => ({
  item, concept: 'c.x', seed: 3, answer: { type: 'single', chosen: [option] }, confidence: 'fairly', hintUsed: false, edition: 'notes', sessionId: 's1', mode: 'practice', ms: 4200, changes: 1, ...part,
});

let clock = t0;
let ids = 0;
async function open(storage: ProgressStorage, part: { channel?: ProgressChannel; refused?: string; settings?: ReviewSettings } = {}) {
  const listeners: (() => void)[] = [];
  const settings = part.settings ?? { desiredRetention: 0.9, examDate: null };
  let current = settings;
  const store = await createProgressStore({
    storage, refused: part.refused ?? null, now: () => clock, newId: () => `id-${++ids}`, offsetMinutes: () => 0,
    settings: { get: () => current, subscribe: (changed) => void listeners.push(changed) },
    ...(part.channel ? { channel: part.channel } : {}),
  });
  return { store, act: store.getState(), change: (next: ReviewSettings) => { current = next; listeners.forEach((tell) => tell()); } };
}
const settle = () => new Promise((done) => setTimeout(done, 20));

afterEach(async () => {
  clock = t0;
  await new Promise((done) => { indexedDB.deleteDatabase(databaseName).onsuccess = done; });
});

describe('progress', () => {
  it('keeps an answer and the cards of its facts, and finds them again', async () => {
    const storage = await openDeviceStorage();
    const { store, act } = await open(storage);
    const attempt = await act.check(checked('b'));
    expect(attempt).toMatchObject({ right: false, shown: ['m.b'], offered: ['m.b'], ms: 4200, at: t0 });
    expect([...store.getState().cards.keys()]).toEqual(['f1', 'f2']);
    storage.close();
    const again = await open(await openDeviceStorage());
    expect(again.store.getState().attempts).toEqual([attempt]);
    expect(again.store.getState().cards).toEqual(store.getState().cards);
    again.act.close();
  });

  it('makes certain and wrong due the next day, by a clock that is given', async () => {
    const { store, act } = await open(memoryStorage());
    await act.check(checked('b', { confidence: 'certain' }));
    const due = () => [...store.getState().cards.values()].filter((card) => card.dueAt <= clock).length;
    expect(due()).toBe(0);
    clock = Date.UTC(2026, 0, 2, 7);
    expect(due()).toBe(2);
  });

  it('grades a right and certain answer as too easy, in place of Good', async () => {
    const { store, act } = await open(memoryStorage());
    const attempt = await act.check(checked('a', { confidence: 'certain' }));
    const good = store.getState().cards.get('f1');
    expect(act.canBeEasy(attempt.id)).toBe(true);
    await act.tooEasy(attempt.id);
    const easy = store.getState().cards.get('f1');
    expect(easy?.dueAt).toBeGreaterThan(good?.dueAt ?? Infinity);
    expect(easy?.reps).toBe(1);
    expect(act.canBeEasy(attempt.id)).toBe(false);
    const guessed = await act.check(checked('a', { confidence: 'guessing' }));
    expect(act.canBeEasy(guessed.id)).toBe(false);
  });

  it('plans again when the exam date or the retention changes, and keeps history', async () => {
    const { store, act, change } = await open(memoryStorage());
    for (let i = 0; i < 4; i++) {
      await act.check(checked('a'));
      clock = (store.getState().cards.get('f1')?.dueAt ?? clock) + dayMs / 2;
    }
    await act.check(checked('a'));
    const far = store.getState().cards.get('f1');
    change({ desiredRetention: 0.9, examDate: new Date(clock + 20 * dayMs).toISOString().slice(0, 10) });
    await settle();
    const near = store.getState().cards.get('f1');
    expect(near?.dueAt).toBeLessThanOrEqual(clock + 20 * dayMs);
    expect(near?.dueAt).toBeLessThan(far?.dueAt ?? 0);
    expect(near?.reps).toBe(5);
    change({ desiredRetention: 0.9, examDate: null });
    await settle();
    expect(store.getState().cards.get('f1')).toEqual(far);
    expect(store.getState().attempts).toHaveLength(5);
  });

  it('keeps rows aside that it cannot read, reports them, and leaves them on the device', async () => {
    const storage = await openDeviceStorage();
    const { act } = await open(storage);
    await act.check(checked('a'));
    await storage.write([{ table: 'attempts', rows: [{ id: 'broken', at: 'yesterday' } as never] }]);
    const again = await open(storage);
    expect(again.store.getState().attempts).toHaveLength(1);
    expect(again.store.getState().aside).toMatchObject([{ table: 'attempts', row: { id: 'broken' } }]);
    expect(again.store.getState().aside[0]?.says).toMatch(/^attempts: \w+ is not as it should be/);
    expect((await again.act.readAll()).attempts).toHaveLength(2);
    storage.close();
  });

  it('writes rows, not tables: two tabs that answer at once lose nothing, and each follows the other', async () => {
    const tabs: ((message: ProgressMessage) => void)[] = [];
    const channel = (): ProgressChannel => {
      let own: ((message: ProgressMessage) => void) | undefined;
      return { post: (message) => tabs.filter((tab) => tab !== own).forEach((tab) => tab(message)), listen: (heard) => { own = heard; tabs.push(heard); }, close: () => {} };
    };
    const storage = [await openDeviceStorage(), await openDeviceStorage()] as const;
    const one = await open(storage[0], { channel: channel() });
    const two = await open(storage[1], { channel: channel() });
    await Promise.all([one.act.check(checked('a')), two.act.check(checked('b', { item: { ...item, id: 'q.kds.002', facts: ['f3'] } }))]);
    await settle();
    for (const { store } of [one, two]) {
      expect(store.getState().attempts).toHaveLength(2);
      expect([...store.getState().cards.keys()].sort()).toEqual(['f1', 'f2', 'f3']);
    }
    one.act.close();
    two.act.close();
  });

  it('works from memory, with a warning, where the browser refuses storage', async () => {
    const real = indexedDB.open.bind(indexedDB);
    indexedDB.open = () => {
      throw new DOMException('denied', 'SecurityError');
    };
    const opened = await openProgressStorage();
    indexedDB.open = real;
    expect(opened.storage.kind).toBe('memory');
    const { store, act } = await open(opened.storage, { refused: opened.refused ?? '' });
    expect(store.getState().warning).toMatch(/SecurityError.*export them before you leave/);
    await act.check(checked('a'));
    expect((await act.readAll()).attempts).toHaveLength(1);
  });

  it('keeps an answer on the page that could not be written, says so, and exports it', async () => {
    const storage = memoryStorage();
    const { store, act } = await open({ ...storage, write: () => Promise.reject(new DOMException('full', 'QuotaExceededError')) });
    await act.check(checked('a'));
    expect(store.getState().attempts).toHaveLength(1);
    expect(store.getState().warning).toMatch(/QuotaExceededError.*export them now/);
    expect((await act.readAll()).attempts).toHaveLength(1);
  });

  it('remembers predictions and how they came out, skipped ones too', async () => {
    const { store, act } = await open(memoryStorage());
    const made = await act.predict({ experiment: 'x.kinesis.hot-key', answer: 'one-throttles' });
    await act.predict({ experiment: 'x.kinesis.five-reads', answer: null });
    clock += 60_000;
    await act.finishPrediction(made.id, { right: true, why: 'one key, one shard' });
    expect(store.getState().predictions.map((p) => [p.answer, p.right, p.finishedAt])).toEqual([['one-throttles', true, t0 + 60_000], [null, null, null]]);
  });
});

describe('older progress', () => {
  it('of schema 1 on the device is brought up to date, and nothing is lost', async () => {
    const saved = JSON.parse(readFileSync(new URL('./fixtures/backup-schema-1.json', import.meta.url), 'utf8')) as { progress: Record<string, object[]> };
    const old = new Dexie(databaseName);
    old.version(1).stores({ attempts: '&id, at, sessionId', cards: '&fact, dueAt', sessions: '&id, startedAt', predictions: '&id, at', keyed: '&key' });
    for (const table of ['attempts', 'cards', 'sessions', 'predictions', 'keyed']) await old.table(table).bulkAdd(saved.progress[table] ?? []);
    old.close();
    const { store, act } = await open(await openDeviceStorage());
    const state = store.getState();
    expect(state.aside).toEqual([]);
    expect([state.attempts.length, state.cards.size, state.sessions.size, state.predictions.length]).toEqual([3, 3, 1, 1]);
    expect(state.attempts.map((attempt) => attempt.changes)).toEqual([0, 0, 0]);
    expect(state.sessions.get('sitting-1')?.draft).toMatchObject({ changes: 0, confidence: 'fairly' });
    await act.flag('q.kds.001', true);
    await act.spend('quiz', 90_000);
    expect((await act.readAll()).flags).toEqual([{ itemId: 'q.kds.001', at: clock, on: true }]);
    act.close();
  });

  it('of a newer version is not touched: the page says so', async () => {
    const newer = new Dexie(databaseName);
    newer.version(99).stores({ attempts: '&id, at, sessionId', cards: '&fact, dueAt', sessions: '&id, startedAt', predictions: '&id, at', keyed: '&key', flags: '&itemId', minutes: '&id' });
    await newer.open();
    newer.close();
    const opened = await openProgressStorage();
    const { store } = await open(opened.storage, { refused: opened.refused ?? '' });
    expect(store.getState().warning).toMatch(/newer version of Headwater.*reload/);
  });
});

describe('time', () => {
  it('adds up by day and activity', async () => {
    const { store, act } = await open(memoryStorage());
    await act.spend('quiz', 400);
    await act.spend('quiz', 60_000);
    await act.spend('quiz', 30_000);
    await act.spend('lab', 5000);
    clock += dayMs;
    await act.spend('quiz', 1000);
    expect([...store.getState().minutes.values()].map((row) => [row.day, row.activity, row.ms])).toEqual([['2026-01-01', 'quiz', 90_000], ['2026-01-01', 'lab', 5000], ['2026-01-02', 'quiz', 1000]]);
  });
});

describe('the light count of the first page', () => {
  it('is 0 without progress and makes no database', async () => {
    expect(await dueCount(t0)).toBe(0);
    expect(await lastPlace()).toBeNull();
    expect((await indexedDB.databases()).map((db) => db.name)).not.toContain(databaseName);
  });

  it('agrees with the cards', async () => {
    const storage = await openDeviceStorage();
    const { act } = await open(storage);
    await act.check(checked('b', { confidence: 'certain' }));
    await act.setKeyed('lastPlace', { title: 'Practice, question 2 of 10', path: '/quiz/practice?n=10' });
    expect(await dueCount(t0)).toBe(0);
    expect(await dueCount(t0 + dayMs)).toBe(2);
    expect(await lastPlace()).toEqual({ title: 'Practice, question 2 of 10', path: '/quiz/practice?n=10' });
    await act.setKeyed('lastPlace', { title: 'x', path: '//evil.example' });
    expect(await lastPlace()).toBeNull();
    storage.close();
  });
});
