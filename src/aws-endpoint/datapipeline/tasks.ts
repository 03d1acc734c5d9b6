/** The calls of a Task Runner: it polls, reports, and tells the end. */
import { base64Bytes, base64Text, utf8Text } from '../../base/base64.ts';
import { utf8Bytes } from '../../base/md5.ts';
import { EndPoll, PollForTask, ReportTaskProgress, SetTaskStatus, type ClientTask, type TaskRef } from '../../services/data-pipeline/model/operations.ts';
import { refuse } from '../apiError.ts';
import type { Handler } from '../operation.ts';
import type { ApiRecord } from '../values.ts';
import type { World } from '../world.ts';
import { attemptObject, evaluated, objectsOf } from './objects.ts';
import { allPipelines, invalid, pipelinesOf, type Pipeline } from './register.ts';

interface Runners {
  polls: number;
  /** When each Task Runner was last heard of, simulated ms. */
  readonly heard: Map<string, number>;
}
const runnersOf = (world: World): Runners => world.register('datapipeline-runners', () => ({ polls: 0, heard: new Map<string, number>() }));

function taskText(pipeline: Pipeline, { key, serial }: TaskRef): string {
  return base64Text(utf8Bytes(JSON.stringify([pipeline.id, key, serial])));
}

function readTask(input: ApiRecord, world: World): { readonly pipeline: Pipeline; readonly task: TaskRef } {
  const text = input.taskId as string;
  const bytes = base64Bytes(text);
  let read: unknown;
  try {
    read = bytes && JSON.parse(utf8Text(bytes) ?? '');
  } catch {
    read = undefined;
  }
  if (Array.isArray(read) && typeof read[0] === 'string' && typeof read[1] === 'string' && typeof read[2] === 'number') {
    const pipeline = pipelinesOf(world).get(read[0]);
    if (pipeline?.deleted) return refuse('PipelineDeletedException', `Pipeline with id: ${pipeline.id} has been deleted`);
    if (pipeline) return { pipeline, task: { key: read[1], serial: read[2] } };
  }
  return refuse('TaskNotFoundException', `Task with taskId: ${text.slice(0, 80)} was not found`);
}

async function taskObject(pipeline: Pipeline, task: ClientTask, world: World): Promise<ApiRecord> {
  const { components, instances } = await objectsOf(pipeline, world);
  const instance = instances.find(({ id }) => id === task.instance)!;
  const component = components.find(({ id }) => id === task.component)!;
  const attempt = instance.attempts.at(-1) ?? { number: task.attempt, status: instance.status, startedAt: null, endedAt: null, hostname: null, reason: '' };
  // As it was when the task was taken.
  const object = attemptObject(pipeline, instance, { ...attempt, status: 'WAITING_FOR_RUNNER' }, component);
  return { taskId: taskText(pipeline, task), pipelineId: pipeline.id, attemptId: object.id, objects: { [object.id]: { id: object.id, name: object.name, fields: (await evaluated(pipeline, object, world)) as unknown as ApiRecord[] } } };
}

/** A long poll at every pipeline at once: the first task wins, and what another gives then goes back. */
async function poll(workerGroup: string, hostname: string, world: World): Promise<{ readonly pipeline: Pipeline; readonly task: ClientTask } | undefined> {
  const number = ++runnersOf(world).polls;
  const wait = world.simulation.limits.duration('dp.runner.poll-wait');
  const pipelines = allPipelines(world);
  let won: { readonly pipeline: Pipeline; readonly task: ClientTask } | undefined;
  const end = (pipeline: Pipeline, task: TaskRef | null) => void world.call(pipeline.node, EndPoll, { poll: number, task }, () => null);
  await Promise.all(
    pipelines.map((pipeline) =>
      world.call(pipeline.node, PollForTask, { poll: number, workerGroup, hostname, wait }, ({ task }) => {
        if (!task) return;
        if (won) return end(pipeline, { key: task.key, serial: task.serial });
        won = { pipeline, task };
        for (const other of pipelines) if (other !== pipeline) end(other, null);
      }),
    ),
  );
  return won;
}

export const taskHandlers: Readonly<Record<string, Handler>> = {
  async PollForTask(input, world) {
    const workerGroup = input.workerGroup as string;
    if (workerGroup === '') return invalid('workerGroup must not be empty');
    const found = await poll(workerGroup, (input.hostname as string | undefined) ?? 'unknown', world);
    return found ? { taskObject: await taskObject(found.pipeline, found.task, world) } : {};
  },
  async ReportTaskProgress(input, world) {
    const { pipeline, task } = readTask(input, world);
    return world.call(pipeline.node, ReportTaskProgress, task, ({ canceled }) => ({ canceled }));
  },
  async SetTaskStatus(input, world) {
    const { pipeline, task } = readTask(input, world);
    const reason = [input.errorId as string | undefined, input.errorMessage as string | undefined].filter((part) => part !== undefined && part !== '').join(': ');
    return world.call(pipeline.node, SetTaskStatus, { ...task, status: input.taskStatus as 'FINISHED' | 'FAILED' | 'FALSE', reason }, () => ({}));
  },
  ReportTaskRunnerHeartbeat(input, world) {
    runnersOf(world).heard.set(input.taskrunnerId as string, world.now);
    return { terminate: false };
  },
};
