import { Digest } from '../../../base/digest.ts';

/** Numbers behind MessageIds: the queue's own in the upper bits, so that a message keeps its id in a dead-letter queue. */
const identitySpan = 2 ** 33;
const identityQueues = 2 ** 20;

/** Of a queue's message with this number. */
export function identityOf(nodeId: string, message: number): number {
  const digest = new Digest();
  digest.text(nodeId);
  return ((digest.a >>> 0) % identityQueues) * identitySpan + message;
}
