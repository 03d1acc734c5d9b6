import type { ComponentType } from 'react';
import { Outlet, type RouteObject } from 'react-router';
import { SlotsContext } from '../ui/Slots.tsx';
import { laterPages } from './laterPages.ts';
import { NotBuiltPage } from './NotBuiltPage.tsx';
import { pageSlots } from './pageSlots.ts';

interface RouteModule {
  default: ComponentType;
  LabIndex?: ComponentType;
  hasMock?: boolean;
}

// Globs, so that a feature that is not there yet leaves an honest page instead of a broken build.
const labs = import.meta.glob<RouteModule>('../features/labs/route.tsx')['../features/labs/route.tsx'];
const quiz = import.meta.glob<RouteModule>('../features/quiz/routes.tsx')['../features/quiz/routes.tsx'];
const progress = import.meta.glob<RouteModule>('../features/progress/route.tsx')['../features/progress/route.tsx'];

/** Content does not change while the page is open: a new query needs no new load. */
const onNewPath = ({ currentUrl, nextUrl }: { currentUrl: URL; nextUrl: URL }) => currentUrl.pathname !== nextUrl.pathname;

/** A page that says what is missing and where to go instead. */
const notBuilt = (key: keyof typeof laterPages) => ({ Component: () => <NotBuiltPage {...laterPages[key]} /> });

const routes: RouteObject[] = [
  { path: 'learn', lazy: async () => ({ Component: (await import('../features/notes/NotesIndexPage.tsx')).NotesIndexPage }) },
  {
    path: 'learn/:section',
    lazy: async () => {
      const { NotePage, noteLoader } = await import('../features/notes/NotePage.tsx');
      return { Component: NotePage, loader: noteLoader, shouldRevalidate: onNewPath };
    },
  },
  {
    path: 'lab',
    lazy: async () => ({ Component: (await labs?.())?.LabIndex ?? (await import('./LabIndexPage.tsx')).LabIndexPage }),
  },
  { path: 'lab/:panel', lazy: async () => ({ Component: (await import('./LabPage.tsx')).labPage((await labs?.())?.default) }) },
  { path: 'build', ...notBuilt('build') },
  { path: 'build/sandbox', ...notBuilt('sandbox') },
  { path: 'build/:scenario', ...notBuilt('scenario') },
  {
    path: 'quiz/mock/:attempt?',
    lazy: async () => ((await quiz?.())?.hasMock ? { Component: (await quiz!()).default } : notBuilt('mock')),
  },
  { path: 'quiz/*', lazy: async () => (quiz ? { Component: (await quiz()).default } : notBuilt('quiz')) },
  { path: 'progress', lazy: async () => (progress ? { Component: (await progress()).default } : notBuilt('progress')) },
  { path: 'compare', lazy: async () => ({ Component: (await import('../features/compare/ComparePage.tsx')).ComparePage }) },
  {
    path: 'glossary',
    lazy: async () => {
      const { GlossaryPage, glossaryLoader } = await import('../features/glossary/GlossaryPage.tsx');
      return { Component: GlossaryPage, loader: glossaryLoader, shouldRevalidate: () => false };
    },
  },
  { path: 'settings', lazy: async () => ({ Component: (await import('../features/settings/SettingsPage.tsx')).SettingsPage }) },
  { path: 'about', lazy: async () => ({ Component: (await import('../features/about/AboutPage.tsx')).AboutPage }) },
  { path: '*', lazy: async () => ({ Component: (await import('./NotFoundRoute.tsx')).NotFoundRoute }) },
];

/** Every page but the start page; fetched as one small table when the first of them is asked for. */
export const pages: RouteObject[] = [
  {
    element: (
      <SlotsContext value={pageSlots}>
        <Outlet />
      </SlotsContext>
    ),
    children: routes,
  },
];
