/** Batches: ids of entries, and answers entry by entry. */
import { Refusal, type ApiError } from '../apiError.ts';
import { entryIdsProblem } from '../../services/sqs-queue/model/operations.ts';
import type { ApiRecord } from '../values.ts';
import type { World } from '../world.ts';
import { missing, refuse } from './errors.ts';

/** The entries of a batch; `type` is what the query protocol calls one. Refuses what is wrong with them all. */
export function entriesOf(input: ApiRecord, type: string, world: World): readonly ApiRecord[] {
  const entries = (input.Entries ?? []) as readonly (ApiRecord | null)[];
  const ids = entries.map((entry, i) => (entry?.Id as string | undefined) ?? missing(`${type}.${i + 1}.Id`));
  const problem = entryIdsProblem(ids, world.simulation.limits);
  switch (problem) {
    case undefined:
      return entries as readonly ApiRecord[];
    case 'EmptyBatchRequest':
      return refuse(problem, `There should be at least one ${type} in the request.`);
    case 'TooManyEntriesInBatchRequest':
      return refuse(problem, `Maximum number of entries per request are ${world.simulation.limits.number('sqs.batch.max-entries')}. You have sent ${ids.length}.`);
    case 'InvalidBatchEntryId':
      return refuse(problem, 'A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.');
    case 'BatchEntryIdsNotDistinct':
      return refuse(problem, `Id ${ids.find((id, i) => ids.indexOf(id) < i)} repeated.`);
  }
}

export function failedEntry(Id: string, { code, message, status }: ApiError): ApiRecord {
  return { Id, SenderFault: status < 500 && code !== 'RequestThrottled', Code: code, Message: message };
}

/** What `check` refuses an entry for; undefined when it does not. */
export function refusalOf(check: () => void): ApiError | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return error.error;
    throw error;
  }
}

export function answerOf(results: readonly { readonly done?: ApiRecord; readonly failed?: ApiRecord }[]): ApiRecord {
  return { Successful: results.flatMap(({ done }) => (done ? [done] : [])), Failed: results.flatMap(({ failed }) => (failed ? [failed] : [])) };
}
