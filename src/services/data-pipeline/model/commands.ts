/** What a person or a Task Runner does to a pipeline: each is a first step of an `advance`. */
import { parseTime } from '../../../base/calendar.ts';
import type { Limits } from '../../../sim/limits.ts';
import { componentOf, isCascade, isOver, isScheduled, numberOf, periodOf, preconditionId, silent, timingOf, update, type Core, type Instance } from './core.ts';
import { attemptFailed, end, producersOf, resourceFor, type Step } from './passes.ts';
import { parsePeriod } from './period.ts';
import { activationProblem, interval, intervalAt, type Timing } from './schedule.ts';

/** Timings of all schedules, with `FIRST_ACTIVATION_DATE_TIME` put in. */
export function timingsOf(core: Pick<Core, 'definition'>, activatedAt: number): { [schedule: string]: Timing } {
  const timings: { [schedule: string]: Timing } = {};
  for (const component of core.definition.components) {
    const period = component.category === 'Schedule' ? parsePeriod(component.texts.period![0]!) : undefined;
    if (!period) continue;
    const text = (field: string) => component.texts[field]?.[0];
    const start = text('startDateTime');
    timings[component.id] = Object.freeze({
      start: start === undefined ? activatedAt : (parseTime(start) ?? activatedAt),
      period,
      end: text('endDateTime') === undefined ? null : (parseTime(text('endDateTime')!) ?? null),
      occurrences: text('occurrences') === undefined ? null : Number(text('occurrences')),
    });
  }
  return timings;
}

/** Activates, or for an on-demand pipeline runs once more. Answers why not, or undefined. */
export function activate(core: Core, now: number, limits: Limits, startTimestamp?: number): string | undefined {
  if (core.pipeline === 'SCHEDULED' && !core.definition.onDemand && startTimestamp === undefined) return 'The pipeline is active already.';
  const first = core.pipeline === 'PENDING';
  const timings = first ? timingsOf(core, now) : core.timings;
  if (first && startTimestamp === undefined) {
    for (const id in timings) {
      const problem = activationProblem(timings[id]!.start, now, limits);
      if (problem) return problem;
    }
  }
  if (first) {
    core.activatedAt = now;
    core.timings = timings;
  }
  core.pipeline = 'SCHEDULED';
  if (core.definition.onDemand) {
    core.onDemand = [...core.onDemand, now];
    return undefined;
  }
  if (startTimestamp !== undefined) skipUntil(core, startTimestamp, now);
  return undefined;
}

/** Intervals before a time are skipped: those that wait, and those still to come. */
function skipUntil(core: Core, until: number, now: number): void {
  for (const instance of core.instances.values()) if (instance.scheduledStart < until && (instance.status === 'WAITING_ON_DEPENDENCIES' || instance.status === 'PAUSED')) update(core, instance, { status: 'SKIPPED', endedAt: now });
  for (const component of core.definition.components) {
    const timing = isScheduled(component) ? timingOf(core, component) : undefined;
    if (!timing) continue;
    const at = intervalAt(timing, until);
    let k = Math.max(0, at);
    if (at >= 0 && interval(timing, k)!.start < until) k++;
    const next = core.next[component.id] ?? { k: 0, madeAt: -Infinity };
    if (k > next.k) core.next[component.id] = { k, madeAt: next.madeAt };
  }
}

export function deactivate(step: Step, cancelActive: boolean): void {
  step.core.pipeline = 'DEACTIVATING';
  for (const instance of step.core.instances.values()) {
    const now = step.core.instances.get(instance.id)!;
    if (isOver(now.status)) continue;
    if (cancelActive) end(step, now, 'CANCELED', 'the pipeline was deactivated');
    else if (now.status === 'WAITING_ON_DEPENDENCIES' && now.attempts === 0 && componentOf(step.core, now.component).category !== 'Resource') end(step, now, 'CANCELED', 'the pipeline was deactivated before it began');
  }
}

/** A Task Runner tells the end of a task. A result of an older attempt, or of a task it lost, is ignored. */
export function setTaskStatus(step: Step, id: string, serial: number, status: 'FINISHED' | 'FAILED' | 'FALSE', reason = ''): void {
  const instance = step.core.instances.get(id);
  if (!instance || instance.serial !== serial || instance.status !== 'RUNNING') return;
  step.effects.push({ type: 'count', metric: 'SetTaskStatus', value: 1 });
  const task = update(step.core, instance, { runner: null });
  step.changed = true;
  if (status === 'FINISHED') end(step, task, 'FINISHED');
  else if (task.owner !== null) recheck(step, task);
  else attemptFailed(step, task, reason === '' ? 'the task failed' : reason);
}

