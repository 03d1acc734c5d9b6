import { useStore } from 'zustand';
import { hashKeyOf } from '../../../aws/hashKey.ts';
import { shardIdText } from '../../../aws/ids.ts';
import { openShardAt, shardsOver, type StreamFrame } from '../../../services/kinesis-streams/view/index.ts';
import { TextField } from '../../../ui/TextField.tsx';
import { useRunStore, useSampledRun } from '../runContext.ts';
import type { RunState } from '../../../state/runStore.ts';
import { inspectedKeyOf } from './inspectedKey.ts';
import { keyShare } from './keyPlan.ts';
import styles from './KeyInspector.module.css';

/** Longest partition key, in characters. */
const mostCharacters = 256;

interface Place {
  readonly shard: number;
  readonly share: number;
  /** Shards that held this key before and were split or merged, oldest first. */
  readonly before: readonly number[];
}

/** Which shard a place of the hash-key space belongs to now, and which it belonged to. */
function placeOf({ snapshot }: RunState, share: number): Place | null {
  const node = snapshot?.nodes.find((candidate) => candidate.kind === 'kinesis-streams');
  if (!node?.columns?.index) return null;
  const frame = { fields: node.fields, count: node.columns.index.length, columns: node.columns } as unknown as StreamFrame;
  const shard = openShardAt(frame, share);
  return shard < 0 ? null : { shard, share, before: shardsOver(frame, share).filter((other) => other !== shard) };
}

/** Type a partition key: its MD5, the number that it is, and the shard that takes it. The stage marks its place on the ruler. */
export function KeyInspector() {
  const run = useRunStore();
  const inspected = inspectedKeyOf(run);
  const key = useStore(inspected, (state) => state.key);
  const share = key === '' ? 0 : keyShare(key);
  const place = useSampledRun((state) => placeOf(state, share), 2);
  const hash = key === '' ? null : hashKeyOf(key);
  return (
    <section className={styles.inspector} aria-label="Key inspector">
      <TextField
        id="key-inspector"
        label="Partition key"
        value={key}
        onChange={(text) => inspected.setState({ key: text.slice(0, mostCharacters) })}
        help="Type any key to see where its hash lies and which shard takes it."
        placeholder="key-0"
        maxLength={mostCharacters}
        autoComplete="off"
        spellCheck={false}
        monospace
      />
      {hash !== null && (
        <dl className={styles.facts} data-testid="key-inspector-result">
          <div>
            <dt>MD5</dt>
            <dd className={styles.mono}>{hash.toString(16).padStart(32, '0')}</dd>
          </div>
          <div>
            <dt>Hash key</dt>
            <dd className={styles.mono}>{hash.toString()}</dd>
          </div>
          <div>
            <dt>Place in the hash-key range</dt>
            <dd className="num">{(share * 100).toFixed(1)} % of 0 to 2¹²⁸−1</dd>
          </div>
          {place && place.share === share && (
            <div>
              <dt>Goes to</dt>
              <dd>
                Shard {place.shard} <span className={styles.mono}>({shardIdText(place.shard)})</span>
              </dd>
            </div>
          )}
          {place && place.share === share && place.before.length > 0 && (
            <div>
              <dt>Went before to</dt>
              <dd>
                {place.before.map((shard) => `Shard ${shard}`).join(', then ')}, closed by resharding
              </dd>
            </div>
          )}
        </dl>
      )}
    </section>
  );
}
