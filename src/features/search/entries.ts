import type { SearchEntry } from '../../content/pageTypes.ts';
import { panels, sections } from '../../state/catalogue.ts';
import { settingsStore } from '../../state/settingsStore.ts';

export type FoundKind = SearchEntry['kind'] | 'lab' | 'page' | 'setting' | 'action';

/** One thing that the palette lists: a place to go, or something to do. */
export interface Found {
  readonly id: string;
  readonly kind: FoundKind;
  readonly title: string;
  readonly text: string;
  readonly href?: string;
  readonly run?: () => void;
}

/** The type word of a result, and the heading of its group. */
export const kindWords: Record<FoundKind, { one: string; many: string }> = {
  note: { one: 'Note', many: 'Notes' },
  lab: { one: 'Lab', many: 'Labs' },
  experiment: { one: 'Experiment', many: 'Experiments' },
  question: { one: 'Question', many: 'Questions' },
  scenario: { one: 'Scenario', many: 'Scenarios' },
  term: { one: 'Term', many: 'Glossary' },
  page: { one: 'Page', many: 'Pages' },
  setting: { one: 'Setting', many: 'Settings' },
  action: { one: 'Action', many: 'Actions' },
};

const page = (title: string, href: string, text = ''): Found => ({ id: `page:${href}`, kind: 'page', title, text, href });
const setting = (title: string, anchor: string, text: string): Found => ({
  id: `setting:${anchor}`,
  kind: 'setting',
  title,
  text,
  href: `/settings#${anchor}`,
});

const action = (title: string, text: string, what: Pick<Found, 'href' | 'run'>): Found => ({
  id: `action:${title}`,
  kind: 'action',
  title,
  text,
  ...what,
});

const flipTheme = () => {
  const dark = document.documentElement.dataset.theme === 'dark';
  settingsStore.getState().change({ theme: dark ? 'light' : 'dark' });
};

const flipFacts = () => {
  const { facts, change } = settingsStore.getState();
  change({ facts: facts === 'notes' ? 'today' : 'notes' });
};

/** What the app itself offers, beside its content. */
export const appEntries: readonly Found[] = [
  ...panels.map((panel): Found => ({
    id: `lab:${panel.slug}`,
    kind: 'lab',
    title: `${panel.title} lab`,
    text: `${panel.promise} ${panel.ready ? '' : 'in preparation'}`,
    href: `/lab/${panel.slug}`,
  })),
  ...sections.map((section): Found => ({
    id: `section:${section.slug}`,
    kind: 'note',
    title: section.title,
    text: 'notes section',
    href: `/learn/${section.slug}`,
  })),
  page('Notes', '/learn'),
  page('Labs', '/lab'),
  page('Scenarios', '/build', 'build architecture'),
  page('Quiz', '/quiz', 'practice questions'),
  page('Mock exam', '/quiz/mock', 'timed test'),
  page('Progress', '/progress', 'recall calibration forecast'),
  page('Which one?', '/compare', 'compare services streams firehose sqs'),
  page('Glossary', '/glossary', 'terms words'),
  page('Numbers', '/glossary?tab=numbers', 'limits quotas both editions'),
  page('About', '/about', 'honesty sources licences trademarks version'),
  setting('Theme', 'theme', 'dark light system colours'),
  setting('Motion', 'motion', 'reduced animation'),
  setting('Text size', 'text-size', 'larger smaller font zoom'),
  setting('Facts edition', 'facts', 'notes today'),
  setting('Shortcuts', 'shortcuts', 'keys keyboard remap'),
  setting('Announcements', 'verbosity', 'screen reader verbosity'),
  setting('Reviews', 'reviews', 'FSRS retention exam date spaced repetition'),
  setting('Your data', 'data', 'export import backup erase restore'),
  action('Toggle theme', 'dark light mode', { run: flipTheme }),
  action('Switch facts between Notes and Today', 'edition', { run: flipFacts }),
  action('Start due reviews', 'quiz FSRS', { href: '/quiz/review' }),
  action('Practise weak spots', 'quiz', { href: '/quiz/weak' }),
  action('Start a practice quiz', 'questions', { href: '/quiz/practice' }),
  action('Export your data', 'backup download', { href: '/settings#data' }),
];
