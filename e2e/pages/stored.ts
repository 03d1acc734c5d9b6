import type { RowOf, TableName } from '../../src/state/progressRows.ts';
import type { Page } from './test.ts';

/** The rows of a table of the learner's progress as they lie in the browser; none when nothing was stored yet. */
export function storedRows<T extends TableName>(page: Page, table: T): Promise<readonly RowOf<T>[]> {
  return page.evaluate(async (name) => {
    // Asked first: opening would make an empty database, and the app would find it.
    if (!(await indexedDB.databases()).some((database) => database.name === 'headwater')) return [];
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open('headwater');
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error ?? new Error('no database'));
    });
    try {
      if (!database.objectStoreNames.contains(name)) return [];
      return await new Promise<never[]>((resolve, reject) => {
        const request = database.transaction(name).objectStore(name).getAll();
        request.onsuccess = () => resolve(request.result as never[]);
        request.onerror = () => reject(request.error ?? new Error('unreadable'));
      });
    } finally {
      database.close();
    }
  }, table);
}
