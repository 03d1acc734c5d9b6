import { expect, it } from 'vitest';
import type { Operation } from '../../../sim/calls.ts';
import type { PlainRecord } from '../../../sim/plainData.ts';
import { ServiceBench } from '../../../testing/serviceBench.ts';
import { Control, Define, DescribeObjects, EndPoll, Evaluate, PollForTask, ReportTaskProgress, SetTaskStatus } from './operations.ts';
import { minute, once, shell } from './pipelines.fixture.ts';

const definitionOf = (work: object = {}) => once([shell('Work', work)]) as unknown as PlainRecord;

function active(definition = definitionOf()) {
  const bench = new ServiceBench('data-pipeline', ['in'], { definition: { objects: [] }, activation: 'manual' }, { startsAt: Date.UTC(2020, 0, 6) });
  const get = <Req, Res>(op: Operation<Req, Res>, request: Req): Res => {
    const reply = bench.ask('in', op, request);
    if (!reply.ok) throw new Error(`${reply.error.code}: ${reply.error.message}`);
    return reply.response;
  };
  expect(get(Define, { definition }).problems).toEqual([]);
  get(Control, { operation: 'ActivatePipeline', request: {} });
  const poll = (number: number) => get(PollForTask, { poll: number, workerGroup: 'wg', hostname: 'h', wait: 0 }).task;
  const statuses = () => get(DescribeObjects, null).instances.map(({ component, status, attempts }) => [component, status, attempts.length]);
  return { bench, get, poll, statuses };
}

it('a client takes a task, keeps it by its reports, and ends it', () => {
  const { bench, get, poll, statuses } = active();
  const { key, serial, ...task } = poll(1)!;
  expect(task).toEqual({ attempt: 1, component: 'Work', instance: '@Work_2020-01-06T00:00:00' });
  for (let i = 0; i < 10; i++) {
    expect(get(ReportTaskProgress, { key, serial })).toEqual({ canceled: false });
    bench.wait(minute);
  }
  expect(poll(2)).toBeNull();
  get(SetTaskStatus, { key, serial, status: 'FINISHED', reason: '' });
  expect(statuses()).toEqual([['Work', 'FINISHED', 1]]);
});

it('a client that falls silent loses the attempt', () => {
  const { bench, get, poll, statuses } = active();
  const { key, serial } = poll(1)!;
  get(ReportTaskProgress, { key, serial });
  bench.wait(5 * minute - 1);
  expect(statuses()).toEqual([['Work', 'RUNNING', 1]]);
  bench.wait(2);
  expect(statuses()).toEqual([['Work', 'WAITING_ON_DEPENDENCIES', 1]]);
  expect(get(ReportTaskProgress, { key, serial })).toEqual({ canceled: true });
  bench.wait(10 * minute);
  expect(poll(2)).toMatchObject({ attempt: 2 });
});

it('a task that is given back costs no attempt', () => {
  const { get, poll } = active();
  const first = poll(1)!;
  get(EndPoll, { poll: 1, task: { key: first.key, serial: first.serial } });
  const second = poll(2)!;
  expect([second.attempt, second.serial > first.serial]).toEqual([1, true]);
});

it('a task that there never was is told apart', () => {
  const { bench } = active();
  expect(bench.ask('in', SetTaskStatus, { key: '@Work#7', serial: 1, status: 'FINISHED', reason: '' })).toMatchObject({ ok: false, error: { code: 'TaskNotFoundException' } });
  expect(bench.ask('in', ReportTaskProgress, { key: '@Work#0', serial: 99 })).toMatchObject({ ok: false, error: { code: 'TaskNotFoundException' } });
});

it('a definition that breaks the rules of change is told, and changes nothing', () => {
  const { get } = active();
  const problems = (definition: PlainRecord) => get(Define, { definition }).problems.map(({ object, field }) => `${object}.${field}`);
  expect(problems({ objects: [{ id: 'Default', scheduleType: 'ondemand' }, shell('Work', { workerGroup: 'wg' })] as never })).toEqual(expect.arrayContaining(['Default.scheduleType', 'S.']));
  expect(problems(once([shell('Work')], {}, { period: '2 days' }) as never)).toEqual(['S.period']);
  expect(problems(definitionOf({ command: 'other' }))).toEqual([]);
  expect(get(Evaluate, { object: 'Work', expression: '#{command} at #{@status}'.slice(0, 10) })).toEqual({ text: 'other' });
});

it('an expression is evaluated for an instance, or for a component without its times', () => {
  const { bench, get } = active();
  expect(get(Evaluate, { object: '@Work_2020-01-06T00:00:00', expression: '#{format(@scheduledStartTime, "YYYY/MM")}' })).toEqual({ text: '2020/01' });
  expect(bench.ask('in', Evaluate, { object: 'Work', expression: '#{@scheduledStartTime}' })).toMatchObject({ ok: false, error: { code: 'InvalidRequestException' } });
});
