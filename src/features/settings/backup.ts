/** What the progress store offers for taking data away and bringing it back. */
interface Backup {
  exportBackup(): Promise<Blob>;
  inspectBackup(text: string): Promise<{ ok: true; summary: readonly string[] } | { ok: false; problems: readonly string[] }>;
  restoreBackup(text: string): Promise<void>;
  eraseEverything(): Promise<void>;
}

const source = import.meta.glob<Backup>('../../state/backup.ts')['../../state/backup.ts'];

/** Loads the functions when first needed: storage is kept out of the first page. */
export async function backup(): Promise<Backup> {
  if (!source) throw new Error('Backup is not part of this version yet');
  return source();
}
