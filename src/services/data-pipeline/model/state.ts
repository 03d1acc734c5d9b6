import type { RecordBatch } from '../../../sim/records/recordBatch.ts';
import type { PipelineConfig } from './config.ts';
import type { Core } from './core.ts';

/** An attempt that is being worked on. */
export interface Task {
  readonly serial: number;
  stage: 'reading' | 'working' | 'writing';
  /** Rows in hand; frozen batches. */
  batches: readonly RecordBatch[];
  /** The unwired data node they were taken from; null for copies of what lies elsewhere. */
  readonly from: string | null;
  /** Keys still to be read. */
  toRead: readonly string[];
  /** Next batch to write, and how often it has been refused. */
  written: number;
  tries: number;
  readonly startedAt: number;
}

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
  rowClass: number;
  nextObject: number;
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
  | { readonly type: 'runner-up'; readonly runner: string };
