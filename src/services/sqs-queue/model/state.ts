import type { Call } from '../../../sim/calls.ts';
import type { KeyIndex } from '../../../sim/columns/keyIndex.ts';
import type { RecentKeys } from '../../../sim/columns/recentKeys.ts';
import type { SlotHeap } from '../../../sim/columns/slotHeap.ts';
import type { SlotLists } from '../../../sim/columns/slotLists.ts';
import type { SlotTable } from '../../../sim/columns/slotTable.ts';
import type { ServiceContext } from '../../../sim/serviceModel.ts';
import type { ReceiveMessageRequest } from './operations.ts';
import type { QueueConfig } from './config.ts';

/** Virtual servers of a standard queue, and how many of them a short poll asks. [SIM] */
export const servers = 8;
export const sampledServers = 4;

/** Word columns of a message. */
export const word = {
  row: 0,
  key: 1,
  bytes: 2,
  /** Sent: retention counts from here. */
  sentAt: 3,
  status: 4,
  /** ApproximateReceiveCount. */
  receives: 5,
  /** First receive plus one; 0 before it. */
  firstReceivedAt: 6,
  receivedAt: 7,
  /** Standard: home server. FIFO: slot of its group. */
  list: 8,
  /** Interned MessageGroupId plus one. */
  group: 9,
  /** Slot of the receive attempt that handed it out, plus one. */
  attempt: 10,
  /** Edge of the queue that it was moved from, plus one. */
  source: 11,
  /** A copy that outlived its deletion. */
  ghost: 12,
  /** Interned MessageDeduplicationId plus one. */
  dedup: 13,
  /** Receives in the queues that it was moved from. */
  receivedBefore: 14,
} as const;
export const messageColumns = { words: 15, floats: 5, unhashed: [word.key, word.group, word.dedup] };
/** Float columns of a message; `oldest`: counter of the first receipt that can be one of this message's. */
export const number = { message: 0, receipt: 1, sequence: 2, identity: 3, oldest: 4 } as const;
export const status = { available: 1, delayed: 2, inFlight: 3 } as const;

/** API actions whose calls a FIFO queue counts. */
export const apiActions = ['SendMessage', 'ReceiveMessage', 'DeleteMessage', 'ChangeMessageVisibility'] as const;
export type ApiAction = (typeof apiActions)[number];

/** Columns of a message group; from `calls` on two for each API action: calls left in thousandths, and when that was so. */
export const groupWord = { key: 0, inFlight: 1, ready: 2, idleAt: 3, calls: 4 } as const;
export const groupColumns = { words: groupWord.calls + 2 * apiActions.length, floats: 0, unhashed: [groupWord.key] };
/** Lists of groups: those with a message to hand out, and those without any message that still owe calls. */
export const groupLists = { ready: 0, idle: 1 } as const;

/** Columns of a receive attempt: its id, when, for how long, then the slots; receipts are the floats. */
export const attemptWord = { id: 0, at: 1, count: 2, visibilityMs: 3, first: 4 } as const;
export const attemptColumns = { words: 14, floats: 10, unhashed: [attemptWord.id] };

/** A receipt is a counter and a slot in one number. */
export const receiptSlots = 8_388_608;

/** A receive call that waits for messages. */
export interface Waiter {
  readonly call: Call<ReceiveMessageRequest>;
  readonly timer: number;
}

/** A second's worth of calls, in thousandths. */
export interface Bucket {
  readonly level: number;
  readonly at: number;
}

export interface MoveTask {
  readonly id: number;
  readonly edge: number | null;
  /** Messages a second. */
  readonly rate: number;
  readonly moved: number;
  /** Thousandths of a message carried on. */
  readonly carry: number;
  readonly startedAt: number;
  /** Messages that were there to move when it began. */
  readonly toMove: number;
  readonly status: 'RUNNING' | 'COMPLETED' | 'CANCELLED' | 'FAILED';
  /** Code of what ended it. */
  readonly failure?: string;
}

export interface QueueState {
  config: QueueConfig;
  name: string;
  messages: SlotTable;
  /** Standard: available messages by server. FIFO: all messages of a group, in order. */
  lists: SlotLists;
  /** Messages that become visible at a time: delayed and in flight ones. */
  due: SlotHeap;
  /** All messages by the time they were sent. */
  byAge: SlotHeap;
  groups: SlotTable;
  groupOf: KeyIndex;
  groupOrder: SlotLists;
  groupsInFlight: number;
  visible: number;
  inFlight: number;
  delayed: number;
  ghosts: number;
  nextMessage: number;
  /** `identityOf` this queue's message 0. */
  firstIdentity: number;
  nextReceipt: number;
  recent: RecentKeys;
  attempts: SlotTable;
  attemptOf: KeyIndex;
  attemptOrder: SlotLists;
  waiters: Map<number, Waiter>;
  nextWaiter: number;
  /** Calls left, by API action: FIFO queues. */
  calls: Map<string, Bucket>;
  /** When the queue looks next for what becomes visible or expires; its event. */
  wakeAt: number;
  wakeEvent: number;
  gaugesPlanned: boolean;
  /** Edge of the dead-letter queue, once it has answered that its type fits. */
  deadLetterEdge: number;
  purge: { readonly at: number; readonly before: number } | null;
  purgedAt: number;
  /** Edges to queues that were deleted. */
  gone: readonly number[];
  moveTask: MoveTask | null;
  /** The last ones that are over, the newest first. */
  endedTasks: readonly MoveTask[];
  nextTask: number;
  /** Null while the queue exists. */
  deletedAt: number | null;
  unavailableUntil: number;
  deniedUntil: number;
  sent: number;
  received: number;
  deleted: number;
  deduplicated: number;
  deadLettered: number;
  expired: number;
}

export type QueueEvent =
  | { readonly type: 'begin' }
  | { readonly type: 'attributes' }
  | { readonly type: 'wake' }
  | { readonly type: 'wait-over'; readonly waiter: number }
  | { readonly type: 'gauges' }
  | { readonly type: 'purge' }
  | { readonly type: 'move'; readonly task: number };

export type Ctx = ServiceContext<QueueEvent>;
