/** Batches: ids of entries, and answers entry by entry. */
import { Refusal, type ApiError } from '../apiError.ts';
import type { ApiRecord } from '../values.ts';
import type { World } from '../world.ts';
import { missing, refuse } from './errors.ts';

/** The entries of a batch; `type` is what the query protocol calls one. Refuses what is wrong with them all. */
export function entriesOf(input: ApiRecord, type: string, world: World): readonly ApiRecord[] {
  const { limits } = world.simulation;
  const entries = (input.Entries ?? []) as readonly (ApiRecord | null)[];
  const ids = entries.map((entry, i) => (entry?.Id as string | undefined) ?? missing(`${type}.${i + 1}.Id`));
  const most = limits.number('sqs.batch.max-entries');
  const longest = limits.number('sqs.batch.id-max-characters');
  if (ids.length === 0) return refuse('EmptyBatchRequest', `There should be at least one ${type} in the request.`);
  if (ids.length > most) return refuse('TooManyEntriesInBatchRequest', `Maximum number of entries per request are ${most}. You have sent ${ids.length}.`);
  if (ids.some((id) => id.length > longest || !/^[A-Za-z0-9_-]+$/.test(id))) return refuse('InvalidBatchEntryId', `A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most ${longest} letters long.`);
  const repeated = ids.find((id, i) => ids.indexOf(id) < i);
  if (repeated !== undefined) return refuse('BatchEntryIdsNotDistinct', `Id ${repeated} repeated.`);
  return entries as readonly ApiRecord[];
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

/** What a batch answers: a list without entries is no member. */
export function answerOf(results: readonly { readonly done?: ApiRecord; readonly failed?: ApiRecord }[]): ApiRecord {
  const some = (list: readonly ApiRecord[]) => (list.length === 0 ? undefined : list);
  return { Successful: some(results.flatMap(({ done }) => (done ? [done] : []))), Failed: some(results.flatMap(({ failed }) => (failed ? [failed] : []))) };
}
