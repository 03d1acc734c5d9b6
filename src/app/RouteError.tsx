import { lazy, Suspense } from 'react';
import { useRouteError } from 'react-router';
import { Guard } from '../ui/Guard.tsx';

const RouteErrorPage = lazy(async () => ({ default: (await import('./RouteErrorPage.tsx')).RouteErrorPage }));

/** Shown when a route throws. The full page is fetched; when even that fails, one sentence and two ways on. */
export function RouteError() {
  const error = useRouteError();
  const bare = (
    <div role="alert">
      <h1 tabIndex={-1}>Something broke</h1>
      <p>
        This page could not be shown. Reload it, or <a href={import.meta.env.BASE_URL}>go to the start page</a>.
      </p>
    </div>
  );
  return (
    <Guard fallback={bare}>
      <Suspense>
        <RouteErrorPage error={error} />
      </Suspense>
    </Guard>
  );
}
