import { Button } from '../../../ui/Button.tsx';
import { Icon } from '../../../ui/Icon.tsx';
import { useSampledRun } from '../runContext.ts';
import { useLab } from '../session/context.ts';
import { digits } from '../words.ts';
import styles from './Faults.module.css';

const hourMs = 3_600_000;
const hours = 23;
/** Rows that a run may hold; past that it ends. */
const heldMax = 8_000_000;
/** Rows that are made within a few seconds of waiting. */
const bornMax = 12_000_000;

/** Lets 23 hours go by at once, if the lab can hold what that makes; says what does not fit otherwise. */
export function RunOn() {
  const { session } = useLab();
  const rate = useSampledRun((state) => {
    const traffic = state.snapshot?.nodes.filter((node) => node.kind === 'traffic') ?? [];
    return traffic.reduce((sum, node) => sum + Number(node.fields.recordsPerSecond ?? 0), 0);
  }, 2);
  const held = useSampledRun((state) => state.snapshot?.nodes.reduce((sum, node) => sum + Number(node.fields.recordsHeld ?? 0), 0) ?? 0, 2);
  const rows = held + rate * hours * 3600;
  const fits = rows <= Math.min(heldMax, bornMax);
  const most = Math.floor((heldMax - held) / (hours * 3600));
  return (
    <li className={styles.fault}>
      <Button data-testid="fault-run-on" icon={<Icon name="step-forward" size={16} />} disabled={!fits} onClick={() => session.getState().runOn(hours * hourMs)}>
        Run on {hours} h
      </Button>
      <p>
        {fits
          ? `About ${digits(rows)} records will be held then. Takes a few seconds.`
          : `Does not fit: ${digits(rate)} records a second for ${hours} h are ${digits(rows)} held records; the lab holds ${digits(heldMax)}. At ${digits(Math.max(0, most))} a second in all or less it fits.`}
      </p>
    </li>
  );
}
