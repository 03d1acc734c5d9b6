import { backupName, readBackup, stateHash, writeBackup, type Backup } from './backupFile.ts';
import { appProgress } from './progressApp.ts';
import { eachTable, parseTables, tables, type RawTables, type TableName } from './progressRows.ts';
import { defaultSettings, parseSettings } from './settings.ts';
import { settingsStore } from './settingsStore.ts';

/** What has to be typed before everything is erased. */
export const eraseWord = 'ERASE';

const words: { readonly [T in TableName]: readonly [one: string, many: string] } = {
  attempts: ['answer', 'answers'],
  cards: ['fact in review', 'facts in review'],
  sessions: ['sitting', 'sittings'],
  predictions: ['prediction', 'predictions'],
  keyed: ['single value', 'single values'],
  flags: ['flag', 'flags'],
  minutes: ['day of study time', 'days of study time'],
};

function counted(n: number, table: TableName): string {
  return `${n.toLocaleString('en')} ${words[table][n === 1 ? 0 : 1]}`;
}

/** Everything the learner did, as one file; remembers when it was made. */
export async function exportBackup(): Promise<Blob> {
  const store = await appProgress();
  const { readAll, setKeyed, now } = store.getState();
  const at = now();
  await setKeyed('lastExportAt', at);
  return new Blob([writeBackup(await readAll(), parseSettings(settingsStore.getState()), new Date(at).toISOString())], { type: 'application/json' });
}

/** The name for a backup made now, by the learner's calendar. */
export function exportName(now = new Date()): string {
  const two = (n: number) => String(n).padStart(2, '0');
  return backupName(`${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`);
}

/** What importing this text would change, or why it cannot be imported. Changes nothing. */
export async function inspectBackup(text: string): Promise<{ ok: true; summary: string[] } | { ok: false; problems: string[] }> {
  const backup = readBackup(text);
  if (!backup.ok) return { ok: false, problems: [...backup.error] };
  const current = await (await appProgress()).getState().readAll();
  return { ok: true, summary: [...summarise(current, backup.value)] };
}

/** Puts the backup in place of what is on this device. Throws on text that `inspectBackup` refuses. */
export async function restoreBackup(text: string): Promise<void> {
  const backup = readBackup(text);
  if (!backup.ok) throw new Error(backup.error.join(' '));
  const store = await appProgress();
  await store.getState().replaceAll(backup.value.tables);
  if (backup.value.settings) settingsStore.getState().change(backup.value.settings);
}

/** Removes every trace of progress and puts settings back to their defaults. The page asks for `eraseWord` first. */
export async function eraseEverything(): Promise<void> {
  const store = await appProgress();
  await store.getState().replaceAll(eachTable(() => []));
  settingsStore.getState().change(defaultSettings);
}

/** Hash of all progress on this device: equal after export, erase and import. */
export async function progressHash(): Promise<string> {
  return stateHash(await (await appProgress()).getState().readAll());
}

/** What an import would do, line by line. */
export function summarise(current: RawTables, backup: Backup): readonly string[] {
  const shown: readonly TableName[] = ['attempts', 'cards', 'sessions', 'predictions'];
  const count = (raw: RawTables) => shown.map((table) => counted(raw[table].length, table)).join(', ');
  const lost = shown.flatMap((table) => {
    const keep = new Set(keys(backup.tables, table));
    const gone = keys(current, table).filter((key) => !keep.has(key)).length;
    return gone === 0 ? [] : [counted(gone, table)];
  });
  const unreadable = parseTables(backup.tables).aside.length;
  return [
    `Exported ${backup.exportedAt.slice(0, 10)}: ${count(backup.tables)}.`,
    `It replaces what is on this device: ${count(current)}.`,
    lost.length === 0 ? 'Nothing on this device is missing from the file.' : `Only on this device, and lost by importing: ${lost.join(', ')}.`,
    ...(backup.settings ? ['Settings are taken from the file too.'] : []),
    ...(unreadable > 0 ? [`Rows that could not be read when it was exported, and are kept aside again: ${unreadable}.`] : []),
    ...(backup.untouched ? [] : ['The file was changed after it was exported: import it only if you changed it yourself.']),
  ];
}

function keys(raw: RawTables, table: TableName): readonly string[] {
  return raw[table].map((row) => String((row as Record<string, unknown>)[tables[table].key]));
}

