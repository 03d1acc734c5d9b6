/** Pipelines for tests: one schedule, a host with a Task Runner, and questions to a finished run. */
import { makeRegistry } from '../../../sim/registry.ts';
import { eraseModel } from '../../../sim/serviceModel.ts';
import { fakeStore } from '../../../testing/fakeStore.ts';
import { simulate, type FinishedRun, type SimulateOptions } from '../../../testing/simulate.ts';
import { snsTopic } from '../../sns-topic/model/index.ts';
import { sqsQueue } from '../../sqs-queue/model/index.ts';
import { traffic } from '../../traffic/model/index.ts';
import { fakeTopic } from './fakeTopic.fixture.ts';
import { dataPipeline } from './index.ts';

export const models = makeRegistry([eraseModel(traffic), eraseModel(dataPipeline), eraseModel(fakeStore), eraseModel(fakeTopic), eraseModel(snsTopic), eraseModel(sqsQueue)]);
export const minute = 60_000;
export const hour = 60 * minute;
export const run = (source: unknown, options: SimulateOptions = {}): FinishedRun => simulate(source, { models, checkInvariants: true, ...options });
/** A recipe with nothing but a pipeline. Members that are undefined are left out. */
export const alone = (definition: unknown, config: object = {}, more: object = {}) => ({ nodes: [{ id: 'dp', kind: 'data-pipeline', config: { definition: JSON.parse(JSON.stringify(definition)) as unknown, ...config } }], length: '6h', ...more });
export const statuses = (done: FinishedRun) => done.view('dp').statuses as Record<string, string>;
export const ended = (done: FinishedRun) => done.view('dp').ended as Record<string, number>;
/** Minutes at which attempts of an activity began. */
export const starts = (done: FinishedRun, id: string) => done.events('attempt.started').filter((event) => event.subject === id).map((event) => event.atMs / minute);
/** Minutes at which something was told of an object. */
export const told = (done: FinishedRun, type: string, id: string) => done.events(type).filter((event) => event.subject === id).map((event) => event.atMs / minute);
export const operate = (at: string, operation: string, request: object = {}) => ({ at, type: 'operate', node: 'dp', operation, request });
export const setStatus = (at: string, objectId: string, status: string) => operate(at, 'SetStatus', { objectId, status });

export const at = '2020-01-06T00:00:00';
/** A definition whose schedule has one interval, a day, unless told otherwise. */
export const once = (objects: readonly object[], standard: object = {}, schedule: object = {}) => ({
  objects: [
    { id: 'Default', scheduleType: 'cron', schedule: { ref: 'S' }, workerGroup: 'wg', ...standard },
    { id: 'S', type: 'Schedule', period: '1 days', startDateTime: at, occurrences: 1, ...schedule },
    ...objects,
  ],
});
export const shell = (id: string, more: object = {}) => ({ id, type: 'ShellCommandActivity', command: 'run', ...more });
export const host = { taskRunners: [{ id: 'host-1', workerGroup: 'wg' }] };
export const alarm = { id: 'Alarm', type: 'SnsAlarm', topicArn: 'arn:aws:sns:us-east-1:123456789012:operators', subject: '#{node.@status}', message: 'failed for #{node.@scheduledStartTime}' };
/** A pipeline whose activity runs on an EC2 instance. */
export const onMachine = (machine: object = {}, work: object = {}) => once([{ id: 'Machine', type: 'Ec2Resource', ...machine }, shell('Work', { runsOn: { ref: 'Machine' }, ...work })]);
/** A writes what B reads, and B what C reads. */
export const chain = (mode: string) =>
  once(
    [
      { id: 'inNode', type: 'S3DataNode', directoryPath: 's3://a/' },
      { id: 'outNode', type: 'S3DataNode', directoryPath: 's3://b/' },
      { id: 'midNode', type: 'S3DataNode', directoryPath: 's3://c/' },
      { id: 'endNode', type: 'S3DataNode', directoryPath: 's3://d/' },
      { id: 'A', type: 'CopyActivity', input: { ref: 'inNode' }, output: { ref: 'outNode' } },
      { id: 'B', type: 'CopyActivity', input: { ref: 'outNode' }, output: { ref: 'midNode' } },
      { id: 'C', type: 'CopyActivity', input: { ref: 'midNode' }, output: { ref: 'endNode' } },
    ],
    { failureAndRerunMode: mode, maximumRetries: 0 },
  );
