import { describe, expect, it } from 'vitest';
import { assertGoldenTrace } from '../../../testing/goldenTrace.ts';
import { alarm, alone, chain, ended, host, once, onMachine, operate, run, setStatus, shell, starts, statuses, told } from './pipelines.fixture.ts';

describe('cascade and rerun', () => {
  it('a rerun of the root cause brings its consumers back', () => {
    const done = run(alone(chain('cascade'), { ...host, failing: { A: 1 } }, { interventions: [{ at: '1h', type: 'operate', node: 'dp', operation: 'SetStatus', request: { objectId: 'A', status: 'RERUN' } }] }));
    expect(statuses(done)).toMatchObject({ A: 'FINISHED', outNode: 'FINISHED', B: 'FINISHED', C: 'FINISHED' });
    expect(done.view('dp').pipelineState).toBe('FINISHED');
    assertGoldenTrace(done, new URL('./golden/cascade-and-rerun.trace', import.meta.url));
  });

  it('a rerun of a cascade-failed object alone returns it to where it was', () => {
    const done = run(alone(chain('cascade'), { ...host, failing: { A: 'always' } }, { interventions: [{ at: '1h', type: 'operate', node: 'dp', operation: 'SetStatus', request: { objectId: 'B', status: 'RERUN' } }] }));
    expect(done.events('object.rerun').map((event) => event.subject)).toContain('B');
    expect(statuses(done)).toMatchObject({ A: 'FAILED', B: 'CASCADE_FAILED' });
  });

  it('preconditions of what failed and of its consumers are canceled; what is upstream stays as it is', () => {
    const definition = chain('cascade');
    const gates = ['GateA', 'GateB'].map((id) => ({ id, type: 'S3KeyExists', s3Key: `s3://never/${id}`, ...(id === 'GateA' ? { preconditionTimeout: '10 minutes' } : {}) }));
    const gated = { objects: [...definition.objects.map((object) => ('id' in object && (object.id === 'A' || object.id === 'B') ? { ...object, precondition: { ref: `Gate${object.id}` } } : object)), ...gates] };
    const done = run(alone(gated, host));
    expect(told(done, 'object.failed', 'A')).toEqual([10]);
    expect(statuses(done)).toMatchObject({ A: 'FAILED', GateA: 'FAILED', outNode: 'CASCADE_FAILED', B: 'CASCADE_FAILED', C: 'CASCADE_FAILED', inNode: 'FINISHED' });
    expect(ended(done)['GateB CANCELED']).toBe(1);
  });

  it('a canceled object takes its waiting consumers with it, too', () => {
    const done = run(alone(chain('cascade'), { ...host, activityTime: '1h' }, { interventions: [setStatus('10m', 'A', 'CANCEL')] }));
    expect(statuses(done)).toMatchObject({ A: 'CANCELED', outNode: 'CASCADE_FAILED', B: 'CASCADE_FAILED', C: 'CASCADE_FAILED' });
  });

  it('what waits takes the failure along by its own mode', () => {
    const definition = chain('cascade');
    const own = { objects: definition.objects.map((object) => ('id' in object && object.id === 'B' ? { ...object, failureAndRerunMode: 'none' } : object)) };
    const done = run(alone(own, { ...host, failing: { A: 'always' } }));
    expect(statuses(done)).toMatchObject({ A: 'FAILED', outNode: 'CASCADE_FAILED', B: 'WAITING_ON_DEPENDENCIES', C: 'WAITING_ON_DEPENDENCIES' });
  });

  const withMachine = (mode: string) => {
    const definition = chain(mode);
    return { objects: [...definition.objects.map((object) => ('id' in object && object.id === 'A' ? { ...object, runsOn: { ref: 'Machine' } } : object)), { id: 'Machine', type: 'Ec2Resource', actionOnResourceFailure: 'retryNone' }] };
  };
  const lost = { at: '5m', type: 'fault', node: 'dp', name: 'resource-lost' };

  it('a resource that fails: its activity is canceled, the consumers cascade-fail, and a rerun of it brings all back', () => {
    const failed = run(alone(withMachine('cascade'), { ...host, activityTime: '10m' }, { interventions: [lost] }));
    expect(statuses(failed)).toMatchObject({ Machine: 'FAILED', A: 'CANCELED', outNode: 'CASCADE_FAILED', B: 'CASCADE_FAILED', C: 'CASCADE_FAILED' });
    const again = run(alone(withMachine('cascade'), { ...host, activityTime: '10m' }, { interventions: [lost, setStatus('1h', 'Machine', 'RERUN')] }));
    expect(statuses(again)).toMatchObject({ Machine: 'FINISHED', A: 'FINISHED', outNode: 'FINISHED', B: 'FINISHED', C: 'FINISHED' });
    expect(again.events('object.rerun').map((event) => event.subject)).toEqual(['Machine', 'A', 'outNode', 'B', 'midNode', 'C', 'endNode']);
    assertGoldenTrace(again, new URL('./golden/resource-lost.trace', import.meta.url));
  });

  it('without cascade, the activity of a resource that failed waits', () => {
    const done = run(alone(withMachine('none'), { ...host, activityTime: '10m' }, { interventions: [lost] }));
    expect(statuses(done)).toMatchObject({ Machine: 'FAILED', A: 'WAITING_ON_DEPENDENCIES', B: 'WAITING_ON_DEPENDENCIES' });
  });

  it('what is not over cannot be run again, and what is over cannot be canceled', () => {
    const done = run(alone(once([shell('Work')]), { ...host, activityTime: '1h' }, { interventions: [setStatus('10m', 'Work', 'RERUN'), setStatus('2h', 'Work', 'CANCEL'), setStatus('2h', 'nobody', 'CANCEL'), setStatus('2h', 'Work', 'PAUSE')] }));
    expect(done.events('operation.refused').reduce((sum, event) => sum + event.count, 0)).toBe(4);
    expect(statuses(done)).toEqual({ Work: 'FINISHED' });
  });
});

