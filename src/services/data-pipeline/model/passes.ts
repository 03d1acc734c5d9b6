/** One pass of the state machine: how objects change, end and are tried again. */
import type { Component } from './definition.ts';
import { componentOf, instanceId, instanceName, isOver, numberOf, periodOf, preconditionId, sameTime, silent, stopped, update, type Core, type Effect, type Instance, type Status } from './core.ts';
import { intervalAt } from './schedule.ts';

/** One call of `advance`: what it has found out so far. */
export interface Step {
  readonly core: Core;
  readonly now: number;
  readonly effects: Effect[];
  wake: number;
  changed: boolean;
}

export function tell(step: Step, event: string, instance: Instance, detail: { readonly [key: string]: string | number } = {}): void {
  step.effects.push({ type: 'tell', event, subject: instance.component, detail: { instance: instanceName(instance), ...detail } });
}

/** Comes back at this time, if it lies ahead; answers whether it has come. */
export function reached(step: Step, at: number): boolean {
  if (at <= step.now) return true;
  step.wake = Math.min(step.wake, at);
  return false;
}

export function change(step: Step, instance: Instance, changes: Partial<Instance>): Instance {
  step.changed = true;
  return update(step.core, instance, changes);
}

const eventOf: { readonly [S in Status]?: string } = { FINISHED: 'object.finished', FAILED: 'object.failed', CANCELED: 'object.canceled', CASCADE_FAILED: 'object.cascade-failed', TIMEDOUT: 'resource.timed-out', SKIPPED: 'object.skipped' };

/** Brings an instance to its end: tells it, fires its actions, and cancels the preconditions of what did not end well. */
export function end(step: Step, instance: Instance, status: Status, reason = ''): void {
  const component = componentOf(step.core, instance.component);
  if (instance.status === 'RUNNING' && instance.runner !== null) step.effects.push({ type: 'drop', instance: instance.id, serial: instance.serial });
  if (component.category === 'Resource' && instance.attemptAt !== null && instance.endedAt === null) step.effects.push({ type: 'used', instance: instance.id, ms: step.now - instance.attemptAt });
  change(step, instance, { status, reason, endedAt: step.now, runner: null, checking: false, wanted: false, serial: instance.serial + 1 });
  const key = `${instance.component} ${status}`;
  step.core.ended[key] = (step.core.ended[key] ?? 0) + 1;
  if (component.category === 'Activity' || status !== 'FINISHED') tell(step, eventOf[status] ?? 'object.finished', instance, reason ? { reason, attempts: instance.attempts } : { attempts: instance.attempts });
  if (status === 'FINISHED') act(step, component, instance, 'onSuccess');
  else if (status === 'FAILED' || status === 'CASCADE_FAILED' || status === 'TIMEDOUT') act(step, component, instance, 'onFail');
  if (component.category === 'Resource') takeRunner(step, instance);
  if (status === 'FINISHED') return;
  for (const id of component.refs.precondition ?? []) {
    const precondition = step.core.instances.get(preconditionId(id, instance.id));
    if (precondition && !isOver(precondition.status)) end(step, precondition, 'CANCELED', `${instance.component} is ${status}`);
  }
}

/** A resource has no Task Runner any more: its tasks wait for a place to work again. */
function takeRunner(step: Step, resource: Instance): void {
  const { core } = step;
  core.runners.delete(resource.id);
  for (const task of core.instances.values()) {
    if ((task.runner !== resource.id && task.runner !== stopped(resource.id)) || task.status !== 'RUNNING') continue;
    step.effects.push({ type: 'drop', instance: task.id, serial: task.serial });
    change(step, task, { status: 'WAITING_ON_DEPENDENCIES', runner: null, reportedAt: null, attemptAt: null, serial: task.serial + 1 });
  }
}

/** The work of a resource is done: it is billed no longer, and gone after a while. */
export function shutDown(step: Step, resource: Instance, reason = ''): void {
  if (resource.status === 'SHUTTING_DOWN') return;
  if (resource.attemptAt === null || step.core.rules.shutDownMs === 0) return end(step, resource, 'FINISHED', reason);
  takeRunner(step, resource);
  step.effects.push({ type: 'used', instance: resource.id, ms: step.now - resource.attemptAt });
  change(step, resource, { status: 'SHUTTING_DOWN', reason, attemptAt: null, wanted: false, notBefore: step.now + step.core.rules.shutDownMs });
}

