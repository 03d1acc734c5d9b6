import { settingsStore } from './settingsStore.ts';
import type { Settings } from './settings.ts';
import { shortcutIds, shortcutList, type ShortcutId, type ShortcutScope } from './shortcutList.ts';

export { shortcutIds, shortcutList, type ShortcutId, type ShortcutScope } from './shortcutList.ts';

type KeyPress = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'target'>;

/** The name of a key as settings store it: letters in capitals, the space bar as `Space`. */
export function keyName(key: string): string {
  if (key === ' ') return 'Space';
  return key.length === 1 ? key.toUpperCase() : key;
}

/** The keys that trigger a shortcut: the chosen one instead of the first default. */
export function keysFor(id: ShortcutId, keymap: Settings['keymap'] = settingsStore.getState().keymap): readonly string[] {
  const defaults: readonly string[] = shortcutList[id].keys;
  const chosen = keymap[id];
  return chosen ? [chosen] : defaults;
}

/** The key to show on a button. */
export function keyFor(id: ShortcutId): string {
  return keysFor(id)[0]!;
}

function takesText(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  return target instanceof HTMLInputElement && !['radio', 'checkbox', 'range', 'button'].includes(target.type);
}

/** Keys that a focused native control needs for itself. */
function controlNeeds(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (key !== 'Space' && key !== 'Enter') return false;
  return target.matches(key === 'Space' ? 'button, input, summary, [role=tab], [role=option]' : 'button, a[href], summary');
}

/** The shortcut that a key press means in a scope; null in text fields, with Ctrl/⌘/Alt, when switched off, or when the focused control needs the key. */
export function matchShortcut(
  event: KeyPress,
  scope: ShortcutScope,
  settings: Pick<Settings, 'shortcuts' | 'keymap'> = settingsStore.getState(),
): ShortcutId | null {
  if (!settings.shortcuts || event.ctrlKey || event.metaKey || event.altKey || takesText(event.target)) return null;
  const key = keyName(event.key);
  if (controlNeeds(event.target, key)) return null;
  return shortcutIds.find((id) => shortcutList[id].scope === scope && keysFor(id, settings.keymap).includes(key)) ?? null;
}
