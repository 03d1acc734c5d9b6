import { describe, expect, it } from 'vitest';
import type { Prediction } from '../../content/types.ts';
import { labRun } from '../../testing/labRun.ts';
import { faultEnd, faultsDone } from './faults/faultState.ts';
import { interventionText } from './faults/interventionText.ts';
import { forecast, keySpread } from './files/keySpread.ts';
import { hopText } from './follow/hopText.ts';
import { answerText, isRight, keyText, valueAt } from './guidance/predictionText.ts';
import { shuffled } from './guidance/shuffled.ts';
import { durationMs } from './guidance/duration.ts';
import { kinesisPanel } from './kinesis/panel.ts';
import type { NumberControl } from './panel.ts';
import { createThrottleVoice } from './scene/throttleVoice.ts';
import { createLabSession } from './session/labSession.ts';
import { foldSweep, reachOf, sweepPoints, sweepValues, sweptRecipe } from './sweep/sweepPlan.ts';

describe('the voice of throttling', () => {
  it('speaks once at the beginning and once at the end', () => {
    const voice = createThrottleVoice();
    const said = Array.from({ length: 100 }, (_, i) => voice.hear(i >= 10 && i < 60 && i % 3 !== 0, i * 250, false)).filter(Boolean);
    expect(said).toEqual(['Throttling began: a shard refuses records.', 'Throttling ended: no shard refuses records.']);
  });
  it('says nothing about a jump in time', () => {
    const voice = createThrottleVoice();
    expect(voice.hear(true, 8000, true)).toBeUndefined();
    expect(voice.hear(true, 8250, false)).toBeUndefined();
    expect(voice.hear(false, 1000, true)).toBeUndefined();
  });
});

describe('a sweep', () => {
  const rate = kinesisPanel.controls.find((control): control is NumberControl => control.id === 'rate' && control.type === 'number')!;
  const shards = kinesisPanel.controls.find((control): control is NumberControl => control.id === 'shards' && control.type === 'number')!;
  it('takes 21 values over the reach of a control, whole ones each once', () => {
    expect(sweepValues(rate, ...reachOf(rate, 'notes'))).toHaveLength(sweepPoints);
    expect(sweepValues(shards, 1, 16)).toEqual(Array.from({ length: 16 }, (_, i) => i + 1));
  });
  it('folds seeds to a median with a band, and leaves out what gave no figure', () => {
    expect(foldSweep([1, 2], [5, 3, 4, null, null, null], 3)).toEqual([{ value: 1, low: 3, median: 4, high: 5 }]);
  });
  it('finds by itself how many shards a load takes', async () => {
    const { run, pass, snapshot } = labRun();
    run.getState().load({ topology: 'traffic(rate=2500/s, size=200B, keys=random, retry=none) -> clicks: kinesis-streams(shards=2)', length: '10s', seed: 7 });
    const recipes = [2, 3].map((count) => sweptRecipe(kinesisPanel, snapshot().recipe, shards, count, 7, 8000));
    const job = run.getState().sweep(recipes, 'records.lost');
    pass(3000);
    const result = await job.done;
    expect(result.ok && result.value.map((lost) => lost! > 0)).toEqual([true, false]);
  });
});

describe('keys of a file', () => {
  it('fall over the shards by their MD5, and the fullest shard is named with its limit', () => {
    const cells = [...Array.from({ length: 80 }, () => 'ci'), ...Array.from({ length: 20 }, (_, i) => `id-${i}`)];
    const spread = keySpread(cells, Uint32Array.from(cells, () => 100), 2);
    expect(spread.keys).toBe(21);
    expect(spread.shards[0]!.records + spread.shards[1]!.records).toBe(100);
    const rows = forecast(spread, 2000, { records: 1000, bytes: 1_048_576 });
    const full = rows.find((row) => row.load > 1)!;
    expect(full).toMatchObject({ limit: 'records' });
    expect(spread.shards[full.shard]!.busiestKey).toBe('ci');
  });
  it('agree with what the stream does', () => {
    const { run, snapshot } = labRun();
    run.getState().load({ topology: 'traffic(rate=400/s, size=200B, keys=8) -> clicks: kinesis-streams(shards=4)', length: '10s', seed: 7 });
    run.getState().seek(5000);
    const columns = snapshot().nodes.find((node) => node.kind === 'kinesis-streams')!.columns!;
    const counted = Array.from(columns.records!);
    const cells = Array.from({ length: counted.reduce((sum, records) => sum + records, 0) }, (_, i) => `key-${i % 8}`);
    const spread = keySpread(cells, new Uint32Array(cells.length), 4);
    spread.shards.forEach((shard, i) => expect(Math.abs(shard.records - counted[i]!)).toBeLessThanOrEqual(8));
  });
  it('an empty cell is a key too', () => expect(keySpread(['', 'a'], new Uint32Array(2), 1).keys).toBe(2));
});

