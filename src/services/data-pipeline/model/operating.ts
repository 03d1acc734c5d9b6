/** What an operator does to a pipeline, and what may befall it. */
import { parseTime } from '../../../base/calendar.ts';
import type { PlainRecord } from '../../../sim/plainData.ts';
import { activate, begin, deactivate, setStatus, statusCommands, type StatusCommand } from './commands.ts';
import { componentOf, instanceName, objectId, stopped, update } from './core.ts';
import { resourceFailed } from './passes.ts';
import type { Ctx } from './places.ts';
import { closeTask } from './reading.ts';
import { go } from './running.ts';
import type { PipelineState } from './state.ts';

export function tryActivate(state: PipelineState, ctx: Ctx, startTimestamp?: number): void {
  const problem = activatePipeline(state, ctx, startTimestamp);
  if (problem) refuse(ctx, 'ActivatePipeline', problem);
}

/** Answers why not, or undefined. */
function activatePipeline(state: PipelineState, ctx: Ctx, startTimestamp?: number): string | undefined {
  const again = state.core.pipeline === 'INACTIVE' || state.core.pipeline === 'DEACTIVATING';
  const problem = activate(state.core, ctx.startsAt + ctx.now, ctx.limits, startTimestamp);
  if (problem) return problem;
  ctx.trace('pipeline.activated', ctx.nodeId, { state: state.core.pipeline });
  go(state, ctx, (step) => begin(step, again, startTimestamp));
  return undefined;
}

function refuse(ctx: Ctx, operation: string, message: string): void {
  ctx.trace('operation.refused', operation, { operation, code: 'InvalidRequestException', message });
}

/** An operation of the control plane; one that cannot be is told. Answers why not, or undefined. */
export function operate(state: PipelineState, operation: string, request: PlainRecord, ctx: Ctx): string | undefined {
  const problem = control(state, operation, request, ctx);
  if (problem) refuse(ctx, operation, problem);
  return problem;
}

function control(state: PipelineState, operation: string, request: PlainRecord, ctx: Ctx): string | undefined {
  switch (operation) {
    case 'ActivatePipeline': {
      const given = request.startTimestamp;
      const start = given === undefined ? undefined : typeof given === 'string' ? (parseTime(given) ?? NaN) : Number(given) + ctx.startsAt;
      if (Number.isNaN(start)) return 'startTimestamp must be a time such as 2020-01-06T00:00:00.';
      return activatePipeline(state, ctx, start);
    }
    case 'DeactivatePipeline':
      if (state.core.pipeline !== 'SCHEDULED') return `The pipeline is ${state.core.pipeline}.`;
      go(state, ctx, (step) => deactivate(step, request.cancelActive !== false));
      return undefined;
    case 'DeletePipeline':
      if (state.core.pipeline !== 'PENDING') go(state, ctx, (step) => deactivate(step, true));
      return undefined;
    case 'PutKey':
      if (typeof request.Key !== 'string') return 'Key must be a text such as s3://bucket/key.';
      state.keys[request.Key] = ctx.now;
      return undefined;
    default:
      return operateStatus(state, request, ctx);
  }
}

/** SetStatus: on an instance by its AWS name, or on the newest one of a component. */
function operateStatus(state: PipelineState, request: PlainRecord, ctx: Ctx): string | undefined {
  const command = request.status as StatusCommand;
  if (!statusCommands.includes(command)) return `status must be one of ${statusCommands.join(', ')}.`;
  const wanted = request.objectId;
  const found = [...state.core.instances.values()].filter((instance) => instance.component === wanted || objectId(state.core, instance) === wanted || instanceName(instance) === wanted || instance.id === wanted).pop();
  if (!found) return `There is no object of the id ${typeof wanted === 'string' ? wanted : ''}.`;
  let problem: string | undefined;
  go(state, ctx, (step) => {
    problem = setStatus(step, found, command);
  });
  return problem;
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

export function runnerUp(state: PipelineState, id: string, ctx: Ctx): void {
  const runner = state.core.runners.get(id);
  if (!runner || runner.alive) return;
  state.core.runners.set(id, Object.freeze({ ...runner, alive: true }));
  ctx.trace('task-runner.up', id, {});
  // It begins anew and knows nothing of the tasks it had: the service waits for reports that will not come.
  for (const instance of state.core.instances.values()) if (instance.runner === id && instance.status === 'RUNNING') update(state.core, instance, { runner: stopped(id) });
  go(state, ctx);
}

export function fault(state: PipelineState, name: string, target: string | undefined, duration: number | undefined, ctx: Ctx): void {
  if (name === 'task-runner-down') return runnerDown(state, target, duration, ctx);
  if (name === 'activity-fails') {
    state.failingUntil[target ?? '*'] = duration === undefined ? Infinity : ctx.now + duration;
    return;
  }
  const lost = [...state.core.instances.values()].find((instance) => componentOf(state.core, instance.component).category === 'Resource' && (target === undefined || instance.component === target) && (instance.status === 'RUNNING' || instance.status === 'ACTIVATING'));
  if (lost) go(state, ctx, (step) => resourceFailed(step, lost, 'the machine was lost'));
}
