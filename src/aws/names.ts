const fifoSuffix = '.fifo';

/** Whether an SQS queue can be called so; the suffix of a FIFO queue counts among the characters. */
export function isQueueName(name: string, fifo: boolean, mostCharacters: number): boolean {
  if (fifo && !name.endsWith(fifoSuffix)) return false;
  const stem = fifo ? name.slice(0, -fifoSuffix.length) : name;
  return name.length <= mostCharacters && /^[A-Za-z0-9_-]+$/.test(stem);
}
