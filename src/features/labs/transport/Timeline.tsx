import { EventLane } from './EventLane.tsx';
import { MetricChart } from './MetricChart.tsx';
import { Scrubber } from './Scrubber.tsx';
import styles from './Transport.module.css';

/** The whole run at a glance: what happened when, the key figure with ghosts of earlier runs, and the scrubber. */
export function Timeline() {
  return (
    <div className={styles.timeline} role="group" aria-label="Timeline">
      <EventLane />
      <MetricChart />
      <Scrubber />
    </div>
  );
}
