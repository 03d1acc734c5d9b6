import { projectedReviewsPerDay } from '../../learning/review/forecast.ts';
import { ProgressGate, useProgress } from '../../state/progressHooks.tsx';
import { useSettings } from '../../state/settingsStore.ts';
import styles from './SettingsPage.module.css';

/** Reviews a day in words, as exact as a projection deserves. */
function reviewsADay(reviews: number): string {
  if (reviews < 0.75) return 'less than one review a day';
  const rounded = reviews < 20 ? Math.round(reviews) : Math.round(reviews / 5) * 5;
  return rounded === 1 ? 'about one review a day' : `about ${rounded.toLocaleString('en-GB')} reviews a day`;
}

/** What the wanted recall (and the exam date) costs in reviews a day, for the facts in review so far; follows the slider. */
export function ReviewLoad() {
  return (
    <p role="status" data-testid="review-load" className={styles.help}>
      <ProgressGate waiting="">
        <Load />
      </ProgressGate>
    </p>
  );
}

function Load() {
  const retention = useSettings((state) => state.desiredRetention);
  const state = useProgress((whole) => whole);
  if (state.cards.size === 0)
    return 'No facts are in review yet. Once you have answered questions, the reviews a day that this asks for stand here.';
  const reviews = projectedReviewsPerDay([...state.cards.values()], { ...state.schedulerOptions(), retention }, state.now());
  const facts = state.cards.size === 1 ? 'the one fact' : `the ${state.cards.size.toLocaleString('en-GB')} facts`;
  return `At ${Math.round(retention * 100)} %, ${reviewsADay(reviews)} over the next 30 days, for ${facts} in review so far.`;
}
