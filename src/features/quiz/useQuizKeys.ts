import { useEffect, type RefObject } from 'react';
import { matchShortcut, type ShortcutId } from '../../state/shortcuts.ts';
import { settingsStore } from '../../state/settingsStore.ts';

export interface QuizKeys {
  onShortcut(id: ShortcutId): void;
  /** A digit from 1 to 9 was pressed: its place from 0. */
  onDigit(place: number): void;
}

const isTextField = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.matches('textarea, select, input:not([type=radio], [type=checkbox], [type=range], [type=button])'));

/**
 * The keys of a question, on the whole page or only while focus is inside `within`. They follow the settings (off, remapped),
 * and none works in a text field, with Ctrl, ⌘ or Alt, or while a dialog is open.
 */
export function useQuizKeys(keys: QuizKeys, within: RefObject<HTMLElement | null> | null): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.repeat || document.querySelector('dialog[open]')) return;
      if (within !== null && !(event.target instanceof Node && within.current?.contains(event.target))) return;
      const place = digit(event);
      const shortcut = place === undefined ? matchShortcut(event, 'quiz') : null;
      if (place === undefined && shortcut === null) return;
      event.preventDefault();
      event.stopPropagation();
      if (place !== undefined) keys.onDigit(place);
      else if (shortcut !== null) keys.onShortcut(shortcut);
    };
    // While a card sits inside a lab, its keys have to come before those of the lab around it.
    document.addEventListener('keydown', onKey, { capture: within !== null });
    return () => document.removeEventListener('keydown', onKey, { capture: within !== null });
  });
}

function digit(event: KeyboardEvent): number | undefined {
  if (!settingsStore.getState().shortcuts || event.ctrlKey || event.metaKey || event.altKey || isTextField(event.target)) return undefined;
  return /^[1-9]$/.test(event.key) ? Number(event.key) - 1 : undefined;
}
