/** What each kind of object does with its time: activities, data nodes, preconditions and resources that wait, run and end. */
import type { Component } from './definition.ts';
import { hasFailed, isCascade, isOver, isUserManaged, periodOf, preconditionId, timingOf, type Core, type Instance } from './core.ts';
import { act, attemptFailed, change, end, partner, producersOf, reached, resourceFailed, resourceFor, shutDown, tell, type Step } from './passes.ts';
import { interval } from './schedule.ts';

type Readiness = 'ready' | 'waiting' | 'failed';

function readiness(core: Core, component: Component, instance: Instance): { readonly state: Readiness; readonly on: string } {
  let waitsFor = '';
  for (const id of component.refs.precondition ?? []) {
    const precondition = core.instances.get(preconditionId(id, instance.id));
    if (precondition && precondition.status !== 'FINISHED') waitsFor ||= id;
  }
  const others = component.category === 'DataNode' ? [...producersOf(core, component), ...(component.refs.dependsOn ?? [])] : [...(component.refs.input ?? []), ...(component.refs.dependsOn ?? [])];
  for (const id of others) {
    const other = partner(core, id, instance);
    if (other === 'forgotten') continue;
    if (other === 'not-yet') waitsFor ||= id;
    else if (hasFailed(other.status)) return { state: 'failed', on: id };
    else if (other.status !== 'FINISHED' && other.status !== 'SKIPPED') waitsFor ||= id;
  }
  return { state: waitsFor === '' ? 'ready' : 'waiting', on: waitsFor };
}

function failedPrecondition(core: Core, component: Component, instance: Instance): string | undefined {
  return component.refs.precondition?.find((id) => core.instances.get(preconditionId(id, instance.id))?.status === 'FAILED');
}

/** Tells, once, what has not started some time after it was due. */
export function noteLate(step: Step, component: Component, instance: Instance): void {
  const after = periodOf(component, 'lateAfterTimeout', Infinity);
  if (after === Infinity || instance.lateTold || instance.startedAt !== null || step.core.definition.onDemand) return;
  if (!reached(step, instance.dueAt + after)) return;
  const told = change(step, instance, { lateTold: true });
  tell(step, 'object.late', told, { afterMs: after });
  act(step, component, told, 'onLateAction');
}

/** Data nodes and activities that wait: what they wait for, and whether it has failed. True when everything is there. */
export function dependenciesMet(step: Step, component: Component, instance: Instance): boolean {
  const { core } = step;
  const precondition = failedPrecondition(core, component, instance);
  if (precondition !== undefined) {
    end(step, instance, 'FAILED', `precondition ${precondition} failed`);
    return false;
  }
  const { state, on } = readiness(core, component, instance);
  if (state === 'failed' && isCascade(component)) end(step, instance, 'CASCADE_FAILED', `failed on ${on}`);
  return state === 'ready';
}

/** Why an activity was canceled whose resource came to a bad end. */
export const resourceGone = (resource: Instance) => `${resource.component} is ${resource.status}`;

/** Whether the place of work is there: a resource that runs, or a worker group. Asks for the resource where it is not. */
function placeReady(step: Step, component: Component, instance: Instance): boolean {
  if (component.refs.runsOn === undefined) return true;
  const resource = resourceFor(step.core, component, instance);
  if (!resource) return false;
  if (resource.status === 'RUNNING') return true;
  if (hasFailed(resource.status)) {
    // Without cascade, what depends on something that failed waits. What ran out of time takes its work with it.
    if (component.category === 'Activity' && (isCascade(component) || resource.status === 'TIMEDOUT')) end(step, instance, 'CANCELED', resourceGone(resource));
    return false;
  }
  if (resource.status === 'SHUTTING_DOWN' || resource.status === 'SKIPPED') return false;
  if (!resource.wanted || resource.status === 'FINISHED') change(step, resource, resource.status === 'FINISHED' ? { wanted: true, status: 'WAITING_ON_DEPENDENCIES', endedAt: null, attempts: 0, attemptAt: null } : { wanted: true });
  return false;
}

export function stepActivity(step: Step, component: Component, now: Instance): void {
  if (now.status === 'WAITING_ON_DEPENDENCIES') {
    if (!reached(step, Math.max(now.dueAt, now.notBefore)) || !dependenciesMet(step, component, now) || !placeReady(step, component, now)) return;
    change(step, now, { status: 'WAITING_FOR_RUNNER' });
  } else if (now.status === 'WAITING_FOR_RUNNER') {
    if (!placeReady(step, component, now) && !isOver(step.core.instances.get(now.id)!.status)) change(step, now, { status: 'WAITING_ON_DEPENDENCIES' });
  } else if (now.status === 'RUNNING') watchTask(step, component, now);
}

