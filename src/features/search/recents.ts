const key = 'headwater.recent-searches';
const most = 6;

/** Ids of what was opened from search, newest first; none when storage is blocked or holds something else. */
export function readRecents(): readonly string[] {
  try {
    const raw: unknown = JSON.parse(localStorage.getItem(key) ?? '[]');
    return Array.isArray(raw) ? raw.filter((id): id is string => typeof id === 'string').slice(0, most) : [];
  } catch {
    // A convenience only: without storage there are no recents.
    return [];
  }
}

/** Puts an id first. */
export function rememberRecent(id: string): void {
  try {
    localStorage.setItem(key, JSON.stringify([id, ...readRecents().filter((other) => other !== id)].slice(0, most)));
  } catch {
    // See readRecents.
  }
}
