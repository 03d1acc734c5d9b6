import { defineCriterion, marginBelow } from '../../criterion.ts';
import { moments } from '../../finishedRun.ts';
import { durationText, several } from '../../quantityText.ts';

/** Open shards of all streams together; closed parents do not count. Looked up once a second. */
export const openShardsAtMost = defineCriterion<{ count: number; from: number }>({
  kind: 'open-shards-at-most',
  says: 'At no time are more shards open than this',
  fields: {
    count: { type: 'integer', says: 'Most open shards', unit: 'shards', min: 1, default: 1 },
    from: { type: 'duration', says: 'Counts from this moment on', unit: 'ms', min: 0, default: 0 },
  },
  required: ['count'],
  shows: ['operation.refused', 'stream.active'],
  judge(run, { count, from }) {
    const { at, openShards } = run.samples;
    let most = 0;
    let over: number | undefined;
    openShards.forEach((open, i) => {
      if (at[i]! < from) return;
      most = Math.max(most, open);
      if (open > count) over ??= at[i]!;
    });
    const measured = `${several(most, 'open shard')} at most`;
    const wanted = `at most ${several(count, 'open shard')}${from > 0 ? ` from ${durationText(from)} on` : ''}`;
    if (over === undefined) return { type: 'met', measured, wanted, badness: most, margin: marginBelow(most, count) };
    return { type: 'missed', measured, wanted, badness: most, margin: marginBelow(most, count), evidence: moments(over) };
  },
});