/** The service has looked itself, for a system-managed precondition. */
export function checked(step: Step, id: string, serial: number, holds: boolean): void {
  const instance = step.core.instances.get(id);
  if (!instance || instance.serial !== serial || !instance.checking) return;
  step.effects.push({ type: 'count', metric: 'PreconditionsChecked', value: 1 });
  if (!holds) return recheck(step, instance);
  step.effects.push({ type: 'tell', event: 'precondition.passed', subject: instance.component, detail: { of: step.core.instances.get(instance.owner!)!.component, waitedMs: step.now - instance.createdAt } });
  end(step, update(step.core, instance, { checking: false }), 'FINISHED');
}

function recheck(step: Step, instance: Instance): void {
  const component = componentOf(step.core, instance.component);
  update(step.core, instance, { status: 'WAITING_ON_DEPENDENCIES', checking: false, notBefore: step.now + periodOf(component, 'retryDelay', silent.recheckMs), serial: instance.serial + 1, runner: null, reportedAt: null });
  if (!instance.lateTold) {
    update(step.core, step.core.instances.get(instance.id)!, { lateTold: true });
    step.effects.push({ type: 'tell', event: 'precondition.waiting', subject: instance.component, detail: { of: step.core.instances.get(instance.owner!)!.component } });
  }
  step.changed = true;
}

function consumersOf(core: Core, instance: Instance): Instance[] {
  const component = componentOf(core, instance.component);
  return [...core.instances.values()].filter((other) => {
    const of = componentOf(core, other.component);
    if (other.k !== instance.k && other.scheduledStart !== instance.scheduledStart) return false;
    if (of.category === 'DataNode') return producersOf(core, of).includes(component.id);
    return of.category === 'Activity' && [...(of.refs.dependsOn ?? []), ...(of.refs.input ?? [])].includes(component.id);
  });
}

/** Sets an object back to its beginning; in cascade mode its cascade-failed consumers with it. */
export function rerun(step: Step, instance: Instance): string | undefined {
  if (!isOver(instance.status)) return `${instance.component} is ${instance.status}: only what is over can be run again`;
  reset(step, instance);
  if (isCascade(componentOf(step.core, instance.component))) for (const consumer of consumersOf(step.core, instance)) if (consumer.status === 'CASCADE_FAILED') rerun(step, consumer);
  return undefined;
}

function reset(step: Step, instance: Instance): void {
  const { core, now } = step;
  const component = componentOf(core, instance.component);
  update(core, instance, { status: 'WAITING_ON_DEPENDENCIES', attempts: 0, serial: instance.serial + 1, notBefore: now, startedAt: null, attemptAt: null, endedAt: null, runner: null, reportedAt: null, wanted: false, checking: false, reason: '' });
  step.effects.push({ type: 'tell', event: 'object.rerun', subject: instance.component, detail: { was: instance.status } });
  step.changed = true;
  for (const id of component.refs.precondition ?? []) {
    const precondition = core.instances.get(preconditionId(id, instance.id));
    if (precondition && precondition.status !== 'FINISHED' && isOver(precondition.status)) update(core, precondition, { status: 'WAITING_ON_DEPENDENCIES', serial: precondition.serial + 1, createdAt: now, notBefore: now, endedAt: null });
  }
  const resource = resourceFor(core, component, instance);
  if (resource && isOver(resource.status) && resource.status !== 'FINISHED') update(core, resource, { status: 'WAITING_ON_DEPENDENCIES', attempts: 0, serial: resource.serial + 1, wanted: false, attemptAt: null, endedAt: null, notBefore: now });
}

/** What SetStatus may ask of an object. */
export const statusCommands = ['RERUN', 'CANCEL', 'PAUSE', 'RESUME', 'MARK_FINISHED'] as const;
export type StatusCommand = (typeof statusCommands)[number];

export function setStatus(step: Step, instance: Instance, command: StatusCommand): string | undefined {
  const { status } = instance;
  switch (command) {
    case 'RERUN':
      return rerun(step, instance);
    case 'CANCEL':
      if (isOver(status)) return `${instance.component} is ${status} already`;
      end(step, instance, 'CANCELED', 'canceled by hand');
      return undefined;
    case 'PAUSE':
      if (status !== 'WAITING_ON_DEPENDENCIES') return 'only what waits can be paused';
      update(step.core, instance, { status: 'PAUSED' });
      return undefined;
    case 'RESUME':
      if (status !== 'PAUSED') return `${instance.component} is not paused`;
      update(step.core, instance, { status: 'WAITING_ON_DEPENDENCIES' });
      return undefined;
    case 'MARK_FINISHED':
      if (status === 'FINISHED') return `${instance.component} is FINISHED already`;
      end(step, instance, 'FINISHED', 'marked as finished by hand');
      return undefined;
  }
}

/** Attempts that an activity may make in all. */
export function attemptsAllowed(core: Core, id: string): number {
  return numberOf(componentOf(core, id), 'maximumRetries', silent.retries) + 1;
}
