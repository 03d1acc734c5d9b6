import { useEffect, useState } from 'react';
import { Link } from 'react-router';
import { panels, scenarioCards } from '../../state/catalogue.ts';
import { buttonClass } from '../../ui/Button.tsx';
import { Pill } from '../../ui/Pill.tsx';
import { PanelTiles } from './PanelTiles.tsx';
import styles from './HomePage.module.css';

interface Progress {
  dueCount(): Promise<number>;
  lastPlace?(): Promise<{ title: string; path: string } | null>;
}

const source = import.meta.glob<Progress>('../../state/dueCount.ts')['../../state/dueCount.ts'];

interface Known {
  readonly due: number;
  readonly place: { title: string; path: string } | null;
}

async function readProgress(): Promise<Known | null> {
  if (!source) return null;
  const module = await source();
  const [due, place] = await Promise.all([module.dueCount(), module.lastPlace?.() ?? null]);
  return { due, place };
}

/** Below the hero: where you were, all labs, scenarios to come, reviews due. */
export function HomeBelow() {
  const [known, setKnown] = useState<Known | null>(null);
  useEffect(() => {
    let current = true;
    readProgress().then(
      (progress) => current && setKnown(progress),
      // Storage is blocked: there is no progress to show here, and Settings says why.
      () => current && setKnown(null),
    );
    return () => {
      current = false;
    };
  }, []);

  return (
    <>
      {known && (known.place || known.due > 0) && (
        <section aria-labelledby="continue" className={styles.continue}>
          <div>
            <h2 id="continue">Continue</h2>
            {known.place && <p>{known.place.title}</p>}
            {known.due > 0 && (
              <p className="num">
                {known.due} {known.due === 1 ? 'review is' : 'reviews are'} due. <Link to="/quiz/review">Answer them</Link>
              </p>
            )}
          </div>
          {known.place && (
            <Link to={known.place.path} className={buttonClass('primary')}>
              Go on
            </Link>
          )}
        </section>
      )}
      <section aria-labelledby="labs" className={styles.section}>
        <div className={styles.sectionHead}>
          <h2 id="labs">Ten labs</h2>
          <p className={styles.muted}>One runs today; each other page says what it will do.</p>
        </div>
        <PanelTiles panels={panels} level={3} />
      </section>
      <section aria-labelledby="scenarios" className={styles.section}>
        <div className={styles.sectionHead}>
          <h2 id="scenarios">Scenarios, graded by running them</h2>
          <Link to="/build">About scenarios</Link>
        </div>
        <ul className={styles.cards}>
          {scenarioCards.map((card) => (
            <li key={card.id} className={styles.card}>
              <h3>{card.title}</h3>
              <p className={styles.brief}>{card.brief}</p>
              <p className={styles.cardFoot}>
                {card.services} <Pill status="plain">In preparation</Pill>
              </p>
            </li>
          ))}
        </ul>
      </section>
      <section aria-labelledby="reading" className={styles.section}>
        <h2 id="reading">Prefer to read first?</h2>
        <p>
          The <Link to="/learn">notes</Link> carry small live labs beside the text. Every limit shows what the notes say and what
          AWS says today.
        </p>
      </section>
    </>
  );
}
