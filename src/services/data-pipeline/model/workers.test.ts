import { describe, expect, it } from 'vitest';
import { alone, host, minute, once, onMachine, run, shell, starts, statuses, told } from './pipelines.fixture.ts';

describe('Task Runners', () => {
  it('worker groups match to the letter', () => {
    expect(starts(run(alone(once([shell('Work')]), { taskRunners: [{ id: 'h', workerGroup: 'WG' }] })), 'Work')).toEqual([]);
  });

  it('a runner has two threads for tasks', () => {
    const done = run(alone(once([shell('A'), shell('B'), shell('C')]), { ...host, activityTime: '10m' }));
    expect([starts(done, 'A'), starts(done, 'B'), starts(done, 'C')]).toEqual([[0], [0], [10]]);
  });

  it('polls every 90 seconds while there is nothing to do, and reports every minute while there is', () => {
    const done = run(alone(once([shell('Work')], {}, { startDateTime: '2020-01-06T03:00:00' }), { ...host, activityTime: '30m' }, { length: '4h' }));
    expect(done.metric('dp', 'PollForTask').sum).toBeGreaterThanOrEqual((4 * 3600) / 90 - 1);
    // With the thirtieth minute comes the end instead.
    expect(done.metric('dp', 'ReportTaskProgress').sum).toBe(29);
    expect(done.metric('dp', 'ReportTaskRunnerHeartbeat').sum).toBeGreaterThanOrEqual(14);
  });

  it('silence of five minutes costs the task, and another runner takes it after the delay', () => {
    const done = run(alone(once([shell('Work')]), { taskRunners: [{ id: 'h1', workerGroup: 'wg' }, { id: 'h2', workerGroup: 'wg' }], activityTime: '20m' }, { interventions: [{ at: '10m', type: 'fault', node: 'dp', name: 'task-runner-down', target: 'h1' }] }));
    expect(done.events('task.stalled').map((event) => event.atMs / minute)).toEqual([15]);
    expect(starts(done, 'Work')).toEqual([0, 25]);
    expect(statuses(done)).toEqual({ Work: 'FINISHED' });
  });

  it('a runner that starts again has forgotten its task: five minutes of silence later it is failed, and tried again', () => {
    const done = run(alone(once([shell('Work')]), { ...host, activityTime: '20m' }, { interventions: [{ at: '10m', type: 'fault', node: 'dp', name: 'task-runner-down', target: 'host-1', duration: '1m' }] }));
    expect(done.events('task-runner.up').map((event) => event.atMs / minute)).toEqual([11]);
    expect(done.events('task.stalled').map((event) => event.atMs / minute)).toEqual([15]);
    expect(starts(done, 'Work')).toEqual([0, 25]);
    expect(statuses(done)).toEqual({ Work: 'FINISHED' });
  });

  it('reportProgressTimeout counts instead of the five minutes', () => {
    const done = run(alone(once([shell('Work', { reportProgressTimeout: '20 minutes' })]), { taskRunners: [{ id: 'h1', workerGroup: 'wg' }, { id: 'h2', workerGroup: 'wg' }], activityTime: '40m' }, { interventions: [{ at: '10m', type: 'fault', node: 'dp', name: 'task-runner-down', target: 'h1' }] }));
    expect(done.events('task.stalled').map((event) => event.atMs / minute)).toEqual([30]);
  });

  it('a runner that never reports loses its task to another after two minutes, without a retry', () => {
    const down = { at: '30s', type: 'fault', node: 'dp', name: 'task-runner-down', target: 'h1' };
    const done = run(alone(once([shell('Work', { maximumRetries: 0 })]), { taskRunners: [{ id: 'h1', workerGroup: 'wg' }, { id: 'h2', workerGroup: 'wg' }], activityTime: '20m' }, { interventions: [down] }));
    expect(told(done, 'task.reassigned', 'Work')).toEqual([2]);
    expect(done.events('attempt.started').map((event) => [event.atMs / minute, event.detail.runner, event.detail.attempt])).toEqual([[0, 'h1', 1], [2, 'h2', 1]]);
    expect(statuses(done)).toEqual({ Work: 'FINISHED' });
  });

  it('with both runsOn and workerGroup, the group is ignored', () => {
    const done = run(alone(onMachine({}, { workerGroup: 'wg' }), host));
    expect(done.events('attempt.started')[0]!.detail.runner).toBe('@Machine#0');
  });

  it('each task that a runner takes answers a poll, and the next free thread asks again', () => {
    const done = run(alone(once([shell('A'), shell('B')]), { ...host, activityTime: '10m' }, { length: '1s' }));
    expect(done.metric('dp', 'PollForTask').sum).toBe(3);
  });

  it('an attempt that takes too long is tried again', () => {
    const done = run(alone(once([shell('Work', { attemptTimeout: '15 minutes', retryDelay: '5 minutes', maximumRetries: 1 })]), { ...host, activityTime: '1h' }));
    expect(starts(done, 'Work')).toEqual([0, 20]);
    expect(statuses(done)).toEqual({ Work: 'FAILED' });
  });

  it('a user-managed precondition is run by the runner, and asked again', () => {
    const done = run(alone(once([{ id: 'Ready', type: 'ShellCommandPrecondition', command: 'test', workerGroup: 'wg' }, shell('Work', { precondition: { ref: 'Ready' } })]), { ...host, passesAt: { Ready: '10m' } }));
    expect(starts(done, 'Work')[0]).toBeGreaterThanOrEqual(10);
    expect(starts(done, 'Work')[0]).toBeLessThan(12);
  });
});

describe('resources', () => {
  it('start when they are needed, and end with their work', () => {
    const done = run(alone(onMachine(), { activityTime: '10m' }));
    expect(starts(done, 'Work')).toEqual([3]);
    expect(statuses(done)).toEqual({ Machine: 'FINISHED', Work: 'FINISHED' });
    expect(done.metric('dp', 'ResourceSeconds').sum).toBe(13 * 60);
    expect(done.summary.cost.units.find((unit) => unit.unit === 'Ec2InstanceHours')!.amount).toBeCloseTo(13 / 60, 9);
  });

  it('that pass terminateAfter are stopped, and their work is canceled', () => {
    const done = run(alone(onMachine({ terminateAfter: '30 minutes' }), { activityTime: '2h' }));
    expect(done.events('resource.timed-out').map((event) => event.atMs / minute)).toEqual([30]);
    expect(statuses(done)).toEqual({ Machine: 'TIMEDOUT', Work: 'CANCELED' });
  });

  it('that die are started again with their task, or not', () => {
    const lost = { interventions: [{ at: '5m', type: 'fault', node: 'dp', name: 'resource-lost' }] };
    const again = run(alone(onMachine(), { activityTime: '10m' }, lost));
    expect(starts(again, 'Work')).toEqual([3, 18]);
    expect(statuses(again)).toEqual({ Machine: 'FINISHED', Work: 'FINISHED' });
    const never = run(alone(onMachine({ actionOnResourceFailure: 'retryNone', failureAndRerunMode: 'cascade' }, { failureAndRerunMode: 'cascade' }), { activityTime: '10m' }, lost));
    expect(statuses(never)).toEqual({ Machine: 'FAILED', Work: 'CANCELED' });
  });

  it('Terminate as an action ends the object', () => {
    const done = run(alone(once([shell('Work', { lateAfterTimeout: '20 minutes', onLateAction: { ref: 'Stop' } }), { id: 'Stop', type: 'Terminate' }]), { taskRunners: [] }));
    expect(statuses(done)).toEqual({ Work: 'CANCELED' });
  });
});
