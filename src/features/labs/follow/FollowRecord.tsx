import { useState } from 'react';
import { hashKeyOf, maxHashKey } from '../../../aws/hashKey.ts';
import { Button } from '../../../ui/Button.tsx';
import { TextField } from '../../../ui/TextField.tsx';
import type { Followed } from '../../../state/runStore.ts';
import { useRunStore, useSampledRun } from '../runContext.ts';
import { clockText, digits, percent } from '../words.ts';
import { hopText } from './hopText.ts';
import styles from './Follow.module.css';

/** Every moment of one record: from its key through MD5 and shard to its delivery. */
export function FollowRecord() {
  const run = useRunStore();
  const [key, setKey] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState('');
  const [followed, setFollowed] = useState<Followed | null>(null);
  const born = useSampledRun((state) => state.snapshot?.records.born ?? 0, 2);

  const follow = async (what: { row?: number; key?: string }) => {
    setBusy(true);
    setProblem('');
    // The moments of a run that goes on would be of no single time.
    run.getState().pause();
    const result = await run.getState().follow(what).done;
    setBusy(false);
    if (result.ok) setFollowed(result.value);
    else {
      setFollowed(null);
      setProblem(result.error);
    }
  };
  const delivered = () => {
    const records = run.getState().snapshot?.records;
    return records ? Math.max(0, Math.min(records.born - 1, records.delivered + records.lost - 1)) : 0;
  };

  return (
    <div className={styles.follow} data-testid="lab-follow">
      <form
        className={styles.row}
        onSubmit={(event) => {
          event.preventDefault();
          void follow({ key: key.trim() });
        }}
      >
        <TextField label="Partition key" value={key} onChange={setKey} help="The newest record with this key; empty: the newest of all." />
        <Button type="submit" busy={busy} disabled={born === 0}>
          Follow
        </Button>
        <Button busy={busy} disabled={born === 0} onClick={() => void follow({ row: delivered() })}>
          Follow one that is through
        </Button>
      </form>
      {born === 0 && <p className={styles.muted}>No record has been made yet. Press Play first.</p>}
      {problem && <p role="alert">{problem}</p>}
      {followed && <Life followed={followed} onAgain={() => void follow({ row: followed.row })} />}
    </div>
  );
}

function Life({ followed, onAgain }: { readonly followed: Followed; readonly onAgain: () => void }) {
  const { key, row, hops } = followed;
  const hash = key === '' ? undefined : hashKeyOf(key);
  const lines = hops.flatMap((hop) => {
    const says = hopText(hop);
    return says === undefined ? [] : [{ at: hop.at, says }];
  });
  const isThrough = hops.some((hop) => hop.type === 'record.delivered');
  return (
    <div className={styles.life}>
      <h4>Record {digits(row)}</h4>
      {hash !== undefined && (
        <p className={styles.muted}>
          Key <code>{key}</code>, MD5 <code className={styles.md5}>{hash.toString(16).padStart(32, '0')}</code>, at {percent(Number((hash * 10_000n) / maxHashKey) / 10_000)} of the hash range.
        </p>
      )}
      <ol className={styles.hops}>
        {lines.map((line, i) => (
          <li key={i}>
            <span className={styles.when}>{clockText(line.at).replace(/\.\d$/, '')}.{String(line.at % 1000).padStart(3, '0')}</span>
            <span>{line.says}</span>
          </li>
        ))}
      </ol>
      {lines.length === 0 && <p>Nothing has happened to it yet.</p>}
      {!isThrough && (
        <p className={styles.muted}>
          Not delivered up to now.{' '}
          <Button size="s" variant="quiet" onClick={onAgain}>
            Look again
          </Button>
        </p>
      )}
    </div>
  );
}
