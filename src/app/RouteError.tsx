import { isRouteErrorResponse, Link, useLocation, useRouteError } from 'react-router';
import { ErrorReport } from '../ui/ErrorBoundary.tsx';
import { Page } from '../ui/Page.tsx';

/** A chunk that cannot be fetched: offline, or a new version replaced the files. */
const isLoadFailure = (error: unknown) => error instanceof TypeError && /dynamically imported module|module script|Importing a module/i.test(error.message);

/** Shown when a route throws: what happened, what still works, what to do. `bare` when not even the frame could be drawn. */
export function RouteError({ bare = false }: { bare?: boolean }) {
  const error = useRouteError();
  const { pathname, search, hash } = useLocation();
  const reload = () => window.location.reload();
  const shown = isRouteErrorResponse(error) ? new Error(`${error.status} ${error.statusText}`) : error;
  return (
    <Page title={isLoadFailure(error) ? 'This page could not be loaded' : 'Something broke'} documentTitle={['Something broke', pathname]} width="prose">
      {isLoadFailure(error) && <p>The network failed, or a new version of Headwater replaced this page’s files. Trying again usually helps.</p>}
      <ErrorReport error={shown} where={`The page ${pathname}`} replayLink={() => (hash.startsWith('#s=') ? `${pathname}${search}${hash}` : null)} onRetry={reload} />
      <p>{bare ? <a href={import.meta.env.BASE_URL}>Go to the start page</a> : <Link to="/">Go to the start page</Link>}</p>
    </Page>
  );
}
