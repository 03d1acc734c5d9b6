import type { ShortcutId } from './shortcutList.ts';

/** What a person may set; `parseSettings` is the only way in from storage. */
export interface Settings {
  readonly theme: 'system' | 'light' | 'dark';
  readonly motion: 'system' | 'reduced' | 'full';
  readonly facts: 'notes' | 'today';
  readonly shortcuts: boolean;
  /** Keys that differ from the default, by shortcut. */
  readonly keymap: Readonly<Partial<Record<ShortcutId, string>>>;
  readonly verbosity: 'off' | 'events' | 'summary';
  readonly textSize: 'small' | 'normal' | 'large' | 'larger';
  readonly askConfidence: boolean;
  readonly pauseOnNewEvents: boolean;
  /** Share of facts that should still be known when a review falls due, 0.80..0.95. */
  readonly desiredRetention: number;
  /** YYYY-MM-DD, or null. */
  readonly examDate: string | null;
  readonly timerMultiplier: 1 | 1.25 | 1.5 | 2 | 'untimed';
  readonly sound: boolean;
}

export const defaultSettings: Settings = {
  theme: 'system',
  motion: 'system',
  facts: 'notes',
  shortcuts: true,
  keymap: {},
  verbosity: 'events',
  textSize: 'normal',
  askConfidence: true,
  pauseOnNewEvents: true,
  desiredRetention: 0.9,
  examDate: null,
  timerMultiplier: 1,
  sound: false,
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function parseKeymap(raw: unknown): Settings['keymap'] {
  if (!isObject(raw)) return {};
  // Ids are not checked here (the list is not in the first load): an unknown one is never looked up.
  return Object.fromEntries(Object.entries(raw).filter(([, key]) => typeof key === 'string' && key.length > 0 && key.length <= 12));
}

/** Settings from whatever was stored: each field is taken when it is valid and is the default otherwise. */
export function parseSettings(raw: unknown): Settings {
  if (!isObject(raw)) return defaultSettings;
  const one = <K extends keyof Settings>(key: K, allowed: readonly Settings[K][]): Settings[K] => {
    const value = raw[key];
    return allowed.find((option) => option === value) ?? defaultSettings[key];
  };
  const retention = raw.desiredRetention;
  return {
    theme: one('theme', ['system', 'light', 'dark']),
    motion: one('motion', ['system', 'reduced', 'full']),
    facts: one('facts', ['notes', 'today']),
    shortcuts: one('shortcuts', [true, false]),
    keymap: parseKeymap(raw.keymap),
    verbosity: one('verbosity', ['off', 'events', 'summary']),
    textSize: one('textSize', ['small', 'normal', 'large', 'larger']),
    askConfidence: one('askConfidence', [true, false]),
    pauseOnNewEvents: one('pauseOnNewEvents', [true, false]),
    desiredRetention:
      typeof retention === 'number' && retention >= 0.8 && retention <= 0.95 ? retention : defaultSettings.desiredRetention,
    examDate: typeof raw.examDate === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(raw.examDate) ? raw.examDate : null,
    timerMultiplier: one('timerMultiplier', [1, 1.25, 1.5, 2, 'untimed']),
    sound: one('sound', [true, false]),
  };
}
