import { Link } from 'react-router';
import type { Panel } from '../../state/catalogue.ts';
import { Glyph } from '../../ui/Glyph.tsx';
import { Pill } from '../../ui/Pill.tsx';
import { PanelSketch } from './PanelSketch.tsx';
import styles from './PanelTiles.module.css';

/** Lab tiles: a still picture of the mechanism, the name and what can be done there. */
export function PanelTiles({ panels, level }: { panels: readonly Panel[]; level: 2 | 3 }) {
  const Heading = `h${level}` as const;
  return (
    <ul className={styles.tiles}>
      {panels.map((panel) => (
        <li key={panel.slug} className={styles.tile} data-ready={panel.ready}>
          <PanelSketch panel={panel.slug} />
          <div className={styles.words}>
            <Heading className={styles.name}>
              <Glyph name={panel.glyph} />
              <Link to={`/lab/${panel.slug}`} className={styles.link}>
                {panel.title}
              </Link>
            </Heading>
            <p className={styles.promise}>{panel.promise}</p>
            <p>{panel.ready ? <Pill status="ok">Runs now</Pill> : <Pill status="plain">In preparation</Pill>}</p>
          </div>
        </li>
      ))}
    </ul>
  );
}
