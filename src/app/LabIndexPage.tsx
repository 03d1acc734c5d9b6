import { PanelTiles } from '../features/home/PanelTiles.tsx';
import { panels } from '../state/catalogue.ts';

import { Page } from '../ui/Page.tsx';
import styles from './LabIndexPage.module.css';

const groups = [...new Set(panels.map((panel) => panel.group))];

/** All ten labs by group. */
export function LabIndexPage() {
  return (
    <Page title="Labs" lead="Each lab runs one service by its real limits. Turn a knob, break it, mend it.">
      {groups.map((group) => (
        <section key={group} aria-labelledby={`group-${group}`} className={styles.group}>
          <h2 id={`group-${group}`}>{group}</h2>
          <PanelTiles panels={panels.filter((panel) => panel.group === group)} level={3} />
        </section>
      ))}
    </Page>
  );
}
