/** What a person or a Task Runner does to a pipeline: each is a first step of an `advance`. */
import { isoTime, parseTime } from '../../../base/calendar.ts';
import type { Limits } from '../../../sim/limits.ts';
import { componentOf, isOver, isScheduled, periodOf, preconditionId, silent, timingOf, update, type Core, type Instance } from './core.ts';
import { resourceGone } from './objects.ts';
import { attemptFailed, end, partner, producersOf, resourceFor, type Step } from './passes.ts';
import { parsePeriod } from './period.ts';
import { activationProblem, countIntervals, interval, intervalAt, type Timing } from './schedule.ts';

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

/** Activates, or for an on-demand pipeline runs once more; `begin` comes after it. Answers why not, or undefined. */
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
  if (core.definition.onDemand) core.onDemand = [...core.onDemand, now];
  return undefined;
}

const deactivated = 'the pipeline was deactivated';

/** The pipeline is active now: it goes on after its last completed run, or begins at a given time and skips what lies before. */
export function begin(step: Step, again: boolean, startTimestamp: number | undefined): void {
  const { core } = step;
  if (core.definition.onDemand) return;
  if (startTimestamp !== undefined) skipUntil(step, startTimestamp);
  if (!again) return;
  for (const instance of core.instances.values()) {
    if (instance.owner === null && instance.status === 'CANCELED' && instance.reason.startsWith(deactivated) && !liesBefore(core, instance, startTimestamp ?? -Infinity)) reset(step, instance);
  }
}

/** Activities by the start of their interval; what they share counts for as long as its interval lasts. */
function liesBefore(core: Core, of: Pick<Instance, 'component' | 'scheduledStart' | 'scheduledEnd'>, until: number): boolean {
  return componentOf(core, of.component).category === 'Activity' ? of.scheduledStart < until : of.scheduledEnd <= until;
}

/** Intervals before a time are skipped: those that have not begun, and those that nobody has made an object for. */
function skipUntil(step: Step, until: number): void {
  const { core } = step;
  for (const instance of core.instances.values()) {
    const pending = instance.attempts === 0 && (instance.status === 'WAITING_ON_DEPENDENCIES' || instance.status === 'WAITING_FOR_RUNNER' || instance.status === 'PAUSED');
    if (instance.owner === null && pending && liesBefore(core, instance, until)) end(step, instance, 'SKIPPED');
  }
  for (const component of core.definition.components) {
    const timing = isScheduled(component) ? timingOf(core, component) : undefined;
    if (!timing || until <= timing.start) continue;
    const at = intervalAt(timing, until);
    const holds = at < 0 ? undefined : interval(timing, at)!;
    const k = holds ? (liesBefore(core, { component: component.id, scheduledStart: holds.start, scheduledEnd: holds.end }, until) ? at + 1 : at) : countIntervals(timing);
    const next = core.next[component.id] ?? { k: 0, madeAt: -Infinity };
    if (k <= next.k) continue;
    core.next[component.id] = { k, madeAt: next.madeAt };
    core.ended[`${component.id} SKIPPED`] = (core.ended[`${component.id} SKIPPED`] ?? 0) + k - next.k;
    if (component.category === 'Activity') step.effects.push({ type: 'tell', event: 'object.skipped', subject: component.id, detail: { intervals: k - next.k, until: isoTime(until) } });
  }
  step.changed = true;
}

/** `cancelActive` cancels all that is not over; else what has begun may end. */
export function deactivate(step: Step, cancelActive: boolean): void {
  const { core } = step;
  core.pipeline = 'DEACTIVATING';
  // Runs of an on-demand pipeline that have no objects yet are not made up for later.
  if (core.definition.onDemand) for (const id in core.next) core.next[id] = { ...core.next[id]!, k: core.onDemand.length };
  for (const instance of core.instances.values()) {
    const now = core.instances.get(instance.id)!;
    if (isOver(now.status)) continue;
    if (cancelActive) end(step, now, 'CANCELED', deactivated);
    else if (now.owner === null && now.attempts === 0 && (now.status === 'WAITING_ON_DEPENDENCIES' || now.status === 'PAUSED') && componentOf(core, now.component).category !== 'Resource') end(step, now, 'CANCELED', `${deactivated} before it began`);
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
  else attemptFailed(step, task, reason === '' ? 'the task failed' : reason, instance.runner);
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
  if (!instance.waitTold) {
    update(step.core, step.core.instances.get(instance.id)!, { waitTold: true });
    step.effects.push({ type: 'tell', event: 'precondition.waiting', subject: instance.component, detail: { of: step.core.instances.get(instance.owner!)!.component } });
  }
  step.changed = true;
}

/** What waits for an object, or works on it. */
function consumersOf(core: Core, instance: Instance): Instance[] {
  const { id, category } = componentOf(core, instance.component);
  return [...core.instances.values()].filter((other) => {
    if (other.owner !== null) return false;
    const of = componentOf(core, other.component);
    const depends =
      category === 'Resource'
        ? of.category === 'Activity' && of.refs.runsOn?.includes(id)
        : of.category === 'DataNode'
          ? producersOf(core, of).includes(id) || of.refs.dependsOn?.includes(id)
          : of.category === 'Activity' && (of.refs.dependsOn?.includes(id) || of.refs.input?.includes(id));
    const found = depends ? partner(core, id, other) : undefined;
    return typeof found === 'object' && found.id === instance.id;
  });
}

/** Sets an object back to its beginning, and with it the consumers that its failure took along. */
export function rerun(step: Step, instance: Instance): string | undefined {
  if (!isOver(instance.status)) return `${instance.component} is ${instance.status}: only what is over can be run again`;
  reset(step, instance);
  for (const consumer of consumersOf(step.core, instance)) if (consumer.status === 'CASCADE_FAILED' || (consumer.status === 'CANCELED' && consumer.reason === resourceGone(instance))) rerun(step, consumer);
  return undefined;
}

function reset(step: Step, instance: Instance): void {
  const { core, now } = step;
  const component = componentOf(core, instance.component);
  update(core, instance, { status: 'WAITING_ON_DEPENDENCIES', attempts: 0, earlier: [], serial: instance.serial + 1, notBefore: now, startedAt: null, attemptAt: null, endedAt: null, runner: null, reportedAt: null, wanted: false, checking: false, reason: '' });
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
