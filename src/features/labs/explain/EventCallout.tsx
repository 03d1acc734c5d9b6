import { useRef, useState } from 'react';
import { Link } from 'react-router';
import { addressOf } from '../../../content/viteSource.ts';
import type { TryAction } from '../../../content/types.ts';
import { useAnnounce } from '../../../ui/Announcer.tsx';
import { Button, buttonClass } from '../../../ui/Button.tsx';
import { Callout } from '../../../ui/Callout.tsx';
import { Icon } from '../../../ui/Icon.tsx';
import { SlotView } from '../../../ui/SlotView.tsx';
import { useRunStore, useSampledRun } from '../runContext.ts';
import { useLab } from '../session/context.ts';
import { clockText } from '../words.ts';
import type { Occurrence } from './eventWatch.ts';
import { fillIn } from './eventText.ts';
import styles from './Explain.module.css';

/** What happened in this run, why, what to try, and where to read or recall more. */
export function EventCallout({ occurrence }: { readonly occurrence: Occurrence }) {
  const { event, trace } = occurrence;
  const { watch } = useLab();
  const [asked, setAsked] = useState(false);
  // The episode goes on while the callout is open: its figures are those of now.
  const now = useSampledRun((state) => state.events.find((each) => each.at === trace.at && each.type === trace.type && each.subject === trace.subject) ?? trace, 2);
  const place = useRef<HTMLDivElement>(null);
  const note = addressOf(event.note);
  const close = () => {
    // The button goes away with the callout: focus stays in the panel around it.
    place.current?.closest<HTMLElement>('[role=tabpanel]')?.focus({ preventScroll: true });
    watch.getState().close();
  };
  return (
    <div ref={place} data-event={event.id} className={styles.callout}>
      <Callout
        status="info"
        testId="lab-callout"
        title={event.title}
        actions={
          <Button size="s" variant="quiet" onClick={close}>
            Close
          </Button>
        }
      >
        <p className={styles.what}>
          <span className={styles.when}>{clockText(trace.at)}</span> {fillIn(event.what, now)}
        </p>
        <p>{event.why}</p>
        {event.try.length > 0 && (
          <div className={styles.tries}>
            <h4>Try</h4>
            {event.try.map((action) => (
              <TryButton key={action.id} action={action} occurrence={occurrence} />
            ))}
          </div>
        )}
        <ul className={styles.links}>
          {note !== undefined && (
            <li>
              <Link to={note}>Note ›</Link>
            </li>
          )}
          {event.question !== undefined && (
            <li>
              <Link
                to={`/quiz/q/${event.question}`}
                aria-expanded={asked}
                onClick={(click) => {
                  // In place, so that the run stays; with a modifier the link opens the question's own page.
                  if (click.metaKey || click.ctrlKey || click.shiftKey) return;
                  click.preventDefault();
                  setAsked(!asked);
                }}
              >
                Question ›
              </Link>
            </li>
          )}
        </ul>
        <p className={styles.source}>Source: {event.docs}</p>
        {asked && event.question !== undefined && (
          <div className={styles.question}>
            <SlotView
              name="InlineItem"
              props={{ itemId: event.question, onDone: () => setAsked(false) }}
              where="The question"
              waiting={<p role="status">Loading the question…</p>}
              absent={
                <p>
                  Questions cannot be shown here. <Link to={`/quiz/q/${event.question}`}>Open the question on its own page</Link>
                </p>
              }
            />
          </div>
        )}
      </Callout>
    </div>
  );
}

function TryButton({ action, occurrence }: { readonly action: TryAction; readonly occurrence: Occurrence }) {
  const run = useRunStore();
  const { session } = useLab();
  const announce = useAnnounce();
  if (action.link !== undefined) {
    return (
      <Link to={action.link} className={buttonClass('secondary', 's')}>
        {action.label}
      </Link>
    );
  }
  const act = () => {
    const { set, operate, applyChanges } = session.getState();
    if (action.set) set(action.set as Record<string, string | number | boolean>);
    else if (action.operate !== undefined) operate(action.operate as string | Record<string, never>, occurrence.trace.subject);
    else if (action.change) applyChanges(action.change);
    announce(`${action.label}: done.`);
    if (!run.getState().snapshot?.playing) run.getState().play();
  };
  return (
    <Button size="s" icon={<Icon name="arrow-right" size={16} />} onClick={act} data-try={action.id}>
      {action.label}
    </Button>
  );
}
