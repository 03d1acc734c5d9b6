/** The state machine inside the node: what it asks for is done, and it is woken when something is due. */
import { checked, setTaskStatus } from './commands.ts';
import { componentOf, type Effect, type Instance } from './core.ts';
import { sendAlarm } from './alarms.ts';
import { advance } from './machine.ts';
import type { Step } from './passes.ts';
import type { Ctx } from './places.ts';
import { answerPoll } from './polling.ts';
import { check } from './preconditions.ts';
import { beginTask, closeTask } from './reading.ts';
import type { Outcome, PipelineState } from './state.ts';

/** A check by a Task Runner takes as long. [SIM] */
const checkMs = 1000;

/** Runs the state machine, does what it asks for, and comes back when something is due. */
export function go(state: PipelineState, ctx: Ctx, first?: (step: Step) => void): void {
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
      if (effect.poll !== undefined) return answerPoll(state, effect.poll, instance, ctx);
      if (instance.owner !== null) ctx.after(checkMs, { type: 'worked', id: instance.id, serial: instance.serial });
      else beginTask(state, instance, ctx);
    }
  }
}

/** Tells the service how a task ended, and cleans up after it. */
export function conclude(state: PipelineState, id: string, serial: number, outcome: Outcome, ctx: Ctx): void {
  if (outcome === undefined) return;
  closeTask(state, id, ctx);
  go(state, ctx, (step) => setTaskStatus(step, id, serial, outcome.status, outcome.reason));
}

/** The instance of a task that is still its runner's; a dead runner's work came to nothing. */
export function taskOf(state: PipelineState, about: { readonly id: string; readonly serial: number }): Instance | undefined {
  const instance = state.core.instances.get(about.id);
  if (!instance || instance.serial !== about.serial || instance.status !== 'RUNNING') return undefined;
  if (instance.owner === null && state.tasks.get(about.id)?.serial !== about.serial) return undefined;
  return state.core.runners.get(instance.runner ?? '')?.alive ? instance : undefined;
}
