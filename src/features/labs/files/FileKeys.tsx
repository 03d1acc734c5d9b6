import { useMemo, useState } from 'react';
import { limitValue } from '../../../aws/limits/index.ts';
import { useEdition } from '../../../state/edition.ts';
import { Button } from '../../../ui/Button.tsx';
import { Field } from '../../../ui/Field.tsx';
import { Pill } from '../../../ui/Pill.tsx';
import { Select } from '../../../ui/Select.tsx';
import { Table } from '../../../ui/Table.tsx';
import type { ReadFile } from '../../../state/runStore.ts';
import { useLab } from '../session/context.ts';
import { useRunStore } from '../runContext.ts';
import { counted, digits, mebibytes, percent } from '../words.ts';
import { forecast, keySpread } from './keySpread.ts';
import styles from './Files.module.css';

const replayLength = '60s';

/** The columns of a file as partition keys: how the rows fall over the shards, and which shard would refuse first. */
export function FileKeys({ name, file, suggestedKeys }: { readonly name: string; readonly file: ReadFile; readonly suggestedKeys: readonly string[] }) {
  const { session } = useLab();
  const run = useRunStore();
  const { edition } = useEdition();
  const { asset, columns, badCount, badLines } = file;
  const [column, setColumn] = useState(() => suggestedKeys[0] ?? columns.find((each) => each.distinct > 1 && each.distinct < asset.rows)?.name ?? columns[0]?.name ?? '');
  const [shards, setShards] = useState(2);
  const [rate, setRate] = useState(1500);
  const spread = useMemo(() => keySpread(asset.columns[column] ?? [], asset.bytes, shards), [asset, column, shards]);
  const limits = { records: limitValue('kds.shard.write-records-per-second', edition), bytes: limitValue('kds.shard.write-bytes-per-second', edition) };
  const rows = forecast(spread, rate, limits);
  const fullest = rows.reduce((most, row) => (row.load > most.load ? row : most), rows[0]!);
  const fullFrom = fullest.load > 0 ? rate / fullest.load : 0;

  const replay = () => {
    const recipe = {
      nodes: [
        { id: 'web', kind: 'traffic', config: { recordsPerSecond: rate, replay: { asset: asset.id, keyColumn: column, loop: true } } },
        { id: 'put', kind: 'sdk-producer', config: { api: 'PutRecords', retry: 'none' } },
        { id: 'clicks', kind: 'kinesis-streams', config: { shardCount: shards } },
        { id: 'app', kind: 'stream-reader', config: { count: 1 } },
      ],
      edges: [
        { from: 'web', to: 'put' },
        { from: 'put', to: 'clicks' },
        { from: 'clicks', to: 'app' },
      ],
      length: replayLength,
    };
    void session
      .getState()
      .open({ recipe, seed: 7, facts: edition, speed: 1, assets: [asset] })
      .then(() => run.getState().play());
  };

  return (
    <div className={styles.keys}>
      <p>
        <strong>{name}</strong>: {counted(asset.rows, 'record')}, {counted(columns.length, 'column')}
        {badCount > 0 ? `, ${counted(badCount, 'bad line')} left out` : ''}.
      </p>
      {badCount > 0 && (
        <details>
          <summary>Lines that could not be read</summary>
          <ul className={styles.bad}>
            {badLines.map((bad) => (
              <li key={bad.line}>
                Line {digits(bad.line)}: {bad.says}
              </li>
            ))}
            {badCount > badLines.length && <li>and {digits(badCount - badLines.length)} more</li>}
          </ul>
        </details>
      )}
      <Select id="file-key" label="Partition key" value={column} options={columns.map((each) => ({ value: each.name, label: `${each.name} (${counted(each.distinct, 'value')}, such as ${each.examples[0] ?? ''})` }))} onChange={setColumn} />
      <Field id="file-shards" label="Shards" unit="shards" value={shards} min={1} max={16} step={1} onChange={setShards} />
      <Field id="file-rate" label="Records per second" unit="records/s" value={rate} min={10} max={20000} step={1} scale="log" onChange={setRate} />
      <p data-testid="file-verdict">
        {fullest.load > 1
          ? `Shard ${fullest.shard} would refuse first: it gets ${percent(fullest.share)} of the records, ${digits(fullest.load, 2)} times its ${fullest.limit === 'records' ? 'record' : 'data'} limit.`
          : `No shard would refuse. The fullest is shard ${fullest.shard} at ${percent(fullest.load)} of its ${fullest.limit === 'records' ? 'record' : 'data'} limit; from about ${digits(fullFrom)} records a second on it would.`}
      </p>
      <Table
        caption={`${counted(spread.keys, 'different key')} over ${counted(shards, 'shard')}`}
        rowHeaderKey="shard"
        columns={[
          { key: 'shard', title: 'Shard', numeric: true },
          { key: 'state', title: 'State' },
          { key: 'share', title: 'Share', numeric: true },
          { key: 'records', title: 'Records/s', numeric: true },
          { key: 'busiest', title: 'Busiest key' },
          { key: 'data', title: 'Data/s', numeric: true },
        ]}
        rows={rows.map((row) => ({
          key: String(row.shard),
          cells: {
            shard: row.shard,
            share: percent(row.share),
            records: digits(row.recordsPerSecond),
            data: mebibytes(row.bytesPerSecond),
            busiest: spread.shards[row.shard]?.busiestKey ?? '',
            state: <Pill status={row.load > 1 ? 'bad' : row.load >= 0.7 ? 'warn' : 'ok'}>{row.load > 1 ? 'over' : row.load >= 0.7 ? 'near' : 'fits'}</Pill>,
          },
        }))}
      />
      <Button variant="primary" onClick={replay} disabled={column === ''}>
        Replay it in the lab
      </Button>
    </div>
  );
}
