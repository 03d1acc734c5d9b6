import { useId, useState } from 'react';
import { Button } from '../../../ui/Button.tsx';
import type { TraceEvent } from '../../../sim/trace.ts';
import { eventFor, fillIn } from '../explain/eventText.ts';
import { useRunStore, useSampledRun } from '../runContext.ts';
import { useLab, useWatch } from '../session/context.ts';
import { clockText, shortName } from '../words.ts';
import styles from './Scene.module.css';

const shownAtFirst = 12;
const shownMax = 200;

/** A trace type as words: `read.refused` becomes `read refused`. */
export function typeInWords(type: string): string {
  return type.replace(/[.-]/g, ' ');
}

function detailText(trace: TraceEvent): string {
  return Object.entries(trace.detail)
    .filter(([, value]) => typeof value === 'number' || typeof value === 'string')
    .map(([key, value]) => `${key} ${typeof value === 'number' ? value.toLocaleString('en-GB', { maximumFractionDigits: 2 }) : shortName(value as string)}`)
    .join(', ');
}

/** Everything notable that happened, newest first; each line goes to its moment. */
export function EventLog() {
  const title = useId();
  const run = useRunStore();
  const { watch } = useLab();
  const known = useWatch((state) => state.events);
  const [all, setAll] = useState(false);
  const { newest, total } = useSampledRun((state) => ({ newest: state.events.slice(-(all ? shownMax : shownAtFirst)).reverse(), total: state.events.length }), 2);

  return (
    <section aria-labelledby={title} className={styles.log}>
      <h2 id={title} className={styles.heading}>
        Event log
      </h2>
      {total === 0 ? (
        <p className={styles.empty}>Nothing notable has happened yet.</p>
      ) : (
        <ol className={styles.logList} reversed>
          {newest.map((trace, i) => {
            const event = eventFor(known, trace);
            return (
              <li key={`${trace.at} ${trace.type} ${trace.subject} ${total - i}`}>
                <button
                  type="button"
                  className={styles.entry}
                  onClick={() => {
                    run.getState().seek(trace.at);
                    if (event) watch.getState().open({ event, trace });
                  }}
                >
                  <span className={styles.when}>{clockText(trace.at)}</span>
                  <span>{event ? fillIn(event.what, trace) : `${shortName(trace.subject)}: ${typeInWords(trace.type)}${Object.keys(trace.detail).length > 0 ? ` (${detailText(trace)})` : ''}`}</span>
                  {trace.count > 1 && <span className={styles.times}>{trace.count}×</span>}
                </button>
              </li>
            );
          })}
        </ol>
      )}
      {total > shownAtFirst && (
        <Button size="s" variant="quiet" onClick={() => setAll(!all)}>
          {all ? `Show the last ${shownAtFirst}` : `Show ${Math.min(total, shownMax)} of ${total}`}
        </Button>
      )}
    </section>
  );
}