const hourly = (more: object = {}) => once([shell('Work', more)], {}, { period: '1 hours', occurrences: undefined });

describe('activating again', () => {
  it('with a later startTimestamp skips what is pending before it', () => {
    // Nobody works until 03:00: five instances wait for a runner, the others have not been made.
    const done = run(alone(hourly(), { taskRunners: [{ id: 'late', workerGroup: 'other' }] }, { length: '7h', interventions: [operate('330m', 'ActivatePipeline', { startTimestamp: '2020-01-06T04:00:00' })] }));
    expect(ended(done)['Work SKIPPED']).toBe(4);
    expect(told(done, 'object.skipped', 'Work').length).toBeGreaterThan(0);
    expect((done.view('dp').instances as unknown as { component: string; status: string; scheduledStart: string }[]).filter((each) => each.component === 'Work' && each.status !== 'SKIPPED').map((each) => each.scheduledStart.slice(11, 16))).toEqual(['04:00', '05:00', '06:00', '07:00']);
  });

  it('leaves what has begun: an activity that waits for its next attempt goes on', () => {
    const done = run(alone(once([shell('Work', { retryDelay: '1 hours' })]), { ...host, failing: { Work: 1 } }, { interventions: [operate('30m', 'ActivatePipeline', { startTimestamp: '2020-01-07T00:00:00' })] }));
    expect(starts(done, 'Work')).toEqual([0, 65]);
    expect(statuses(done)).toEqual({ Work: 'FINISHED' });
  });

  it('with a startTimestamp behind the last interval skips all of them', () => {
    const definition = once([shell('Work')], {}, { period: '1 hours', startDateTime: '2020-01-01T00:00:00', occurrences: 24 });
    const done = run(alone(definition, { ...host, activation: 'manual' }, { interventions: [operate('1h', 'ActivatePipeline', { startTimestamp: '2020-01-05T00:00:00' })] }));
    expect(ended(done)).toEqual({ 'Work SKIPPED': 24 });
    expect(done.view('dp').pipelineState).toBe('FINISHED');
  });

  it('skipped preconditions are looked at no more', () => {
    const gated = once([{ id: 'Never', type: 'S3KeyExists', s3Key: 's3://a/b' }, shell('Work', { precondition: { ref: 'Never' } })], {}, { period: '1 hours', occurrences: 2 });
    const done = run(alone(gated, host, { interventions: [operate('150m', 'ActivatePipeline', { startTimestamp: '2020-01-07T00:00:00' })] }));
    expect(done.metric('dp', 'PreconditionsChecked').sum).toBe(151 + 91);
    expect(ended(done)['Never CANCELED']).toBe(2);
  });

  it('after deactivation with cancelActive goes on after the last completed run, and makes up for what was missed', () => {
    const interventions = [operate('130m', 'DeactivatePipeline', { cancelActive: true }), operate('4h', 'ActivatePipeline')];
    const done = run(alone(hourly(), { ...host, activityTime: '20m' }, { length: '350m', interventions }));
    // Runs of 0:00 and 1:00 were done, the one of 2:00 was under way: it comes again, then 3:00 and 4:00, then 5:00.
    expect(told(done, 'object.canceled', 'Work')).toEqual([130]);
    expect(starts(done, 'Work')).toEqual([0, 60, 120, 240, 260, 300]);
    expect(done.events('attempt.started').map((event) => event.count)).toEqual([1, 1, 1, 2, 1, 1]);
    expect(ended(done)).toEqual({ 'Work FINISHED': 6, 'Work CANCELED': 1 });
    expect(done.view('dp').pipelineState).toBe('SCHEDULED');
  });

  it('after deactivation without cancelActive lets what runs end, and is INACTIVE once it has', () => {
    const off = run(alone(hourly(), { ...host, activityTime: '20m' }, { length: '350m', interventions: [operate('130m', 'DeactivatePipeline', { cancelActive: false })] }));
    expect(off.events('pipeline.state').map((event) => [event.atMs / 60_000, event.subject])).toEqual([[140, 'INACTIVE']]);
    expect(ended(off)).toEqual({ 'Work FINISHED': 3 });
    const early = run(alone(hourly(), { ...host, activityTime: '20m' }, { length: '135m', interventions: [operate('130m', 'DeactivatePipeline', { cancelActive: false })] }));
    expect(early.view('dp').pipelineState).toBe('DEACTIVATING');
  });

  it('an on-demand pipeline that is deactivated does not make up for runs that waited', () => {
    const definition = { objects: [{ id: 'Default', scheduleType: 'ondemand', workerGroup: 'wg' }, shell('Work')] };
    const done = run(alone(definition, { ...host, activityTime: '1h' }, { interventions: [operate('5m', 'ActivatePipeline'), operate('10m', 'ActivatePipeline'), operate('15m', 'DeactivatePipeline'), operate('2h', 'ActivatePipeline')] }));
    expect(starts(done, 'Work')).toEqual([0, 120]);
  });
});

