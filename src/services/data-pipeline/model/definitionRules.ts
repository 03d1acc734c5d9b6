/** Rules of a definition that look at several fields or objects. */
import { parseTime } from '../../../base/calendar.ts';
import type { Limits } from '../../../sim/limits.ts';
import type { Component, Definition, DefinitionProblem } from './definition.ts';
import { parsePeriod, schedulePeriod, shortestMs } from './period.ts';

const needsCluster = ['EmrActivity', 'HadoopActivity', 'HiveActivity', 'HiveCopyActivity', 'PigActivity'];

export function ruleProblems(definition: Definition, limits: Limits): DefinitionProblem[] {
  const { components, onDemand } = definition;
  const byId = new Map(components.map((component) => [component.id, component]));
  const problems: DefinitionProblem[] = [];
  for (const component of components) {
    const problem = (field: string, text: string) => problems.push({ object: component.id, field, problem: text });
    const text = (field: string) => component.texts[field]?.[0];
    if (component.category === 'Schedule') scheduleProblems(component, onDemand, limits, problem);
    if ((component.category === 'Activity' || component.category === 'Resource') && !onDemand && !component.refs.schedule) problem('schedule', 'needs a schedule: of its own, from its parent, or from Default; or make the pipeline on-demand');
    if (!onDemand && text('scheduleType') === 'ondemand') problem('scheduleType', 'ondemand must stand in the Default object, and be the only type of the pipeline');
    if (onDemand && (text('scheduleType') ?? 'ondemand') !== 'ondemand') problem('scheduleType', 'the pipeline is on-demand; no object may have another type');
    const retries = text('maximumRetries');
    const most = limits.number('dp.task.max-retries');
    if (retries !== undefined && Number(retries) > most) problem('maximumRetries', `at most ${most} retries; got ${retries}`);
    const delay = parsePeriod(text('retryDelay') ?? '');
    const least = limits.duration('dp.task.min-retry-delay');
    if (delay && component.category !== 'Precondition' && shortestMs(delay) < least) problem('retryDelay', `at least ${least / 60_000} minutes; got ${text('retryDelay')}`);
    const active = text('maxActiveInstances');
    const mostActive = limits.number('dp.object.active-instances');
    if (active !== undefined && (Number(active) < 1 || Number(active) > mostActive)) problem('maxActiveInstances', `1 to ${mostActive} instances may be active; got ${active}`);
    if (component.type === 'Ec2Resource' && Number(text('instanceCount') ?? 1) > limits.number('dp.ec2.instances')) problem('instanceCount', `an Ec2Resource has ${limits.number('dp.ec2.instances')} instance; for more take an EmrCluster`);
    const on = byId.get(component.refs.runsOn?.[0] ?? '');
    if (on && needsCluster.includes(component.type) && on.type !== 'EmrCluster') problem('runsOn', `${component.type} runs on an EmrCluster; "${on.id}" is an ${on.type}`);
    if (component.type === 'RedshiftCopyActivity') {
      const ends = [component.refs.input?.[0], component.refs.output?.[0]].map((id) => byId.get(id ?? '')?.type);
      if (!ends.includes('RedshiftDataNode')) problem('output', 'RedshiftCopyActivity copies to or from Redshift: input or output must be a RedshiftDataNode');
    }
  }
  problems.push(...cycles(components));
  return problems;
}

function scheduleProblems(component: Component, onDemand: boolean, limits: Limits, problem: (field: string, text: string) => void): void {
  const text = (field: string) => component.texts[field]?.[0];
  if (onDemand) {
    if (text('period') !== 'ONDEMAND_PERIOD') problem('period', 'an on-demand pipeline has no schedule; remove it, or write ONDEMAND_PERIOD');
    return;
  }
  const parsed = schedulePeriod(text('period')!, limits);
  if (!parsed.ok) problem('period', parsed.error);
  const [start, end] = [text('startDateTime'), text('endDateTime')];
  if ((start === undefined) === (text('startAt') === undefined)) problem('startDateTime', 'a Schedule has either startDateTime or startAt');
  if (text('startAt') === 'ONDEMAND_ACTIVATION_TIME') problem('startAt', 'is for on-demand pipelines; take FIRST_ACTIVATION_DATE_TIME');
  if (end !== undefined && text('occurrences') !== undefined) problem('occurrences', 'a Schedule has either occurrences or endDateTime');
  if (text('occurrences') !== undefined && Number(text('occurrences')) < 1) problem('occurrences', 'must be at least 1');
  const [from, to] = [parseTime(start ?? ''), parseTime(end ?? '')];
  if (from !== undefined && to !== undefined && to <= from) problem('endDateTime', 'must be later than startDateTime');
}

/** What a component waits for, by what the definition says. */
export function dependenciesOf(component: Component, components: readonly Component[]): readonly string[] {
  if (component.category === 'DataNode') return [...components.filter((other) => other.category === 'Activity' && other.refs.output?.includes(component.id)).map((other) => other.id), ...(component.refs.dependsOn ?? [])];
  if (component.category !== 'Activity') return [];
  return [...(component.refs.dependsOn ?? []), ...(component.refs.input ?? [])];
}

/** Objects that wait for each other would wait for ever. */
function cycles(components: readonly Component[]): DefinitionProblem[] {
  const problems: DefinitionProblem[] = [];
  const byId = new Map(components.map((component) => [component.id, component]));
  const done = new Set<string>();
  const visit = (id: string, path: readonly string[]): void => {
    const component = byId.get(id);
    if (!component || done.has(id)) return;
    const at = path.indexOf(id);
    if (at >= 0) {
      problems.push({ object: id, field: component.category === 'Activity' ? 'dependsOn' : 'output', problem: `waits for itself: ${[...path.slice(at), id].join(' -> ')}` });
      return;
    }
    for (const next of dependenciesOf(component, components)) visit(next, [...path, id]);
    done.add(id);
  };
  for (const component of components) visit(component.id, []);
  return problems;
}

/** What AWS warns of when a definition is saved, without refusing it. */
export function definitionWarnings(definition: Definition, now: number): DefinitionProblem[] {
  const warnings: DefinitionProblem[] = [];
  for (const component of definition.components) {
    if (component.texts.failureAndRerunMode?.[0] !== 'cascade') continue;
    const schedule = definition.components.find((other) => other.id === component.refs.schedule?.[0]);
    const start = parseTime(schedule?.texts.startDateTime?.[0] ?? '');
    if (start !== undefined && start < now) warnings.push({ object: component.id, field: 'failureAndRerunMode', problem: `cascade together with a backfill from ${schedule!.texts.startDateTime![0]} can create and delete resources in rapid succession` });
  }
  return warnings;
}
