import { describe, expect, test } from 'vitest';
import { defaultSettings, parseSettings } from './settings.ts';
import { createSettingsStore, settingsKey } from './settingsStore.ts';

function shelf(initial: Record<string, string> = {}) {
  const held = new Map(Object.entries(initial));
  return {
    held,
    getItem: (key: string) => held.get(key) ?? null,
    setItem: (key: string, value: string) => void held.set(key, value),
  };
}

describe('parseSettings', () => {
  test('anything that is not settings gives the defaults', () => {
    for (const raw of [null, 3, 'x', [], undefined]) expect(parseSettings(raw)).toEqual(defaultSettings);
  });

  test('a bad field falls back alone', () => {
    const parsed = parseSettings({
      theme: 'dark',
      motion: 'wild',
      desiredRetention: 0.5,
      examDate: 'soon',
      keymap: { 'lab.play': 'P', 'lab.back': 'much too long for a key', 'lab.reset': 7 },
    });
    expect(parsed.theme).toBe('dark');
    expect(parsed.motion).toBe('system');
    expect(parsed.desiredRetention).toBe(0.9);
    expect(parsed.examDate).toBeNull();
    expect(parsed.keymap).toEqual({ 'lab.play': 'P' });
  });
});

test('every field of valid settings survives', () => {
  const all = {
    theme: 'dark',
    motion: 'reduced',
    facts: 'today',
    shortcuts: false,
    keymap: { 'quiz.hint': 'Y' },
    verbosity: 'summary',
    textSize: 'larger',
    askConfidence: false,
    pauseOnNewEvents: false,
    desiredRetention: 0.85,
    examDate: '2027-02-01',
    timerMultiplier: 'untimed',
    sound: true,
  };
  expect(parseSettings(all)).toEqual(all);
  expect(parseSettings({ ...all, extra: 1 })).toEqual(all);
  expect(parseSettings({ ...all, shortcuts: 'yes', timerMultiplier: 3 })).toEqual({ ...all, shortcuts: true, timerMultiplier: 1 });
});

describe('settings store', () => {
  test('a change is stored and read back', () => {
    const place = shelf();
    createSettingsStore(place).getState().change({ theme: 'dark', facts: 'today' });
    const again = createSettingsStore(place).getState();
    expect([again.theme, again.facts]).toEqual(['dark', 'today']);
  });

  test('broken JSON on the shelf is not fatal', () => {
    expect(createSettingsStore(shelf({ [settingsKey]: '{nope' })).getState().theme).toBe('system');
  });

  test('storage that refuses keeps the change in memory and says so', () => {
    const refusing = {
      getItem: () => null,
      setItem: () => {
        throw new Error('QuotaExceededError');
      },
    };
    const store = createSettingsStore(refusing);
    store.getState().change({ theme: 'light' });
    expect(store.getState().theme).toBe('light');
    expect(store.getState().stored).toBe(false);
  });
});
