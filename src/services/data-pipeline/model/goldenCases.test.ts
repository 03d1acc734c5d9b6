import { describe, expect, it } from 'vitest';
import { alarm, alone, at, chain, host, minute, once, run, shell, starts, statuses } from './pipelines.fixture.ts';

describe('golden cases of Data Pipeline', () => {
  it('DP-04: three activities of 20 minutes share one resource of an hour; a resource of 20 minutes comes three times', () => {
    const with20 = (resourceSchedule: string) =>
      run(
        alone(
          {
            objects: [
              { id: 'Default', scheduleType: 'cron', schedule: { ref: 'Twenty' } },
              { id: 'Twenty', type: 'Schedule', period: '20 minutes', startDateTime: at, occurrences: 3 },
              { id: 'Hour', type: 'Schedule', period: '1 hours', startDateTime: at, occurrences: 1 },
              { id: 'Machine', type: 'Ec2Resource', schedule: { ref: resourceSchedule } },
              shell('Work', { runsOn: { ref: 'Machine' } }),
            ],
          },
          { activityTime: '3m' },
          { length: '3h' },
        ),
      );
    const shared = with20('Hour');
    expect(starts(shared, 'Work')).toHaveLength(3);
    expect(shared.events('resource.starting')).toHaveLength(1);
    const own = with20('Twenty');
    expect(starts(own, 'Work')).toHaveLength(3);
    expect(own.events('resource.starting')).toHaveLength(3);
    expect(shared.view('dp').pipelineState).toBe('FINISHED');
  });

  it('DP-05: three attempts ten minutes apart, the end after 35 minutes, one alarm', () => {
    const done = run(alone(once([shell('Work', { maximumRetries: 2, retryDelay: '10 minutes', onFail: { ref: 'Alarm' } }), alarm]), { ...host, activityTime: '5m', failing: { Work: 'always' } }));
    expect(starts(done, 'Work')).toEqual([0, 15, 30]);
    expect(done.events('object.failed').map((event) => event.atMs / minute)).toEqual([35]);
    expect(done.metric('dp', 'AlarmsSent').sum).toBe(1);
    expect((done.view('dp').alarms as unknown as { subject: string; message: string }[])[0]).toMatchObject({ subject: 'FAILED', message: 'failed for 2020-01-06T00:00:00Z' });
  });

  it('DP-07: in cascade mode a failure takes all consumers with it', () => {
    const done = run(alone(chain('cascade'), { ...host, failing: { A: 'always' } }));
    expect(statuses(done)).toMatchObject({ A: 'FAILED', outNode: 'CASCADE_FAILED', B: 'CASCADE_FAILED', C: 'CASCADE_FAILED', inNode: 'FINISHED' });
  });

  it('DP-08: without it they wait', () => {
    const done = run(alone(chain('none'), { ...host, failing: { A: 'always' } }));
    expect(statuses(done)).toMatchObject({ A: 'FAILED', B: 'WAITING_ON_DEPENDENCIES', C: 'WAITING_ON_DEPENDENCIES' });
  });

  const gated = (more: object = {}) => once([{ id: 'Ready', type: 'S3KeyExists', s3Key: 's3://in/_SUCCESS', ...more }, shell('Work', { precondition: { ref: 'Ready' } })]);

  it('DP-11: an activity waits for its precondition, or fails when that times out', () => {
    const passed = run(alone(gated(), { ...host, keys: { 's3://in/_SUCCESS': '7m' } }));
    expect(starts(passed, 'Work')).toEqual([7]);
    const timedOut = run(alone(gated({ preconditionTimeout: '5 minutes' }), { ...host, keys: { 's3://in/_SUCCESS': '7m' } }));
    expect(timedOut.events('object.failed').find((event) => event.subject === 'Work')!.atMs / minute).toBe(5);
    expect(starts(timedOut, 'Work')).toEqual([]);
  });
});
