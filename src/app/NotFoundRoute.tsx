import { useNavigate } from 'react-router';
import { NotFoundPage } from '../features/not-found/NotFoundPage.tsx';
import { SearchBox } from '../features/search/SearchBox.tsx';

/** The page for unknown addresses, with the search box in it. */
export function NotFoundRoute() {
  const navigate = useNavigate();
  return (
    <NotFoundPage
      search={
        <SearchBox
          onChoose={(found) => {
            found.run?.();
            if (found.href !== undefined) void navigate(found.href);
          }}
        />
      }
    />
  );
}