/** A task under way: too long, too quiet, or never begun. */
function watchTask(step: Step, component: Component, instance: Instance): void {
  const { core, now } = step;
  const timeout = periodOf(component, 'attemptTimeout', Infinity);
  if (timeout !== Infinity && reached(step, instance.attemptAt! + timeout)) return attemptFailed(step, instance, `attemptTimeout of ${timeout / 60_000} minutes passed`);
  const runner = core.runners.get(instance.runner ?? '');
  if (runner?.alive) {
    const next = (instance.reportedAt ?? instance.attemptAt!) + core.rules.reportEveryMs;
    if (reached(step, next)) {
      step.effects.push({ type: 'count', metric: 'ReportTaskProgress', value: 1 });
      change(step, instance, { reportedAt: now });
      reached(step, now + core.rules.reportEveryMs);
    }
    return;
  }
  if (instance.reportedAt === null) {
    if (!reached(step, instance.attemptAt! + core.rules.firstReportMs)) return;
    step.effects.push({ type: 'drop', instance: instance.id, serial: instance.serial });
    tell(step, 'task.reassigned', instance, { runner: instance.runner ?? '' });
    change(step, instance, { status: 'WAITING_FOR_RUNNER', runner: null, attempts: instance.attempts - 1, serial: instance.serial + 1 });
    return;
  }
  const quiet = periodOf(component, 'reportProgressTimeout', core.rules.silenceMs);
  if (!reached(step, instance.reportedAt + quiet)) return;
  tell(step, 'task.stalled', instance, { runner: instance.runner ?? '', silentMs: now - instance.reportedAt });
  attemptFailed(step, instance, `no progress report for ${quiet / 60_000} minutes`);
}

export function stepPrecondition(step: Step, component: Component, instance: Instance): void {
  const timeout = periodOf(component, 'preconditionTimeout', Infinity);
  if (timeout !== Infinity && reached(step, instance.dueAt > instance.createdAt ? instance.dueAt + timeout : instance.createdAt + timeout)) return end(step, instance, 'FAILED', `preconditionTimeout of ${timeout / 60_000} minutes passed`);
  if (instance.status === 'RUNNING' && instance.runner !== null) return watchTask(step, component, instance);
  if (instance.checking || !reached(step, instance.notBefore)) return;
  if (isUserManaged(component)) {
    const ready = placeReady(step, component, instance);
    if (ready && instance.status !== 'WAITING_FOR_RUNNER') change(step, instance, { status: 'WAITING_FOR_RUNNER' });
    return;
  }
  const checked = change(step, instance, { status: 'RUNNING', checking: true, startedAt: instance.startedAt ?? step.now });
  step.effects.push({ type: 'check', instance: checked.id, serial: checked.serial });
}

/** Whether an activity or precondition may still need a resource's instance. */
function stillNeeded(core: Core, resource: Instance): boolean {
  for (const component of core.definition.components) {
    if (component.refs.runsOn?.[0] !== resource.component || component.category === 'Resource') continue;
    if (component.category !== 'Activity') {
      // Preconditions live as long as their owners wait.
      for (const instance of core.instances.values()) if (instance.component === component.id && !isOver(instance.status) && resourceFor(core, component, instance)?.id === resource.id) return true;
      continue;
    }
    for (const instance of core.instances.values()) if (instance.component === component.id && !isOver(instance.status) && resourceFor(core, component, instance)?.id === resource.id) return true;
    if (core.definition.onDemand) {
      if ((core.next[component.id]?.k ?? 0) <= resource.k) return true;
      continue;
    }
    const timing = timingOf(core, component);
    const upcoming = timing && core.pipeline === 'SCHEDULED' ? interval(timing, core.next[component.id]?.k ?? 0) : undefined;
    if (upcoming && upcoming.start < resource.scheduledEnd && upcoming.start >= resource.scheduledStart) return true;
    if (upcoming && upcoming.start < resource.scheduledStart) return true;
  }
  return false;
}

export function stepResource(step: Step, component: Component, instance: Instance): void {
  const { core, now } = step;
  const startUp = component.type === 'EmrCluster' ? core.rules.emrStartUpMs : core.rules.ec2StartUpMs;
  const life = periodOf(component, 'terminateAfter', Infinity);
  if (instance.attemptAt !== null && life !== Infinity && reached(step, instance.attemptAt + life)) return end(step, instance, 'TIMEDOUT', `terminateAfter of ${life / 60_000} minutes passed`);
  if (instance.status === 'SHUTTING_DOWN') {
    if (reached(step, instance.notBefore)) end(step, instance, 'FINISHED', instance.reason);
    return;
  }
  if (!stillNeeded(core, instance)) return shutDown(step, instance);
  const patience = periodOf(component, 'initTimeout', Infinity);
  if (instance.status === 'ACTIVATING' && patience < startUp && reached(step, instance.attemptAt! + patience)) return resourceFailed(step, instance, `initTimeout of ${patience / 60_000} minutes passed`);
  if (instance.status === 'WAITING_ON_DEPENDENCIES' && instance.wanted && reached(step, instance.notBefore)) {
    change(step, instance, { status: 'ACTIVATING', attempts: instance.attempts + 1, attemptAt: now, startedAt: now });
    tell(step, 'resource.starting', instance, { startUpMs: startUp });
  } else if (instance.status === 'ACTIVATING' && reached(step, instance.attemptAt! + startUp)) {
    change(step, instance, { status: 'RUNNING' });
    core.runners.set(instance.id, Object.freeze({ id: instance.id, workerGroup: null, resource: instance.id, alive: true, pollUntil: null, heartbeatAt: now }));
    tell(step, 'resource.running', instance);
  }
}

