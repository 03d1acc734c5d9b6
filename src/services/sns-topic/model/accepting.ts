/** What a topic takes, and what it says to the rest. */
import { awsError, type AwsError } from '../../../aws/awsError.ts';
import { utf8Bytes } from '../../../base/md5.ts';
import { digestHex } from '../../../base/messageDigests.ts';
import { contentOf, type Content } from './contents.ts';
import { messageFor } from './envelope.ts';
import type { PublishBatchRequest } from './operations.ts';
import type { Ctx, TopicState } from './state.ts';

const recordsPerSpace = 1024;

/** What AWS says of each reason. */
const words = {
  'empty message': 'Empty message',
  'message too long': 'Message too long',
  'MessageGroupId is missing': 'The MessageGroupId parameter is required for FIFO topics',
  'MessageDeduplicationId is missing': 'The topic should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
  'MessageDeduplicationId on a standard topic': 'MessageDeduplicationId Reason: The request includes MessageDeduplicationId parameter that is not valid for this topic type',
  'no default entry': 'Message Structure - No default entry in JSON message body',
} as const;
export type Reason = keyof typeof words;

/** What is wrong with a request as a whole. */
export function requestProblem(state: TopicState, { records }: PublishBatchRequest, ctx: Ctx): AwsError | undefined {
  const most = ctx.limits.number('sns.batch.max-entries');
  if (ctx.now < state.unavailableUntil) return awsError('ServiceUnavailable', 'The request has failed due to a temporary failure of the server.');
  if (records.count === 0) return awsError('EmptyBatchRequest', "The batch request doesn't contain any entries.");
  if (records.count > most) return awsError('TooManyEntriesInBatchRequest', 'The batch request contains more entries than permissible.');
  if (records.first) return awsError('InvalidParameter', 'A message carries one record.');
  let bytes = 0;
  for (let i = 0; i < records.count; i++) bytes += records.bytes[i]!;
  return records.count > 1 && bytes > state.config.maximumMessageSize ? awsError('BatchRequestTooLong', 'The length of all the messages put together is more than the limit.') : undefined;
}

/** The reason that refuses a client's request: of its first entry that has one. */
export function firstReason(state: TopicState, request: PublishBatchRequest, ctx: Ctx): Reason | undefined {
  for (let i = 0; i < request.records.count; i++) {
    const checked = checkedEntry(state, request, i, ctx);
    if (typeof checked === 'string') return checked;
  }
  return undefined;
}

export interface Ids {
  readonly group: number;
  readonly dedup: number;
}

/** The ids of an entry of a FIFO topic; what is missing otherwise. */
function idsOf(state: TopicState, request: PublishBatchRequest, entry: number, content: Content, ctx: Ctx): Ids | Reason {
  const group = request.MessageGroupId?.[entry] ?? 0;
  if (group === 0) return 'MessageGroupId is missing';
  const given = request.MessageDeduplicationId?.[entry] ?? 0;
  if (given > 0) return { group, dedup: given };
  if (!state.config.contentBasedDeduplication) return 'MessageDeduplicationId is missing';
  const row = request.records.rows[entry]!;
  if (content.text !== undefined) return { group, dedup: ctx.keys.intern(digestHex('sha256', utf8Bytes(content.text))) + 1 };
  const block = Math.floor(row / recordsPerSpace);
  return { group, dedup: ctx.keys.space(`content of records ${block}`, recordsPerSpace, (i) => digestHex('sha256', utf8Bytes(`record ${block * recordsPerSpace + i}`))) + (row % recordsPerSpace) + 1 };
}

/** An entry as it goes on; what is wrong with it otherwise. */
export function checkedEntry(state: TopicState, request: PublishBatchRequest, entry: number, ctx: Ctx): (Ids & { readonly content: Content; readonly json: boolean }) | Reason {
  const { config } = state;
  const bytes = request.records.bytes[entry]!;
  if (bytes === 0) return 'empty message';
  if (bytes > config.maximumMessageSize) return 'message too long';
  if (!config.fifo && (request.MessageDeduplicationId?.[entry] ?? 0) > 0) return 'MessageDeduplicationId on a standard topic';
  const members = request.members?.[entry];
  const content = contentOf(request.records.rows[entry]!, members, ctx);
  const json = (members?.MessageStructure ?? request.MessageStructure) === 'json';
  if (json && (!content.readable || !messageFor(content.body, 'sqs').ok)) return 'no default entry';
  const ids = config.fifo ? idsOf(state, request, entry, content, ctx) : { group: ctx.limits.edition === 'today' ? (request.MessageGroupId?.[entry] ?? 0) : 0, dedup: 0 };
  return typeof ids === 'string' ? ids : { ...ids, content, json };
}

/** The answer to a client whose message is refused. */
export function refusalOf(reason: Reason): AwsError {
  return awsError('InvalidParameter', `Invalid parameter: ${words[reason]}`);
}
