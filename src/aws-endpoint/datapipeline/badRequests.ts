/** Requests that Data Pipeline refuses: members, code, and a part of the text that names the member. ID stands for the id of an active pipeline, GONE for a deleted one's. */
export type BadRequest = readonly [input: Readonly<Record<string, unknown>>, code: string, says: RegExp];

const invalid = 'InvalidRequestException';
/** What the shapes of the API do not allow. */
const validation = 'ValidationException';
const long = 'x'.repeat(1025);
const of = (rest: Readonly<Record<string, unknown>> = {}, deletedCode = 'PipelineDeletedException'): BadRequest[] => [
  [rest, validation, /Value null at 'pipelineId' .* must not be null/],
  [{ ...rest, pipelineId: '' }, validation, /'' at 'pipelineId' .* greater than or equal to 1/],
  [{ ...rest, pipelineId: long }, validation, /at 'pipelineId' .* less than or equal to 1024/],
  [{ ...rest, pipelineId: 5 }, 'SerializationException', /NUMBER_VALUE .* 'pipelineId'/],
  [{ ...rest, pipelineId: 'df-NOWHERE' }, 'PipelineNotFoundException', /Pipeline with id: df-NOWHERE does not exist/],
  [{ ...rest, pipelineId: 'GONE' }, deletedCode, /Pipeline with id: df-[0-9A-Z]{20} (has been deleted|does not exist)/],
];
const good = { pipelineId: 'ID' };
const object = (fields: readonly object[], id = 'A') => ({ id, name: 'A', fields });
const definition: readonly BadRequest[] = [
  ...of({ pipelineObjects: [] }),
  [good, validation, /null at 'pipelineObjects'/],
  [{ ...good, pipelineObjects: [{ id: 'A', fields: [] }] }, validation, /null at 'pipelineObjects.1.member.name'/],
  [{ ...good, pipelineObjects: [object([{ stringValue: 'x' }])] }, validation, /null at 'pipelineObjects.1.member.fields.1.member.key'/],
  [{ ...good, pipelineObjects: [object(Array.from({ length: 51 }, (_, i) => ({ key: `k${i}`, stringValue: 'v' })))] }, invalid, /limit exceeded: .* fields allowed per object: A/],
  [{ ...good, pipelineObjects: [object([{ key: 'k', stringValue: 'x'.repeat(10_240) + 'ä' }])] }, validation, /at 'pipelineObjects.1.member.fields.1.member.stringValue' .* 10240/],
  [{ ...good, pipelineObjects: [object([{ key: 'k', stringValue: 'ä'.repeat(6000) }])] }, invalid, /bytes allowed per field: k/],
  [{ ...good, pipelineObjects: [object([{ key: 'k'.repeat(257), stringValue: 'x' }])] }, validation, /at 'pipelineObjects.1.member.fields.1.member.key' .* 256/],
  [{ ...good, pipelineObjects: [object([{ key: 'a', stringValue: 'x'.repeat(10_000) }, { key: 'b', stringValue: 'x'.repeat(6000) }])] }, invalid, /bytes allowed per object: A/],
  [{ ...good, pipelineObjects: Array.from({ length: 101 }, (_, i) => object([], `o${i}`)) }, invalid, /^Web service limit exceeded: Exceeded maximum number of objects allowed per pipeline$/],
  [{ ...good, pipelineObjects: 'none' }, 'SerializationException', /STRING_VALUE cannot be converted to a list at 'pipelineObjects'/],
  [{ ...good, pipelineObjects: [], parameterValues: [{ id: 'myX' }] }, validation, /null at 'parameterValues.1.member.stringValue'/],
];
const task: readonly BadRequest[] = [
  [{ taskStatus: 'FINISHED' }, validation, /null at 'taskId'/],
  [{ taskId: '', taskStatus: 'FINISHED' }, validation, /'' at 'taskId' .* greater than or equal to 1/],
  [{ taskId: 'x'.repeat(2049), taskStatus: 'FINISHED' }, validation, /at 'taskId' .* less than or equal to 2048/],
  [{ taskId: 1, taskStatus: 'FINISHED' }, 'SerializationException', /NUMBER_VALUE .* 'taskId'/],
  [{ taskId: 'nonsense', taskStatus: 'FINISHED' }, 'TaskNotFoundException', /taskId: nonsense was not found/],
  [{ taskId: 'WyJkZi0xIiwiYSIsMV0=', taskStatus: 'FINISHED' }, 'TaskNotFoundException', /was not found/],
];

