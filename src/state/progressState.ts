import type { StoreApi } from 'zustand/vanilla';
import type { FactsEdition, Item } from '../content/types.ts';
import type { Answer } from '../learning/question-types/questionType.ts';
import type { Confidence } from '../learning/review/grade.ts';
import type { SchedulerOptions } from '../learning/review/scheduler.ts';
import type { ProgressStorage } from './progressDb.ts';
import type { AsideRow, AttemptRow, CardRow, FlagRow, MinutesRow, PredictionRow, RawTables, SessionRow, TableName } from './progressRows.ts';

/** Settings that reviews depend on. */
export interface ReviewSettings {
  readonly desiredRetention: number;
  /** YYYY-MM-DD, or null. */
  readonly examDate: string | null;
}

/** What one tab tells the others. */
export type ProgressMessage = { readonly type: 'rows'; readonly table: TableName; readonly keys: readonly string[] } | { readonly type: 'all' };

/** Tells other tabs which rows changed, and hears it from them. */
export interface ProgressChannel {
  post(message: ProgressMessage): void;
  listen(heard: (message: ProgressMessage) => void): void;
  close(): void;
}

export interface ProgressDeps {
  readonly storage: ProgressStorage;
  /** Why the device refused to store, in the browser's word; null when it did not. */
  readonly refused: string | null;
  /** Wall-clock milliseconds since 1970. */
  now(): number;
  newId(): string;
  /** Local time minus UTC, in minutes, at a moment. */
  offsetMinutes(at: number): number;
  readonly settings: { get(): ReviewSettings; subscribe(changed: () => void): void };
  readonly channel?: ProgressChannel;
}

/** An answer to be checked. */
export interface Checked {
  readonly item: Item;
  readonly concept: string;
  /** Of the template's draw and the order of the options. */
  readonly seed: number;
  /** null: left blank. */
  readonly answer: Answer | null;
  readonly confidence: Confidence;
  readonly hintUsed: boolean;
  readonly edition: FactsEdition;
  readonly sessionId: string;
  readonly mode: AttemptRow['mode'];
  /** Milliseconds from first sight to check. */
  readonly ms: number;
  /** How often a chosen answer was changed before. */
  readonly changes: number;
}

/** A prediction about an experiment; answer null means "just run it". */
export interface Predicted {
  readonly experiment: string;
  readonly answer: PredictionRow['answer'];
}

export interface ProgressState {
  /** Checked answers, oldest first. */
  readonly attempts: readonly AttemptRow[];
  /** By fact id. */
  readonly cards: ReadonlyMap<string, CardRow>;
  readonly sessions: ReadonlyMap<string, SessionRow>;
  /** Oldest first. */
  readonly predictions: readonly PredictionRow[];
  readonly keyed: ReadonlyMap<string, unknown>;
  /** By item id; only rows that are on are flagged. */
  readonly flags: ReadonlyMap<string, FlagRow>;
  /** Time spent, by `day activity`. */
  readonly minutes: ReadonlyMap<string, MinutesRow>;
  /** Rows that could not be read: kept on the device as they are, left out here. */
  readonly aside: readonly AsideRow[];
  readonly storage: 'device' | 'memory';
  /** A sentence while answers are not safely stored; null when they are. */
  readonly warning: string | null;

  /** Scores an answer, moves the cards of its facts, and stores all of it at once. */
  check(checked: Checked): Promise<AttemptRow>;
  /** Whether `tooEasy` can still be said of an answer: right, certain, no hint, and checked on this page. */
  canBeEasy(attemptId: string): boolean;
  /** Grades such an answer Easy instead. */
  tooEasy(attemptId: string): Promise<void>;
  saveSession(session: SessionRow): Promise<void>;
  /** Stores a prediction before the run starts; its id goes to `finishPrediction`. */
  predict(predicted: Predicted): Promise<PredictionRow>;
  /** Says how a prediction came out once the run was watched to its end; null where it was skipped. */
  finishPrediction(id: string, outcome: { readonly right: boolean | null; readonly why?: string }): Promise<void>;
  flag(itemId: string, on: boolean): Promise<void>;
  /** Adds time spent now; calls of less than a second add nothing. */
  spend(activity: MinutesRow['activity'], ms: number): Promise<void>;
  setKeyed(key: string, value: unknown): Promise<void>;
  /** Present settings as a scheduler takes them. */
  schedulerOptions(): SchedulerOptions;
  now(): number;
  /** All rows as stored, unreadable ones too: for a backup. */
  readAll(): Promise<RawTables>;
  /** Puts other rows in place of all there are, here and in other tabs. */
  replaceAll(raw: RawTables): Promise<void>;
  close(): void;
}

export type ProgressStore = StoreApi<ProgressState>;
