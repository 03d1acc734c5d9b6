/** Requests that Data Pipeline refuses: members, code, and a part of the text that names the member. ID stands for the id of an active pipeline, GONE for a deleted one's. */
export type BadRequest = readonly [input: Readonly<Record<string, unknown>>, code: string, says: RegExp];

const invalid = 'InvalidRequestException';
const long = 'x'.repeat(1025);
const of = (rest: Readonly<Record<string, unknown>> = {}, deletedCode = 'PipelineDeletedException'): BadRequest[] => [
  [rest, invalid, /Value null at 'pipelineId' .* must not be null/],
  [{ ...rest, pipelineId: '' }, invalid, /'' at 'pipelineId' .* greater than or equal to 1/],
  [{ ...rest, pipelineId: long }, invalid, /at 'pipelineId' .* less than or equal to 1024/],
  [{ ...rest, pipelineId: 5 }, 'SerializationException', /NUMBER_VALUE .* 'pipelineId'/],
  [{ ...rest, pipelineId: 'df-NOWHERE' }, 'PipelineNotFoundException', /Pipeline with id: df-NOWHERE does not exist/],
  [{ ...rest, pipelineId: 'GONE' }, deletedCode, /Pipeline with id: df-[0-9A-Z]{20} (has been deleted|does not exist)/],
];
const good = { pipelineId: 'ID' };
const object = (fields: readonly object[], id = 'A') => ({ id, name: 'A', fields });
const definition: readonly BadRequest[] = [
  ...of({ pipelineObjects: [] }),
  [good, invalid, /null at 'pipelineObjects'/],
  [{ ...good, pipelineObjects: [{ id: 'A', fields: [] }] }, invalid, /null at 'pipelineObjects.1.member.name'/],
  [{ ...good, pipelineObjects: [object([{ stringValue: 'x' }])] }, invalid, /null at 'pipelineObjects.1.member.fields.1.member.key'/],
  [{ ...good, pipelineObjects: [object([{ key: 'command', stringValue: '' }])] }, invalid, /Field 'command' of object 'A' is empty/],
  [{ ...good, pipelineObjects: [object([{ key: 'input', stringValue: 'x', refValue: 'y' }])] }, invalid, /Field 'input' of object 'A' has both/],
  [{ ...good, pipelineObjects: Array.from({ length: 101 }, (_, i) => object([], `o${i}`)) }, invalid, /objects allowed in a pipeline: 100/],
  [{ ...good, pipelineObjects: 'none' }, 'SerializationException', /STRING_VALUE cannot be converted to a list at 'pipelineObjects'/],
  [{ ...good, pipelineObjects: [], parameterValues: [{ id: 'myX' }] }, invalid, /null at 'parameterValues.1.member.stringValue'/],
];
const task: readonly BadRequest[] = [
  [{ taskStatus: 'FINISHED' }, invalid, /null at 'taskId'/],
  [{ taskId: '', taskStatus: 'FINISHED' }, invalid, /'' at 'taskId' .* greater than or equal to 1/],
  [{ taskId: 'x'.repeat(2049), taskStatus: 'FINISHED' }, invalid, /at 'taskId' .* less than or equal to 2048/],
  [{ taskId: 1, taskStatus: 'FINISHED' }, 'SerializationException', /NUMBER_VALUE .* 'taskId'/],
  [{ taskId: 'nonsense', taskStatus: 'FINISHED' }, 'TaskNotFoundException', /taskId: nonsense was not found/],
  [{ taskId: 'WyJkZi0xIiwiYSIsMV0=', taskStatus: 'FINISHED' }, 'TaskNotFoundException', /was not found/],
];

