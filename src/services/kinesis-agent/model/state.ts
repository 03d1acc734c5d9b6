/** State of an agent and of the disk beside it: plain data, and one store of lines. */
import type { SlotTable } from '../../../sim/columns/slotTable.ts';
import type { RecordBatch } from '../../../sim/records/recordBatch.ts';
import type { ServiceContext } from '../../../sim/serviceModel.ts';
import type { AgentConfig } from './config.ts';
import type { FlowConfig } from './flowConfig.ts';

/** A file on disk. Its lines are a chain of slots; a copy-truncate moves the chain to the copy. */
export interface LogFile {
  readonly id: number;
  path: string;
  /** The path that the application writes to, and how often this content has been rotated. */
  readonly writer: string;
  generation: number;
  /** Number of the chain of lines: whoever kept a place in it knows whether it is still this one. */
  content: number;
  head: number;
  tail: number;
  lines: number;
  size: number;
  modifiedAt: number;
  /** Flows whose pattern matches the path. */
  flows: readonly number[];
}

/** Where the application writes. */
export interface Writer {
  readonly path: string;
  /** Id of the file that is open, -1 for none. */
  file: number;
  rotatedAt: number;
  rotations: number;
}

/** One file as the tracker saw it; times have whole seconds. */
export interface Seen {
  readonly id: number;
  readonly path: string;
  readonly size: number;
  readonly second: number;
}

/** What the agent keeps on disk for a flow: a file and how far it has been sent. */
export interface Checkpoint extends Seen {
  readonly offset: number;
}

/** The file that is read, as it was last seen, and how far it is read. */
export interface Cursor {
  file: number;
  path: string;
  size: number;
  second: number;
  offset: number;
  /** Chain that `last` belongs to; `last` is the line read last, -1 for none. */
  content: number;
  last: number;
  /** Header lines still to be skipped. */
  skip: number;
}

/** Records that go out in one call. */
export interface SendBuffer {
  readonly id: number;
  readonly records: RecordBatch;
  readonly end: Checkpoint;
}

/** The buffer that fills. */
export interface OpenBuffer {
  readonly id: number;
  readonly rows: number[];
  readonly keys: number[];
  readonly bytes: number[];
  size: number;
  since: number;
  end: Checkpoint | null;
}

export interface Flow {
  snapshot: readonly Seen[] | null;
  /** Files newer than the one that is read, newest first. */
  pending: readonly Seen[];
  cursor: Cursor | null;
  refreshedAt: number;
  /** How far each file has been read at most: tells what is read again. */
  reached: Map<number, number>;
  /** When the next look at the file is due; -1 for none planned. */
  pollAt: number;
  /** The queue is full: reading goes on when a buffer is taken. */
  blocked: boolean;
  buffer: OpenBuffer;
  nextBuffer: number;
  queue: SendBuffer[];
  retries: SendBuffer[];
  failures: number;
  /** The wait before the next send has been made. */
  ready: boolean;
  /** When the wait ends, -1 while there is none; and when it began. A wait of another number counts for nothing. */
  waitsUntil: number;
  waitsFrom: number;
  wait: number;
  sending: number;
  /** Number of the newest buffer that a checkpoint stands for. */
  committed: number;
  recordsSent: number;
  recordsResent: number;
  recordsFiltered: number;
  recordsTruncated: number;
  /** The last record read, and what the converters made of it. */
  sampleIn: string;
  sampleOut: string;
}

/** A call under way; an orphan's process has died, and its answer only settles what became of the rows. */
export interface Sending {
  readonly flow: number;
  readonly buffer: SendBuffer;
  readonly firehose: boolean;
  readonly orphaned: boolean;
}

export interface AgentState {
  config: AgentConfig;
  lines: SlotTable;
  files: LogFile[];
  writers: Writer[];
  nextFile: number;
  nextContent: number;
  running: boolean;
  /** Bumped at each stop and start: what an earlier life planned is ignored. */
  life: number;
  startedAt: number;
  flows: Flow[];
  sendings: Map<number, Sending>;
  nextSending: number;
  /** By flow; on disk, so a crash leaves it. */
  checkpoints: Map<string, Checkpoint>;
  deniedUntil: number;
  unreadableUntil: number;
  checkpointsLostUntil: number;
  linesWritten: number;
  linesLost: number;
}

export type AgentEvent =
  | { readonly type: 'start'; readonly life: number }
  | { readonly type: 'poll'; readonly flow: number; readonly life: number }
  | { readonly type: 'age'; readonly flow: number; readonly life: number; readonly buffer: number }
  | { readonly type: 'backoff'; readonly flow: number; readonly life: number; readonly wait: number }
  | { readonly type: 'sent'; readonly id: number }
  | { readonly type: 'failed'; readonly id: number; readonly code: string }
  | { readonly type: 'readable' };

export type Ctx = ServiceContext<AgentEvent>;

/** Word columns of a line: its row plus one (0 for a header), its bytes with newline, what it is, and the next line plus one. */
export const line = { row: 0, bytes: 1, what: 2, next: 3 } as const;
/** Bits of `what`: the first line of its record; its record was dropped and the file has let go of it. The rest is the line's number within the record. */
export const lineFirst = 1;
export const lineGone = 2;
export const lineIndexShift = 2;

export function newBuffer(id: number): OpenBuffer {
  return { id, rows: [], keys: [], bytes: [], size: 0, since: 0, end: null };
}

export function newFlow(): Flow {
  return {
    snapshot: null,
    pending: [],
    cursor: null,
    refreshedAt: 0,
    reached: new Map(),
    pollAt: -1,
    blocked: false,
    buffer: newBuffer(1),
    nextBuffer: 2,
    queue: [],
    retries: [],
    failures: 0,
    ready: false,
    waitsUntil: -1,
    waitsFrom: 0,
    wait: 0,
    sending: 0,
    committed: 0,
    recordsSent: 0,
    recordsResent: 0,
    recordsFiltered: 0,
    recordsTruncated: 0,
    sampleIn: '',
    sampleOut: '',
  };
}

export function fileOf(state: AgentState, id: number): LogFile | undefined {
  return state.files.find((file) => file.id === id);
}

/** What a checkpoint is kept under: the pattern and the destination. */
export function flowId(flow: FlowConfig): string {
  return `${flow.kind}:${flow.destination}:${flow.filePattern}`;
}

export type { FlowConfig };
