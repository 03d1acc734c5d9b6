import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { defaultSettings, parseSettings, type Settings } from './settings.ts';

export type { Settings } from './settings.ts';

/** Where settings live; `public/theme.js` reads the same key before the first paint. */
export const settingsKey = 'headwater.settings';
/** Sent on window after each change, with the settings as `detail`; `public/theme.js` listens. */
export const settingsChanged = 'headwater:settings';

export interface SettingsState extends Settings {
  /** Changes some fields and keeps them on this device. */
  readonly change: (fields: Partial<Settings>) => void;
  /** False when the browser refuses to store; the settings then last until the page closes. */
  readonly stored: boolean;
}

type Shelf = Pick<Storage, 'getItem' | 'setItem'>;

function readShelf(shelf: Shelf | null): Settings {
  try {
    return parseSettings(JSON.parse(shelf?.getItem(settingsKey) ?? 'null'));
  } catch {
    // Unreadable or blocked storage: defaults are the honest answer.
    return defaultSettings;
  }
}

const fieldsOf = (state: SettingsState): Settings => parseSettings(state);

/** A settings store on a shelf (localStorage in the page, anything alike in tests). */
export function createSettingsStore(shelf: Shelf | null, tell: (settings: Settings) => void = () => {}): StoreApi<SettingsState> {
  return createStore<SettingsState>()((set, get) => ({
    ...readShelf(shelf),
    stored: shelf !== null,
    change: (fields) => {
      set(fields);
      const settings = fieldsOf(get());
      try {
        shelf?.setItem(settingsKey, JSON.stringify(settings));
      } catch {
        // Private mode or full disk: keep the change in memory and say so in Settings.
        set({ stored: false });
      }
      tell(settings);
    },
  }));
}

function pageShelf(): Shelf | null {
  try {
    return typeof window === 'undefined' ? null : window.localStorage;
  } catch {
    return null;
  }
}

/** The settings of this page. */
export const settingsStore = createSettingsStore(pageShelf(), (settings) =>
  window.dispatchEvent(new CustomEvent(settingsChanged, { detail: settings })),
);

if (typeof window !== 'undefined') {
  window.addEventListener('storage', (event) => {
    if (event.key === settingsKey) settingsStore.setState(readShelf(pageShelf()));
  });
}

/** Reads settings in a component; re-renders when the selected value changes. */
export function useSettings<T>(select: (state: SettingsState) => T): T {
  return useStore(settingsStore, select);
}
