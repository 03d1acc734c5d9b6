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

const choices = {
  theme: ['system', 'light', 'dark'],
  motion: ['system', 'reduced', 'full'],
  facts: ['notes', 'today'],
  verbosity: ['off', 'events', 'summary'],
  textSize: ['small', 'normal', 'large', 'larger'],
  timerMultiplier: [1, 1.25, 1.5, 2, 'untimed'],
} as const;

const accepts = (key: keyof Settings, value: unknown): boolean => {
  if (key in choices) return (choices[key as keyof typeof choices] as readonly unknown[]).includes(value);
  if (key === 'desiredRetention') return typeof value === 'number' && value >= 0.8 && value <= 0.95;
  if (key === 'examDate') return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value);
  return typeof value === typeof defaultSettings[key];
};

/** Settings from whatever was stored: each field is taken when it is valid and is the default otherwise. */
export function parseSettings(raw: unknown): Settings {
  if (!isObject(raw)) return defaultSettings;
  const keys = Object.keys(defaultSettings) as (keyof Settings)[];
  // Each value has passed its field's check, which the compiler cannot follow through `fromEntries`.
  const valid = Object.fromEntries(keys.filter((key) => accepts(key, raw[key])).map((key) => [key, raw[key]])) as Partial<Settings>;
  return { ...defaultSettings, ...valid, keymap: parseKeymap(raw.keymap) };
}
