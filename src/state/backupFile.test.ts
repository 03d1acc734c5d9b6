import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readBackup, stateHash, writeBackup } from './backupFile.ts';
import { summarise } from './backup.ts';
import { memoryStorage } from './progressDb.ts';
import { eachTable, progressSchema, type RawTables } from './progressRows.ts';
import { defaultSettings } from './settings.ts';

const card = (fact: string) => ({ fact, stabilityDays: 2.3, difficulty: 5, reps: 1, lapses: 0, lastReviewAt: 1, reviewDays: [0], forcedAt: null, dueAt: 5 });
const prediction = (id: string) => ({ id, experiment: 'x.kinesis.hot-key', at: 3, answer: 'a', right: true, finishedAt: 4 });
const state: RawTables = { ...eachTable(() => []), cards: [card('b'), card('a')], predictions: [prediction('p1')], keyed: [{ key: 'lastExportAt', value: 7 }] };
const text = writeBackup(state, { ...defaultSettings, theme: 'dark' }, '2026-11-22T10:00:00.000Z');
const problems = (changed: string) => {
  const r = readBackup(changed);
  return r.ok ? 'read' : r.error.join(' ');
};
const edited = (part: object) => JSON.stringify({ ...(JSON.parse(text) as object), ...part });

describe('a backup', () => {
  it('gives the same state back: export, erase, import', async () => {
    const storage = memoryStorage(state);
    const before = stateHash(await storage.readAll());
    await storage.replaceAll(eachTable(() => []));
    expect(stateHash(await storage.readAll())).not.toBe(before);
    const read = readBackup(text);
    if (!read.ok) throw new Error(read.error.join());
    await storage.replaceAll(read.value.tables);
    expect(stateHash(await storage.readAll())).toBe(before);
    expect(read.value).toMatchObject({ exportedAt: '2026-11-22T10:00:00.000Z', untouched: true, settings: { theme: 'dark' } });
  });

  it('carries rows it cannot read along, aside', () => {
    const broken = { ...state, cards: [...state.cards, { fact: 'c', dueAt: 'soon' }] };
    const read = readBackup(writeBackup(broken, defaultSettings, '2026-11-22'));
    expect(read.ok && read.value.tables.cards).toHaveLength(3);
    expect(read.ok && summarise(state, read.value).join(' ')).toMatch(/could not be read when it was exported, and are kept aside again: 1\./);
  });

  it('hashes content, not the order of rows or keys', () => {
    const turned = { ...state, cards: [...state.cards].reverse().map((row) => Object.fromEntries(Object.entries(row as object).reverse())) };
    expect(stateHash(turned)).toBe(stateHash(state));
    expect(stateHash({ ...state, cards: [card('a')] })).not.toBe(stateHash(state));
  });

  it('says before importing what would be replaced and what would be lost', () => {
    const read = readBackup(text);
    if (!read.ok) throw new Error('unreadable');
    const here: RawTables = { ...state, cards: [card('z'), card('a')] };
    expect(summarise(here, read.value)).toEqual([
      'Exported 2026-11-22: 0 answers, 2 facts in review, 0 sittings, 1 prediction.',
      'It replaces what is on this device: 0 answers, 2 facts in review, 0 sittings, 1 prediction.',
      'Only on this device, and lost by importing: 1 fact in review.',
      'Settings are taken from the file too.',
    ]);
  });
});

it('of schema 1 is read, brought up to date, and not called changed', () => {
  const read = readBackup(readFileSync(new URL('./fixtures/backup-schema-1.json', import.meta.url), 'utf8'));
  if (!read.ok) throw new Error(read.error.join());
  expect(read.value.untouched).toBe(true);
  expect(read.value.tables.attempts).toHaveLength(3);
  expect(read.value.tables.attempts[0]).toMatchObject({ itemId: 'q.kds.001', changes: 0 });
});

describe('a file that is no good', () => {
  it.each([
    ['cut', text.slice(0, 200), /no complete JSON.*choose the original, or export once more/],
    ['empty', '', /no complete JSON/],
    ['another program’s', '{"version": 3}', /not a Headwater backup.*headwater-backup/],
    ['a design', '{"nodes": [], "edges": []}', /holds a design, not a backup. Open it under Build/],
    ['from a newer version', edited({ schema: progressSchema + 1 }), /newer version: reload the page/],
    ['without tables', edited({ progress: 7 }), /^progress: /],
    ['with a bad row', edited({ progress: { cards: [card('a'), { ...card('b'), difficulty: 99 }] } }), /progress.cards\[1\]: cards: difficulty .*damaged at these places/],
    ['with a list as whole', '[]', /not a Headwater backup/],
  ])('%s is refused with place and cure', (_name, file, says) => expect(problems(file)).toMatch(says));

  it('edited but sound is read, with a word of warning', () => {
    const read = readBackup(edited({ progress: { cards: [card('a')] } }));
    expect(read.ok && read.value.untouched).toBe(false);
    expect(read.ok && summarise(state, read.value).at(-1)).toMatch(/changed after it was exported/);
  });
});
