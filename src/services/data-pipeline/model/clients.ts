/** Calls of clients: of people who make and watch pipelines, and of Task Runners that nobody here wrote. */
import { awsError } from '../../../aws/awsError.ts';
import type { Call } from '../../../sim/calls.ts';
import { setTaskStatus } from './commands.ts';
import { componentOf, isOver, objectId, update, type Core, type Instance } from './core.ts';
import { evaluateText, valueText } from './expressions.ts';
import { lookupFor } from './fieldValues.ts';
import { operate } from './operating.ts';
import { Control, Define, DescribeObjects, EndPoll, Evaluate, PollForTask, ReportTaskProgress, SetTaskStatus, type DescribedAttempt, type DescribedInstance, type PollRequest, type TaskRef } from './operations.ts';
import type { Ctx } from './places.ts';
import { hostnameOf, isClient, runnerOf } from './polling.ts';
import { define } from './redefining.ts';
import { go } from './running.ts';
import type { PipelineState } from './state.ts';

/** Answers a call of a client; false when it is none. */
export function answerClient(state: PipelineState, call: Call, ctx: Ctx): boolean {
  const refuse = (message: string, code = 'InvalidRequestException') => ctx.reply(call, { ok: false, error: awsError(code, message) });
  if (Define.is(call)) ctx.reply(call, { ok: true, response: define(state, call.request, ctx) });
  else if (Control.is(call)) {
    const problem = operate(state, call.request.operation, call.request.request, ctx);
    if (problem === undefined) ctx.reply(call, { ok: true, response: null });
    else refuse(problem);
  } else if (DescribeObjects.is(call)) {
    const { core } = state;
    ctx.reply(call, { ok: true, response: { state: core.pipeline, components: core.definition.components, instances: [...core.instances.values()].map((instance) => described(core, instance)) } });
  } else if (Evaluate.is(call)) {
    const { object, expression } = call.request;
    const instance = [...state.core.instances.values()].filter((each) => objectId(state.core, each) === object).pop();
    const component = instance?.component ?? state.core.definition.components.find(({ id }) => id === object)?.id;
    if (component === undefined) refuse(`There is no object of the id ${object}.`);
    else {
      const value = evaluateText(expression, lookupFor(state.core, instance, component, instance?.owner ? state.core.instances.get(instance.owner) : undefined));
      if (value.ok) ctx.reply(call, { ok: true, response: { text: valueText(value.value) } });
      else refuse(`The expression cannot be evaluated: at character ${value.error.position + 1}, ${value.error.problem}`);
    }
  } else if (PollForTask.is(call)) beginPoll(state, call, call.request, ctx);
  else if (EndPoll.is(call)) {
    if (call.request.task) giveBack(state, call.request.task, ctx);
    pollEnded(state, call.request.poll, ctx);
    ctx.reply(call, { ok: true, response: null });
  } else if (ReportTaskProgress.is(call)) {
    const instance = taskIn(state.core, call.request);
    if (instance === undefined) refuse('The task was not found.', 'TaskNotFoundException');
    else {
      ctx.count('ReportTaskProgress', 1);
      const mine = instance.serial === call.request.serial && instance.status === 'RUNNING';
      if (mine) go(state, ctx, ({ core, now }) => void update(core, instance, { reportedAt: now }));
      ctx.reply(call, { ok: true, response: { canceled: !mine } });
    }
  } else if (SetTaskStatus.is(call)) {
    const { key, serial, status, reason } = call.request;
    if (taskIn(state.core, call.request) === undefined) refuse('The task was not found.', 'TaskNotFoundException');
    else {
      go(state, ctx, (step) => setTaskStatus(step, key, serial, status, reason));
      ctx.reply(call, { ok: true, response: null });
    }
  } else return false;
  return true;
}

/** The instance that a task was of; its serial tells whether it still is. */
function taskIn({ instances }: Core, { key, serial }: TaskRef): Instance | undefined {
  const instance = instances.get(key);
  return instance && serial <= instance.serial ? instance : undefined;
}

function beginPoll(state: PipelineState, call: Call<PollRequest>, { poll, workerGroup, hostname, wait }: PollRequest, ctx: Ctx): void {
  ctx.count('PollForTask', 1);
  state.waiting.set(poll, call);
  state.core.polls = [...state.core.polls, Object.freeze({ id: poll, runner: runnerOf(hostname), workerGroup })];
  go(state, ctx);
  if (!state.waiting.has(poll)) return;
  if (wait > 0) ctx.after(wait, { type: 'poll-ended', poll });
  else pollEnded(state, poll, ctx);
}

/** Nothing came: the poll is answered with nothing. */
export function pollEnded(state: PipelineState, poll: number, ctx: Ctx): void {
  const call = state.waiting.get(poll);
  if (!call) return;
  state.waiting.delete(poll);
  state.core.polls = state.core.polls.filter(({ id }) => id !== poll);
  ctx.reply(call, { ok: true, response: { task: null } });
}

/** The client had been given another task meanwhile. */
function giveBack(state: PipelineState, { key, serial }: TaskRef, ctx: Ctx): void {
  const instance = state.core.instances.get(key);
  if (instance?.serial !== serial || instance.status !== 'RUNNING' || !isClient(instance.runner)) return;
  go(state, ctx, ({ core }) => void update(core, instance, { status: 'WAITING_FOR_RUNNER', runner: null, attempts: instance.attempts - 1, attemptAt: null, serial: serial + 1 }));
}

function described(core: Core, instance: Instance): DescribedInstance {
  const { component, status, scheduledStart, scheduledEnd, createdAt, startedAt, endedAt, reason, earlier, attempts, attemptAt, runner } = instance;
  const past = earlier.map(({ startedAt: began, endedAt: over, runner: by, reason: why }, i): DescribedAttempt => ({ number: i + 1, status: 'FAILED', startedAt: began, endedAt: over, hostname: hostnameOf(by), reason: why }));
  const waits = !isOver(status) && attempts <= earlier.length;
  const now: DescribedAttempt[] = attempts === 0 || waits || componentOf(core, component).category === 'Precondition' ? [] : [{ number: attempts, status, startedAt: attemptAt, endedAt, hostname: hostnameOf(runner), reason }];
  return { id: objectId(core, instance), component, status, scheduledStart, scheduledEnd, createdAt, startedAt, endedAt, reason, attempts: [...past, ...now] };
}
