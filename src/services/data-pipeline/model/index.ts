/**
 * AWS Data Pipeline: a definition that is activated, its objects in every interval of their schedules, preconditions, resources that
 * come and go, Task Runners that poll, retries, cascades and alarms. Simplifications stand in ../README.md.
 */
import { awsError } from '../../../aws/awsError.ts';
import type { ServiceModel } from '../../../sim/serviceModel.ts';
import { BatchWriteItem, Scan } from '../../dynamodb-table/model/operations.ts';
import { Copy } from '../../redshift/model/operations.ts';
import { GetObject, ListObjectsV2, PutObject } from '../../s3-bucket/model/operations.ts';
import { Submit } from '../../sdk-producer/model/operations.ts';
import { PublishBatch } from '../../sns-topic/model/operations.ts';
import { publish, published } from './alarms.ts';
import { answerClient, pollEnded } from './clients.ts';
import { checked, setTaskStatus } from './commands.ts';
import { parsePipelineConfig, pipelineFields, type PipelineConfig } from './config.ts';
import { componentOf, isOver, isUserManaged, rulesOf } from './core.ts';
import { fault, operate, runnerUp, tryActivate } from './operating.ts';
import { answerHolds, check } from './preconditions.ts';
import { wasRead, worked } from './reading.ts';
import { conclude, go, taskOf } from './running.ts';
import { sourceDay, sourcePart, trafficNode } from './sources.ts';
import { heldParts, type PipelineEvent, type PipelineState } from './state.ts';
import { describePipeline, viewPipeline } from './view.ts';
import { putInto, write, written } from './writing.ts';

