import { Link } from 'react-router';
import { calibration, certaintyScore } from '../../learning/calibration.ts';
import { percentText } from '../../learning/wilson.ts';
import { useProgress } from '../../state/progressHooks.tsx';
import { ShareBars } from '../../ui/viz/ShareBars.tsx';
import { useProgressData } from './progressData.ts';
import { currentAnswers, recallBySection } from './progressView.ts';
import styles from './Progress.module.css';

/** What is likely to be remembered now, section by section. */
export function Recall() {
  const { topics } = useProgressData();
  const state = useProgress((whole) => whole);
  const sections = recallBySection(topics, state);
  return (
    <section className={styles.section} aria-labelledby="recall">
      <h2 id="recall">Recall by section</h2>
      <p className={styles.muted}>How likely you are to recall a fact of the section now, by the memory model; weakest first. It is a prediction, not a mark.</p>
      <ShareBars
        title="Predicted recall by section"
        valueTitle="Recall"
        bars={sections.map((section) => ({
          key: section.topic,
          label: section.title,
          share: section.recall,
          n: section.known,
          text: `${Math.round(section.recall * 100)} %, ${section.known} of ${section.facts} facts in review`,
        }))}
      />
      <p>
        <Link to="/quiz/practice">Practise to widen it</Link>
      </p>
    </section>
  );
}

const levelTitle = { guessing: 'Guessing', fairly: 'Fairly sure', certain: 'Certain' } as const;

/** How often answers of each confidence were right, over the last 200. */
export function Calibration() {
  const { versions } = useProgressData();
  const attempts = currentAnswers(useProgress((state) => state.attempts), versions);
  const bars = calibration(attempts);
  const score = certaintyScore(attempts);
  const certain = bars.find((bar) => bar.level === 'certain');
  return (
    <section className={styles.section} aria-labelledby="calibration">
      <h2 id="calibration">How well you know what you know</h2>
      <p>
        {certain && certain.n > 0
          ? `When certain you were right ${percentText(certain.right, certain.n)} of the time.`
          : 'No answer was given as certain yet.'}{' '}
        The pale band is where answers of that kind should lie.
      </p>
      <ShareBars
        title="Right answers by confidence, last 200"
        valueTitle="Right"
        bandTitle="Should be"
        bars={bars.map((bar) => ({
          key: bar.level,
          label: levelTitle[bar.level],
          share: bar.n === 0 ? undefined : bar.right / bar.n,
          n: bar.n,
          band: bar.band,
          text: bar.n === 0 ? 'none' : `${bar.right} of ${bar.n}, ${percentText(bar.right, bar.n)}`,
        }))}
      />
      {score !== undefined && (
        <p className={styles.muted}>
          Certainty mark: <span className="num">{score.toFixed(1).replace('-', '−')}</span> of 3 on average (1, 2, 3 for right; 0, −2, −6 for wrong, by how sure you were).
        </p>
      )}
    </section>
  );
}
