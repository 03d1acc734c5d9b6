import { Link } from 'react-router';
import { dayMs } from '../../learning/review/day.ts';
import { useProgress } from '../../state/progressHooks.tsx';
import { buttonClass } from '../../ui/Button.tsx';
import { Callout } from '../../ui/Callout.tsx';

const exportEvery = 7 * dayMs;

/** What the learner has to know about storing: refused, unreadable rows, or no export for a week. Nothing otherwise. */
export function StorageNotice() {
  const warning = useProgress((state) => state.warning);
  const aside = useProgress((state) => state.aside.length);
  const overdue = useProgress((state) => {
    const first = state.attempts[0]?.at;
    const last = state.keyed.get('lastExportAt');
    return first !== undefined && state.storage === 'device' && state.now() - Math.max(first, typeof last === 'number' ? last : 0) > exportEvery;
  });
  const exportNow = (
    <Link to="/settings#data" className={buttonClass('secondary', 's')}>
      Export now
    </Link>
  );
  if (warning !== null) {
    return (
      <Callout status="warn" level={2} title="Your answers are not safely stored" actions={exportNow} testId="storage-warning">
        <p>{warning}</p>
      </Callout>
    );
  }
  if (aside > 0) {
    return (
      <Callout status="warn" level={2} title="Some of what is stored could not be read" actions={exportNow}>
        <p>
          {aside} stored {aside === 1 ? 'entry was' : 'entries were'} left aside, unchanged; everything else is here. An export takes them along.
        </p>
      </Callout>
    );
  }
  if (overdue) {
    return (
      <Callout level={2} title="No export for more than a week" actions={exportNow}>
        <p>Your progress lives in this browser only. One file keeps it safe.</p>
      </Callout>
    );
  }
  return null;
}
