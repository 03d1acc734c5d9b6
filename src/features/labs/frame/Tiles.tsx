import { Icon } from '../../../ui/Icon.tsx';
import { classNames } from '../../../ui/classNames.ts';
import type { Tile } from '../panel.ts';
import { useSampledRun } from '../runContext.ts';
import { useLab } from '../session/context.ts';
import styles from './Tiles.module.css';

const none: readonly Tile[] = [];

/** The four figures that are always in view; at most four times a second. */
export function Tiles() {
  const { panel } = useLab();
  const tiles = useSampledRun((state) => (state.snapshot ? panel.tiles(state.snapshot) : none));
  return (
    <dl className={styles.tiles}>
      {tiles.map((tile) => (
        <div key={tile.id} className={classNames(styles.tile, styles[tile.status])} data-tile={tile.id}>
          <dt>
            {tile.label}
            {tile.status !== 'plain' && <Icon name="alert" size={14} />}
          </dt>
          <dd>
            <span className={styles.value}>{tile.value}</span> <span className={styles.unit}>{tile.unit}</span>
            <span className={styles.note}>{tile.note}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}
