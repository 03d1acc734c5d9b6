import { useMemo, useRef } from 'react';
import { Icon, type IconName } from '../../../ui/Icon.tsx';
import { useRunStore, useSampledRun } from '../runContext.ts';
import { useLab, useWatch } from '../session/context.ts';
import { kindsIn, type EventKind } from '../explain/eventText.ts';
import { interventionText } from '../faults/interventionText.ts';
import { momentInWords } from '../words.ts';
import { placeMarkers } from './laneLayout.ts';
import { useWidth } from './useWidth.ts';
import styles from './Transport.module.css';

type Mark = { readonly at: number; readonly kind: EventKind } | { readonly at: number; readonly deed: string; readonly fault: boolean; readonly index: number };

const rowHeight = 28;

/** Which own icon stands for an event: by what it does to the records. */
function iconOf(traceType: string): IconName {
  if (/refused|hot|too-large|expired$|partial|order/.test(traceType)) return 'alert';
  if (/crash|poison|given-up/.test(traceType)) return 'cross';
  if (/duplicated|retried/.test(traceType)) return 'copy';
  if (/lagging/.test(traceType)) return 'loop';
  return 'info';
}

/** What happened when: one marker a kind of event, one for each thing that was done to the run. Each leads to its moment. */
export function EventLane() {
  const run = useRunStore();
  const { watch } = useLab();
  const events = useWatch((state) => state.events);
  const current = useWatch((state) => state.current);
  const lane = useRef<HTMLDivElement>(null);
  const width = useWidth(lane);
  const told = useSampledRun((state) => state.events);
  const recipe = useSampledRun((state) => state.snapshot?.recipe);
  const length = recipe?.length ?? 1;

  const marks = useMemo(() => {
    const kinds = kindsIn(events, told).map((kind): Mark => ({ at: kind.first.at, kind }));
    const deeds = (recipe?.interventions ?? []).map(({ at, what }, index): Mark => ({ at, deed: interventionText(what), fault: what.type === 'fault', index }));
    return placeMarkers([...kinds, ...deeds], (mark) => mark.at / length, width);
  }, [events, told, recipe, length, width]);
  const rows = marks.reduce((most, mark) => Math.max(most, mark.row + 1), 1);

  const go = (mark: Mark) => {
    run.getState().seek(mark.at);
    if ('kind' in mark) watch.getState().open({ event: mark.kind.event, trace: mark.kind.first });
  };

  return (
    <div ref={lane} className={styles.lane} style={{ blockSize: `${rows * rowHeight}px` }} role="group" aria-label="What happened, in time">
      {marks.map(({ x, row, items }) => {
        const mark = items[0]!;
        const more = items.length > 1 ? `, and ${items.length - 1} more here` : '';
        const name = 'kind' in mark ? `${mark.kind.event.title}: at ${momentInWords(mark.at)}${mark.kind.episodes > 1 ? `, ${mark.kind.episodes} times` : ''}` : `${mark.deed}: at ${momentInWords(mark.at)}`;
        const count = items.length > 1 ? `+${items.length - 1}` : 'kind' in mark && mark.kind.episodes > 1 ? String(Math.min(99, mark.kind.episodes)) : '';
        return (
          <button
            key={'kind' in mark ? mark.kind.event.id : `deed-${mark.index}`}
            type="button"
            className={styles.mark}
            style={{ insetInlineStart: `${x}px`, insetBlockStart: `${row * rowHeight}px` }}
            aria-label={name + more}
            title={name + more}
            aria-current={'kind' in mark && current?.event.id === mark.kind.event.id ? 'true' : undefined}
            data-testid={'kind' in mark ? `evt-${mark.kind.event.id}` : `deed-${mark.index}`}
            onClick={() => go(mark)}
          >
            <Icon name={'kind' in mark ? iconOf(mark.kind.event.traceType) : 'flag'} size={16} />
            {count && (
              <span className={styles.count} aria-hidden="true">
                {count}
              </span>
            )}
          </button>
        );
      })}
    </div>
  );
}
