/** Objects of a running pipeline: plain data. Times are UTC ms. Instances are frozen and replaced, so keyframes share them. */
import { isoTime } from '../../../base/calendar.ts';
import type { Limits } from '../../../sim/limits.ts';
import type { PlainRecord } from '../../../sim/plainData.ts';
import type { Component, Definition } from './definition.ts';
import { parsePeriod, shortestMs } from './period.ts';
import { dueAt, interval, type ScheduleType, type Timing } from './schedule.ts';

export type Status = 'WAITING_ON_DEPENDENCIES' | 'ACTIVATING' | 'WAITING_FOR_RUNNER' | 'RUNNING' | 'SHUTTING_DOWN' | 'PAUSED' | 'FINISHED' | 'FAILED' | 'CANCELED' | 'CASCADE_FAILED' | 'SKIPPED' | 'TIMEDOUT';

const terminal: readonly Status[] = ['FINISHED', 'FAILED', 'CANCELED', 'CASCADE_FAILED', 'SKIPPED', 'TIMEDOUT'];
export const isOver = (status: Status) => terminal.includes(status);
/** Over, and not well. */
export const hasFailed = (status: Status) => status === 'FAILED' || status === 'CANCELED' || status === 'CASCADE_FAILED' || status === 'TIMEDOUT';

/** A component in one interval of its schedule. */
export interface Instance {
  readonly id: string;
  readonly component: string;
  /** For a precondition: the instance that it belongs to. */
  readonly owner: string | null;
  readonly k: number;
  readonly scheduledStart: number;
  readonly scheduledEnd: number;
  readonly dueAt: number;
  readonly createdAt: number;
  readonly status: Status;
  /** Attempts begun. */
  readonly attempts: number;
  /** Results that belong to an older serial are ignored. */
  readonly serial: number;
  /** No attempt, and no check, before this time. */
  readonly notBefore: number;
  readonly checking: boolean;
  readonly startedAt: number | null;
  readonly attemptAt: number | null;
  readonly endedAt: number | null;
  readonly runner: string | null;
  /** Of the task under way; null until the first. */
  readonly reportedAt: number | null;
  /** A resource that an activity waits for. */
  readonly wanted: boolean;
  readonly lateTold: boolean;
  /** Of a precondition that does not hold: told once. */
  readonly waitTold: boolean;
  readonly reason: string;
  /** Attempts that are over and were followed by another. */
  readonly earlier: readonly Attempt[];
}

export interface Attempt {
  readonly startedAt: number | null;
  readonly endedAt: number;
  readonly runner: string | null;
  readonly reason: string;
}

/** A client's PollForTask that waits for work of a worker group. */
export interface Poll {
  readonly id: number;
  readonly runner: string;
  readonly workerGroup: string;
}

/** A Task Runner: on a resource of the pipeline, or on premises in a worker group. */
export interface Runner {
  readonly id: string;
  readonly workerGroup: string | null;
  readonly resource: string | null;
  readonly alive: boolean;
  /** The poll under way ends at this time. */
  readonly pollUntil: number | null;
  readonly heartbeatAt: number;
}

/** Numbers of the service, and our own choices where it gives none. */
export interface Rules {
  readonly activeInstances: number;
  readonly onDemandInstances: number;
  readonly newInstanceGapMs: number;
  readonly pollWaitMs: number;
  readonly firstReportMs: number;
  readonly reportEveryMs: number;
  readonly silenceMs: number;
  readonly heartbeatMs: number;
  readonly taskThreads: number;
  readonly preconditionThreads: number;
  readonly ec2StartUpMs: number;
  readonly emrStartUpMs: number;
  readonly shutDownMs: number;
}

/** Retries, the wait between them, and how often a precondition is looked at again, where the definition is silent. [SIM] */
export const silent = { retries: 2, retryDelayMs: 600_000, recheckMs: 60_000 } as const;

export interface Core {
  definition: Definition;
  readonly rules: Rules;
  pipeline: 'PENDING' | 'SCHEDULED' | 'DEACTIVATING' | 'INACTIVE' | 'FINISHED';
  activatedAt: number;
  timings: { [schedule: string]: Timing };
  /** Of each scheduled component: its next interval, and when its last instance was made. */
  next: { [component: string]: { readonly k: number; readonly madeAt: number } };
  /** Activations of an on-demand pipeline, oldest first. */
  onDemand: readonly number[];
  instances: Map<string, Instance>;
  runners: Map<string, Runner>;
  /** Polls of clients, oldest first. */
  polls: readonly Poll[];
  /** Ids of nodes by port and name (`bucket orders`), where a node is not called as what it is. */
  names: { readonly [portAndName: string]: string };
  /** How many instances have ended, by component and status. */
  ended: { [key: string]: number };
}

/** What the state machine asks its surroundings to do, or to tell. */
export type Effect =
  | { readonly type: 'tell'; readonly event: string; readonly subject: string; readonly detail: PlainRecord }
  | { readonly type: 'alarm'; readonly action: string; readonly about: string; readonly why: 'onFail' | 'onSuccess' | 'onLateAction' }
  | { readonly type: 'check'; readonly instance: string; readonly serial: number }
  | { readonly type: 'task'; readonly instance: string; readonly serial: number; readonly poll?: number }
  | { readonly type: 'drop'; readonly instance: string; readonly serial: number }
  | { readonly type: 'used'; readonly instance: string; readonly ms: number }
  | { readonly type: 'count'; readonly metric: string; readonly value: number };

