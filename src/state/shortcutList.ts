/** Where a shortcut works: inside a lab, inside a question, or anywhere. */
export type ShortcutScope = 'lab' | 'quiz' | 'global';

/** Every single-key shortcut with its default keys (the first is the one that can be changed). Ctrl/⌘ K is fixed and not listed. */
export const shortcutList = {
  'lab.reset': { scope: 'lab', label: 'Reset the run', keys: ['R'] },
  'lab.back': { scope: 'lab', label: 'Step back', keys: [','] },
  'lab.play': { scope: 'lab', label: 'Play or pause', keys: ['Space', 'K'] },
  'lab.forward': { scope: 'lab', label: 'Step forward', keys: ['.'] },
  'lab.next-event': { scope: 'lab', label: 'Go to the next notable event', keys: ['N'] },
  'quiz.guessing': { scope: 'quiz', label: 'Confidence: guessing', keys: ['Z'] },
  'quiz.fairly-sure': { scope: 'quiz', label: 'Confidence: fairly sure', keys: ['X'] },
  'quiz.certain': { scope: 'quiz', label: 'Confidence: certain', keys: ['C'] },
  'quiz.check': { scope: 'quiz', label: 'Check the answer, then go on', keys: ['Enter'] },
  'quiz.hint': { scope: 'quiz', label: 'Show the hint', keys: ['H'] },
  'quiz.flag': { scope: 'quiz', label: 'Flag for review', keys: ['F'] },
  'quiz.see': { scope: 'quiz', label: 'See it happen', keys: ['S'] },
  'quiz.note': { scope: 'quiz', label: 'Open the note', keys: ['N'] },
  'quiz.next': { scope: 'quiz', label: 'Next question', keys: ['J'] },
  'quiz.previous': { scope: 'quiz', label: 'Previous question', keys: ['K'] },
  'global.help': { scope: 'global', label: 'List the shortcuts', keys: ['?'] },
} as const satisfies Record<string, { scope: ShortcutScope; label: string; keys: readonly string[] }>;

export type ShortcutId = keyof typeof shortcutList;

export const shortcutIds = Object.keys(shortcutList) as ShortcutId[];
