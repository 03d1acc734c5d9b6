/*
 * What the first page wants to know of progress, read straight from the database: no Dexie, no scheduler in the first load.
 * Names agree with progressDb.ts; a test holds them together.
 */
const databaseName = 'headwater';

/** How many facts are due now; 0 when there is no progress. Rejects when the browser refuses storage. */
export async function dueCount(now = Date.now()): Promise<number> {
  const found = await inStore('cards', (store) => store.index('dueAt').count(IDBKeyRange.upperBound(now)));
  return found ?? 0;
}

/** Where the learner left off; null when there is nothing to go on with. */
export async function lastPlace(): Promise<{ title: string; path: string } | null> {
  const row: unknown = await inStore('keyed', (store) => store.get('lastPlace'));
  const value: unknown = typeof row === 'object' && row !== null && 'value' in row ? row.value : null;
  if (typeof value !== 'object' || value === null || !('title' in value) || !('path' in value)) return null;
  return typeof value.title === 'string' && typeof value.path === 'string' && /^\/(?!\/)/.test(value.path) ? { title: value.title, path: value.path } : null;
}

async function inStore<T>(name: string, ask: (store: IDBObjectStore) => IDBRequest<T>): Promise<T | undefined> {
  const db = await openExisting();
  if (!db) return undefined;
  try {
    if (!db.objectStoreNames.contains(name)) return undefined;
    return await settled(ask(db.transaction(name, 'readonly').objectStore(name)));
  } finally {
    db.close();
  }
}

/** The database if it is there; asking must not make an empty one. */
async function openExisting(): Promise<IDBDatabase | undefined> {
  const request = indexedDB.open(databaseName);
  let isNew = false;
  request.onupgradeneeded = () => {
    isNew = true;
    request.transaction?.abort();
  };
  try {
    return await settled(request);
  } catch (error) {
    if (isNew) return undefined;
    throw error;
  }
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('storage refused'));
  });
}
