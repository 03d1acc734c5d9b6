/** Task Runners: they poll, take the work that is theirs, and send heartbeats. */
import { componentOf, type Core, type Instance, type Runner } from './core.ts';
import type { Component } from './definition.ts';
import { change, reached, resourceFor, tell, type Step } from './passes.ts';

/** Each poll of a client takes one task: how many a client works on at a time is its own affair. */
function servePolls(step: Step): void {
  const { core } = step;
  for (const poll of core.polls) {
    const task = oldest(core, (component) => component.refs.runsOn === undefined && component.texts.workerGroup?.[0] === poll.workerGroup);
    if (!task) continue;
    core.polls = core.polls.filter(({ id }) => id !== poll.id);
    assign(step, poll.runner, task, poll.id);
  }
}

function oldest(core: Core, fits: (component: Component, instance: Instance) => boolean): Instance | undefined {
  let best: Instance | undefined;
  for (const instance of core.instances.values()) {
    if (instance.status === 'WAITING_FOR_RUNNER' && fits(componentOf(core, instance.component), instance) && (best === undefined || instance.dueAt < best.dueAt)) best = instance;
  }
  return best;
}

export function stepRunners(step: Step): void {
  const { core, now } = step;
  servePolls(step);
  for (const runner of core.runners.values()) {
    if (!runner.alive) continue;
    let at = runner;
    if (now - at.heartbeatAt >= core.rules.heartbeatMs) {
      step.effects.push({ type: 'count', metric: 'ReportTaskRunnerHeartbeat', value: 1 });
      at = { ...at, heartbeatAt: now };
    }
    const poll = () => {
      step.effects.push({ type: 'count', metric: 'PollForTask', value: 1 });
      at = { ...at, pollUntil: now + core.rules.pollWaitMs };
    };
    if (at.pollUntil === null || at.pollUntil <= now) poll();
    for (let task = nextTask(core, at); task !== undefined; task = nextTask(core, at)) {
      assign(step, at.id, task);
      // The poll has been answered; the next free thread asks again.
      poll();
    }
    if (at !== runner) core.runners.set(at.id, Object.freeze(at));
    reached(step, at.pollUntil!);
  }
}

/** The oldest work for a runner's free threads; worker groups match to the letter. */
function nextTask(core: Core, runner: Runner): Instance | undefined {
  let [tasks, checks] = [0, 0];
  for (const instance of core.instances.values()) {
    if (instance.runner === runner.id && instance.status === 'RUNNING') {
      if (instance.owner === null) tasks++;
      else checks++;
    }
  }
  return oldest(core, (component, instance) => {
    if (instance.owner === null ? tasks >= core.rules.taskThreads : checks >= core.rules.preconditionThreads) return false;
    // With both runsOn and workerGroup, the group is ignored.
    return component.refs.runsOn ? runner.resource !== null && resourceFor(core, component, instance)?.id === runner.resource : runner.workerGroup !== null && component.texts.workerGroup?.[0] === runner.workerGroup;
  });
}

function assign(step: Step, runner: string, instance: Instance, poll?: number): void {
  const { now } = step;
  const task = change(step, instance, { status: 'RUNNING', runner, attempts: instance.attempts + 1, attemptAt: now, reportedAt: null, startedAt: instance.startedAt ?? now });
  if (task.owner === null) tell(step, 'attempt.started', task, { attempt: task.attempts, runner });
  step.effects.push({ type: 'task', instance: task.id, serial: task.serial, ...(poll === undefined ? {} : { poll }) });
}