describe('a prediction', () => {
  const choose: Prediction = { type: 'choose', prompt: '?', options: [{ id: 'a', text: 'First' }, { id: 'b', text: 'Second' }], answer: 'b' };
  const number: Prediction = { type: 'number', prompt: '?', unit: 'shards', answer: 3, tolerance: 1 };
  const order: Prediction = { ...choose, type: 'order', answer: ['b', 'a'] };
  const sketch: Prediction = { type: 'sketch', prompt: '?', unit: 's', measure: 'm', answer: [[0, 0], [60, 20]], tolerance: 5 };
  it('is right by its key, or by what was measured', () => {
    expect([isRight(choose, 'b', undefined), isRight(choose, 'a', undefined)]).toEqual([true, false]);
    expect([isRight(number, 4, undefined), isRight(number, 5, undefined), isRight(number, 5, 5)]).toEqual([true, false, true]);
    expect([isRight(order, ['b', 'a'], undefined), isRight(order, ['a', 'b'], undefined)]).toEqual([true, false]);
    expect([isRight(sketch, [[0, 1], [60, 24]], undefined), isRight(sketch, [[0, 1], [60, 30]], undefined)]).toEqual([true, false]);
  });
  it('is said in words', () => {
    expect(answerText(order, ['a', 'b'])).toBe('First, then Second');
    expect(answerText(number, 2)).toBe('2 shards');
    expect(keyText(sketch)).toBe('0 s at 0 s, 20 s at 60 s');
  });
  it('draws straight pieces, and orders by its seed', () => {
    expect(valueAt([[0, 0], [10, 20]], 5)).toBe(10);
    expect(valueAt([[0, 0], [10, 20]], 99)).toBe(20);
    expect(shuffled([1, 2, 3, 4, 5], 7)).toEqual(shuffled([1, 2, 3, 4, 5], 7));
    expect([...shuffled([1, 2, 3, 4, 5], 7)].sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5]);
    expect([durationMs('3m'), durationMs(500), durationMs('60s')]).toEqual([180_000, 500, 60_000]);
  });
});

describe('faults', () => {
  it('hold for their duration, can be recovered and be taken back', async () => {
    const { run, snapshot } = labRun();
    const session = createLabSession(kinesisPanel, run);
    await session.getState().open({ recipe: kinesisPanel.startRecipe('notes'), seed: 7 });
    run.getState().seek(5000);
    const untouched = snapshot().digest;
    const crash = kinesisPanel.faults(snapshot().recipe).find((fault) => fault.id === 'crash')!;
    session.getState().intervene([crash.what]);
    run.getState().seek(8000);
    expect(faultEnd(snapshot().recipe, crash.what, 8000)).toBe(20_000);
    expect(faultEnd(snapshot().recipe, crash.what, 21_000)).toBeUndefined();
    expect(faultsDone(snapshot().recipe, 8000)).toEqual([{ index: 0, at: 5000, text: 'Fault: crash of consumer-1 for 15 s' }]);
    session.getState().undo(0);
    expect(snapshot()).toMatchObject({ time: 4999, recipe: { interventions: [] } });
    run.getState().seek(5000);
    expect(snapshot().digest).toBe(untouched);
  });
  it('each fault of the panel is one that the engine knows', () => {
    const { run, snapshot } = labRun();
    run.getState().load(kinesisPanel.startRecipe('notes'));
    for (const fault of kinesisPanel.faults(snapshot().recipe)) {
      run.getState().intervene(fault.what);
      expect(run.getState().issues, fault.id).toEqual([]);
    }
  });
  it('are named in words', () => {
    expect(interventionText({ type: 'operate', node: 'clicks', operation: 'SplitShard', request: { ShardToSplit: 'shardId-000000000001' } })).toBe('SplitShard shard 1');
    expect(interventionText({ type: 'setConfig', node: 'web', config: { keys: 1, classes: [], replay: null } })).toBe('web: keys 1');
  });
});

it('the life of a record is told from the producer to the consumer, with its sequence number', async () => {
  const { run } = labRun();
  run.getState().load({ topology: 'traffic(rate=100/s, size=200B, keys=1) -> clicks: kinesis-streams(shards=1) -> app: stream-reader(count=1)', length: '10s', seed: 7 });
  run.getState().seek(5000);
  const followed = await run.getState().follow({ row: 20 }).done;
  const lines = followed.ok ? followed.value.hops.flatMap((hop) => hopText(hop) ?? []) : [];
  expect(lines[0]).toMatch(/^Handed to the producer/);
  expect(lines.join('\n')).toMatch(/Stored in shard 0 of clicks with the sequence number \d{56}\./);
  expect(lines.at(-1)).toBe('Processed by consumer-1 of app: delivered.');
});
