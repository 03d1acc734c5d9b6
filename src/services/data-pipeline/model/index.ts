/**
 * AWS Data Pipeline: a definition that is activated, its objects in every interval of their schedules, preconditions, resources that
 * come and go, Task Runners that poll, retries, cascades and alarms. Simplifications stand in ../README.md.
 */
import { parseTime } from '../../../base/calendar.ts';
import { makeBatch } from '../../../sim/records/recordBatch.ts';
import type { PlainRecord } from '../../../sim/plainData.ts';
import type { ServiceModel } from '../../../sim/serviceModel.ts';
import { BatchWriteItem, Scan } from '../../dynamodb-table/model/operations.ts';
import { Copy } from '../../redshift/model/operations.ts';
import { GetObject, ListObjectsV2, PutObject } from '../../s3-bucket/model/operations.ts';
import { Submit } from '../../sdk-producer/model/operations.ts';
import { activate, checked, deactivate, setStatus, setTaskStatus, statusCommands, type StatusCommand } from './commands.ts';
import { parsePipelineConfig, pipelineFields, type PipelineConfig } from './config.ts';
import { componentOf, instanceName, isOver, isUserManaged, rulesOf, type Effect, type Instance } from './core.ts';
import { fieldOf } from './fieldValues.ts';
import { advance } from './machine.ts';
import { attemptFailed, producersOf, resourceFailed, type Step } from './passes.ts';
import type { Ctx } from './places.ts';
import { answerHolds, check } from './preconditions.ts';
import type { PipelineEvent, PipelineState } from './state.ts';
import { describePipeline, viewPipeline } from './view.ts';
import { beginTask, closeTask, putInto, wasRead, worked, write, written, type Outcome } from './working.ts';

const dayMs = 86_400_000;
/** Data that comes over a time comes in so many parts. */
const sourceParts = 12;
/** A check by a Task Runner takes as long. [SIM] */
const checkMs = 1000;
const keptAlarms = 20;

/** Runs the state machine, does what it asks for, and comes back when something is due. */
function go(state: PipelineState, ctx: Ctx, first?: (step: Step) => void): void {
  const { core } = state;
  const { effects, wake } = advance(core, ctx.startsAt + ctx.now, first);
  const answers: ((step: Step) => void)[] = [];
  for (const effect of effects) perform(state, effect, answers, ctx);
  if (wake !== Infinity) {
    state.wakeRun++;
    ctx.after(Math.max(0, wake - ctx.startsAt - ctx.now), { type: 'wake', run: state.wakeRun });
  }
  if (answers.length > 0) go(state, ctx, (step) => answers.forEach((answer) => answer(step)));
}

function perform(state: PipelineState, effect: Effect, answers: ((step: Step) => void)[], ctx: Ctx): void {
  switch (effect.type) {
    case 'tell':
      if (effect.event === 'attempt.started') ctx.bill('ActivityAttempts', 1);
      return ctx.trace(effect.event, effect.subject, effect.detail);
    case 'count':
      return ctx.count(effect.metric, effect.value);
    case 'used': {
      const { type } = componentOf(state.core, state.core.instances.get(effect.instance)?.component ?? effect.instance.slice(1).split('#')[0]!);
      ctx.count('ResourceSeconds', effect.ms / 1000);
      return ctx.bill(type === 'EmrCluster' ? 'EmrClusterHours' : 'Ec2InstanceHours', effect.ms / 3_600_000);
    }
    case 'drop':
      if (state.tasks.get(effect.instance)?.serial === effect.serial) closeTask(state, effect.instance, ctx);
      return;
    case 'alarm':
      return sendAlarm(state, effect, ctx);
    case 'check': {
      const instance = state.core.instances.get(effect.instance);
      if (!instance || instance.serial !== effect.serial) return;
      const holds = check(state, instance, ctx);
      if (holds !== undefined) answers.push((step) => checked(step, effect.instance, effect.serial, holds));
      return;
    }
    case 'task': {
      const instance = state.core.instances.get(effect.instance);
      if (!instance || instance.serial !== effect.serial || instance.status !== 'RUNNING') return;
      if (instance.owner !== null) ctx.after(checkMs, { type: 'worked', id: instance.id, serial: instance.serial });
      else beginTask(state, instance, ctx);
    }
  }
}

function sendAlarm(state: PipelineState, effect: Extract<Effect, { type: 'alarm' }>, ctx: Ctx): void {
  const about = state.core.instances.get(effect.about);
  if (!about) return;
  const field = (name: string) => fieldOf(state.core, about, effect.action, name, about) ?? '';
  const alarm = { atMs: ctx.now, topicArn: field('topicArn'), subject: field('subject'), message: field('message') };
  state.alarms = Object.freeze([...state.alarms, Object.freeze(alarm)].slice(-keptAlarms));
  state.alarmsSent++;
  ctx.count('AlarmsSent', 1);
  ctx.trace('alarm.sent', effect.action, { object: about.component, why: effect.why, subject: alarm.subject, message: alarm.message });
}

