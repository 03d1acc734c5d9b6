import { expect, it } from 'vitest';
import { readContent } from '../../../content/nodeSource.ts';
import type { LabEvent } from '../../../content/types.ts';
import { labRun } from '../../../testing/labRun.ts';
import { eventFor, fillIn, kindsIn } from './eventText.ts';
import { createEventWatch } from './eventWatch.ts';

const events: readonly LabEvent[] = readContent().entries.flatMap((entry) => (entry.kind === 'event' && entry.value.panel === 'kinesis' ? [entry.value] : []));
const hot = { topology: 'traffic(rate=1500/s, size=500B, keys=1, retry=none) -> clicks: kinesis-streams(shards=2) -> app: stream-reader(count=1)', length: '90s', seed: 7 };

function watched(pauses = true) {
  const lab = labRun();
  const watch = createEventWatch(lab.run, () => pauses);
  watch.getState().start();
  watch.getState().setEvents(events);
  lab.run.getState().load(hot);
  return { ...lab, watch, state: () => watch.getState() };
}

it('pauses at the first refusal and opens its callout; what follows at once waits in the list', () => {
  const { run, pass, snapshot, state } = watched();
  run.getState().play();
  pass(4000);
  expect(snapshot().playing).toBe(false);
  expect(snapshot().time).toBeLessThan(2100);
  expect(state().current?.event.id).toBe('e.kds.wpte');
  run.getState().play();
  pass(1000);
  expect(snapshot().playing).toBe(true);
  expect(state().queue.map((waiting) => waiting.event.id)).toContain('e.kds.partial');
  expect(state().current?.event.id).toBe('e.kds.wpte');
});

it('does not pause again for a kind that has been met, nor when it is told not to pause', () => {
  const { run, pass, snapshot, state } = watched();
  run.getState().seek(6000);
  expect(state().current).toBeDefined();
  run.getState().reset();
  run.getState().play();
  pass(5000);
  expect(snapshot().time).toBeGreaterThan(4500);

  const free = watched(false);
  free.run.getState().play();
  free.pass(4000);
  expect(free.snapshot().time).toBeGreaterThan(3500);
  expect(free.state().current?.event.id).toBe('e.kds.wpte');
});

it('a control moved while it stands at an event does not set it going', () => {
  const { run, pass, snapshot } = watched();
  run.getState().play();
  pass(4000);
  run.getState().intervene({ type: 'setConfig', node: 'traffic', config: { recordsPerSecond: 1600 } });
  pass(200);
  expect(snapshot().playing).toBe(false);
});

it('closing a callout brings the next one, and muting lets everything wait', () => {
  const { run, state } = watched();
  run.getState().seek(6000);
  const [next] = state().queue;
  expect(next).toBeDefined();
  state().close();
  expect(state().current).toBe(next);

  const muted = watched();
  muted.state().mute(true);
  muted.run.getState().play();
  muted.pass(4000);
  expect(muted.snapshot().time).toBeGreaterThan(3500);
  expect(muted.state().current).toBeUndefined();
  expect(muted.state().queue.length).toBeGreaterThan(0);
});

it('content says every event with the figures of the run, and knows its variants apart', () => {
  const { run } = labRun();
  run.getState().load({ ...hot, topology: hot.topology.replace('count=1', 'count=6') });
  run.getState().seek(8000);
  const trace = run.getState().events;
  const refused = trace.find((entry) => entry.type === 'records.refused')!;
  expect(fillIn(eventFor(events, refused)!.what, refused)).toMatch(/^Shard 1 refused [\d,]+ of [\d,]+ records: its record rate limit is reached\.$/);
  const read = trace.find((entry) => entry.type === 'read.refused')!;
  expect(eventFor(events, read)?.id).toBe('e.kds.read5');
  for (const entry of trace) {
    const event = eventFor(events, entry);
    if (event) expect(fillIn(event.what, entry)).not.toMatch(/[{}]|undefined|shardId/);
  }
  const kinds = kindsIn(events, trace);
  expect(new Set(kinds.map((kind) => kind.event.id)).size).toBe(kinds.length);
});
