import { lazy, Suspense } from 'react';
import { Guard } from '../../ui/Guard.tsx';
import { useDocumentTitle } from '../../ui/useDocumentTitle.ts';
import { HeroSlot } from './HeroSlot.tsx';
import styles from './HomePage.module.css';

const HomeBelow = lazy(async () => ({ default: (await import('./HomeBelow.tsx')).HomeBelow }));

/** The start page: one question about a stream at rest; an answer starts it. */
export function HomePage() {
  useDocumentTitle('See a stream break, then fix it');
  return (
    <div className={styles.home}>
      <header className={styles.header}>
        <h1 tabIndex={-1}>See a stream break, then fix it</h1>
        <p className={styles.lead}>
          Learn AWS data ingestion by running it. The simulator keeps the real limits, so what you see here is what the exam asks
          about.
        </p>
      </header>
      <HeroSlot />
      <div className={styles.below}>
        <Guard fallback={<p>The list of labs did not load. Reload to try again.</p>}>
          <Suspense>
            <HomeBelow />
          </Suspense>
        </Guard>
      </div>
    </div>
  );
}
