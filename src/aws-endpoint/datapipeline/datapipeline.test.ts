import { describe, expect, it } from 'vitest';
import { inProcess } from '../../testing/inProcessEndpoint.ts';
import { put as putItem, send as dynamodb } from '../dynamodb/tables.fixture.ts';
import { tableNamed } from '../dynamodb/tables.ts';
import { active, created, daily, fieldsOf, object, ok, send } from './pipelines.fixture.ts';

const minute = 60_000;
const instance = '@Work_2026-01-05T00:00:00';
interface Task {
  readonly taskId: string;
  readonly attemptId: string;
  readonly pipelineId: string;
  readonly objects: Readonly<Record<string, unknown>>;
}

describe('pipelines', () => {
  it('are made once for a name and unique id, PENDING, listed and described', async () => {
    const { endpoint } = inProcess();
    const id = await created(endpoint);
    expect(id).toMatch(/^df-0\d{7}[0-9A-Z]{12}$/);
    expect(await created(endpoint)).toBe(id);
    expect(await ok(endpoint, 'CreatePipeline', { name: 'nightly', uniqueId: 'other', description: 'Two', tags: [{ key: 'team', value: 'data' }] })).not.toEqual({ pipelineId: id });
    const listed = await ok<{ pipelineIdList: { id: string }[] }>(endpoint, 'ListPipelines', {});
    expect(listed).toMatchObject({ pipelineIdList: [{ id, name: 'nightly' }, { name: 'nightly' }], hasMoreResults: false });
    const { pipelineDescriptionList: [one] } = await ok<{ pipelineDescriptionList: [Record<string, unknown>] }>(endpoint, 'DescribePipelines', { pipelineIds: [listed.pipelineIdList[1]!.id] });
    expect(one).toMatchObject({ name: 'nightly', description: 'Two', tags: [{ key: 'team', value: 'data' }] });
    expect(fieldsOf(one)).toMatchObject({ '@pipelineState': 'PENDING', '@creationTime': '2026-01-05T00:00:00', uniqueId: 'other', '@sphere': 'PIPELINE' });
  });

  it('come in pages', async () => {
    const { endpoint } = inProcess();
    for (let i = 0; i < 60; i++) await created(endpoint, `p${i}`);
    const first = await ok<{ pipelineIdList: { name: string }[]; marker: string }>(endpoint, 'ListPipelines', {});
    const second = await ok<{ pipelineIdList: { name: string }[]; hasMoreResults: boolean }>(endpoint, 'ListPipelines', { marker: first.marker });
    expect([...first.pipelineIdList, ...second.pipelineIdList].map(({ name }) => name)).toEqual(Array.from({ length: 60 }, (_, i) => `p${i}`));
    expect(second.hasMoreResults).toBe(false);
  });

  it('take tags, up to ten', async () => {
    const { endpoint } = inProcess();
    const pipelineId = await created(endpoint);
    const tags = async () => ((await ok<{ pipelineDescriptionList: { tags: unknown }[] }>(endpoint, 'DescribePipelines', { pipelineIds: [pipelineId] })).pipelineDescriptionList[0]!.tags);
    await ok(endpoint, 'AddTags', { pipelineId, tags: [{ key: 'a', value: '1' }, { key: 'b', value: '2' }] });
    await ok(endpoint, 'AddTags', { pipelineId, tags: [{ key: 'a', value: '3' }] });
    await ok(endpoint, 'RemoveTags', { pipelineId, tagKeys: ['b', 'nothing'] });
    expect(await tags()).toEqual([{ key: 'a', value: '3' }]);
    expect((await send(endpoint, 'AddTags', { pipelineId, tags: Array.from({ length: 10 }, (_, i) => ({ key: `k${i}`, value: '' })) })).body).toMatchObject({ __type: 'com.amazon.setl.webservice#InvalidRequestException' });
    expect(await tags()).toEqual([{ key: 'a', value: '3' }]);
  });

  it('that are deleted are gone for every call', async () => {
    const { endpoint, pipelineId } = await active();
    await ok(endpoint, 'DeletePipeline', { pipelineId });
    expect(await ok(endpoint, 'ListPipelines', {})).toMatchObject({ pipelineIdList: [] });
    expect((await send(endpoint, 'ActivatePipeline', { pipelineId })).body.__type).toBe('com.amazon.setl.webservice#PipelineDeletedException');
    expect((await send(endpoint, 'DeletePipeline', { pipelineId })).body.__type).toBe('com.amazon.setl.webservice#PipelineNotFoundException');
    expect(await ok(endpoint, 'PollForTask', { workerGroup: 'wg' })).toEqual({});
  });
});

