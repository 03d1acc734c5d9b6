/** DeleteMessage, ChangeMessageVisibility and their batches: what holders of receipt handles may do. */
import { ChangeMessageVisibilityBatch, DeleteMessageBatch, type EntriesResponse, type EntryProblem } from '../../services/sqs-queue/model/operations.ts';
import { Refusal, type ApiError } from '../apiError.ts';
import type { Handler } from '../operation.ts';
import type { ApiRecord } from '../values.ts';
import type { World } from '../world.ts';
import { answerOf, entriesOf, failedEntry, refusalOf } from './batches.ts';
import { invalid, missing, refuse, sqsError, withStatus } from './errors.ts';
import { readHandle } from './ids.ts';
import { findQueue, type Queue } from './register.ts';

/** The receipt in a handle of this queue. */
function receiptIn(entry: ApiRecord, queue: Queue): number {
  const text = entry.ReceiptHandle as string | undefined;
  if (text === undefined || text === '') return missing('ReceiptHandle');
  const handle = readHandle(text);
  return handle?.node === queue.node ? handle.receipt : refuse('ReceiptHandleIsInvalid', `The input receipt handle "${text}" is not a valid receipt handle.`);
}

function checkTimeout(entry: ApiRecord, world: World): void {
  const timeout = entry.VisibilityTimeout as number | undefined;
  const longest = world.simulation.limits.duration('sqs.visibility.max') / 1000;
  if (timeout === undefined) missing('VisibilityTimeout');
  if (!Number.isInteger(timeout) || timeout < 0 || timeout > longest) invalid(timeout, 'VisibilityTimeout', `VisibilityTimeout must be an integer between 0 and ${longest}`);
}

/** One operation on checked entries, told entry by entry: undefined is success. */
type Act = (entries: readonly ApiRecord[], receipts: Float64Array, queue: Queue, world: World) => Promise<readonly (ApiError | undefined)[]>;

/** What refuses an entry, in the words of SQS. */
const says: Readonly<Record<EntryProblem['why'], (entry: ApiRecord, longest: number) => string>> = {
  expired: ({ ReceiptHandle }) => `Value ${ReceiptHandle as string} for parameter ReceiptHandle is invalid. Reason: The receipt handle has expired.`,
  gone: ({ ReceiptHandle }) => `Value ${ReceiptHandle as string} for parameter ReceiptHandle is invalid. Reason: Message does not exist or is not available for visibility timeout change.`,
  'too long': ({ VisibilityTimeout }, longest) => `Value ${VisibilityTimeout as number} for parameter VisibilityTimeout is invalid. Reason: Total VisibilityTimeout for the message is beyond the limit [${longest} seconds]`,
  throttled: () => 'Rate exceeded for the message group.',
};

function outcomes({ outcome: { code }, problems }: EntriesResponse, entries: readonly ApiRecord[], world: World): readonly (ApiError | undefined)[] {
  return Array.from(code, (number, i) => {
    const problem = problems[number - 1];
    return problem && sqsError(problem.code, says[problem.why](entries[i]!, world.simulation.limits.duration('sqs.visibility.max') / 1000));
  });
}

const remove: Act = (entries, receipts, queue, world) => world.call(queue.node, DeleteMessageBatch, { receipts }, (response) => outcomes(response, entries, world));

const change: Act = (entries, receipts, queue, world) => {
  const VisibilityTimeout = Uint32Array.from(entries, (entry) => entry.VisibilityTimeout as number);
  return world.call(queue.node, ChangeMessageVisibilityBatch, { receipts, VisibilityTimeout }, (response) => outcomes(response, entries, world));
};

function single(act: Act, check: (entry: ApiRecord, world: World) => void): Handler {
  return async (input, world) => {
    const queue = findQueue(input, world);
    check(input, world);
    const [error] = await withStatus(act([input], Float64Array.of(receiptIn(input, queue)), queue, world));
    if (error) throw new Refusal(error);
    return {};
  };
}

function batch(type: string, act: Act, check: (entry: ApiRecord, world: World) => void): Handler {
  return async (input, world) => {
    const queue = findQueue(input, world);
    const entries = entriesOf(input, type, world);
    const receipts = new Map<ApiRecord, number>();
    const refused = entries.map((entry) =>
      refusalOf(() => {
        check(entry, world);
        receipts.set(entry, receiptIn(entry, queue));
      }),
    );
    const good = entries.filter((_, i) => refused[i] === undefined);
    const done = good.length === 0 ? [] : [...(await withStatus(act(good, Float64Array.from(good, (entry) => receipts.get(entry)!), queue, world)))];
    return answerOf(
      entries.map((entry, i) => {
        const error = refused[i] ?? done.shift();
        return error ? { failed: failedEntry(entry.Id as string, error) } : { done: { Id: entry.Id } };
      }),
    );
  };
}

const anything = () => undefined;

export const settleHandlers: Readonly<Record<string, Handler>> = {
  DeleteMessage: single(remove, anything),
  DeleteMessageBatch: batch('DeleteMessageBatchRequestEntry', remove, anything),
  ChangeMessageVisibility: single(change, checkTimeout),
  ChangeMessageVisibilityBatch: batch('ChangeMessageVisibilityBatchRequestEntry', change, checkTimeout),
};
