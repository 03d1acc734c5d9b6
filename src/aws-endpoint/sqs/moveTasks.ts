/** Message move tasks: dead letters go back, or elsewhere. */
import { base64Bytes, base64Text, utf8Text } from '../../base/base64.ts';
import { utf8Bytes } from '../../base/md5.ts';
import { CancelMessageMoveTask, StartMessageMoveTask } from '../../services/sqs-queue/model/operations.ts';
import type { Handler } from '../operation.ts';
import type { ApiRecord } from '../values.ts';
import type { World } from '../world.ts';
import { invalid, missing, queryCodes, refuse, withStatus } from './errors.ts';
import { messageId } from './ids.ts';
import { join, sourcesOf } from './redrive.ts';
import { allQueues, isQueueArn, queueByArn, type Queue } from './register.ts';

interface DescribedTask {
  readonly id: number;
  readonly status: 'RUNNING' | 'COMPLETED' | 'CANCELLED' | 'FAILED';
  readonly rate: number;
  readonly moved: number;
  readonly toMove: number;
  readonly startedAt: number;
  readonly failure?: string | undefined;
}
/** What clients stated when a task began. */
interface Stated {
  readonly DestinationArn: string | undefined;
  readonly MaxNumberOfMessagesPerSecond: number | undefined;
}

const statedOf = (world: World): Map<string, Stated> => world.register('sqs-move-tasks', () => new Map<string, Stated>());
const keyOf = (queue: Queue, task: number) => `${queue.node}/${task}`;
const tasksOf = (queue: Queue, world: World) => world.describe(queue.node).moveTasks as unknown as readonly DescribedTask[];
/** A task's UUID is that of no message: numbers of queues are below. */
const taskUuid = (queue: Queue, task: number) => messageId(-(queue.node * 1_000_000 + task));
const taskHandle = (queue: Queue, task: number) => base64Text(utf8Bytes(JSON.stringify({ taskId: taskUuid(queue, task), sourceArn: queue.arn })));

function queueOf(input: ApiRecord, name: string, world: World): Queue {
  const arn = input[name] as string | undefined;
  if (arn === undefined || arn === '') return missing(name);
  if (!isQueueArn(arn)) return refuse('InvalidParameterValue', `You must use this format to specify the ${name}: arn:<partition>:<service>:<region>:<account-id>:<resource-id>`);
  return queueByArn(arn, world) ?? refuse('ResourceNotFoundException', `The resource that you specified for the ${name} parameter doesn't exist.`);
}

/** The queue whose task a handle names. */
function queueOfHandle(text: string, world: World): Queue {
  const bytes = base64Bytes(text);
  let read: unknown;
  try {
    read = JSON.parse((bytes && utf8Text(bytes)) ?? '');
  } catch {
    read = undefined;
  }
  const { taskId, sourceArn: arn } = (read ?? {}) as { readonly taskId?: unknown; readonly sourceArn?: unknown };
  if (typeof taskId !== 'string' || typeof arn !== 'string') return refuse('InvalidParameterValue', 'Value for parameter TaskHandle is invalid.');
  return queueByArn(arn, world) ?? refuse('ResourceNotFoundException', "The resource that you specified for the SourceArn parameter doesn't exist.");
}

function described(queue: Queue, { id, status, moved, toMove, startedAt, failure }: DescribedTask, world: World): ApiRecord {
  return {
    ...(status === 'RUNNING' ? { TaskHandle: taskHandle(queue, id) } : {}),
    Status: status,
    SourceArn: queue.arn,
    ...statedOf(world).get(keyOf(queue, id)),
    ApproximateNumberOfMessagesMoved: moved,
    ApproximateNumberOfMessagesToMove: toMove,
    FailureReason: failure === undefined ? undefined : (queryCodes[failure] ?? failure),
    StartedTimestamp: world.options.startsAt + startedAt,
  };
}

export const moveTaskHandlers: Readonly<Record<string, Handler>> = {
  async StartMessageMoveTask(input, world) {
    const source = queueOf(input, 'SourceArn', world);
    if (sourcesOf(source, allQueues(world)).length === 0) return refuse('InvalidParameterValue', 'Source queue must be configured as a Dead Letter Queue.');
    const rate = input.MaxNumberOfMessagesPerSecond as number | undefined;
    const most = world.simulation.limits.number('sqs.redrive.messages-per-second');
    if (rate !== undefined && (!Number.isInteger(rate) || rate < 1 || rate > most)) return invalid(rate, 'MaxNumberOfMessagesPerSecond', `Must be between 1 and ${most}.`);
    const destination = input.DestinationArn === undefined ? undefined : queueOf(input, 'DestinationArn', world);
    if (destination === source) return invalid(source.arn, 'DestinationArn', 'Destination must not be the source queue.');
    if (destination && destination.fifo !== source.fifo) return invalid(destination.arn, 'DestinationArn', 'Destination must be of the same type of queue as the source.');
    if (tasksOf(source, world).some(({ status }) => status === 'RUNNING')) return refuse('InvalidParameterValue', 'There is already a task running. Only one active task is allowed for a source queue arn at a given time.');
    if (destination) join(destination, source, world);
    const { task } = await withStatus(world.call(source.node, StartMessageMoveTask, { Destination: destination && world.nodeId(destination.node), MaxNumberOfMessagesPerSecond: rate }, (response) => response));
    statedOf(world).set(keyOf(source, task), { DestinationArn: destination?.arn, MaxNumberOfMessagesPerSecond: rate });
    return { TaskHandle: taskHandle(source, task) };
  },
  async CancelMessageMoveTask(input, world) {
    const text = (input.TaskHandle as string | undefined) || missing('TaskHandle');
    const queue = queueOfHandle(text, world);
    const task = tasksOf(queue, world).find(({ id }) => taskHandle(queue, id) === text);
    if (task?.status !== 'RUNNING') return refuse('ResourceNotFoundException', 'Task does not exist.');
    const { moved } = await withStatus(world.call(queue.node, CancelMessageMoveTask, null, (response) => response));
    return { ApproximateNumberOfMessagesMoved: moved };
  },
  ListMessageMoveTasks(input, world) {
    const source = queueOf(input, 'SourceArn', world);
    const limit = (input.MaxResults as number | undefined) ?? 1;
    const most = world.simulation.limits.number('sqs.redrive.max-listed-tasks');
    if (!Number.isInteger(limit) || limit < 1 || limit > most) return invalid(limit, 'MaxResults', `Must be between 1 and ${most}.`);
    return { Results: tasksOf(source, world).slice(0, limit).map((task) => described(source, task, world)) };
  },
};
