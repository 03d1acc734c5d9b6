import { toFraction, type Scale } from './fieldScale.ts';
import styles from './Field.module.css';

export interface Tick {
  readonly value: number;
  readonly label: string;
}

/** Tick positions 0..1 with the row their label goes to, so that close labels do not overlap. */
export function placeTicks(
  ticks: readonly Tick[],
  min: number,
  max: number,
  scale: Scale,
): readonly { tick: Tick; at: number; row: number }[] {
  const rows: number[] = [];
  return ticks
    .filter((tick) => tick.value >= min && tick.value <= max)
    .sort((a, b) => a.value - b.value)
    .map((tick) => {
      const at = toFraction(tick.value, min, max, scale);
      const half = tick.label.length * 0.0135;
      const free = rows.findIndex((end) => at - half >= end);
      const row = free === -1 ? rows.length : free;
      rows[row] = at + half + 0.02;
      return { tick, at, row };
    });
}

/** The limit marks under a range; the labels are for the eye, `aria-valuetext` says the same in words. */
export function FieldTicks({ ticks, min, max, scale }: { ticks: readonly Tick[]; min: number; max: number; scale: Scale }) {
  const placed = placeTicks(ticks, min, max, scale);
  const rows = Math.max(1, ...placed.map((entry) => entry.row + 1));
  return (
    <div aria-hidden="true" className={styles.ticks} style={{ blockSize: `${0.35 + rows * 1.1}rem` }}>
      {placed.map(({ tick, at, row }) => (
        <span key={tick.value} className={styles.tick} style={{ insetInlineStart: `calc(8px + ${at} * (100% - 16px))` }}>
          <span className={styles.tickMark} />
          <span
            className={styles.tickLabel}
            style={{
              insetBlockStart: `${0.3 + row * 1.1}rem`,
              translate: `${at < 0.12 ? '-8px' : at > 0.88 ? 'calc(-100% + 8px)' : '-50%'} 0`,
            }}
          >
            {tick.label}
          </span>
        </span>
      ))}
    </div>
  );
}