/** Tells the service how a task ended, and cleans up after it. */
function conclude(state: PipelineState, id: string, serial: number, outcome: Outcome, ctx: Ctx): void {
  if (outcome === undefined) return;
  closeTask(state, id, ctx);
  go(state, ctx, (step) => setTaskStatus(step, id, serial, outcome.status, outcome.reason));
}

/** The instance of a task that is still its runner's; a dead runner's work came to nothing. */
function taskOf(state: PipelineState, about: { readonly id: string; readonly serial: number }): Instance | undefined {
  const instance = state.core.instances.get(about.id);
  if (!instance || instance.serial !== about.serial || instance.status !== 'RUNNING') return undefined;
  if (instance.owner === null && state.tasks.get(about.id)?.serial !== about.serial) return undefined;
  return state.core.runners.get(instance.runner ?? '')?.alive ? instance : undefined;
}

/** One day's data of a source: the moment at which it is complete is drawn when the day begins. */
function sourceDay(state: PipelineState, index: number, day: number, ctx: Ctx): void {
  const source = state.config.sources[index]!;
  const readyAt = day * dayMs + ctx.rng.int(source.readyFrom, source.readyTo);
  state.sources[index] = Object.freeze({ day, readyAt });
  const from = source.from === null ? readyAt : day * dayMs + source.from;
  const parts = source.from === null ? 1 : sourceParts;
  for (let part = 1; part <= parts; part++) ctx.after(Math.max(0, from + Math.floor(((readyAt - from) * part) / parts) - ctx.now), { type: 'source', source: index, day, part });
}

function sourcePart(state: PipelineState, event: Extract<PipelineEvent, { type: 'source' }>, ctx: Ctx): void {
  const source = state.config.sources[event.source]!;
  if (event.part === 0) return sourceDay(state, event.source, event.day, ctx);
  const parts = source.from === null ? 1 : sourceParts;
  const count = Math.floor((source.records * event.part) / parts) - Math.floor((source.records * (event.part - 1)) / parts);
  if (count > 0) {
    const rows = new Uint32Array(count);
    const key = ctx.keys.intern(source.node);
    for (let i = 0; i < count; i++) rows[i] = ctx.records.birth(ctx.now, key, source.recordBytes, state.rowClass);
    putInto(state, source.node, makeBatch({ count, rows, keys: new Uint32Array(count).fill(key), bytes: new Uint32Array(count).fill(source.recordBytes) }));
  }
  if (event.part < parts) return;
  ctx.trace('source.ready', source.node, { node: source.node, day: event.day + 1 });
  ctx.after((event.day + 1) * dayMs - ctx.now, { type: 'source', source: event.source, day: event.day + 1, part: 0 });
}

/** The data node that takes a wired traffic: as told, or the first that is read and that no activity writes. */
function trafficNode(state: PipelineState): string {
  if (state.config.trafficInto !== '') return state.config.trafficInto;
  const { components } = state.core.definition;
  const input = components.find((component) => component.category === 'DataNode' && producersOf(state.core, component).length === 0 && components.some((other) => other.category === 'Activity' && other.refs.input?.includes(component.id)));
  return input?.id ?? 'nowhere';
}

function tryActivate(state: PipelineState, ctx: Ctx, startTimestamp?: number): void {
  const problem = activate(state.core, ctx.startsAt + ctx.now, ctx.limits, startTimestamp);
  if (problem) return refuse(ctx, 'ActivatePipeline', problem);
  ctx.trace('pipeline.activated', ctx.nodeId, { state: state.core.pipeline });
  go(state, ctx);
}

function refuse(ctx: Ctx, operation: string, message: string): void {
  ctx.trace('operation.refused', operation, { operation, code: 'InvalidRequestException', message });
}

function operate(state: PipelineState, operation: string, request: PlainRecord, ctx: Ctx): void {
  switch (operation) {
    case 'ActivatePipeline': {
      const given = request.startTimestamp;
      const start = given === undefined ? undefined : typeof given === 'string' ? (parseTime(given) ?? NaN) : Number(given) + ctx.startsAt;
      if (Number.isNaN(start)) return refuse(ctx, operation, 'startTimestamp must be a time such as 2020-01-06T00:00:00.');
      return tryActivate(state, ctx, start);
    }
    case 'DeactivatePipeline':
      if (state.core.pipeline !== 'SCHEDULED') return refuse(ctx, operation, `The pipeline is ${state.core.pipeline}.`);
      return go(state, ctx, (step) => deactivate(step, request.cancelActive !== false));
    case 'PutKey':
      if (typeof request.Key !== 'string') return refuse(ctx, operation, 'Key must be a text such as s3://bucket/key.');
      state.keys[request.Key] = ctx.now;
      return;
    default:
      return operateStatus(state, request, ctx);
  }
}

