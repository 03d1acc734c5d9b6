import { limitValue } from '../aws/limits/index.ts';
import type { PlainRecord } from '../sim/plainData.ts';
import type { TraceEvent } from '../sim/trace.ts';
import { metricTotal, type FinishedRun } from './finishedRun.ts';
import { bytesText, countText, durationText, several } from './quantityText.ts';

/** How one trace type is told, and which earlier types bring it about. */
export interface Story {
  readonly type: string;
  readonly causedBy: readonly string[];
  /** One sentence with the numbers of this event, without time and node. */
  tell(event: TraceEvent, run: FinishedRun): string;
}

const number = (detail: PlainRecord, key: string): number => (typeof detail[key] === 'number' ? detail[key] : 0);
const text = (detail: PlainRecord, key: string): string =>
  typeof detail[key] === 'string' ? detail[key] : JSON.stringify(detail[key] ?? '');

/** Records offered to one shard while it refused, by the second, and what it takes. */
function refusal(event: TraceEvent, run: FinishedRun): string {
  const { detail } = event;
  const seconds = Math.max(1, (event.lastAt - event.at) / 1000);
  const perSecond = number(detail, 'offered') / seconds;
  const byRecords = detail.limit === 'record rate';
  const { facts } = run.recipe;
  const stored = metricTotal(run, 'IncomingRecords').sum;
  const bytes = stored === 0 ? 0 : (metricTotal(run, 'IncomingBytes').sum / stored) * perSecond;
  const asked = byRecords ? `${countText(perSecond)} records a second` : `${bytesText(bytes)} a second`;
  const takes = byRecords
    ? `${countText(limitValue('kds.shard.write-records-per-second', facts))} records`
    : bytesText(limitValue('kds.shard.write-bytes-per-second', facts));
  return `${event.subject} gets ${asked}, retries counted, and takes ${takes}: the limit reached is the ${text(detail, 'limit')}.`;
}

function readRefusal(event: TraceEvent, run: FinishedRun): string {
  const reason = text(event.detail, 'reason');
  const { facts } = run.recipe;
  return reason === '5 reads/s'
    ? `${event.subject} answers ${limitValue('kds.shard.read-calls-per-second', facts)} read calls a second, all consumers together; the next one is refused.`
    : `${event.subject} gives out ${bytesText(limitValue('kds.shard.read-bytes-per-second', facts))} a second, all consumers together; more was taken, so calls are refused.`;
}

