import { writeBackup } from '../../src/state/backupFile.ts';
import { eachTable, type Rows, type SessionRow } from '../../src/state/progressRows.ts';
import { defaultSettings } from '../../src/state/settings.ts';
import { open } from './app.ts';
import { concepts, questions } from './quiz.ts';
import { storedRows } from './stored.ts';
import { expect, type Page } from './test.ts';

/** The tables that hold what a learner has done. */
export const tables = ['attempts', 'cards', 'sessions', 'predictions', 'flags', 'minutes'] as const;

/** All progress as it lies in the browser, in one text that is equal when it is equal. */
export async function progressOf(page: Page): Promise<string> {
  const rows = await Promise.all(tables.map(async (table) => [table, [...(await storedRows(page, table))].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))] as const));
  return JSON.stringify(Object.fromEntries(rows), null, 1);
}

/** The text of a backup that holds these rows. */
export function backupOf(rows: Partial<Rows>): string {
  return writeBackup(
    eachTable((table) => rows[table] ?? []),
    defaultSettings,
    '2026-11-22T09:00:00.000Z',
  );
}

/** A practice sitting at its first question, with these questions in this order. */
export function sittingOf(id: string, asked: readonly (readonly [itemId: string, seed: number])[]): SessionRow {
  const conceptOf = (itemId: string) => {
    const question = questions.find((candidate) => candidate.id === itemId);
    return question?.concept ?? concepts.find((concept) => question?.facts.some((fact) => concept.facts.includes(fact)))?.id ?? 'kds';
  };
  return {
    id, mode: 'practice', path: `/quiz/practice?n=${asked.length}&mix=mixed&session=${id}`, edition: 'notes', startedAt: Date.now(), endedAt: null,
    queue: asked.map(([itemId, seed]) => ({ itemId, seed, concept: conceptOf(itemId) })), index: 0, draft: null,
  };
}

/** Chooses a file under Settings, Import. */
export async function chooseBackup(page: Page, text: string, name = 'headwater-backup-2026-11-22.json'): Promise<void> {
  await page.getByLabel('Backup file').setInputFiles({ name, mimeType: 'application/json', buffer: Buffer.from(text) });
}

/** Takes a backup in, as a learner on a new device would. */
export async function importBackup(page: Page, text: string): Promise<void> {
  await open(page, '/settings');
  await chooseBackup(page, text);
  await page.getByRole('dialog', { name: 'Restore this backup?' }).getByRole('button', { name: 'Restore' }).click();
  await expect(page.getByText('Restored.')).toBeVisible();
}