/** SetStatus: on an instance by its AWS name, or on the newest one of a component. */
function operateStatus(state: PipelineState, request: PlainRecord, ctx: Ctx): void {
  const command = request.status as StatusCommand;
  if (!statusCommands.includes(command)) return refuse(ctx, 'SetStatus', `status must be one of ${statusCommands.join(', ')}.`);
  const wanted = request.objectId;
  const found = [...state.core.instances.values()].filter((instance) => instance.component === wanted || instanceName(instance) === wanted || instance.id === wanted).pop();
  if (!found) return refuse(ctx, 'SetStatus', `There is no object of the id ${typeof wanted === 'string' ? wanted : ''}.`);
  let problem: string | undefined;
  go(state, ctx, (step) => {
    problem = setStatus(step, found, command);
  });
  if (problem) refuse(ctx, 'SetStatus', problem);
}

function runnerDown(state: PipelineState, target: string | undefined, duration: number | undefined, ctx: Ctx): void {
  const runner = [...state.core.runners.values()].find((each) => (target === undefined ? each.workerGroup !== null : each.id === target)) ?? (target === undefined ? [...state.core.runners.values()][0] : undefined);
  if (!runner?.alive) return;
  state.core.runners.set(runner.id, Object.freeze({ ...runner, alive: false, pollUntil: null }));
  for (const instance of state.core.instances.values()) if (instance.runner === runner.id && instance.status === 'RUNNING') closeTask(state, instance.id, ctx);
  ctx.trace('task-runner.down', runner.id, {});
  if (duration !== undefined) ctx.after(duration, { type: 'runner-up', runner: runner.id });
  go(state, ctx);
}

function runnerUp(state: PipelineState, id: string, ctx: Ctx): void {
  const runner = state.core.runners.get(id);
  if (!runner || runner.alive) return;
  state.core.runners.set(id, Object.freeze({ ...runner, alive: true }));
  ctx.trace('task-runner.up', id, {});
  go(state, ctx, (step) => {
    // It begins anew and knows nothing of the tasks it had: the service takes them for failed.
    for (const instance of step.core.instances.values()) if (instance.runner === id && instance.status === 'RUNNING') attemptFailed(step, instance, 'the Task Runner was started again');
  });
}

function fault(state: PipelineState, name: string, target: string | undefined, duration: number | undefined, ctx: Ctx): void {
  if (name === 'task-runner-down') return runnerDown(state, target, duration, ctx);
  if (name === 'activity-fails') {
    state.failingUntil[target ?? '*'] = duration === undefined ? Infinity : ctx.now + duration;
    return;
  }
  const lost = [...state.core.instances.values()].find((instance) => componentOf(state.core, instance.component).category === 'Resource' && (target === undefined || instance.component === target) && (instance.status === 'RUNNING' || instance.status === 'ACTIVATING'));
  if (lost) go(state, ctx, (step) => resourceFailed(step, lost, 'the machine was lost'));
}

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
    const state: PipelineState = {
      config,
      core: {
        definition: config.definition,
        rules: rulesOf(ctx.limits, { ec2: config.ec2StartUp, emr: config.emrStartUp }),
        pipeline: 'PENDING',
        activatedAt: 0,
        timings: {},
        next: {},
        onDemand: [],
        instances: new Map(),
        runners: new Map(config.taskRunners.map((runner) => [runner.id, Object.freeze({ id: runner.id, workerGroup: runner.workerGroup, resource: null, alive: true, pollUntil: null, heartbeatAt: ctx.startsAt })])),
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
      rowClass: ctx.payloads.addClasses(ctx.nodeId, [null]),
      nextObject: 1,
    };
    config.sources.forEach((_, i) => sourceDay(state, i, 0, ctx));
    if (config.activation === 'at-start') tryActivate(state, ctx);
    else go(state, ctx);
    return state;
  },
  onCall(state, call, ctx) {
    if (Submit.is(call)) putInto(state, trafficNode(state), call.request.records);
    else ctx.trace('call.unknown', call.operation, {});
  },
  onEvent(state, event, ctx) {
    switch (event.type) {
      case 'wake':
        if (event.run === state.wakeRun) go(state, ctx);
        return;
      case 'source':
        return sourcePart(state, event, ctx);
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
    } else if (what.type === 'operate') operate(state, what.operation, what.request, ctx);
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
    for (const task of state.tasks.values()) for (const batch of task.batches) batch.rows.forEach(visit);
  },
};