describe('late', () => {
  it('are data nodes and resources, too', () => {
    const definition = once([
      { id: 'In', type: 'S3DataNode', directoryPath: 's3://in/', precondition: { ref: 'Never' }, lateAfterTimeout: '30 minutes', onLateAction: { ref: 'Stop' } },
      { id: 'Never', type: 'S3KeyExists', s3Key: 's3://in/x' },
      { id: 'Out', type: 'S3DataNode', directoryPath: 's3://out/' },
      { id: 'Machine', type: 'Ec2Resource', lateAfterTimeout: '20 minutes', onLateAction: { ref: 'Alarm' } },
      { id: 'Copy', type: 'CopyActivity', input: { ref: 'In' }, output: { ref: 'Out' }, runsOn: { ref: 'Machine' } },
      { id: 'Stop', type: 'Terminate' },
      alarm,
    ], { failureAndRerunMode: 'cascade' });
    const done = run(alone(definition));
    expect(told(done, 'object.late', 'Machine')).toEqual([20]);
    expect(told(done, 'object.late', 'In')).toEqual([30]);
    expect(statuses(done)).toMatchObject({ In: 'CANCELED', Copy: 'CASCADE_FAILED' });
    expect(done.metric('dp', 'AlarmsSent').sum).toBe(1);
  });
});

describe('resources in their end', () => {
  it('shut down once their work is done, and are billed no longer', () => {
    const seen = run(alone(onMachine(), { activityTime: '10m', shutDown: '2m' }, { length: '14m' }));
    expect(statuses(seen)).toEqual({ Machine: 'SHUTTING_DOWN', Work: 'FINISHED' });
    expect(seen.metric('dp', 'ResourceSeconds').sum).toBe(13 * 60);
    const done = run(alone(onMachine(), { activityTime: '10m', shutDown: '2m' }));
    expect(done.events('pipeline.state').map((event) => event.atMs / 60_000)).toEqual([15]);
    expect(done.metric('dp', 'ResourceSeconds').sum).toBe(13 * 60);
  });

  it('actionOnTaskFailure terminate: each attempt gets a new one; continue: all share it', () => {
    const tried = (action: string) => run(alone(onMachine({ actionOnTaskFailure: action }, { retryDelay: '5 minutes' }), { failing: { Work: 2 } }));
    expect(tried('terminate').events('resource.starting')).toHaveLength(3);
    expect(tried('continue').events('resource.starting')).toHaveLength(1);
    expect(statuses(tried('terminate'))).toEqual({ Machine: 'FINISHED', Work: 'FINISHED' });
  });

  it('that take longer than initTimeout to start are ordered again, at most maximumRetries times', () => {
    const done = run(alone(onMachine({ initTimeout: '2 minutes', retryDelay: '10 minutes', maximumRetries: 1, failureAndRerunMode: 'cascade' }, { failureAndRerunMode: 'cascade' })));
    expect(told(done, 'resource.lost', 'Machine')).toEqual([2]);
    expect(told(done, 'resource.starting', 'Machine')).toEqual([0, 12]);
    expect(told(done, 'object.failed', 'Machine')).toEqual([14]);
    expect(statuses(done)).toEqual({ Machine: 'FAILED', Work: 'CANCELED' });
  });

  it('that time out take no second chance, whatever actionOnResourceFailure says', () => {
    const done = run(alone(onMachine({ terminateAfter: '30 minutes', actionOnResourceFailure: 'retryAll', maximumRetries: 5 }), { activityTime: '2h' }));
    expect(done.events('resource.starting')).toHaveLength(1);
    expect(told(done, 'object.canceled', 'Work')).toEqual([30]);
  });
});
