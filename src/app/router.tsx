import { createBrowserRouter } from 'react-router';
import { HomePage } from '../features/home/HomePage.tsx';
import { RouteError } from './RouteError.tsx';
import { Shell } from './Shell.tsx';

const inner = 'inner';

/**
 * The router over the browser's history; `#` stays free for shared state. Only the start page is known at first:
 * the table of all other pages is fetched when an address asks for it, which keeps it out of the first load.
 */
export function makeRouter() {
  return createBrowserRouter(
    [
      {
        path: '/',
        element: <Shell />,
        errorElement: <RouteError />,
        HydrateFallback: () => null,
        children: [{ id: inner, errorElement: <RouteError />, children: [{ index: true, element: <HomePage /> }] }],
      },
    ],
    {
      basename: import.meta.env.BASE_URL.replace(/\/$/, '') || '/',
      patchRoutesOnNavigation: async ({ patch }) => patch(inner, (await import('./pages.tsx')).pages),
    },
  );
}
