import { describe, expect, it } from 'vitest';
import { labRun } from '../../../testing/labRun.ts';
import { createLabSession } from '../session/labSession.ts';
import { kinesisPanel } from './panel.ts';

async function lab(recipe: unknown = kinesisPanel.startRecipe('notes')) {
  const { run, pass, snapshot } = labRun();
  const session = createLabSession(kinesisPanel, run);
  await session.getState().open({ recipe, seed: 7 });
  const values = () => kinesisPanel.read({ recipe: snapshot().recipe, snapshot: snapshot() });
  return { run, session, pass, snapshot, values, state: () => session.getState() };
}

const bothEditions = kinesisPanel.controls.flatMap((control) => (control.type === 'choice' ? control.options.map((option) => [control.id, option.value, option.today === true] as const) : []));

describe('controls before the run has begun', () => {
  it('begin as the table of the lab says', async () => {
    const { values } = await lab();
    expect(values()).toMatchObject({ shards: 2, producers: 2, rate: 200, size: 1024, keys: 'random', api: 'PutRecords', batch: 500, retry: 'backoff', consumers: 1, mode: 'polling', poll: 1000, processing: 0.2, retention: 24, capacity: 'PROVISIONED' });
  });

  it.each([
    ['shards', 5],
    ['producers', 4],
    ['rate', 1500],
    ['size', 102_400],
    ['keys', 'zipf'],
    ['retry', 'none'],
    ['consumers', 6],
    ['consumers', 0],
    ['poll', 250],
    ['processing', 0.02],
    ['retention', 168],
    ['batch', 10],
    ['reshard', 'parallel'],
    ['idempotent', true],
  ] as const)('%s to %s rebuilds the recipe, and nothing counts as done to the run', async (id, value) => {
    const { state, values, snapshot } = await lab();
    state().set({ [id]: value });
    expect(values()[id]).toBe(value);
    expect(snapshot()).toMatchObject({ time: 0, head: 0, recipe: { interventions: [] } });
  });

  it.each(bothEditions)('%s can be %s, and what only Today has switches the facts', async (id, value, today) => {
    const { state, values, snapshot } = await lab();
    state().set({ [id]: value });
    expect(values()[id]).toBe(value);
    expect(snapshot().facts).toBe(today ? 'today' : 'notes');
  });
});

describe('controls of a run under way', () => {
  it('act upon it, and stand in its recipe', async () => {
    const { state, run, values, snapshot } = await lab();
    run.getState().seek(3000);
    state().set({ rate: 900, retry: 'none' });
    expect(values()).toMatchObject({ rate: 900, retry: 'none' });
    expect(snapshot().recipe.interventions.map((entry) => entry.at)).toEqual([3000, 3000, 3000, 3000]);
    run.getState().seek(1000);
    expect(values()).toMatchObject({ rate: 200, retry: 'backoff' });
  });

  it('make the calls that an operator would make, and show the count that was asked for while the stream works on it', async () => {
    const { state, run, values, snapshot } = await lab();
    run.getState().seek(3000);
    state().set({ shards: 4 });
    expect(snapshot().recipe.interventions).toMatchObject([{ at: 3000, what: { type: 'operate', operation: 'UpdateShardCount', request: { TargetShardCount: 4 } } }]);
    expect(values().shards).toBe(4);
    run.getState().seek(60_000);
    expect(values().shards).toBe(4);
    state().set({ retention: 168 });
    run.getState().seek(61_000);
    expect(values().retention).toBe(168);
    state().set({ retention: 48 });
    expect(snapshot().recipe.interventions.at(-1)?.what).toMatchObject({ operation: 'DecreaseStreamRetentionPeriod' });
  });

  it('keep the old value when the call is refused', async () => {
    const { state, run, values } = await lab();
    run.getState().seek(3000);
    state().set({ shards: 9 });
    expect(values().shards).toBe(2);
    expect(run.getState().events.at(-1)).toMatchObject({ type: 'operation.refused', detail: { code: 'LimitExceededException' } });
  });

  it('repeat it up to now where the set-up changes, and keep what was done to it', async () => {
    const { state, run, values, snapshot } = await lab();
    run.getState().seek(3000);
    state().set({ rate: 500 });
    run.getState().seek(6000);
    state().set({ producers: 3, consumers: 2 });
    expect(snapshot()).toMatchObject({ time: 6000 });
    expect(values()).toMatchObject({ producers: 3, consumers: 2, rate: 500 });
    expect(state().notice).toMatch(/repeats the run/);
    run.getState().reset();
    expect(values()).toMatchObject({ producers: 3, consumers: 2, rate: 200 });
  });

  it('take a salted key off again', async () => {
    const { state, run, values } = await lab();
    run.getState().seek(1000);
    state().set({ keys: 'one' });
    state().set({ keys: 'salted' });
    expect(values().keys).toBe('salted');
    state().set({ keys: 'four' });
    expect(values().keys).toBe('four');
  });
});

it('other recipes are understood by what their nodes do, not by their names', async () => {
  const { values, state, snapshot } = await lab({
    nodes: [
      { id: 'cameras', kind: 'traffic', config: { recordsPerSecond: 10, keys: 12 } },
      { id: 'send', kind: 'sdk-producer', config: {} },
      { id: 'pictures', kind: 'kinesis-streams', config: { shardCount: 3 } },
      { id: 'fast', kind: 'stream-reader', config: { count: 2 } },
      { id: 'slow', kind: 'stream-reader', config: { pollInterval: '30s' } },
    ],
    edges: [
      { from: 'cameras', to: 'send' },
      { from: 'send', to: 'pictures' },
      { from: 'pictures', to: 'fast' },
      { from: 'pictures', to: 'slow' },
    ],
  });
  expect(values()).toMatchObject({ shards: 3, consumers: 3, keys: 'other', rate: 10 });
  state().set({ consumers: 1 });
  expect(values().consumers).toBe(1);
  expect(snapshot().recipe.graph.nodes.map((node) => node.id)).toEqual(['cameras', 'send', 'pictures', 'fast']);
});
