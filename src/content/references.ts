import type { Content, Entry, Kind } from './content.ts';
import type { Question } from './model/items.ts';
import type { NoteReferences } from './model/notes.ts';

/** One id cited somewhere: by which file, where in it, and what kind it must be. */
export interface Reference {
  readonly file: string;
  /** Id of what cites it, or empty. */
  readonly from: string;
  readonly path: string;
  readonly kind: Kind;
  readonly id: string;
}

type Cite = (path: string, kind: Kind, ids: string | undefined | readonly (string | undefined)[]) => void;

function citeQuestion(question: Question, cite: Cite): void {
  cite('facts', 'fact', question.facts);
  cite('concept', 'concept', question.concept);
  cite('note', 'note', question.note);
  const tagged = 'options' in question ? question.options : 'numeric' in question ? question.numeric.misreadings : [];
  cite('misconception', 'misconception', tagged.map((part) => part.misconception).filter((id) => id !== 'correct'));
}

function citeNote(references: NoteReferences, cite: Cite): void {
  cite('<Limit> or <ThenNow>', 'limit', references.limits);
  cite('<MiniLab>', 'experiment', references.miniLabs);
}

function citeEntry(entry: Entry, cite: Cite): void {
  switch (entry.kind) {
    case 'fact':
      return cite('limits', 'limit', entry.value.limits);
    case 'note':
      cite('facts', 'fact', entry.value.facts);
      return citeNote(entry.value, cite);
    case 'question':
      return citeQuestion(entry.value, cite);
    case 'experiment':
      cite('facts_tested', 'fact', entry.value.factsTested);
      return cite('note', 'note', entry.value.note);
    case 'event':
      cite('note', 'note', entry.value.note);
      cite('question', 'question', entry.value.question);
      return cite('facts', 'fact', entry.value.facts);
    case 'concept':
      return cite('facts', 'fact', entry.value.facts);
    case 'misconception':
      cite('contrast', 'note', entry.value.contrast);
      return cite('lab', 'experiment', entry.value.lab);
    case 'scenario':
      cite('teaches', 'fact', entry.value.teaches);
      return cite('criteria.why', 'fact', entry.value.criteria.map((criterion) => criterion.why));
    case 'term':
      cite('facts', 'fact', entry.value.facts);
      return cite('note', 'note', entry.value.note);
    case 'limit':
      return;
  }
}

/** Every id that the content cites. */
export function referencesIn(content: Content): readonly Reference[] {
  const found: Reference[] = [];
  const citeFrom = (file: string, from: string): Cite => (path, kind, ids) => {
    for (const id of Array.isArray(ids) ? (ids as readonly (string | undefined)[]) : [ids as string | undefined]) if (id !== undefined) found.push({ file, from, path, kind, id });
  };
  for (const entry of content.entries) citeEntry(entry, citeFrom(entry.file, entry.id));
  for (const { file, value } of content.confusable) citeFrom(file, '')('confusable', 'concept', value);
  for (const { file, value } of content.pages) {
    const cite = citeFrom(file, '');
    citeNote(value.outside, cite);
    cite('<SayItBack>', 'question', value.sayItBack);
  }
  return found;
}

/** Every link to a place in the app that the content writes out, with where it stands. */
export function linksIn(content: Content): readonly { readonly file: string; readonly path: string; readonly href: string }[] {
  const blocks = content.entries.flatMap((entry) => {
    if (entry.kind === 'note') return entry.value.links.map((href) => ({ file: entry.file, path: entry.id, href }));
    if (entry.kind !== 'event') return [];
    return entry.value.try.flatMap(({ id, link }) => (link === undefined ? [] : [{ file: entry.file, path: `${entry.id}.try.${id}`, href: link }]));
  });
  const between = content.pages.flatMap(({ file, value }) => value.outside.links.map((href) => ({ file, path: '', href })));
  return [...blocks, ...between];
}
