import { describe, expect, it } from 'vitest';
import { assertGoldenTrace } from '../../../testing/goldenTrace.ts';
import { recipeOf } from '../../../testing/simulate.ts';
import { alone, at, models, once, run, shell, starts } from './pipelines.fixture.ts';
import { crossRegionCopy } from './recipes.ts';

describe('feature 23: moving data in', () => {
  it('feature 23: Data Pipeline refuses a schedule of 5 minutes, with the object and the field; 15 minutes are the least', () => {
    const every = (period: string) => alone(once([shell('Work')], {}, { period }));
    expect(() => recipeOf(every('5 minutes'), { models })).toThrow(/definition\.S\.period: the period must be at least 15 minutes; got 5 minutes/);
    expect(() => recipeOf(every('14 minutes'), { models })).toThrow(/at least 15 minutes/);
    expect(() => recipeOf(every('15 minutes'), { models })).not.toThrow();
  });

  it('feature 23: Data Pipeline holds an activity until its precondition passes', () => {
    const late = crossRegionCopy({ sourceTable: 'orders', sourceRegion: 'us-east-1', targetTable: 'copy', targetRegion: 'eu-west-1', startDateTime: at });
    const done = run(alone(late, { sources: [{ node: 'Source', records: 100, readyFrom: '97m', readyTo: '97m' }] }, { length: '5h' }));
    expect(done.events('precondition.waiting')[0]!.atMs).toBeLessThan(60_000);
    expect(done.events('precondition.passed')[0]!.atMs / 60_000).toBe(97);
    // Eight minutes until the cluster runs, which is not ordered before there is something to do.
    expect(starts(done, 'CopyTable')).toEqual([97 + 8]);
    expect(done.metric('dp', 'PartialReads').sum).toBe(0);
    expect(done.summary.records).toMatchObject({ born: 100, delivered: 100 });
    assertGoldenTrace(done, new URL('./golden/late-precondition.trace', import.meta.url));
  });
});