/** Every type that an explanation can be built from. A service adds its own lines. */
export const stories: readonly Story[] = [
  {
    type: 'shard.hot',
    causedBy: [],
    tell: ({ detail }) =>
      `${text(detail, 'shard')} is asked for ${number(detail, 'shardPercent')} % of what it can take, while the whole stream is at ${number(detail, 'streamPercent')} %.`,
  },
  { type: 'records.refused', causedBy: [], tell: refusal },
  {
    type: 'records.retried',
    causedBy: ['records.refused', 'request.timed-out'],
    tell: ({ detail, node }) =>
      `${node} sends refused records again, by now in try ${number(detail, 'attempt')}; newer records of the same key may pass them.`,
  },
  {
    type: 'records.given-up',
    causedBy: ['records.refused', 'request.timed-out'],
    tell: ({ detail, node }) =>
      `${node} gives records up after ${several(number(detail, 'attempts'), 'try', 'tries')}: ${text(detail, 'code')}.`,
  },
  {
    type: 'buffer.full',
    causedBy: ['records.refused'],
    tell: ({ detail, node }) => `${node} holds ${countText(number(detail, 'bufferRecords'))} records and drops what comes.`,
  },
  {
    type: 'request.timed-out',
    causedBy: [],
    tell: ({ detail, node }) =>
      `${node} gets no answer within ${durationText(number(detail, 'timeoutMs'))}; the records may be stored all the same.`,
  },
  { type: 'producer.crashed', causedBy: [], tell: ({ node }) => `${node} dies with what it holds.` },
  {
    type: 'record.too-large',
    causedBy: [],
    tell: ({ detail }) =>
      `A record of ${bytesText(number(detail, 'bytes'))} is over the limit of ${bytesText(number(detail, 'limitBytes'))}.`,
  },
  {
    type: 'records.expired',
    causedBy: ['retention.changed', 'reader.crashed', 'reader.lagging'],
    tell: () => 'Records pass the retention period before anybody has read them.',
  },
  {
    type: 'retention.changed',
    causedBy: [],
    tell: ({ detail }) => `Retention goes from ${number(detail, 'fromHours')} h to ${number(detail, 'toHours')} h.`,
  },
  { type: 'read.refused', causedBy: [], tell: readRefusal },
  {
    type: 'reader.lagging',
    causedBy: ['reader.crashed', 'record.poisoned', 'read.refused'],
    tell: ({ detail, node }) => `${text(detail, 'consumer')} of ${node} is ${durationText(number(detail, 'behindMs'))} behind.`,
  },
  { type: 'reader.crashed', causedBy: [], tell: ({ detail, node }) => `${text(detail, 'consumer')} of ${node} dies.` },
  {
    type: 'reader.restarted',
    causedBy: ['reader.crashed'],
    tell: ({ detail, node }) => `${text(detail, 'consumer')} of ${node} starts again at its last checkpoint.`,
  },
  {
    type: 'reader.rewound',
    causedBy: [],
    tell: ({ detail, node }) => `${text(detail, 'consumer')} of ${node} reads again from ${text(detail, 'to')}.`,
  },
  {
    type: 'record.poisoned',
    causedBy: [],
    tell: ({ detail, node }) => `${text(detail, 'consumer')} of ${node} is stuck on one record.`,
  },
  {
    type: 'records.duplicated',
    causedBy: ['reader.rewound', 'reader.restarted', 'agent.started', 'file.read-again', 'request.timed-out'],
    tell: ({ node }) => `${node} handles records that it had handled before.`,
  },
  {
    type: 'order.broken',
    causedBy: ['shard.split', 'shard.merged', 'records.retried'],
    tell: ({ detail, node }) => `${node} handles a record of ${text(detail, 'shard')} after a newer one of the same key.`,
  },
  {
    type: 'shard.split',
    causedBy: [],
    tell: ({ detail, subject }) =>
      detail.from === undefined
        ? `${subject} is split; its children begin empty.`
        : `The stream goes from ${number(detail, 'from')} to ${number(detail, 'to')} shards; the new ones begin empty.`,
  },
  {
    type: 'shard.merged',
    causedBy: [],
    tell: ({ detail, subject }) =>
      detail.from === undefined
        ? `${subject} and a neighbour are merged.`
        : `The stream goes from ${number(detail, 'from')} to ${number(detail, 'to')} shards.`,
  },
  {
    type: 'stream.active',
    causedBy: [],
    tell: ({ detail, node }) =>
      `${text(detail, 'operation')} is done: ${node} has ${several(number(detail, 'openShards'), 'open shard')}.`,
  },
  {
    type: 'operation.refused',
    causedBy: ['stream.active'],
    tell: ({ detail }) => `${text(detail, 'operation')} is refused: ${text(detail, 'message')}`,
  },
  {
    type: 'message.dead-lettered',
    causedBy: ['message.failed'],
    tell: ({ node }) => `${node} sets a message aside that was received too often without being deleted.`,
  },
  { type: 'message.failed', causedBy: [], tell: ({ node }) => `The work for a message fails in ${node}.` },
  {
    type: 'notification.dead-lettered',
    causedBy: [],
    tell: ({ node }) => `${node} sets a notification aside that it could not deliver.`,
  },
  {
    type: 'object.failure-stored',
    causedBy: [],
    tell: ({ node }) => `${node} takes records that could not be delivered into its failure folder.`,
  },
  { type: 'manifest.written', causedBy: [], tell: ({ node }) => `${node} writes a manifest of what could not be loaded.` },
  { type: 'file.unreadable', causedBy: [], tell: ({ node }) => `${node} may not read its log files.` },
  { type: 'agent.crashed', causedBy: [], tell: ({ node }) => `The agent ${node} dies; what it has not sent waits in the files.` },
  {
    type: 'agent.started',
    causedBy: ['agent.crashed'],
    tell: ({ detail, node }) => `The agent ${node} starts; it goes on at: ${text(detail, 'from')}.`,
  },
  {
    type: 'rotation.too-fast',
    causedBy: [],
    tell: ({ detail, subject }) =>
      `${subject} is rotated ${durationText(number(detail, 'gapMs'))} after the last time; the agent tells files apart by the second.`,
  },
  {
    type: 'truncation.missed',
    causedBy: ['file.rotated'],
    tell: ({ subject }) =>
      `${subject} was emptied and filled again between two looks; the agent goes on in the middle of new lines.`,
  },
  { type: 'file.rotated', causedBy: [], tell: ({ subject }) => `${subject} is rotated.` },
  {
    type: 'tail.reset',
    causedBy: ['agent.crashed', 'file.unreadable', 'rotation.too-fast'],
    tell: ({ detail }) =>
      `The agent finds its file no more (${text(detail, 'why')}) and goes to the newest one: ${text(detail, 'goesTo')}.`,
  },
  { type: 'file.read-again', causedBy: [], tell: ({ subject }) => `${subject} is read from its beginning once more.` },
  {
    type: 'lines.lost',
    causedBy: ['tail.reset', 'truncation.missed', 'rotation.too-fast', 'file.unreadable', 'agent.crashed'],
    tell: ({ detail }) => `${text(detail, 'file')} is deleted before its lines were sent.`,
  },
  {
    type: 'record.filtered',
    causedBy: [],
    tell: ({ subject }) => `A record of ${subject} does not fit the log format and is dropped.`,
  },
];