describe('definitions', () => {
  it('come back as they were put, with parameters', async () => {
    const { endpoint } = inProcess();
    const pipelineId = await created(endpoint);
    const put = { pipelineObjects: daily({ command: '#{myCommand}' }), parameterObjects: [{ id: 'myCommand', attributes: [{ key: 'default', stringValue: 'echo a' }] }], parameterValues: [{ id: 'myCommand', stringValue: 'echo b' }] };
    expect(await ok(endpoint, 'PutPipelineDefinition', { pipelineId, ...put })).toEqual({ errored: false, validationErrors: [], validationWarnings: [] });
    expect(await ok(endpoint, 'GetPipelineDefinition', { pipelineId })).toEqual(put);
    expect(await ok(endpoint, 'GetPipelineDefinition', { pipelineId, version: 'active' })).toEqual({ pipelineObjects: [], parameterObjects: [], parameterValues: [] });
    await ok(endpoint, 'ActivatePipeline', { pipelineId, parameterValues: [{ id: 'myCommand', stringValue: 'echo c' }] });
    expect(await ok(endpoint, 'EvaluateExpression', { pipelineId, objectId: 'Work', expression: 'run #{command}' })).toEqual({ evaluatedExpression: 'run echo c' });
  });

  it('with problems are saved and tell all of them, but are not activated', async () => {
    const { endpoint } = inProcess();
    const pipelineId = await created(endpoint);
    const pipelineObjects = [object('Daily', { type: 'Schedule', period: '5 minutes', start: 'x' }), object('Work', { type: 'ShellCommandActivty' }), object('Copy', { type: 'CopyActivity', input: { ref: 'Nowhere' } })];
    const answer = await ok<{ errored: boolean; validationErrors: { id: string; errors: string[] }[] }>(endpoint, 'PutPipelineDefinition', { pipelineId, pipelineObjects });
    expect(answer.errored).toBe(true);
    expect(answer.validationErrors.map(({ id }) => id)).toEqual(['Daily', 'Work', 'Copy']);
    expect(answer.validationErrors[1]!.errors).toEqual([`'type' there is no type "ShellCommandActivty"; the nearest is ShellCommandActivity`]);
    expect(await ok(endpoint, 'ValidatePipelineDefinition', { pipelineId, pipelineObjects })).toEqual(answer);
    expect(await ok(endpoint, 'GetPipelineDefinition', { pipelineId })).toMatchObject({ pipelineObjects });
    expect((await send(endpoint, 'ActivatePipeline', { pipelineId })).body.message).toMatch(/^Pipeline definition failed to validate because of following Errors: \[\{ObjectId = 'Daily', errors = \[/);
  });

  it('with an empty field are not saved; ValidatePipelineDefinition says where', async () => {
    const { endpoint } = inProcess();
    const pipelineId = await created(endpoint);
    const pipelineObjects = daily({ command: '' });
    expect((await send(endpoint, 'PutPipelineDefinition', { pipelineId, pipelineObjects })).body.message).toMatch(/FATAL errors: \[\{ObjectId = 'Work', errors = \['command' is empty/);
    expect(await ok(endpoint, 'GetPipelineDefinition', { pipelineId })).toMatchObject({ pipelineObjects: [] });
    expect(await ok(endpoint, 'ValidatePipelineDefinition', { pipelineId, pipelineObjects })).toEqual({ errored: true, validationErrors: [{ id: 'Work', errors: ["'command' is empty: it needs a stringValue or a refValue"] }], validationWarnings: [] });
  });

  it('that are put while another is activated stay the latest', async () => {
    const { endpoint } = inProcess();
    const pipelineId = await created(endpoint);
    const second = [...daily(), object('Second', { type: 'ShellCommandActivity', command: 'echo 2' })];
    await ok(endpoint, 'PutPipelineDefinition', { pipelineId, pipelineObjects: daily() });
    await Promise.all([ok(endpoint, 'ActivatePipeline', { pipelineId }), ok(endpoint, 'PutPipelineDefinition', { pipelineId, pipelineObjects: second })]);
    expect((await ok<{ pipelineObjects: unknown[] }>(endpoint, 'GetPipelineDefinition', { pipelineId })).pipelineObjects).toEqual(second);
  });

  it('of a pipeline that has been active may grow, but not lose objects', async () => {
    const { endpoint, pipelineId } = await active();
    const more = [...daily(), object('Second', { type: 'ShellCommandActivity', command: 'echo 2' })];
    expect(await ok(endpoint, 'PutPipelineDefinition', { pipelineId, pipelineObjects: more })).toMatchObject({ errored: false });
    await ok(endpoint, 'ActivatePipeline', { pipelineId });
    expect((await ok<{ ids: string[] }>(endpoint, 'QueryObjects', { pipelineId, sphere: 'INSTANCE' })).ids.sort()).toEqual(['@Second_2026-01-05T00:00:00', instance]);
    expect(await ok(endpoint, 'PutPipelineDefinition', { pipelineId, pipelineObjects: daily() })).toMatchObject({ errored: true, validationErrors: [{ id: 'Second', errors: ['an object cannot be removed from a pipeline that has been active'] }] });
  });
});

describe('activation', () => {
  it('with a startTimestamp skips what lies before it', async () => {
    const { endpoint } = inProcess();
    const pipelineId = await created(endpoint);
    await ok(endpoint, 'PutPipelineDefinition', { pipelineId, pipelineObjects: daily({}, { period: '1 hours', startDateTime: '2026-01-04T12:00:00', occurrences: '14' }) });
    await ok(endpoint, 'ActivatePipeline', { pipelineId, startTimestamp: Date.UTC(2026, 0, 4, 23) / 1000 });
    endpoint.world.advance(3 * 60 * minute);
    const { ids } = await ok<{ ids: string[] }>(endpoint, 'QueryObjects', { pipelineId, sphere: 'INSTANCE' });
    expect(ids).toEqual(['@Work_2026-01-04T23:00:00', '@Work_2026-01-05T00:00:00', '@Work_2026-01-05T01:00:00']);
  });

  it('is undone by DeactivatePipeline, and resumed', async () => {
    const { endpoint, pipelineId } = await active();
    const state = async () => fieldsOf((await ok<{ pipelineDescriptionList: unknown[] }>(endpoint, 'DescribePipelines', { pipelineIds: [pipelineId] })).pipelineDescriptionList[0])['@pipelineState'];
    expect(await state()).toBe('SCHEDULED');
    await ok(endpoint, 'DeactivatePipeline', { pipelineId });
    expect(await state()).toBe('INACTIVE');
    expect(fieldsOf((await ok<{ pipelineObjects: unknown[] }>(endpoint, 'DescribeObjects', { pipelineId, objectIds: [instance] })).pipelineObjects[0])).toMatchObject({ '@status': 'CANCELED' });
    await ok(endpoint, 'ActivatePipeline', { pipelineId });
    expect(await ok(endpoint, 'PollForTask', { workerGroup: 'wg' })).toMatchObject({ taskObject: { attemptId: `${instance}_Attempt=1` } });
  });

  it('shows in the components', async () => {
    const { endpoint, pipelineId } = await active(daily({}, { startDateTime: '2026-01-05T00:00:00' }));
    const work = async (id = 'Work') => fieldsOf((await ok<{ pipelineObjects: unknown[] }>(endpoint, 'DescribeObjects', { pipelineId, objectIds: [id] })).pipelineObjects[0]);
    expect(await work()).toEqual({ type: 'ShellCommandActivity', command: 'echo #{format(@scheduledStartTime, "YYYY-MM-dd")}', '@sphere': 'COMPONENT', '@status': 'SCHEDULED', '@version': '1', '@pipelineId': pipelineId });
    const idle = await created(endpoint, 'idle');
    await ok(endpoint, 'PutPipelineDefinition', { pipelineId: idle, pipelineObjects: daily() });
    expect(fieldsOf((await ok<{ pipelineObjects: unknown[] }>(endpoint, 'DescribeObjects', { pipelineId: idle, objectIds: ['Daily'] })).pipelineObjects[0])).toMatchObject({ '@status': 'PENDING' });
  });

  it('of what runs on a machine of AWS ends by itself', async () => {
    const { endpoint, pipelineId } = await active([...daily({ runsOn: { ref: 'Machine' } }), object('Machine', { type: 'Ec2Resource' })]);
    endpoint.world.advance(60 * minute);
    const ids = async (Status: string) => (await ok<{ ids: string[] }>(endpoint, 'QueryObjects', { pipelineId, sphere: 'INSTANCE', query: { selectors: [{ fieldName: '@status', operator: { type: 'EQ', values: [Status] } }] } })).ids;
    expect((await ids('FINISHED')).sort()).toEqual(['@Machine_2026-01-05T00:00:00', instance]);
    expect(await ids('FAILED')).toEqual([]);
    expect((await send(endpoint, 'PutPipelineDefinition', { pipelineId, pipelineObjects: daily() })).body).toMatchObject({ __type: 'com.amazon.setl.webservice#InvalidRequestException' });
  });
});

describe('a Task Runner of a client', () => {
  const poll = (endpoint: Parameters<typeof ok>[0], workerGroup = 'wg') => ok<{ taskObject?: Task }>(endpoint, 'PollForTask', { workerGroup, hostname: 'host-1' });

  it('gets a task with its fields evaluated, reports, and tells the end', async () => {
    const { endpoint, pipelineId } = await active();
    const { taskObject } = await poll(endpoint);
    expect(taskObject).toMatchObject({ pipelineId, attemptId: `${instance}_Attempt=1` });
    expect(fieldsOf(taskObject!.objects[taskObject!.attemptId])).toMatchObject({ command: 'echo 2026-01-05', type: 'ShellCommandActivity', '@sphere': 'ATTEMPT', '@status': 'WAITING_FOR_RUNNER', '@activeInstances': instance, '@pipelineId': pipelineId, '@version': '1', '@instanceParent': instance, hostname: 'host-1' });
    endpoint.world.advance(minute);
    expect(await ok(endpoint, 'ReportTaskProgress', { taskId: taskObject!.taskId })).toEqual({ canceled: false });
    expect(await ok(endpoint, 'ReportTaskRunnerHeartbeat', { taskrunnerId: 'r-1', workerGroup: 'wg', hostname: 'host-1' })).toEqual({ terminate: false });
    await ok(endpoint, 'SetTaskStatus', { taskId: taskObject!.taskId, taskStatus: 'FINISHED' });
    const { pipelineObjects } = await ok<{ pipelineObjects: unknown[] }>(endpoint, 'DescribeObjects', { pipelineId, objectIds: [instance, `${instance}_Attempt=1`], evaluateExpressions: true });
    expect(pipelineObjects.map(fieldsOf)).toMatchObject([
      { '@status': 'FINISHED', '@actualStartTime': '2026-01-05T00:00:00', '@actualEndTime': '2026-01-05T00:01:00', '@componentParent': 'Work', '@headAttempt': `${instance}_Attempt=1`, command: 'echo 2026-01-05' },
      { '@status': 'FINISHED', '@instanceParent': instance },
    ]);
  });

  it('waits ninety seconds where there is nothing to do, or until there is', async () => {
    const { endpoint } = await active(daily({}, { startDateTime: '2026-01-05T00:01:00' }));
    expect(await poll(endpoint, 'WG')).toEqual({});
    expect(endpoint.world.now).toBe(90_000);
    expect((await poll(endpoint)).taskObject).toBeDefined();
    expect(endpoint.world.now).toBe(90_000);
  });

  it('that fails is given the task again after the delay, until the retries are used up', async () => {
    const { endpoint, pipelineId } = await active(daily({ maximumRetries: '1', retryDelay: '2 minutes' }));
    for (let attempt = 1; attempt <= 2; attempt++) {
      let task: Task | undefined;
      while (!task) task = (await poll(endpoint)).taskObject;
      expect(task.attemptId).toBe(`${instance}_Attempt=${attempt}`);
      await ok(endpoint, 'SetTaskStatus', { taskId: task.taskId, taskStatus: 'FAILED', errorId: 'ExitCode', errorMessage: `number ${attempt}` });
    }
    expect(endpoint.world.now).toBe(2 * minute);
    expect(await ok(endpoint, 'QueryObjects', { pipelineId, sphere: 'ATTEMPT' })).toMatchObject({ ids: [`${instance}_Attempt=1`, `${instance}_Attempt=2`] });
    const { pipelineObjects } = await ok<{ pipelineObjects: unknown[] }>(endpoint, 'DescribeObjects', { pipelineId, objectIds: [instance, `${instance}_Attempt=1`] });
    expect(pipelineObjects.map(fieldsOf)).toMatchObject([{ '@status': 'FAILED', errorMessage: 'ExitCode: number 2' }, { '@status': 'FAILED', errorMessage: 'ExitCode: number 1', hostname: 'host-1' }]);
  });

  it('that does not acknowledge a task within two minutes loses it to the next', async () => {
    const { endpoint } = await active();
    const first = (await poll(endpoint)).taskObject!;
    endpoint.world.advance(2 * minute);
    const second = (await poll(endpoint)).taskObject!;
    expect(second.attemptId).toBe(first.attemptId);
    expect(second.taskId).not.toBe(first.taskId);
    expect(await ok(endpoint, 'ReportTaskProgress', { taskId: first.taskId })).toEqual({ canceled: true });
    await ok(endpoint, 'SetTaskStatus', { taskId: first.taskId, taskStatus: 'FAILED' });
    expect(await ok(endpoint, 'ReportTaskProgress', { taskId: second.taskId })).toEqual({ canceled: false });
  });

  it('is told that its task was canceled', async () => {
    const { endpoint, pipelineId } = await active();
    const { taskId } = (await poll(endpoint)).taskObject!;
    await ok(endpoint, 'SetStatus', { pipelineId, objectIds: [instance], status: 'TRY_CANCEL' });
    expect(await ok(endpoint, 'ReportTaskProgress', { taskId })).toEqual({ canceled: true });
  });

  it('looks at a precondition of its worker group, and says no with FALSE', async () => {
    const { endpoint } = await active([...daily({ precondition: { ref: 'Ready' } }), object('Ready', { type: 'ShellCommandPrecondition', command: 'test', workerGroup: 'wg' })]);
    const asked = (await poll(endpoint)).taskObject!;
    expect(asked.attemptId).toBe('@Ready_Work_2026-01-05T00:00:00_Attempt=1');
    await ok(endpoint, 'SetTaskStatus', { taskId: asked.taskId, taskStatus: 'FALSE' });
    let again: Task | undefined;
    while (!again) again = (await poll(endpoint)).taskObject;
    await ok(endpoint, 'SetTaskStatus', { taskId: again.taskId, taskStatus: 'FINISHED' });
    expect((await poll(endpoint)).taskObject!.attemptId).toBe(`${instance}_Attempt=1`);
  });

  it('gets one task of two pipelines; the other goes to the next poll', async () => {
    const { endpoint, pipelineId } = await active(daily({}, { startDateTime: '2026-01-05T00:01:00' }));
    const second = await created(endpoint, 'second');
    await ok(endpoint, 'PutPipelineDefinition', { pipelineId: second, pipelineObjects: daily({}, { startDateTime: '2026-01-05T00:01:00' }) });
    await ok(endpoint, 'ActivatePipeline', { pipelineId: second });
    const tasks = [(await poll(endpoint)).taskObject!, (await poll(endpoint)).taskObject!];
    expect(tasks.map((task) => task.pipelineId).sort()).toEqual([pipelineId, second].sort());
    expect(endpoint.world.now).toBe(minute);
    expect(tasks.map((task) => task.attemptId)).toEqual(['@Work_2026-01-05T00:01:00_Attempt=1', '@Work_2026-01-05T00:01:00_Attempt=1']);
  });
});

it('objects are queried in pages and told apart by their fields', async () => {
  const { endpoint, pipelineId } = await active(daily({}, { period: '1 hours', startDateTime: '2026-01-04T18:00:00', occurrences: '5' }));
  endpoint.world.advance(60 * minute);
  const query = async (more: object) => ok<{ ids: string[]; marker?: string }>(endpoint, 'QueryObjects', { pipelineId, sphere: 'INSTANCE', ...more });
  const first = await query({ limit: 3 });
  expect(first).toMatchObject({ ids: ['@Work_2026-01-04T18:00:00', '@Work_2026-01-04T19:00:00', '@Work_2026-01-04T20:00:00'], hasMoreResults: true });
  expect(await query({ limit: 3, marker: first.marker })).toMatchObject({ ids: ['@Work_2026-01-04T21:00:00', '@Work_2026-01-04T22:00:00'], hasMoreResults: false });
  const select = (fieldName: string, type: string, values: string[]) => query({ query: { selectors: [{ fieldName, operator: { type, values } }] } });
  expect((await select('@scheduledStartTime', 'BETWEEN', ['2026-01-04T19:00:00', '2026-01-04T20:00:00'])).ids).toHaveLength(2);
  expect((await select('@scheduledStartTime', 'GE', ['2026-01-04T21:00:00'])).ids).toHaveLength(2);
  expect((await select('@componentParent', 'REF_EQ', ['Work'])).ids).toHaveLength(5);
  expect((await ok<{ ids: string[] }>(endpoint, 'QueryObjects', { pipelineId, sphere: 'COMPONENT', query: { selectors: [{ fieldName: 'type', operator: { type: 'EQ', values: ['Schedule'] } }] } })).ids).toEqual(['Daily']);
});

it('copies one DynamoDB table to another, which comes to be, and the copy is read back', async () => {
  const { endpoint } = inProcess();
  tableNamed(endpoint.world, 'orders');
  await putItem(endpoint, 'orders', 'o1', { id: 'o1', total: 12 });
  await putItem(endpoint, 'orders', 'o2', { id: 'o2', total: 7 });
  const pipelineId = await created(endpoint);
  await ok(endpoint, 'PutPipelineDefinition', {
    pipelineId,
    pipelineObjects: [
      ...daily({ runsOn: { ref: 'Cluster' } }).slice(0, 2),
      object('HasData', { type: 'DynamoDBDataExists', tableName: 'orders' }),
      object('Source', { type: 'DynamoDBDataNode', tableName: 'orders', precondition: { ref: 'HasData' } }),
      object('Target', { type: 'DynamoDBDataNode', tableName: 'orders-copy' }),
      object('Cluster', { type: 'EmrCluster' }),
      object('Copy', { type: 'HiveCopyActivity', input: { ref: 'Source' }, output: { ref: 'Target' }, runsOn: { ref: 'Cluster' } }),
    ],
  });
  await ok(endpoint, 'ActivatePipeline', { pipelineId });
  endpoint.world.advance(60 * minute);
  expect((await dynamodb(endpoint, 'Scan', { TableName: 'orders-copy' })).body).toMatchObject({ Count: 2, Items: [{ id: { S: 'o1' }, total: { N: '12' } }, { id: { S: 'o2' }, total: { N: '7' } }] });
  expect((await dynamodb(endpoint, 'ListTables', {})).body).toEqual({ TableNames: ['orders', 'orders-copy'] });
});

it('a component that waits is paused and resumed, in any letters', async () => {
  const { endpoint, pipelineId } = await active([...daily({ precondition: { ref: 'Ready' } }), object('Ready', { type: 'ShellCommandPrecondition', command: 'test', workerGroup: 'wg' })]);
  const status = async () => fieldsOf((await ok<{ pipelineObjects: unknown[] }>(endpoint, 'DescribeObjects', { pipelineId, objectIds: [instance] })).pipelineObjects[0])['@status'];
  expect(await status()).toBe('WAITING_ON_DEPENDENCIES');
  await ok(endpoint, 'SetStatus', { pipelineId, objectIds: ['Work'], status: 'pause' });
  expect(await status()).toBe('PAUSED');
  await ok(endpoint, 'SetStatus', { pipelineId, objectIds: ['Work'], status: 'RESUME' });
  expect(await status()).toBe('WAITING_ON_DEPENDENCIES');
  await ok(endpoint, 'SetStatus', { pipelineId, objectIds: [instance], status: 'TRY_CANCEL' });
  expect(await status()).toBe('CANCELED');
});
