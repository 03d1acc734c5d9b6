import { plainText } from '../../../base/plainText.ts';
import { copyStream, type StreamFrame } from '../../../services/kinesis-streams/view/index.ts';
import type { ConsumerView, ProducerViewFields, ReaderViewFields } from '../../../services/views.ts';
import { parseShardId } from '../../../aws/ids.ts';
import type { TraceEvent } from '../../../sim/trace.ts';
import type { Snapshot } from '../../../worker/protocol.ts';
import { nodesAt } from '../session/recipeEdits.ts';

export interface ProducerFrame {
  readonly name: string;
  /** What its traffic makes now. */
  readonly recordsPerSecond: number;
  readonly payloadBytes: number;
  /** Records that wait for a call or for their next try. */
  readonly waiting: number;
  readonly retried: number;
  readonly givenUp: number;
}

/** A consumer, and how many records of which shard it has processed: entries of the same place belong together. */
export interface ConsumerFrame extends ConsumerView {
  readonly shards: ArrayLike<number>;
  readonly done: ArrayLike<number>;
}

/** One moment as the stage draws it: plain, and its own copy. */
export interface StageFrame {
  readonly time: number;
  readonly playing: boolean;
  readonly speed: number;
  readonly producers: readonly ProducerFrame[];
  readonly stream: StreamFrame | undefined;
  readonly consumers: readonly ConsumerFrame[];
  /** Moments at which shards were replaced by others, as far as events tell. */
  readonly reshards: readonly Reshard[];
  /** Consumers that stand at a record they cannot process. */
  readonly blocked: readonly { readonly consumer: string; readonly shard: number }[];
}

export interface Reshard {
  readonly at: number;
  /** Shards opened at that moment have this index or a higher one. */
  readonly from: number;
  readonly to: number;
}

const number = (fields: unknown, key: string): number => {
  const value = (fields as Record<string, unknown>)[key];
  return typeof value === 'number' ? value : 0;
};

/** Copies what the stage needs from a snapshot. `reuse` is a frame that is no longer drawn. */
export function readFrame(snapshot: Snapshot, events: readonly TraceEvent[], reuse?: StageFrame): StageFrame {
  const { nodes, recipe } = snapshot;
  const traffic = nodes.filter((node) => node.kind === 'traffic');
  const stream = nodes.find((node) => node.kind === 'kinesis-streams');
  const copied = stream && copyStream(stream, reuse?.stream);
  const configs = nodesAt(recipe, snapshot.time);
  const producers = traffic.map((node, i): ProducerFrame => {
    const next = recipe.graph.edges.filter((edge) => edge.from.node === node.id).map((edge) => edge.to.node);
    const put = nodes.find((other) => other.kind === 'sdk-producer' && next.includes(other.id));
    const fields = put?.fields as unknown as ProducerViewFields | undefined;
    const replays = configs.find((config) => config.id === node.id)?.config.replay;
    return {
      name: traffic.length === 1 ? 'Producer' : `Producer ${i + 1}`,
      recordsPerSecond: number(node.fields, 'recordsPerSecond'),
      payloadBytes: replays ? 0 : number(node.fields, 'payloadBytes'),
      waiting: (fields?.waiting ?? 0) + (fields?.retrying ?? 0),
      retried: fields?.retried ?? 0,
      givenUp: fields?.givenUp ?? 0,
    };
  });
  const consumers = nodes.filter((node) => node.kind === 'stream-reader').flatMap(consumersOf);
  return { time: snapshot.time, playing: snapshot.playing, speed: snapshot.speed, producers, stream: copied, consumers, reshards: copied ? reshardsOf(copied, events, snapshot.time) : [], blocked: blockedAt(snapshot, events) };
}

function consumersOf({ fields, columns }: Snapshot['nodes'][number]): readonly ConsumerFrame[] {
  return (fields as unknown as ReaderViewFields).consumers.map((consumer) => {
    const to = consumer.firstPosition + consumer.positions;
    return { ...consumer, shards: columns?.shard?.slice(consumer.firstPosition, to) ?? [], done: columns?.processed?.slice(consumer.firstPosition, to) ?? [] };
  });
}

/** A poison record holds its consumer until the fault ends. */
function blockedAt({ recipe, time }: Snapshot, events: readonly TraceEvent[]): StageFrame['blocked'] {
  const blocked = new Map<string, number>();
  for (const event of events) {
    if (event.type !== 'record.poisoned' || event.at > time) continue;
    const shard = parseShardId(plainText(event.detail.shard));
    const faults = recipe.interventions.filter(({ at, what }) => at <= time && what.node === event.node && (what.type === 'fault' || what.type === 'recover') && what.name === 'poison');
    const last = faults[faults.length - 1];
    if (shard === undefined || last?.what.type !== 'fault' || (last.what.duration !== undefined && last.at + last.what.duration <= time) || event.at < last.at) continue;
    blocked.set(event.subject, shard);
  }
  return [...blocked].map(([consumer, shard]) => ({ consumer, shard }));
}

/** Moments at which shards were replaced. Each opens the next indices; how many is told by who are the children. */
function reshardsOf(stream: StreamFrame, events: readonly TraceEvent[], now: number): readonly Reshard[] {
  const reshards: Reshard[] = [];
  let next = firstChild(stream);
  for (const event of events) {
    if (event.at > now || (event.type !== 'shard.split' && event.type !== 'shard.merged')) continue;
    const { children } = event.detail;
    const count = Array.isArray(children) ? children.length : typeof children === 'number' ? children : 1;
    reshards.push({ at: event.at, from: next, to: next + count });
    next += count;
  }
  return reshards;
}

function firstChild({ columns, count }: StreamFrame): number {
  for (let s = 0; s < count; s++) if (columns.parent[s]! >= 0) return s;
  return count;
}

/** Records a second on their way into the stream: what producers make, or what shards were sent, whichever is more. */
export function offeredRate({ producers, stream }: Pick<StageFrame, 'producers' | 'stream'>): number {
  let made = 0;
  for (const producer of producers) made += producer.recordsPerSecond;
  let sent = 0;
  if (stream) for (let s = 0; s < stream.count; s++) sent += stream.columns.recordsPerSecond[s]! + stream.columns.refusedPerSecond[s]!;
  return Math.max(made, sent);
}