export const badRequests: Readonly<Record<string, readonly BadRequest[]>> = {
  ActivatePipeline: [...of(), [{ ...good, startTimestamp: 'now' }, 'SerializationException', /STRING_VALUE .* 'startTimestamp'/], [good, invalid, /active already/], [{ ...good, parameterValues: [{ id: '' }] }, invalid, /'' at 'parameterValues.1.member.id'/]],
  AddTags: [...of({ tags: [] }), [good, invalid, /null at 'tags'/], [{ ...good, tags: [{ key: '', value: '' }] }, invalid, /'' at 'tags.1.member.key'/], [{ ...good, tags: [{ key: 'a' }] }, invalid, /null at 'tags.1.member.value'/], [{ ...good, tags: Array.from({ length: 11 }, (_, i) => ({ key: `k${i}`, value: '' })) }, invalid, /at 'tags' .* less than or equal to 10/]],
  CreatePipeline: [
    [{ uniqueId: 'u' }, invalid, /null at 'name'/],
    [{ name: 'n' }, invalid, /null at 'uniqueId'/],
    [{ name: '', uniqueId: 'u' }, invalid, /'' at 'name' .* greater than or equal to 1/],
    [{ name: 'n', uniqueId: long }, invalid, /at 'uniqueId' .* less than or equal to 1024/],
    [{ name: 'n', uniqueId: 'u', description: long }, invalid, /at 'description' .* less than or equal to 1024/],
    [{ name: true, uniqueId: 'u' }, 'SerializationException', /TRUE_VALUE .* 'name'/],
    [{ name: 'a\u0001', uniqueId: 'u' }, invalid, /at 'name' .* regular expression pattern/],
  ],
  DeactivatePipeline: [...of(), [{ ...good, cancelActive: 'yes' }, 'SerializationException', /STRING_VALUE .* 'cancelActive'/], [{ pipelineId: 'IDLE' }, invalid, /The pipeline is PENDING/]],
  DeletePipeline: of({}, 'PipelineNotFoundException'),
  DescribeObjects: [...of({ objectIds: ['Work'] }), [good, invalid, /null at 'objectIds'/], [{ ...good, objectIds: [] }, invalid, /objectIds must name 1 to 25/], [{ ...good, objectIds: Array(26).fill('Work') }, invalid, /got 26/], [{ ...good, objectIds: ['Play'] }, invalid, /Object with id: Play does not exist/], [{ ...good, objectIds: ['Work'], marker: 'x' }, invalid, /The marker x is not valid/]],
  DescribePipelines: [
    [{}, invalid, /null at 'pipelineIds'/],
    [{ pipelineIds: [] }, invalid, /pipelineIds must name 1 to 25/],
    [{ pipelineIds: Array(26).fill('ID') }, invalid, /got 26/],
    [{ pipelineIds: ['ID', 'df-NOWHERE'] }, 'PipelineNotFoundException', /df-NOWHERE/],
    [{ pipelineIds: ['GONE'] }, 'PipelineDeletedException', /has been deleted/],
    [{ pipelineIds: 'ID' }, 'SerializationException', /cannot be converted to a list at 'pipelineIds'/],
    [{ pipelineIds: [''] }, invalid, /'' at 'pipelineIds.1.member'/],
  ],
  EvaluateExpression: [
    ...of({ objectId: 'Work', expression: '' }),
    [{ ...good, expression: 'x' }, invalid, /null at 'objectId'/],
    [{ ...good, objectId: 'Work' }, invalid, /null at 'expression'/],
    [{ ...good, objectId: 'Play', expression: 'x' }, invalid, /no object of the id Play/],
    [{ ...good, objectId: 'Work', expression: '#{nothing}' }, invalid, /Work has no field nothing/],
    [{ ...good, objectId: 'Work', expression: '#{minusDay(@id, 1)}' }, invalid, /no function minusDay; the nearest is minusDays/],
  ],
  GetPipelineDefinition: [...of(), [{ ...good, version: 'first' }, invalid, /version must be latest or active; got first/]],
  ListPipelines: [
    [{ marker: 'x' }, invalid, /The marker x is not valid/],
    [{ marker: 7 }, 'SerializationException', /NUMBER_VALUE .* 'marker'/],
    [{ marker: long }, invalid, /at 'marker' .* less than or equal to 1024/],
    [{ marker: 'MSBvYmplY3Rz' }, invalid, /The marker MSBvYmplY3Rz is not valid/],
    [{ marker: ['x'] }, 'SerializationException', /START_ARRAY .* 'marker'/],
  ],
  PollForTask: [
    [{}, invalid, /null at 'workerGroup'/],
    [{ workerGroup: '' }, invalid, /workerGroup must not be empty/],
    [{ workerGroup: long }, invalid, /at 'workerGroup' .* less than or equal to 1024/],
    [{ workerGroup: {} }, 'SerializationException', /START_OBJECT .* 'workerGroup'/],
    [{ workerGroup: 'wg', hostname: '' }, invalid, /'' at 'hostname'/],
    [{ workerGroup: 'wg', instanceIdentity: 'me' }, 'SerializationException', /'instanceIdentity'/],
  ],
  PutPipelineDefinition: definition,
  QueryObjects: [
    ...of({ sphere: 'INSTANCE' }),
    [good, invalid, /null at 'sphere'/],
    [{ ...good, sphere: 'WORLD' }, invalid, /sphere must be one of COMPONENT, INSTANCE, ATTEMPT; got WORLD/],
    [{ ...good, sphere: 'INSTANCE', limit: 0 }, invalid, /limit must be 1 to 100; got 0/],
    [{ ...good, sphere: 'INSTANCE', limit: 101 }, invalid, /limit must be 1 to 100; got 101/],
    [{ ...good, sphere: 'INSTANCE', query: { selectors: [{ fieldName: '@status' }] } }, invalid, /A selector needs a fieldName and an operator/],
    [{ ...good, sphere: 'INSTANCE', query: { selectors: [{ fieldName: '@status', operator: { type: 'BETWEEN', values: ['a'] } }] } }, invalid, /BETWEEN on @status takes 2 values; got 1/],
    [{ ...good, sphere: 'INSTANCE', query: { selectors: [{ fieldName: '@status', operator: { type: 'LIKE', values: ['a'] } }] } }, invalid, /'LIKE' at 'query.selectors.1.member.operator.type' .* enum/],
    [{ ...good, sphere: 'INSTANCE', marker: '?' }, invalid, /The marker \? is not valid/],
  ],
  RemoveTags: [...of({ tagKeys: [] }), [good, invalid, /null at 'tagKeys'/]],
  ReportTaskProgress: task,
  ReportTaskRunnerHeartbeat: [
    [{}, invalid, /null at 'taskrunnerId'/],
    [{ taskrunnerId: '' }, invalid, /'' at 'taskrunnerId'/],
    [{ taskrunnerId: long }, invalid, /at 'taskrunnerId' .* 1024/],
    [{ taskrunnerId: 1 }, 'SerializationException', /'taskrunnerId'/],
    [{ taskrunnerId: 'r', hostname: '' }, invalid, /'' at 'hostname'/],
  ],
  SetStatus: [
    ...of({ objectIds: ['Work'], status: 'RERUN' }),
    [{ ...good, status: 'RERUN' }, invalid, /null at 'objectIds'/],
    [{ ...good, objectIds: ['Work'] }, invalid, /null at 'status'/],
    [{ ...good, objectIds: [], status: 'RERUN' }, invalid, /objectIds must name at least one/],
    [{ ...good, objectIds: ['Work'], status: 'STOP' }, invalid, /status must be one of PAUSE.*; got STOP/],
    [{ ...good, objectIds: ['Play'], status: 'PAUSE' }, invalid, /no object of the id Play/],
    [{ ...good, objectIds: ['Work'], status: 'RESUME' }, invalid, /Work is not paused/],
  ],
  SetTaskStatus: [...task, [{ taskId: 'x' }, invalid, /null at 'taskStatus'/], [{ taskId: 'x', taskStatus: 'DONE' }, invalid, /'DONE' at 'taskStatus' .* \[FINISHED, FAILED, FALSE\]/]],
  ValidatePipelineDefinition: definition,
};
