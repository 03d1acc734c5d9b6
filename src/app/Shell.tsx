import { lazy, Suspense, useCallback, useEffect, useState } from 'react';
import { Outlet, ScrollRestoration, useNavigation } from 'react-router';
import { EditionProvider } from './EditionProvider.tsx';
import { Footer } from './Footer.tsx';
import { BottomBar, TopBar } from './navigation.tsx';
import { useArrival } from './useArrival.ts';
import { useDueCount } from './useDueCount.ts';
import { useScrollReturn } from './useScrollReturn.ts';
import styles from './Shell.module.css';

const SearchDialog = lazy(async () => ({ default: (await import('../features/search/SearchDialog.tsx')).SearchDialog }));

const isPaletteKey = (event: KeyboardEvent) =>
  (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === 'k';

/** The frame of every page: bars, search, main, footer. */
export function Shell() {
  const [searching, setSearching] = useState(false);
  const navigation = useNavigation();
  const due = useDueCount();
  const openSearch = useCallback(() => setSearching(true), []);
  const closeSearch = useCallback(() => setSearching(false), []);
  useArrival();
  useScrollReturn();

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!isPaletteKey(event)) return;
      event.preventDefault();
      setSearching((open) => !open);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);

  return (
    <EditionProvider>
      <div className={styles.shell}>
        <TopBar due={due} onSearch={openSearch} />
        {navigation.state === 'loading' && <div className={styles.loading} aria-hidden="true" />}
        <main id="main" tabIndex={-1} className={styles.main} aria-busy={navigation.state === 'loading' || undefined}>
          <Outlet />
        </main>
        <Footer />
        <BottomBar due={due} />
      </div>
      {searching && (
        <Suspense>
          <SearchDialog onClose={closeSearch} />
        </Suspense>
      )}
      <ScrollRestoration />
    </EditionProvider>
  );
}
