import { panels, sections } from '../../src/state/catalogue.ts';

/** A page that an address leads to. */
export interface Route {
  readonly path: string;
  /** Its only h1; a pattern where the text comes from content. */
  readonly heading: string | RegExp;
}

/** An item that exists: its page stands for all of `/quiz/q/:id`. */
export const someItem = 'q.kds.003';

/** Every route of the product with one address for each parameter that makes another page; `/quiz/results/:attempt` needs a sitting first. */
export const routes: readonly Route[] = [
  { path: '/', heading: 'See a stream break, then fix it' },
  { path: '/learn', heading: 'Notes' },
  ...sections.map((section) => ({ path: `/learn/${section.slug}`, heading: section.title })),
  { path: '/lab', heading: 'Labs' },
  ...panels.map((panel) => ({ path: `/lab/${panel.slug}`, heading: panel.ready ? panel.title : `${panel.title} lab` })),
  { path: '/build', heading: 'Scenarios' },
  { path: '/build/sandbox', heading: 'Sandbox' },
  { path: '/build/size-the-stream', heading: /./ },
  { path: '/quiz', heading: 'Quiz' },
  { path: '/quiz/practice', heading: 'Practice' },
  { path: '/quiz/review', heading: 'Reviews due' },
  { path: '/quiz/weak', heading: 'Weak spots' },
  { path: '/quiz/mock', heading: 'Mock exam' },
  { path: `/quiz/q/${someItem}`, heading: /shard/i },
  { path: '/compare', heading: 'Which one?' },
  { path: '/progress', heading: 'Progress' },
  { path: '/glossary', heading: 'Glossary' },
  { path: '/settings', heading: 'Settings' },
  { path: '/about', heading: 'About' },
  { path: '/nope', heading: 'Page not found' },
];
