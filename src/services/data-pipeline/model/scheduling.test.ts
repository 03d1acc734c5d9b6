import { describe, expect, it } from 'vitest';
import { assertGoldenTrace } from '../../../testing/goldenTrace.ts';
import { alarm, alone, host, minute, once, run, shell, starts, statuses } from './pipelines.fixture.ts';

describe('schedules', () => {
  it('missed periods are made up for at the pace of one new instance every 5 minutes, oldest first', () => {
    const done = run(alone(once([shell('Work')], { scheduleType: 'timeseries' }, { period: '1 hours', startDateTime: '2020-01-05T19:30:00', occurrences: 7 }), { ...host, activityTime: '4m' }));
    // Due at 20:30 … 23:30 (four missed), then 0:30, 1:30 and 2:30.
    expect(starts(done, 'Work')).toEqual([0, 5, 10, 15, 30, 90, 150]);
    expect(done.events('instance.backfilled')).toHaveLength(4);
    assertGoldenTrace(done, new URL('./golden/backfill.trace', import.meta.url));
  });

  it('at most five instances of an object are active', () => {
    const done = run(alone(once([shell('Work')], {}, { period: '15 minutes', startDateTime: '2020-01-05T12:00:00', occurrences: 60 }), { taskRunners: [] }));
    expect(done.view('dp').instancesByStatus).toEqual({ WAITING_FOR_RUNNER: 5 });
  });

  it('a start more than a day back is refused, unless told where to begin', () => {
    const old = alone(once([shell('Work')], {}, { startDateTime: '2020-01-01T00:00:00', occurrences: undefined }), host, { length: '26h', interventions: [{ at: '1h', type: 'operate', node: 'dp', operation: 'ActivatePipeline', request: { startTimestamp: '2020-01-06T12:00:00' } }] });
    const done = run(JSON.parse(JSON.stringify(old)));
    expect(done.events('operation.refused')[0]!.detail.message).toContain('accidental backfill');
    expect(starts(done, 'Work')).toEqual([24 * 60]);
  });

  it('FIRST_ACTIVATION_DATE_TIME is the moment of activation', () => {
    const definition = once([shell('Work')], {}, { startDateTime: undefined, startAt: 'FIRST_ACTIVATION_DATE_TIME', period: '1 hours', occurrences: 2 });
    const done = run(alone(JSON.parse(JSON.stringify(definition)), { ...host, activation: 'manual' }, { interventions: [{ at: '17m', type: 'operate', node: 'dp', operation: 'ActivatePipeline', request: {} }] }));
    expect(starts(done, 'Work')).toEqual([17, 77]);
  });

  it('an on-demand pipeline runs once each time it is activated', () => {
    const definition = { objects: [{ id: 'Default', scheduleType: 'ondemand', workerGroup: 'wg' }, shell('Work')] };
    const again = ['1h', '2h'].map((when) => ({ at: when, type: 'operate', node: 'dp', operation: 'ActivatePipeline', request: {} }));
    expect(starts(run(alone(definition, host, { interventions: again })), 'Work')).toEqual([0, 60, 120]);
  });

  it('what is late is told once', () => {
    const done = run(alone(once([shell('Work', { lateAfterTimeout: '30 minutes', onLateAction: { ref: 'Alarm' } }), alarm]), { taskRunners: [] }));
    expect(done.events('object.late').map((event) => event.atMs / minute)).toEqual([30]);
    expect(done.metric('dp', 'AlarmsSent').sum).toBe(1);
  });

  it('deactivating cancels what runs, or lets it end', () => {
    const off = (cancelActive: boolean) => run(alone(once([shell('Work')]), { ...host, activityTime: '1h' }, { interventions: [{ at: '10m', type: 'operate', node: 'dp', operation: 'DeactivatePipeline', request: { cancelActive } }] }));
    expect(statuses(off(true))).toEqual({ Work: 'CANCELED' });
    expect(statuses(off(false))).toEqual({ Work: 'FINISHED' });
    expect(off(false).view('dp').pipelineState).toBe('INACTIVE');
  });
});
