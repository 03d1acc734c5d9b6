import { describe, expect, it } from 'vitest';
import { alarm, alone, host, once, operate, run, shell } from './pipelines.fixture.ts';

const wired = (definition: unknown, config: object = {}, more: object = {}, topic: object = {}) => {
  const base = alone(definition, config);
  return { ...base, nodes: [...base.nodes, { id: 'operators', kind: 'fake-topic', config: topic }], edges: [{ from: 'dp.topic', to: 'operators' }], ...more };
};

describe('SnsAlarm', () => {
  it('publishes to the wired topic, with node. expressions put in', () => {
    const definition = once([
      { id: 'Out', type: 'S3DataNode', directoryPath: "s3://target/#{format(@scheduledStartTime,'YYYY-MM-dd')}" },
      shell('Work', { maximumRetries: 1, retryDelay: '10 minutes', output: { ref: 'Out' }, myTeam: 'night shift', onFail: { ref: 'Failed' } }),
      { ...alarm, id: 'Failed', subject: '#{node.name} of #{node.myTeam} is #{node.@status}', message: "#{node.errorMessage} at #{format(node.@scheduledStartTime,'HH:mm')}; #{node.output.directoryPath}" },
    ]);
    const done = run(wired(definition, { ...host, failing: { Work: 'always' } }));
    expect(done.view('operators').got).toEqual([{ Subject: 'Work of night shift is FAILED', Message: "the task ended with an error at 00:00; s3://target/2020-01-06" }]);
    expect(done.metric('dp', 'AlarmsSent').sum).toBe(1);
    expect(done.simulation.records.held).toBe(0);
  });

  it('onSuccess, onLateAction and onFail each tell once', () => {
    const action = (id: string) => ({ ...alarm, id, subject: id, message: '#{node.@status}' });
    const work = shell('Work', { lateAfterTimeout: '20 minutes', onLateAction: { ref: 'Late' }, onSuccess: { ref: 'Good' }, onFail: { ref: 'Bad' } });
    const host2 = { taskRunners: host.taskRunners, activation: 'at-start' };
    const late = run(wired(once([work, action('Late'), action('Good'), action('Bad'), { id: 'Gate', type: 'S3KeyExists', s3Key: 's3://a/b' }].map((object) => (object === work ? { ...work, precondition: { ref: 'Gate' } } : object))), { ...host2, keys: { 's3://a/b': '30m' } }));
    expect(late.view('operators').got).toEqual([{ Subject: 'Late', Message: 'WAITING_ON_DEPENDENCIES' }, { Subject: 'Good', Message: 'FINISHED' }]);
  });

  it('a topic that fails is asked again; after three tries it is told', () => {
    const definition = once([shell('Work', { onSuccess: { ref: 'Alarm' } }), alarm]);
    const twice = run(wired(definition, host, {}, { refusals: 2 }));
    expect(twice.view('operators').got).toHaveLength(1);
    expect(twice.events('alarm.failed')).toHaveLength(0);
    const never = run(wired(definition, host, {}, { refusals: 3 }));
    expect(never.events('alarm.failed')[0]!.detail).toEqual({ code: 'InternalError', tries: 3 });
    expect(never.summary.records).toMatchObject({ lost: 1, lostBy: { refused: 1 } });
  });

  it('goes through a real topic into a queue', () => {
    const base = alone(once([shell('Work', { onSuccess: { ref: 'Alarm' } }), alarm]), host);
    const done = run({ ...base, nodes: [...base.nodes, { id: 'operators', kind: 'sns-topic' }, { id: 'mail', kind: 'sqs-queue' }], edges: [{ from: 'dp', to: 'operators' }, { from: 'operators', to: 'mail' }] });
    expect(done.metric('operators', 'NumberOfMessagesPublished').sum).toBe(1);
    expect(done.metric('operators', 'NumberOfNotificationsDelivered').sum).toBe(1);
    expect(done.metric('mail', 'NumberOfMessagesSent').sum).toBe(1);
  });

  it('of an ARN that is not wired is told and listed only, where two topics are', () => {
    const base = wired(once([shell('Work', { onSuccess: { ref: 'Alarm' } }), { ...alarm, topicArn: 'arn:aws:sns:us-east-1:123456789012:others' }]), host);
    const done = run({ ...base, nodes: [...base.nodes, { id: 'second', kind: 'fake-topic' }], edges: [...base.edges, { from: 'dp.topic', to: 'second' }] });
    expect([done.view('operators').got, done.view('second').got]).toEqual([[], []]);
    expect(done.view('dp').alarmsSent).toBe(1);
  });

  it('lists the last twenty', () => {
    const definition = { objects: [{ id: 'Default', scheduleType: 'ondemand', workerGroup: 'wg' }, shell('Work', { onSuccess: { ref: 'Alarm' } }), alarm] };
    const done = run(alone(definition, { ...host, activityTime: '1m' }, { interventions: Array.from({ length: 24 }, (_, i) => operate(`${i * 5 + 5}m`, 'ActivatePipeline')) }));
    expect(done.view('dp').alarmsSent).toBe(25);
    expect(done.view('dp').alarms).toHaveLength(20);
  });
});
