import { settingsStore, useSettings } from '../../../state/settingsStore.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { Toggle } from '../../../ui/Toggle.tsx';
import { kindsIn } from './eventText.ts';
import { useSampledRun } from '../runContext.ts';
import { useLab, useSession, useWatch } from '../session/context.ts';
import { clockText } from '../words.ts';
import { EventCallout } from './EventCallout.tsx';
import styles from './Explain.module.css';

/** The callout of the moment, what else is waiting to be read, and everything met so far. */
export function ExplainTab({ withoutCallout = false }: { readonly withoutCallout?: boolean }) {
  const { watch } = useLab();
  const current = useWatch((state) => state.current);
  const queue = useWatch((state) => state.queue);
  const events = useWatch((state) => state.events);
  const experiment = useSession((state) => state.experiment);
  const pauses = useSettings((settings) => settings.pauseOnNewEvents);
  const kinds = useSampledRun((state) => kindsIn(events, state.events), 2);
  const others = kinds.filter((kind) => kind.event.id !== current?.event.id && !queue.some((waiting) => waiting.event.id === kind.event.id));

  return (
    <div className={styles.tab}>
      <Toggle label="Pause on new events" checked={pauses} onChange={(on) => settingsStore.getState().change({ pauseOnNewEvents: on })} />
      {current && !withoutCallout && <EventCallout key={current.event.id} occurrence={current} />}
      {queue.length > 0 && (
        <section aria-label="Events waiting">
          <h3>
            {queue.length} more {queue.length === 1 ? 'event' : 'events'}
          </h3>
          <ul className={styles.list}>
            {queue.map((occurrence) => (
              <li key={occurrence.event.id}>
                <button type="button" className={styles.row} onClick={() => watch.getState().open(occurrence)}>
                  <span className={styles.when}>{clockText(occurrence.trace.at)}</span> {occurrence.event.title}
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
      {others.length > 0 && (
        <section aria-label="Events so far">
          <h3>Met in this run</h3>
          <ul className={styles.list}>
            {others.map((kind) => (
              <li key={kind.event.id}>
                <button type="button" className={styles.row} onClick={() => watch.getState().open({ event: kind.event, trace: kind.first })}>
                  <span className={styles.when}>{clockText(kind.first.at)}</span> {kind.event.title}
                  {kind.episodes > 1 && <span className={styles.times}>{kind.episodes}×</span>}
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
      {!current && kinds.length === 0 && <EmptyState>Nothing to explain yet. Press Play; the run pauses when something happens for the first time.</EmptyState>}
      {experiment && experiment.notice.length > 0 && (
        <section aria-label="What to notice">
          <h3>What to notice</h3>
          <ul className={styles.notice}>
            {experiment.notice.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
