import { useState } from 'react';
import { useProgress } from '../../state/progressHooks.tsx';
import { Button } from '../../ui/Button.tsx';
import { Table } from '../../ui/Table.tsx';
import { dueForecast } from './progressView.ts';
import styles from './Progress.module.css';

const weekday = new Intl.DateTimeFormat('en', { weekday: 'short' });
const date = new Intl.DateTimeFormat('en', { weekday: 'long', day: 'numeric', month: 'long' });

/** Reviews that fall due in the coming 14 days: bars, or the same as a table. */
export function Forecast() {
  const state = useProgress((whole) => whole);
  const [asTable, setAsTable] = useState(false);
  const days = dueForecast(state);
  const most = Math.max(1, ...days.map((day) => day.due));
  const total = days.reduce((sum, day) => sum + day.due, 0);
  const name = (day: number, i: number) => (i === 0 ? 'Today' : date.format(day));
  return (
    <section className={styles.section} aria-labelledby="forecast">
      <h2 id="forecast">Reviews in the next 14 days</h2>
      <p className="num">
        {total} of {state.cards.size} facts in review fall due by then; {days[0]?.due ?? 0} today.
      </p>
      {asTable ? (
        <Table
          caption="Reviews due by day"
          captionHidden
          columns={[
            { key: 'day', title: 'Day' },
            { key: 'due', title: 'Reviews due', numeric: true },
          ]}
          rows={days.map((day, i) => ({ key: String(day.day), cells: { day: name(day.day, i), due: day.due } }))}
        />
      ) : (
        <ol className={styles.days} aria-label="Reviews due by day">
          {days.map((day, i) => (
            <li key={day.day}>
              <span className={styles.column} aria-hidden="true">
                <span className={styles.dayFill} style={{ blockSize: `${(day.due / most) * 100}%` }} />
              </span>
              <span className="num" aria-hidden="true">
                {day.due}
              </span>
              <span className={styles.dayName} aria-hidden="true">
                {i === 0 ? 'Today' : weekday.format(day.day)}
              </span>
              <span className="visually-hidden">
                {name(day.day, i)}: {day.due}
              </span>
            </li>
          ))}
        </ol>
      )}
      <p>
        <Button variant="quiet" size="s" pressed={asTable} onClick={() => setAsTable(!asTable)} aria-label="Table: reviews due by day">
          Table
        </Button>
      </p>
    </section>
  );
}
