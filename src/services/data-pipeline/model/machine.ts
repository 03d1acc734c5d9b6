/**
 * The state machine of a pipeline, pure: `advance` brings every object up to a time and answers what must be done outside and
 * when to come back. Commands and results change the core and are followed by another `advance`.
 */
import { componentOf, isOver, isScheduled, makeInstance, numberOf, timingOf, typeOf, type Core, type Effect } from './core.ts';
import { dependenciesMet, noteLate, stepActivity, stepPrecondition, stepResource } from './objects.ts';
import { end, reached, tell, type Step } from './passes.ts';
import { stepRunners } from './runners.ts';
import { interval } from './schedule.ts';

/** Ended instances kept of each component, to be looked at and run again. SIMPLIFIED: the service keeps all. */
const keptInstances = 12;

export interface Advanced {
  readonly effects: readonly Effect[];
  /** When something is due again; Infinity for never. */
  readonly wake: number;
}

function makeInstances(step: Step): void {
  const { core, now } = step;
  if (core.pipeline !== 'SCHEDULED') return;
  for (const component of core.definition.components) {
    if (!isScheduled(component)) continue;
    for (;;) {
      const { k, madeAt } = core.next[component.id] ?? { k: 0, madeAt: -Infinity };
      let at: { readonly start: number; readonly end: number } | undefined;
      if (core.definition.onDemand) at = k < core.onDemand.length ? { start: core.onDemand[k]!, end: core.onDemand[k]! } : undefined;
      else {
        const timing = timingOf(core, component);
        at = timing && interval(timing, k);
      }
      if (!at) break;
      const type = typeOf(component);
      if (!reached(step, type === 'timeseries' ? at.end : at.start)) break;
      if (!core.definition.onDemand && !reached(step, madeAt + core.rules.newInstanceGapMs)) break;
      let active = 0;
      for (const instance of core.instances.values()) if (instance.component === component.id && !isOver(instance.status)) active++;
      if (active >= numberOf(component, 'maxActiveInstances', core.definition.onDemand ? core.rules.onDemandInstances : core.rules.activeInstances)) break;
      const made = makeInstance(component, k, at, type, now);
      core.instances.set(made.id, made);
      for (const id of component.refs.precondition ?? []) {
        const precondition = makeInstance(componentOf(core, id), k, at, type, now, made);
        core.instances.set(precondition.id, precondition);
      }
      core.next[component.id] = { k: k + 1, madeAt: now };
      step.changed = true;
      if (component.category === 'Activity') {
        const missed = now - made.dueAt;
        tell(step, missed > 0 ? 'instance.backfilled' : 'instance.created', made, missed > 0 ? { lateMs: missed } : {});
      }
    }
  }
}

/** Forgets what ended long ago, and is counted. What a deactivation canceled may come back. */
function forget(core: Core): void {
  if (core.pipeline === 'DEACTIVATING' || core.pipeline === 'INACTIVE') return;
  for (const instance of core.instances.values()) {
    const { owner, k, component, status } = instance;
    if (owner === null && isOver(status) && k < (core.next[component]?.k ?? 0) - keptInstances) core.instances.delete(instance.id);
  }
  for (const { id, owner } of core.instances.values()) if (owner !== null && !core.instances.has(owner)) core.instances.delete(id);
}

function stepAll(step: Step): void {
  const { core } = step;
  makeInstances(step);
  for (const id of core.instances.keys()) {
    const instance = core.instances.get(id);
    if (!instance || isOver(instance.status) || instance.status === 'PAUSED') continue;
    const component = componentOf(core, instance.component);
    if (component.category === 'Precondition') {
      stepPrecondition(step, component, instance);
      continue;
    }
    noteLate(step, component, instance);
    const now = core.instances.get(id)!;
    if (isOver(now.status)) continue;
    if (component.category === 'Activity') stepActivity(step, component, now);
    else if (component.category === 'Resource') stepResource(step, component, now);
    else if (reached(step, now.dueAt) && dependenciesMet(step, component, now)) end(step, core.instances.get(id)!, 'FINISHED');
  }
  stepRunners(step);
}

function settlePipeline(step: Step): void {
  const { core } = step;
  if (core.pipeline !== 'SCHEDULED' && core.pipeline !== 'DEACTIVATING') return;
  for (const instance of core.instances.values()) if (!isOver(instance.status)) return;
  if (core.pipeline === 'DEACTIVATING') core.pipeline = 'INACTIVE';
  else if (!core.definition.onDemand && core.definition.components.every((component) => !isScheduled(component) || !timingOf(core, component) || interval(timingOf(core, component)!, core.next[component.id]?.k ?? 0) === undefined)) core.pipeline = 'FINISHED';
  else return;
  step.effects.push({ type: 'tell', event: 'pipeline.state', subject: core.pipeline, detail: { state: core.pipeline } });
}

/** Runs `first`, then brings all objects up to `now`. */
export function advance(core: Core, now: number, first?: (step: Step) => void): Advanced {
  const step: Step = { core, now, effects: [], wake: Infinity, changed: false };
  first?.(step);
  for (let round = 0; round < 200; round++) {
    step.changed = false;
    step.wake = Infinity;
    stepAll(step);
    if (!step.changed) break;
  }
  settlePipeline(step);
  forget(core);
  return { effects: step.effects, wake: step.wake };
}
