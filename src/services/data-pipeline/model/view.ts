import { isoTime } from '../../../base/calendar.ts';
import type { PlainRecord } from '../../../sim/plainData.ts';
import type { NodeView, ViewContext } from '../../../sim/serviceModel.ts';
import { instanceName, isOver, type Instance } from './core.ts';
import { definitionWarnings } from './definitionRules.ts';
import type { PipelineState } from './state.ts';

function counts(state: PipelineState): Record<string, number> {
  const by: Record<string, number> = {};
  for (const { status } of state.core.instances.values()) by[status] = (by[status] ?? 0) + 1;
  return by;
}

export function describeInstance(instance: Instance, startsAt: number): PlainRecord {
  const ms = (time: number | null) => (time === null ? null : time - startsAt);
  return {
    id: instanceName(instance),
    component: instance.component,
    owner: instance.owner,
    status: instance.status,
    attempts: instance.attempts,
    scheduledStart: isoTime(instance.scheduledStart),
    scheduledEnd: isoTime(instance.scheduledEnd),
    dueAtMs: ms(instance.dueAt),
    startedAtMs: ms(instance.startedAt),
    endedAtMs: ms(instance.endedAt),
    runner: instance.runner,
    reason: instance.reason,
  };
}

export function viewPipeline(state: PipelineState): NodeView {
  const { core } = state;
  let ended = 0;
  let finished = 0;
  for (const key in core.ended) {
    const [component, status] = key.split(' ');
    if (core.definition.components.find((each) => each.id === component)?.category !== 'Activity') continue;
    ended += core.ended[key]!;
    if (status === 'FINISHED') finished += core.ended[key]!;
  }
  return {
    fields: {
      pipelineState: core.pipeline,
      activitiesEnded: ended,
      activitiesFinished: finished,
      instancesByStatus: counts(state),
      resourcesRunning: [...core.instances.values()].filter((instance) => core.runners.has(instance.id)).length,
      tasks: state.tasks.size,
      alarmsSent: state.alarmsSent,
      waitingRecords: Object.fromEntries(Object.entries(state.stores).map(([node, batches]) => [node, batches.reduce((sum, batch) => sum + batch.count, 0)])),
    },
  };
}

export function describePipeline(state: PipelineState, at: ViewContext): PlainRecord {
  const { core } = state;
  const instances = [...core.instances.values()];
  return {
    ...viewPipeline(state).fields,
    instances: instances.map((instance) => describeInstance(instance, at.startsAt)),
    /** The newest status of each object, by its id. */
    statuses: Object.fromEntries(instances.filter((instance) => instance.owner === null || !isOver(instance.status) || instance.status !== 'CANCELED').map((instance) => [instance.component, instance.status])),
    ended: { ...core.ended },
    runners: [...core.runners.values()].map(({ id, workerGroup, alive }) => ({ id, workerGroup, alive })),
    alarms: state.alarms.map((alarm) => ({ ...alarm })),
    warnings: definitionWarnings(core.definition, at.startsAt).map(({ object, field, problem }) => ({ object, field, problem })),
  };
}