export function act(step: Step, component: Component, instance: Instance, why: 'onFail' | 'onSuccess' | 'onLateAction'): void {
  for (const action of component.refs[why] ?? []) {
    if (componentOf(step.core, action).type !== 'Terminate') {
      step.effects.push({ type: 'alarm', action, about: instance.id, why });
      continue;
    }
    const now = step.core.instances.get(instance.id)!;
    if (!isOver(now.status)) end(step, now, 'CANCELED', `terminated by ${action}`);
  }
}

/** An attempt is over without success: another one after the delay, or the end. */
export function attemptFailed(step: Step, instance: Instance, reason: string, runner = instance.runner): void {
  const component = componentOf(step.core, instance.component);
  if (instance.status === 'RUNNING' && instance.runner !== null) step.effects.push({ type: 'drop', instance: instance.id, serial: instance.serial });
  if (instance.owner !== null) {
    // A check that came to nothing is made again: it has no retries to use up.
    change(step, instance, { status: 'WAITING_ON_DEPENDENCIES', notBefore: step.now + periodOf(component, 'retryDelay', silent.recheckMs), runner: null, reportedAt: null, serial: instance.serial + 1 });
    return;
  }
  const resource = resourceFor(step.core, component, instance);
  if (resource && componentOf(step.core, resource.component).texts.actionOnTaskFailure?.[0] === 'terminate' && !isOver(resource.status)) shutDown(step, resource, 'terminated because its task failed');
  if (instance.attempts > numberOf(component, 'maximumRetries', silent.retries)) return end(step, { ...instance, runner: null }, 'FAILED', reason);
  const delay = periodOf(component, 'retryDelay', silent.retryDelayMs);
  const earlier = Object.freeze([...instance.earlier, Object.freeze({ startedAt: instance.attemptAt, endedAt: step.now, runner, reason })]);
  change(step, instance, { status: 'WAITING_ON_DEPENDENCIES', notBefore: step.now + delay, runner: null, reportedAt: null, attemptAt: null, serial: instance.serial + 1, reason, earlier });
  tell(step, 'attempt.failed', instance, { attempt: instance.attempts, reason, retryInMs: delay });
}

/** The instance of another component in the same interval: there, over and forgotten, or not made yet. */
export function partner(core: Core, id: string, of: Instance): Instance | 'forgotten' | 'not-yet' {
  const component = componentOf(core, id);
  const k = sameTime(core, component, of, intervalAt);
  if (k < 0) return 'forgotten';
  return core.instances.get(instanceId(id, k)) ?? (k < (core.next[id]?.k ?? 0) ? 'forgotten' : 'not-yet');
}

export function resourceFor(core: Core, component: Component, instance: Instance): Instance | undefined {
  const id = component.refs.runsOn?.[0];
  if (id === undefined) return undefined;
  const of = instance.owner === null ? instance : core.instances.get(instance.owner)!;
  const found = partner(core, id, of);
  return typeof found === 'string' ? undefined : found;
}

/** A resource that could not start, or died: it is started again, with its tasks, or it has failed. */
export function resourceFailed(step: Step, instance: Instance, reason: string): void {
  const { core, now } = step;
  const component = componentOf(core, instance.component);
  step.effects.push({ type: 'used', instance: instance.id, ms: now - (instance.attemptAt ?? now) });
  const again = component.texts.actionOnResourceFailure?.[0] !== 'retryNone' && instance.attempts <= numberOf(component, 'maximumRetries', silent.retries);
  takeRunner(step, instance);
  if (!again) return end(step, { ...instance, attemptAt: null }, 'FAILED', reason);
  const delay = periodOf(component, 'retryDelay', silent.retryDelayMs);
  change(step, instance, { status: 'WAITING_ON_DEPENDENCIES', notBefore: now + delay, attemptAt: null, reason });
  tell(step, 'resource.lost', instance, { reason, retryInMs: delay });
}

export function producersOf(core: Core, node: Component): readonly string[] {
  return core.definition.components.filter((other) => other.category === 'Activity' && other.refs.output?.includes(node.id)).map((other) => other.id);
}

