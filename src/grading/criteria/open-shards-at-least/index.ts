import { defineCriterion } from '../../criterion.ts';
import { moments } from '../../finishedRun.ts';
import { durationText, several } from '../../quantityText.ts';

/** Open shards of all streams together never fall below a number. Looked up once a second. */
export const openShardsAtLeast = defineCriterion<{ count: number; from: number }>({
  kind: 'open-shards-at-least',
  says: 'At least this many shards are open',
  fields: {
    count: { type: 'integer', says: 'Fewest open shards', unit: 'shards', min: 1, default: 1 },
    from: { type: 'duration', says: 'Counts from this moment on', unit: 'ms', min: 0, default: 0 },
  },
  required: ['count'],
  shows: ['operation.refused', 'stream.active'],
  judge(run, { count, from }) {
    const { at, openShards } = run.samples;
    let fewest = Infinity;
    let under: number | undefined;
    openShards.forEach((open, i) => {
      if (at[i]! < from) return;
      fewest = Math.min(fewest, open);
      if (open < count) under ??= at[i]!;
    });
    if (fewest === Infinity) return { type: 'ungradable', reason: `The run ended before ${durationText(from)}.` };
    const measured = `${several(fewest, 'open shard')} at least`;
    const wanted = `at least ${several(count, 'open shard')}${from > 0 ? ` from ${durationText(from)} on` : ''}`;
    if (under === undefined) return { type: 'met', measured, wanted, badness: -fewest, margin: (fewest - count) / count };
    return { type: 'missed', measured, wanted, badness: -fewest, margin: (fewest - count) / count, evidence: moments(under) };
  },
});