export const badRequests: Readonly<Record<string, readonly BadRequest[]>> = {
  ActivatePipeline: [...of(), [{ ...good, startTimestamp: 'now' }, 'SerializationException', /STRING_VALUE .* 'startTimestamp'/], [good, invalid, /active already/], [{ ...good, parameterValues: [{ id: '' }] }, validation, /'' at 'parameterValues.1.member.id'/]],
  AddTags: [...of({ tags: [] }), [good, validation, /null at 'tags'/], [{ ...good, tags: [{ key: '', value: '' }] }, validation, /'' at 'tags.1.member.key'/], [{ ...good, tags: [{ key: 'a' }] }, validation, /null at 'tags.1.member.value'/], [{ ...good, tags: Array.from({ length: 11 }, (_, i) => ({ key: `k${i}`, value: '' })) }, validation, /at 'tags' .* less than or equal to 10/]],
  CreatePipeline: [
    [{ uniqueId: 'u' }, validation, /null at 'name'/],
    [{ name: 'n' }, validation, /null at 'uniqueId'/],
    [{ name: '', uniqueId: 'u' }, validation, /'' at 'name' .* greater than or equal to 1/],
    [{ name: 'n', uniqueId: long }, validation, /at 'uniqueId' .* less than or equal to 1024/],
    [{ name: 'n', uniqueId: 'u', description: long }, validation, /at 'description' .* less than or equal to 1024/],
    [{ name: true, uniqueId: 'u' }, 'SerializationException', /TRUE_VALUE .* 'name'/],
    [{ name: 'a\u0001', uniqueId: 'u' }, validation, /at 'name' .* regular expression pattern/],
  ],
  DeactivatePipeline: [...of(), [{ ...good, cancelActive: 'yes' }, 'SerializationException', /STRING_VALUE .* 'cancelActive'/], [{ pipelineId: 'IDLE' }, invalid, /The pipeline is PENDING/]],
  DeletePipeline: of({}, 'PipelineNotFoundException'),
  DescribeObjects: [...of({ objectIds: ['Work'] }), [good, validation, /null at 'objectIds'/], [{ ...good, objectIds: [] }, invalid, /objectIds must name 1 to 25/], [{ ...good, objectIds: Array(26).fill('Work') }, invalid, /got 26/], [{ ...good, objectIds: ['Play'] }, invalid, /Object with id: Play does not exist/], [{ ...good, objectIds: ['Work'], marker: 'x' }, invalid, /The marker x is not valid/]],
  DescribePipelines: [
    [{}, validation, /null at 'pipelineIds'/],
    [{ pipelineIds: [] }, invalid, /pipelineIds must name 1 to 25/],
    [{ pipelineIds: Array(26).fill('ID') }, invalid, /got 26/],
    [{ pipelineIds: ['ID', 'df-NOWHERE'] }, 'PipelineNotFoundException', /df-NOWHERE/],
    [{ pipelineIds: ['GONE'] }, 'PipelineDeletedException', /has been deleted/],
    [{ pipelineIds: 'ID' }, 'SerializationException', /cannot be converted to a list at 'pipelineIds'/],
    [{ pipelineIds: [''] }, validation, /'\[\]' at 'pipelineIds' .* Member must satisfy constraint: \[/],
  ],
  EvaluateExpression: [
    ...of({ objectId: 'Work', expression: '' }),
    [{ ...good, expression: 'x' }, validation, /null at 'objectId'/],
    [{ ...good, objectId: 'Work' }, validation, /null at 'expression'/],
    [{ ...good, objectId: 'Play', expression: 'x' }, invalid, /no object of the id Play/],
    [{ ...good, objectId: 'Work', expression: '#{nothing}' }, invalid, /Work has no field nothing/],
    [{ ...good, objectId: 'Work', expression: '#{minusDay(@id, 1)}' }, invalid, /no function minusDay; the nearest is minusDays/],
  ],
  GetPipelineDefinition: [...of(), [{ ...good, version: 'first' }, invalid, /version must be latest or active; got first/]],
  ListPipelines: [
    [{ marker: 'x' }, invalid, /The marker x is not valid/],
    [{ marker: 7 }, 'SerializationException', /NUMBER_VALUE .* 'marker'/],
    [{ marker: long }, validation, /at 'marker' .* less than or equal to 1024/],
    [{ marker: 'MSBvYmplY3Rz' }, invalid, /The marker MSBvYmplY3Rz is not valid/],
    [{ marker: ['x'] }, 'SerializationException', /START_ARRAY .* 'marker'/],
  ],
  PollForTask: [
    [{}, validation, /null at 'workerGroup'/],
    [{ workerGroup: '' }, invalid, /workerGroup must not be empty/],
    [{ workerGroup: long }, validation, /at 'workerGroup' .* less than or equal to 1024/],
    [{ workerGroup: {} }, 'SerializationException', /START_OBJECT .* 'workerGroup'/],
    [{ workerGroup: 'wg', hostname: '' }, validation, /'' at 'hostname'/],
    [{ workerGroup: 'wg', instanceIdentity: 'me' }, 'SerializationException', /'instanceIdentity'/],
  ],
  PutPipelineDefinition: [
    ...definition,
    [{ ...good, pipelineObjects: [object([{ key: 'command', stringValue: '' }])] }, invalid, /^Pipeline definition has errors: Could not save the pipeline definition due to FATAL errors: \[\{ObjectId = 'A', errors = \['command' is empty.*\]\}\] Please call Validate to validate your pipeline$/],
    [{ ...good, pipelineObjects: [object([{ key: 'input', stringValue: 'x', refValue: 'y' }])] }, invalid, /FATAL errors: .*'input' has both/],
  ],
  QueryObjects: [
    ...of({ sphere: 'INSTANCE' }),
    [good, validation, /null at 'sphere'/],
    [{ ...good, sphere: 'WORLD' }, invalid, /sphere must be one of COMPONENT, INSTANCE, ATTEMPT; got WORLD/],
    [{ ...good, sphere: 'INSTANCE', limit: 0 }, invalid, /limit must be at least 1; got 0/],
    [{ ...good, sphere: 'INSTANCE', query: { selectors: Array(11).fill({ fieldName: 'type', operator: { type: 'EQ', values: ['a'] } }) } }, invalid, /query.selectors has at most 10 selectors; got 11/],
    [{ ...good, sphere: 'INSTANCE', query: { selectors: [{ fieldName: '@status' }] } }, invalid, /A selector needs a fieldName and an operator/],
    [{ ...good, sphere: 'INSTANCE', query: { selectors: [{ fieldName: '@status', operator: { type: 'BETWEEN', values: ['a'] } }] } }, invalid, /BETWEEN on @status takes 2 values; got 1/],
    [{ ...good, sphere: 'INSTANCE', query: { selectors: [{ fieldName: '@status', operator: { type: 'LIKE', values: ['a'] } }] } }, validation, /'LIKE' at 'query.selectors.1.member.operator.type' .* enum/],
    [{ ...good, sphere: 'INSTANCE', marker: '?' }, invalid, /The marker \? is not valid/],
  ],
  RemoveTags: [...of({ tagKeys: [] }), [good, validation, /null at 'tagKeys'/]],
  ReportTaskProgress: task,
  ReportTaskRunnerHeartbeat: [
    [{}, validation, /null at 'taskrunnerId'/],
    [{ taskrunnerId: '' }, validation, /'' at 'taskrunnerId'/],
    [{ taskrunnerId: long }, validation, /at 'taskrunnerId' .* 1024/],
    [{ taskrunnerId: 1 }, 'SerializationException', /'taskrunnerId'/],
    [{ taskrunnerId: 'r', hostname: '' }, validation, /'' at 'hostname'/],
  ],
  SetStatus: [
    ...of({ objectIds: ['Work'], status: 'RERUN' }),
    [{ ...good, status: 'RERUN' }, validation, /null at 'objectIds'/],
    [{ ...good, objectIds: ['Work'] }, validation, /null at 'status'/],
    [{ ...good, objectIds: [], status: 'RERUN' }, invalid, /objectIds must name at least one/],
    [{ ...good, objectIds: ['Work'], status: 'STOP' }, invalid, /status must be one of PAUSE.*; got STOP/],
    [{ ...good, objectIds: ['Play'], status: 'PAUSE' }, invalid, /Object with id: Play does not exist/],
    [{ ...good, objectIds: ['Work'], status: 'RERUN' }, invalid, /The status RERUN cannot be set on objects of the sphere COMPONENT/],
    [{ ...good, objectIds: ['@Work_2026-01-05T00:00:00'], status: 'pause' }, invalid, /The status PAUSE cannot be set on objects of the sphere INSTANCE/],
    [{ ...good, objectIds: ['Work', '@Work_2026-01-05T00:00:00'], status: 'PAUSE' }, invalid, /objectIds must name components or instances, not both/],
    [{ ...good, objectIds: ['Work'], status: 'RESUME' }, invalid, /Work is not paused/],
  ],
  SetTaskStatus: [...task, [{ taskId: 'x' }, validation, /null at 'taskStatus'/], [{ taskId: 'x', taskStatus: 'DONE' }, validation, /'DONE' at 'taskStatus' .* \[FINISHED, FAILED, FALSE\]/]],
  ValidatePipelineDefinition: definition,
};
