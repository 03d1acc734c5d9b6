import { isRouteErrorResponse, useLocation } from 'react-router';
import { ErrorReport } from '../ui/ErrorBoundary.tsx';
import { Page } from '../ui/Page.tsx';

/** A chunk that cannot be fetched: offline, or a new version replaced the files. */
const isLoadFailure = (error: unknown) =>
  error instanceof TypeError && /dynamically imported module|module script|Importing a module/i.test(error.message);

/** What happened to a page, what still works, what to do. */
export function RouteErrorPage({ error }: { error: unknown }) {
  const { pathname, search, hash } = useLocation();
  const reload = () => window.location.reload();
  const shown = isRouteErrorResponse(error) ? new Error(`${error.status} ${error.statusText}`) : error;
  return (
    <Page
      title={isLoadFailure(error) ? 'This page could not be loaded' : 'Something broke'}
      documentTitle={['Something broke', pathname]}
      width="prose"
    >
      {isLoadFailure(error) && (
        <p>The network failed, or a new version of Headwater replaced this page’s files. Trying again usually helps.</p>
      )}
      <ErrorReport
        error={shown}
        where={`The page ${pathname}`}
        replayLink={() => (hash.startsWith('#s=') ? `${pathname}${search}${hash}` : null)}
        onRetry={reload}
      />
      <p>
        <a href={import.meta.env.BASE_URL}>Go to the start page</a>
      </p>
    </Page>
  );
}
