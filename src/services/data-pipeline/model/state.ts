import type { Call } from '../../../sim/calls.ts';
import type { RecordBatch } from '../../../sim/records/recordBatch.ts';
import type { PipelineConfig } from './config.ts';
import type { Core } from './core.ts';

/** Rows read from one input. They lie in an unwired data node (`back`), or (null) are copies of what lies elsewhere. Frozen. */
export interface Part {
  readonly input: number;
  readonly back: string | null;
  readonly batch: RecordBatch;
}

/** An attempt that is being worked on. */
export interface Task {
  readonly serial: number;
  stage: 'reading' | 'working' | 'writing';
  /** Number of the input that is being read, and keys of it still to be read. */
  input: number;
  toRead: readonly string[];
  /** All that was read, while further outputs are to be written; else empty. */
  kept: readonly Part[];
  /** Read, and still to be written to output number `output`. */
  queue: readonly Part[];
  output: number;
  /** Batches written, and how often the next has been refused. */
  written: number;
  tries: number;
  readonly startedAt: number;
}

/** What a task holds: it has each row once. */
export function heldParts(task: Task): readonly Part[] {
  return task.kept.length > 0 ? task.kept : task.queue;
}

/** How a task ends, or undefined while it goes on; the caller tells the service. */
export type Outcome = { readonly status: 'FINISHED' | 'FAILED' | 'FALSE'; readonly reason: string } | undefined;

export interface SourceState {
  readonly day: number;
  readonly readyAt: number;
}

export interface Alarm {
  readonly atMs: number;
  readonly topicArn: string;
  readonly subject: string;
  readonly message: string;
}

/** An alarm on its way to a topic. Frozen. */
export interface Publishing {
  readonly edge: number;
  readonly action: string;
  readonly tries: number;
  readonly records: RecordBatch;
}

export interface PipelineState {
  config: PipelineConfig;
  core: Core;
  /** Wakes of an older run count for nothing. */
  wakeRun: number;
  /** Records that lie in unwired data nodes. */
  stores: { [node: string]: RecordBatch[] };
  keys: { [key: string]: number };
  sources: SourceState[];
  tasks: Map<string, Task>;
  /** Attempts still to fail, by activity. */
  failing: { [activity: string]: number };
  failingUntil: { [activity: string]: number };
  alarms: readonly Alarm[];
  alarmsSent: number;
  publishing: Map<number, Publishing>;
  nextPublish: number;
  rowClass: number;
  alarmClass: number;
  nextObject: number;
  /** Calls of clients that wait for a task, by number of their poll. */
  waiting: Map<number, Call>;
}

export type PipelineEvent =
  | { readonly type: 'wake'; readonly run: number }
  | { readonly type: 'worked'; readonly id: string; readonly serial: number }
  | { readonly type: 'write'; readonly id: string; readonly serial: number }
  | { readonly type: 'listed'; readonly id: string; readonly serial: number; readonly prefix: string }
  | { readonly type: 'object'; readonly id: string; readonly serial: number }
  | { readonly type: 'scanned'; readonly id: string; readonly serial: number }
  | { readonly type: 'written'; readonly id: string; readonly serial: number; readonly batch: number }
  | { readonly type: 'checked'; readonly id: string; readonly serial: number; readonly key: string }
  | { readonly type: 'source'; readonly source: number; readonly day: number; readonly part: number }
  | { readonly type: 'published' | 'publish'; readonly alarm: number }
  | { readonly type: 'poll-ended'; readonly poll: number }
  | { readonly type: 'runner-up'; readonly runner: string };
