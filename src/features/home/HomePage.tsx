import { lazy, Suspense } from 'react';
import { Guard } from '../../ui/Guard.tsx';
import { useDocumentTitle } from '../../ui/useDocumentTitle.ts';
import './firstPaint.css';
import { HeroSlot } from './HeroSlot.tsx';
import { HomeHeader } from './HomeHeader.tsx';
import styles from './HomePage.module.css';

const HomeBelow = lazy(async () => ({ default: (await import('./HomeBelow.tsx')).HomeBelow }));

/** The start page: one question about a stream at rest; an answer starts it. */
export function HomePage() {
  useDocumentTitle('See a stream break, then fix it');
  return (
    <div className="fp-home">
      <HomeHeader />
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
