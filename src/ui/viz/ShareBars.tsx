import { useState } from 'react';
import { Button } from '../Button.tsx';
import { Table } from '../Table.tsx';
import styles from './ShareBars.module.css';

/** One bar: a share between 0 and 1, with what it is made of in words. */
export interface ShareBar {
  readonly key: string;
  readonly label: string;
  /** undefined: too little to tell, no bar is drawn. */
  readonly share: number | undefined;
  /** What is printed at its end, for example "70 % (48–85 %)". */
  readonly text: string;
  readonly n: number;
  /** A range of shares drawn behind the bar, 0 to 1. */
  readonly band?: readonly [number, number];
}

export interface ShareBarsProps {
  readonly title: string;
  readonly bars: readonly ShareBar[];
  /** Heading of the table's column of words. */
  readonly valueTitle: string;
  readonly bandTitle?: string;
}

const percent = (share: number) => `${Math.round(share * 100)} %`;
/** A CSS length: no blank before the sign. */
const along = (share: number) => `${share * 100}%`;

/** Shares as horizontal bars; the same figures as a table on request. */
export function ShareBars({ title, bars, valueTitle, bandTitle }: ShareBarsProps) {
  const [asTable, setAsTable] = useState(false);
  return (
    <div className={styles.chart}>
      {asTable ? (
        <Table
          caption={title}
          captionHidden
          columns={[
            { key: 'label', title: '' },
            { key: 'value', title: valueTitle },
            ...(bandTitle === undefined ? [] : [{ key: 'band', title: bandTitle }]),
            { key: 'n', title: 'Number', numeric: true },
          ]}
          rows={bars.map((bar) => ({
            key: bar.key,
            cells: { label: bar.label, value: bar.text, n: bar.n, band: bar.band === undefined ? '' : `${percent(bar.band[0])} to ${percent(bar.band[1])}` },
          }))}
        />
      ) : (
        <ul className={styles.bars} aria-label={title}>
          {bars.map((bar) => (
            <li key={bar.key} className={styles.bar}>
              <span className={styles.label}>{bar.label}</span>
              <span className={styles.track} aria-hidden="true">
                {bar.band !== undefined && <span className={styles.band} style={{ insetInlineStart: along(bar.band[0]), inlineSize: along(bar.band[1] - bar.band[0]) }} />}
                {bar.share !== undefined && <span className={styles.fill} style={{ inlineSize: along(bar.share) }} />}
              </span>
              <span className={`${styles.text} num`}>{bar.text}</span>
            </li>
          ))}
        </ul>
      )}
      <Button variant="quiet" size="s" pressed={asTable} onClick={() => setAsTable(!asTable)} aria-label={`Table: ${title}`}>
        Table
      </Button>
    </div>
  );
}
