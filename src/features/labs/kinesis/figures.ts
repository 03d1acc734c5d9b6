import type { ConsumerView, ProducerViewFields, ReaderViewFields, StreamColumn, StreamViewFields } from '../../../services/views.ts';
import type { NodeSnapshot, Snapshot } from '../../../state/runStore.ts';

export interface StreamFigures {
  readonly id: string;
  readonly fields: StreamViewFields;
  /** Figure of a shard: `column('refused', 0)`. 0 where there is none. */
  column(name: StreamColumn, shard: number): number;
  /** Shards there have been, closed ones too. */
  readonly shards: number;
}

function figuresOf(node: NodeSnapshot): StreamFigures {
  return {
    id: node.id,
    fields: node.fields as unknown as StreamViewFields,
    column: (name, shard) => node.columns?.[name]?.[shard] ?? 0,
    shards: node.columns?.index?.length ?? 0,
  };
}

/** The streams of a snapshot, typed again. Figures read the columns when asked: use them at once. */
export function streamsOf(snapshot: Snapshot): readonly StreamFigures[] {
  return snapshot.nodes.filter((node) => node.kind === 'kinesis-streams').map(figuresOf);
}

/** The first stream: the one the lab is about. */
export function streamOf(snapshot: Snapshot): StreamFigures | undefined {
  const node = snapshot.nodes.find((candidate) => candidate.kind === 'kinesis-streams');
  return node && figuresOf(node);
}

export interface ConsumerFigures extends ConsumerView {
  /** Node it belongs to, and a name that no other consumer of the run has. */
  readonly node: string;
  readonly title: string;
  /** Shards that it reads now. */
  readonly shards: readonly number[];
}

/** All consumers of a snapshot. */
export function consumersOf(snapshot: Snapshot): readonly ConsumerFigures[] {
  const readers = snapshot.nodes.filter((node) => node.kind === 'stream-reader');
  return readers.flatMap((node) =>
    (node.fields as unknown as ReaderViewFields).consumers.map((consumer) => ({
      ...consumer,
      node: node.id,
      title: readers.length > 1 ? `${node.id} ${consumer.name}` : consumer.name,
      shards: Array.from(node.columns?.shard?.subarray(consumer.firstPosition, consumer.firstPosition + consumer.positions) ?? []),
    })),
  );
}

export interface ProducerFigures extends ProducerViewFields {
  readonly node: string;
}

/** All producers of a snapshot. */
export function producersOf(snapshot: Snapshot): readonly ProducerFigures[] {
  return snapshot.nodes.filter((node) => node.kind === 'sdk-producer').map((node) => ({ node: node.id, ...(node.fields as unknown as ProducerViewFields) }));
}

/** Open shards by index. */
export function openShards(stream: StreamFigures): readonly number[] {
  return Array.from({ length: stream.shards }, (_, shard) => shard).filter((shard) => stream.column('state', shard) === 0);
}
