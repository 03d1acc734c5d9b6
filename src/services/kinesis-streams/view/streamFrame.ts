import type { streamColumns, StreamViewFields } from '../model/view.ts';

export type StreamColumn = (typeof streamColumns)[number];

/** One moment of a stream, copied out of a snapshot: it stays readable for as long as somebody draws it. */
export interface StreamFrame {
  readonly fields: StreamViewFields;
  /** Shards, closed ones too; every column has at least this length. */
  readonly count: number;
  readonly columns: { readonly [Name in StreamColumn]: Float64Array };
}

/** What a snapshot holds of a node. */
export interface StreamNode {
  readonly fields: unknown;
  readonly columns?: { readonly [name: string]: ArrayLike<number> } | undefined;
}

/** Copies a stream's view; the arrays of `reuse` are written again where they are long enough. Undefined when the node shows no shards. */
export function copyStream(node: StreamNode, reuse?: StreamFrame): StreamFrame | undefined {
  const source = node.columns;
  const count = source?.index?.length ?? 0;
  if (source === undefined || count === 0) return undefined;
  const columns = {} as Record<StreamColumn, Float64Array>;
  for (const name of Object.keys(source) as StreamColumn[]) {
    const before = reuse?.columns[name];
    const column = before !== undefined && before.length >= count && before.length < count * 4 + 64 ? before : new Float64Array(count);
    column.set(source[name]!);
    columns[name] = column;
  }
  return { fields: node.fields as StreamViewFields, count, columns };
}

/** A limit and how much of it was asked for in the last full second. */
export interface Use {
  /** In the unit of the limit. */
  readonly value: number;
  readonly limit: number;
  /** 1 is the limit. */
  readonly share: number;
}

function shareOf(value: number, limit: number): Use {
  return { value, limit, share: limit > 0 ? value / limit : 0 };
}

/** Records a second sent to a shard, refused ones included. */
export function recordUse({ columns, fields }: StreamFrame, shard: number): Use {
  return shareOf(columns.recordsPerSecond[shard]! + columns.refusedPerSecond[shard]!, fields.recordRateLimit);
}

/** Bytes a second sent to a shard. SIMPLIFIED: refused records count as large as stored ones, as in the model. */
export function byteUse({ columns, fields }: StreamFrame, shard: number): Use {
  const stored = columns.recordsPerSecond[shard]!;
  const bytes = columns.bytesPerSecond[shard]!;
  return shareOf(stored > 0 ? bytes * ((stored + columns.refusedPerSecond[shard]!) / stored) : bytes, fields.byteRateLimit);
}

/** Bytes a second read from a shard by all that share its read limit. */
export function readUse({ columns, fields }: StreamFrame, shard: number): Use {
  return shareOf(columns.readBytesPerSecond[shard]!, fields.readByteRateLimit);
}

/** The larger share of the two write limits. */
export function writeShare(frame: StreamFrame, shard: number): number {
  return Math.max(recordUse(frame, shard).share, byteUse(frame, shard).share);
}

/** The open shard whose range holds a place of the hash-key space (0 to 1); -1 when there is none. */
export function openShardAt({ columns, count }: StreamFrame, share: number): number {
  for (let s = 0; s < count; s++) if (columns.state[s] === 0 && share >= columns.startShare[s]! && (share < columns.endShare[s]! || columns.endShare[s]! >= 1)) return s;
  return -1;
}

/** Shards that hold or held a place of the hash-key space, oldest first; expired ones too. */
export function shardsOver({ columns, count }: StreamFrame, share: number): number[] {
  return Array.from({ length: count }, (_, s) => s).filter((s) => share >= columns.startShare[s]! && (share < columns.endShare[s]! || columns.endShare[s]! >= 1));
}
