import type { KeyTable } from '../../../sim/records/keyTable.ts';
import type { RecordBatch } from '../../../sim/records/recordBatch.ts';
import type { ServiceContext } from '../../../sim/serviceModel.ts';
import type { FleetConfig } from './config.ts';

/** Messages that wait for their PUBACK, or for the next try. Frozen. */
export interface Sending {
  readonly records: RecordBatch;
  readonly clients: Uint32Array;
  readonly attempt: number;
}

/** A message kept on a device. */
export interface Kept {
  readonly row: number;
  readonly bytes: number;
}

export interface FleetState {
  config: FleetConfig;
  classBase: number;
  owed: number;
  tickedAt: number;
  turn: number;
  plan: number;
  /** One a device: 0 away, 1 asking, 2 connected. */
  status: Uint8Array;
  /** Counts connections of a device; what belongs to an earlier one counts for nothing. */
  life: Uint32Array;
  /** Tries to connect since the last success. */
  tries: Uint8Array;
  /** Moments until which a device has no network; 0 for none, and Infinity for ever. */
  offlineUntil: Float64Array;
  buffers: Map<number, readonly Kept[]>;
  sending: Map<number, Sending>;
  next: number;
  stormUntil: number;
  ignoreDeltaUntil: number;
  intruderUntil: number;
  loseAcksUntil: number;
  published: number;
  received: number;
  duplicates: number;
  dropped: number;
  acknowledged: number;
}

export type FleetEvent =
  | { readonly type: 'tick'; readonly plan: number }
  | { readonly type: 'connect'; readonly device: number; readonly life: number }
  | { readonly type: 'unanswered'; readonly device: number; readonly life: number }
  | { readonly type: 'connection'; readonly device: number; readonly life: number }
  | { readonly type: 'subscribed'; readonly device: number; readonly life: number }
  | { readonly type: 'online'; readonly device: number }
  | { readonly type: 'ping' }
  | { readonly type: 'sent'; readonly id: number }
  | { readonly type: 'again'; readonly id: number }
  | { readonly type: 'intruder' };

export type Ctx = ServiceContext<FleetEvent>;

export function deviceName(config: FleetConfig, device: number): string {
  return `${config.devicePrefix}${device + 1}`;
}

export function filled(text: string, config: FleetConfig, device: number): string {
  return text.replaceAll('{device}', deviceName(config, device));
}

interface FleetKeys {
  readonly clients: Uint32Array;
  readonly topics: Uint32Array;
}
const memo = new WeakMap<KeyTable, WeakMap<FleetConfig, FleetKeys>>();

/** Interned names and topics of all devices; a memo. */
export function keysOf(config: FleetConfig, keys: KeyTable): FleetKeys {
  let byConfig = memo.get(keys);
  if (byConfig === undefined) memo.set(keys, (byConfig = new WeakMap()));
  let known = byConfig.get(config);
  if (known === undefined) {
    const each = (text: (device: number) => string) => Uint32Array.from({ length: config.devices }, (_, device) => keys.intern(text(device)));
    known = { clients: each((device) => deviceName(config, device)), topics: each((device) => filled(config.topic, config, device)) };
    byConfig.set(config, known);
  }
  return known;
}