export const dataPipeline: ServiceModel<PipelineConfig, PipelineState, PipelineEvent> = {
  kind: 'data-pipeline',
  says: 'AWS Data Pipeline: activities that move data on a schedule, once their preconditions hold, on machines that come and go.',
  ports: [
    { name: 'in', direction: 'in', operations: [Submit.name], calls: false, max: 16, local: true },
    { name: 'objects', direction: 'in', operations: [ListObjectsV2.name, GetObject.name], calls: true, max: 8 },
    { name: 'bucket', direction: 'out', operations: [PutObject.name], calls: true, max: 8 },
    { name: 'table', direction: 'out', operations: [BatchWriteItem.name], calls: true, max: 8 },
    { name: 'warehouse', direction: 'out', operations: [Copy.name], calls: true, max: 8 },
    { name: 'source-table', direction: 'out', operations: [Scan.name], calls: true, max: 8 },
    { name: 'topic', direction: 'out', operations: [PublishBatch.name], calls: true, max: 8 },
  ],
  fields: pipelineFields,
  metrics: ['PollForTask', 'ReportTaskProgress', 'SetTaskStatus', 'ReportTaskRunnerHeartbeat', 'PreconditionsChecked', 'AlarmsSent', 'RecordsMoved', 'PartialReads', 'ResourceSeconds', 'TaskSeconds'],
  faults: [
    { name: 'task-runner-down', says: 'A Task Runner stops with its tasks, and starts again after the duration', takesDuration: true, targets: 'worker' },
    { name: 'activity-fails', says: 'Attempts that end meanwhile fail, of one activity or of all', takesDuration: true, targets: 'worker' },
    { name: 'resource-lost', says: 'An instance or cluster of the pipeline dies', takesDuration: false, targets: 'worker' },
  ],
  operations: [
    { name: 'ActivatePipeline', says: 'Starts the schedule, or one run of an on-demand pipeline', members: { startTimestamp: 'where to begin; intervals before it are skipped' } },
    { name: 'DeactivatePipeline', says: 'Stops the schedule', members: { cancelActive: 'true cancels what runs, false lets it end' } },
    { name: 'SetStatus', says: 'RERUN, CANCEL, PAUSE, RESUME or MARK_FINISHED an object', members: { objectId: 'id of a component or instance', status: 'what to do' } },
    { name: 'PutKey', says: 'An S3 key appears in a bucket that is not wired', members: { Key: 's3://bucket/key' } },
  ],
  parseConfig: parsePipelineConfig,
  sinks: (_config, nodeId, connected) => (['bucket', 'table', 'warehouse'].some((port) => connected.has(port)) ? [] : [nodeId]),
  init(config, ctx) {
    const rowClass = ctx.payloads.addClasses(ctx.nodeId, [null, { Subject: '', Message: '' }]);
    const state: PipelineState = {
      config,
      core: {
        definition: config.definition,
        rules: rulesOf(ctx.limits, { ec2: config.ec2StartUp, emr: config.emrStartUp, shutDown: config.shutDown }),
        pipeline: 'PENDING',
        activatedAt: 0,
        timings: {},
        next: {},
        onDemand: [],
        instances: new Map(),
        runners: new Map(config.taskRunners.map((runner) => [runner.id, Object.freeze({ id: runner.id, workerGroup: runner.workerGroup, resource: null, alive: true, pollUntil: null, heartbeatAt: ctx.startsAt })])),
        polls: [],
        names: {},
        ended: {},
      },
      wakeRun: 0,
      stores: {},
      keys: { ...config.keys },
      sources: config.sources.map(() => Object.freeze({ day: 0, readyAt: 0 })),
      tasks: new Map(),
      failing: { ...config.failing },
      failingUntil: {},
      alarms: [],
      alarmsSent: 0,
      publishing: new Map(),
      nextPublish: 1,
      rowClass,
      alarmClass: rowClass + 1,
      nextObject: 1,
      waiting: new Map(),
    };
    config.sources.forEach((_, i) => sourceDay(state, i, 0, ctx));
    if (config.activation === 'at-start') tryActivate(state, ctx);
    else go(state, ctx);
    return state;
  },
  onCall(state, call, ctx) {
    if (Submit.is(call)) putInto(state, trafficNode(state), call.request.records);
    else if (!answerClient(state, call, ctx)) {
      ctx.trace('call.unknown', call.operation, {});
      ctx.reply(call, { ok: false, error: awsError('InvalidRequestException', `${call.operation} is not simulated.`) });
    }
  },
  onEvent(state, event, ctx) {
    switch (event.type) {
      case 'wake':
        if (event.run === state.wakeRun) go(state, ctx);
        return;
      case 'source':
        return sourcePart(state, event, ctx);
      case 'publish':
        return publish(state, event.alarm, ctx);
      case 'poll-ended':
        return pollEnded(state, event.poll, ctx);
      case 'runner-up':
        return runnerUp(state, event.runner, ctx);
      case 'worked':
      case 'write': {
        const instance = taskOf(state, event);
        if (!instance) return;
        if (instance.owner !== null) {
          const holds = isUserManaged(componentOf(state.core, instance.component)) && check(state, instance, ctx) === true;
          return go(state, ctx, (step) => setTaskStatus(step, event.id, event.serial, holds ? 'FINISHED' : 'FALSE'));
        }
        return conclude(state, event.id, event.serial, event.type === 'worked' ? worked(state, instance, ctx) : write(state, instance, ctx), ctx);
      }
      default:
        return;
    }
  },
  onReply(state, about, reply, ctx) {
    if (about.type === 'published') return published(state, about.alarm, reply, ctx);
    if (about.type === 'checked') {
      const instance = state.core.instances.get(about.id);
      if (instance?.checking && instance.serial === about.serial) go(state, ctx, (step) => checked(step, about.id, about.serial, answerHolds(state, instance, about.key, reply)));
      return;
    }
    if (about.type !== 'written' && about.type !== 'listed' && about.type !== 'object' && about.type !== 'scanned') return;
    const instance = taskOf(state, about);
    if (!instance) return;
    conclude(state, about.id, about.serial, about.type === 'written' ? written(state, instance, about.batch, reply, ctx) : wasRead(state, instance, about, reply, ctx), ctx);
  },
  onIntervention(state, what, config, ctx) {
    if (what.type === 'setConfig' && config) {
      // The definition and the machines are those of the run's beginning; how long and how well work goes may change.
      const { activityTime, activityTimes, bytesPerSecond, passesAt, failing } = config;
      if (JSON.stringify(failing) !== JSON.stringify(state.config.failing)) state.failing = { ...failing };
      state.config = { ...state.config, activityTime, activityTimes, bytesPerSecond, passesAt, failing };
      go(state, ctx);
    } else if (what.type === 'operate') void operate(state, what.operation, what.request, ctx);
    else if (what.type === 'fault') fault(state, what.name, what.target, what.duration, ctx);
    else if (what.type === 'recover' && what.name === 'activity-fails') state.failingUntil = {};
    else if (what.type === 'recover' && what.name === 'task-runner-down') for (const runner of state.core.runners.values()) if (!runner.alive && (what.target === undefined || what.target === runner.id)) runnerUp(state, runner.id, ctx);
  },
  view: viewPipeline,
  describe: describePipeline,
  invariants: [
    { name: 'a task belongs to an object that runs', holds: (state) => [...state.tasks].every(([id, task]) => state.core.instances.get(id)?.status === 'RUNNING' && state.core.instances.get(id)?.serial === task.serial) },
    { name: 'an object that is over has no runner', holds: (state) => [...state.core.instances.values()].every((instance) => !isOver(instance.status) || instance.runner === null) },
    { name: 'no runner has more tasks than threads', holds: (state) => [...state.core.runners.keys()].every((id) => [...state.core.instances.values()].filter((instance) => instance.runner === id && instance.status === 'RUNNING' && instance.owner === null).length <= state.core.rules.taskThreads) },
  ],
  heldRows(state, visit) {
    for (const node in state.stores) for (const batch of state.stores[node]!) batch.rows.forEach(visit);
    for (const task of state.tasks.values()) for (const { batch } of heldParts(task)) batch.rows.forEach(visit);
    for (const { records } of state.publishing.values()) records.rows.forEach(visit);
  },
};

