import type { PlainData } from '../../../../sim/plainData.ts';
import type { SqlVersion } from './ast.ts';
import type { SqlValue } from './values.ts';

/** What a message carries: JSON, or bytes that are none. */
export type MqttPayload = { readonly type: 'json'; readonly value: PlainData } | { readonly type: 'binary'; readonly bytes: Uint8Array };

/** What a rule's SQL may know of one message and of the world. Everything random or temporal is given. */
export interface SqlEnvironment {
  readonly version: SqlVersion;
  readonly payload: MqttPayload;
  /** Topic without the prefix of Basic Ingest. */
  readonly topic: string;
  /** The topic cut at its slashes, where somebody has it. */
  readonly topicLevels?: readonly string[];
  /** Absent where the message did not come by MQTT. */
  readonly clientId?: string | undefined;
  readonly traceId?: string | undefined;
  readonly principal?: string | undefined;
  readonly accountId: string;
  /** UTC milliseconds. */
  readonly now: number;
  /** Chance in [0, 1), seeded. */
  unit(): number;
  /** Answers of other services; undefined where there is none. */
  external?(name: string, args: readonly SqlValue[]): SqlValue;
}

/** One function of the SQL. Given unusable arguments it answers undefined. */
export interface SqlFunction {
  readonly name: string;
  readonly usage: string;
  readonly min: number;
  readonly max: number;
  readonly since2016?: boolean;
  /** Asks another service: not allowed in an error action. */
  readonly external?: boolean;
  readonly call: (args: readonly SqlValue[], env: SqlEnvironment) => SqlValue;
}
