import { LastRefusal } from '../controls/LastRefusal.tsx';
import { DataTable } from '../data/DataTable.tsx';
import { EventLog } from './EventLog.tsx';
import { SceneObjects } from './SceneObjects.tsx';
import styles from './Scene.module.css';

/** The picture in words: what there is, what happened, and the figures. */
export function SceneWords({ withData, withRefusal }: { readonly withData: boolean; readonly withRefusal: boolean }) {
  return (
    <div className={styles.words}>
      {withRefusal && (
        <div className={styles.refusal}>
          <LastRefusal />
        </div>
      )}
      <SceneObjects />
      <EventLog />
      {withData && <DataTable />}
    </div>
  );
}
