/** RedrivePolicy and RedriveAllowPolicy: which queue takes the dead letters of which. */
import type { World } from '../world.ts';
import { invalid } from './errors.ts';
import { isQueueArn, queueByArn, type Queue } from './register.ts';

export interface Redrive {
  readonly target: Queue;
  readonly maxReceiveCount: number;
  /** The policy as it is told: a count that came as a text is a number. */
  readonly text: string;
}

/** A text that is a JSON object. */
export function readMap(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Readonly<Record<string, unknown>>) : undefined;
  } catch {
    return undefined;
  }
}

/** What a RedrivePolicy means for a queue; null where an empty one takes it away. */
export function readRedrive(text: string, source: Pick<Queue, 'arn' | 'fifo'>, world: World): Redrive | null {
  if (text === '') return null;
  const no = (reason: string): never => invalid(text, 'RedrivePolicy', reason);
  const policy = readMap(text) ?? no('Redrive policy is not a valid JSON map.');
  for (const name of ['maxReceiveCount', 'deadLetterTargetArn']) if (policy[name] === undefined) return no(`Redrive policy does not contain mandatory attribute: ${name}.`);
  const most = world.simulation.limits.number('sqs.dead-letter.max-max-receives');
  const count = typeof policy.maxReceiveCount === 'string' ? Number(policy.maxReceiveCount) : policy.maxReceiveCount;
  if (typeof count !== 'number' || !Number.isInteger(count) || count < 1 || count > most) return no(`Invalid value for maxReceiveCount: ${String(policy.maxReceiveCount)}, valid values are from 1 to ${most} both inclusive.`);
  if (!isQueueArn(policy.deadLetterTargetArn)) return no('Invalid value for deadLetterTargetArn.');
  const target = queueByArn(policy.deadLetterTargetArn, world);
  if (!target) return no('Dead letter target does not exist.');
  if (target.arn === source.arn) return no('A queue cannot be its own dead letter queue.');
  if (target.fifo !== source.fifo) return no('Dead-letter queue must be same type of queue as the source.');
  if (!allows(target, source.arn)) return no('The RedriveAllowPolicy of the dead letter queue does not allow this source queue.');
  return { target, maxReceiveCount: count, text: typeof policy.maxReceiveCount === 'string' ? JSON.stringify({ deadLetterTargetArn: target.arn, maxReceiveCount: count }) : text };
}

/** The redrive of a source whose policy names the ARN that `target` has now. */
export function againTo(target: Queue, source: Queue): Redrive {
  const text = source.attributes.get('RedrivePolicy')!;
  return { target, maxReceiveCount: Number(readMap(text)!.maxReceiveCount), text };
}

/** Whether a queue takes dead letters of this source. */
export function allows(target: Queue, sourceArn: string): boolean {
  const policy = readMap(target.attributes.get('RedriveAllowPolicy') ?? '');
  if (policy?.redrivePermission === 'denyAll') return false;
  return policy?.redrivePermission !== 'byQueue' || (policy.sourceQueueArns as readonly unknown[]).includes(sourceArn);
}

/** Refuses a RedriveAllowPolicy that is none. */
export function checkAllow(text: string, world: World): void {
  if (text === '') return;
  const no = (reason: string): never => invalid(text, 'RedriveAllowPolicy', reason);
  const policy = readMap(text) ?? no('Amazon SQS can\'t create the redrive allow policy, as it\'s in an unsupported format.');
  const permission = policy.redrivePermission;
  const arns = policy.sourceQueueArns;
  if (permission !== 'allowAll' && permission !== 'denyAll' && permission !== 'byQueue') return no('redrivePermission must be allowAll, denyAll or byQueue.');
  if (permission !== 'byQueue') return arns === undefined ? undefined : no('sourceQueueArns is allowed only when redrivePermission is byQueue.');
  const most = world.simulation.limits.number('sqs.redrive.max-allowed-sources');
  if (!Array.isArray(arns) || arns.length === 0 || arns.length > most) return no(`sourceQueueArns must name 1 to ${most} queues when redrivePermission is byQueue.`);
}

/** The ARN that a queue's dead letters go to. */
export function deadLetterArn(queue: Queue): string | undefined {
  return readMap(queue.attributes.get('RedrivePolicy') ?? '')?.deadLetterTargetArn as string | undefined;
}

/** Queues whose dead letters go to `target`. */
export function sourcesOf(target: Queue, queues: readonly Queue[]): readonly Queue[] {
  return queues.filter((queue) => deadLetterArn(queue) === target.arn);
}

/** Joins two queues by an edge, unless one is there. */
export function join(source: Queue, target: Queue, world: World): void {
  if (world.simulation.wires.some(({ from, to, fromPort }) => from === source.node && to === target.node && fromPort === 'deadLetter')) return;
  world.simulation.connect([{ from: { node: world.nodeId(source.node), port: 'deadLetter' }, to: { node: world.nodeId(target.node), port: 'moved' } }]);
}
