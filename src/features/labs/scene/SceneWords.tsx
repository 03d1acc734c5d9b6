import { DataTable } from '../data/DataTable.tsx';
import { EventLog } from './EventLog.tsx';
import { SceneObjects } from './SceneObjects.tsx';
import styles from './Scene.module.css';

/** The picture in words: what there is, what happened, and the figures. */
export function SceneWords({ withData }: { readonly withData: boolean }) {
  return (
    <div className={styles.words}>
      <SceneObjects />
      <EventLog />
      {withData && <DataTable />}
    </div>
  );
}
