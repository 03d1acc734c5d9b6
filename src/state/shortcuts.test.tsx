import { expect, test } from 'vitest';
import { matchShortcut } from './shortcuts.ts';

const on = { shortcuts: true, keymap: {} };
const press = (key: string, target: EventTarget | null = document.body, more = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  target,
  ...more,
});
const element = (html: string) => {
  const host = document.createElement('div');
  host.innerHTML = html;
  return host.firstElementChild!;
};

test('keys mean what their scope says', () => {
  expect(matchShortcut(press('n'), 'lab', on)).toBe('lab.next-event');
  expect(matchShortcut(press('n'), 'quiz', on)).toBe('quiz.note');
  expect(matchShortcut(press(' '), 'lab', on)).toBe('lab.play');
  expect(matchShortcut(press('k'), 'lab', on)).toBe('lab.play');
});

test('nothing happens in text fields, with modifiers or when switched off', () => {
  expect(matchShortcut(press('r', element('<input type="text">')), 'lab', on)).toBeNull();
  expect(matchShortcut(press('r', element('<textarea></textarea>')), 'lab', on)).toBeNull();
  expect(matchShortcut(press('r', element('<select></select>')), 'lab', on)).toBeNull();
  expect(matchShortcut(press('r', document.body, { ctrlKey: true }), 'lab', on)).toBeNull();
  expect(matchShortcut(press('r'), 'lab', { shortcuts: false, keymap: {} })).toBeNull();
  expect(matchShortcut(press('r', element('<input type="range">')), 'lab', on)).toBe('lab.reset');
});

test('a focused button keeps Space and Enter', () => {
  expect(matchShortcut(press(' ', element('<button>Go</button>')), 'lab', on)).toBeNull();
  expect(matchShortcut(press('Enter', element('<a href="/x">x</a>')), 'quiz', on)).toBeNull();
});

test('a remapped key replaces the default ones', () => {
  const remapped = { shortcuts: true, keymap: { 'lab.play': 'P' } as const };
  expect(matchShortcut(press('p'), 'lab', remapped)).toBe('lab.play');
  expect(matchShortcut(press(' '), 'lab', remapped)).toBeNull();
});