export function rulesOf(limits: Limits, times: { readonly ec2: number; readonly emr: number; readonly shutDown: number }): Rules {
  return Object.freeze({
    activeInstances: limits.number('dp.object.active-instances'),
    onDemandInstances: limits.number('dp.object.default-on-demand-instances'),
    newInstanceGapMs: limits.duration('dp.object.new-instance-gap'),
    pollWaitMs: limits.duration('dp.runner.poll-wait'),
    firstReportMs: limits.duration('dp.runner.first-report-within'),
    reportEveryMs: limits.duration('dp.runner.report-every'),
    silenceMs: limits.duration('dp.runner.silence'),
    heartbeatMs: limits.duration('dp.runner.heartbeat'),
    taskThreads: limits.number('dp.runner.task-threads'),
    preconditionThreads: limits.number('dp.runner.precondition-threads'),
    ec2StartUpMs: times.ec2,
    emrStartUpMs: times.emr,
    shutDownMs: times.shutDown,
  });
}

/** Components by id: a definition is frozen, and asked for them all the time. */
const indexes = new WeakMap<Definition, ReadonlyMap<string, Component>>();

export function componentOf(core: Core, id: string): Component {
  let index = indexes.get(core.definition);
  if (!index) {
    index = new Map(core.definition.components.map((component) => [component.id, component]));
    indexes.set(core.definition, index);
  }
  return index.get(id)!;
}

/** A period field in ms, or what counts where it is not given. */
export function periodOf(component: Component, field: string, otherwise: number): number {
  const period = parsePeriod(component.texts[field]?.[0] ?? '');
  return period ? shortestMs(period) : otherwise;
}

export function numberOf(component: Component, field: string, otherwise: number): number {
  const text = component.texts[field]?.[0];
  return text === undefined || !/^\d+$/.test(text) ? otherwise : Number(text);
}

export const isCascade = (component: Component) => component.texts.failureAndRerunMode?.[0] === 'cascade';
export const isScheduled = (component: Component) => component.category === 'Activity' || component.category === 'DataNode' || component.category === 'Resource';
export const isUserManaged = (component: Component) => component.type === 'Exists' || component.type === 'ShellCommandPrecondition';

/** Time-series is what counts where no type is given. Resources come at the start of their interval, whatever the type. */
export function typeOf(component: Component): ScheduleType {
  const type = component.texts.scheduleType?.[0];
  return component.category === 'Resource' ? 'cron' : type === 'cron' || type === 'ondemand' ? type : 'timeseries';
}

/** Its schedule, or for a data node without one that of an activity which uses it. */
export function scheduleOf(core: Core, component: Component): string | undefined {
  const own = component.refs.schedule?.[0];
  if (own !== undefined || component.category !== 'DataNode') return own;
  return core.definition.components.find((other) => other.category === 'Activity' && (other.refs.input?.includes(component.id) || other.refs.output?.includes(component.id)))?.refs.schedule?.[0];
}

export function timingOf(core: Core, component: Component): Timing | undefined {
  const schedule = scheduleOf(core, component);
  return schedule === undefined ? undefined : core.timings[schedule];
}

export const instanceId = (component: string, k: number) => `@${component}#${k}`;
/** A Task Runner that was started again, as the one that it was before. */
export const stopped = (runner: string) => `${runner} (stopped)`;
export const preconditionId = (component: string, owner: string) => `@${component} of ${owner}`;

/** As AWS names an instance: the component and the start of its interval. */
export function instanceName(instance: Instance): string {
  return `@${instance.component}_${isoTime(instance.scheduledStart).slice(0, 19)}`;
}

const none: readonly Attempt[] = Object.freeze([]);

/** As a client names an instance: that of a precondition by its owner too. */
export function objectId(core: Core, instance: Instance): string {
  const owner = instance.owner === null ? undefined : core.instances.get(instance.owner);
  return owner ? `@${instance.component}_${owner.component}_${isoTime(instance.scheduledStart).slice(0, 19)}` : instanceName(instance);
}

export function makeInstance(component: Component, k: number, at: { readonly start: number; readonly end: number }, type: ScheduleType, now: number, owner: Instance | null = null): Instance {
  return Object.freeze({
    id: owner ? preconditionId(component.id, owner.id) : instanceId(component.id, k),
    component: component.id,
    owner: owner?.id ?? null,
    k,
    scheduledStart: at.start,
    scheduledEnd: at.end,
    dueAt: dueAt({ k, ...at }, type),
    createdAt: now,
    status: 'WAITING_ON_DEPENDENCIES',
    attempts: 0,
    serial: 1,
    notBefore: now,
    checking: false,
    startedAt: null,
    attemptAt: null,
    endedAt: null,
    runner: null,
    reportedAt: null,
    wanted: false,
    lateTold: false,
    waitTold: false,
    reason: '',
    earlier: none,
  });
}

export function update(core: Core, instance: Instance, changes: Partial<Instance>): Instance {
  const after = Object.freeze({ ...instance, ...changes });
  core.instances.set(instance.id, after);
  return after;
}

/** Number of the interval of `component` to which a time of another component belongs. On-demand runs share their number. */
export function sameTime(core: Core, component: Component, of: Instance, find: (timing: Timing, at: number) => number): number {
  if (core.definition.onDemand) return of.k;
  const timing = timingOf(core, component);
  const schedule = scheduleOf(core, component);
  const other = componentOf(core, of.component);
  if (!timing) return -1;
  return schedule === scheduleOf(core, other) ? (interval(timing, of.k) ? of.k : -1) : find(timing, of.scheduledStart);
}
