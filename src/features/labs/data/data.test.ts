import { expect, it } from 'vitest';
import { labRun } from '../../../testing/labRun.ts';
import { kinesisPanel } from '../kinesis/panel.ts';
import { branchLabel } from './branchLabels.ts';
import { compareRows } from './compareRows.ts';
import { csvOf, figureRows } from './figures.ts';

function hotRun() {
  const lab = labRun();
  lab.run.getState().load({ topology: 'traffic(rate=1500/s, size=500B, keys=1, retry=none) -> clicks: kinesis-streams(shards=2) -> app: stream-reader(count=1)', length: '60s', seed: 7 });
  return lab;
}

it('the table has a row a full second, newest first, and the same figures after seeking away and back', () => {
  const { run } = hotRun();
  const rows = () => figureRows(kinesisPanel.columns, run.getState().seconds, run.getState().snapshot!.time, 120);
  run.getState().seek(6500);
  const first = rows();
  expect(first.map((row) => row.at)).toEqual([5, 4, 3, 2, 1, 0]);
  expect(first[0]!.values[0]).toBe(1000);
  expect(first[0]!.values[2]).toBe(500);
  run.getState().seek(2000);
  expect(rows()).toHaveLength(2);
  run.getState().seek(6500);
  expect(rows()).toEqual(first);
});

it('CSV has a header and runs forward in time', () => {
  const { run } = hotRun();
  run.getState().seek(3000);
  const lines = csvOf(kinesisPanel.columns, figureRows(kinesisPanel.columns, run.getState().seconds, 3000, 120)).trim().split('\n');
  expect(lines[0]).toBe('second,"Written, records","Written, MiB","Refused, records","Read, records",Reads refused,"Processed, records","Iterator age, s"');
  expect(lines.slice(1).map((line) => line.split(',')[0])).toEqual(['0', '1', '2']);
});

it('a run that was set aside is named by what differs, and compared up to where both have been', () => {
  const { run, snapshot } = hotRun();
  run.getState().seek(12_000);
  run.getState().seek(5000);
  run.getState().intervene({ type: 'operate', node: 'clicks', operation: 'UpdateShardCount', request: { TargetShardCount: 4 } });
  const [branch] = snapshot().branches;
  expect(branchLabel(kinesisPanel, branch!, snapshot())).toBe('before: 2 shards');
  run.getState().seek(10_000);
  const refused = compareRows(kinesisPanel.columns, branch!, run.getState().seconds, 10_000).find((row) => row.id === 'refused')!;
  expect(refused.before).toBe(refused.now);

  run.getState().seek(5000);
  run.getState().intervene({ type: 'setConfig', node: 'traffic', config: { recordsPerSecond: 100 } });
  // Both have the four shards that were asked for at that moment.
  expect(branchLabel(kinesisPanel, snapshot().branches.at(-1)!, snapshot())).toBe('before: 1,500 records/s');
});
