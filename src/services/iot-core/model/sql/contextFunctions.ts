import type { SqlEnvironment, SqlFunction } from './environment.ts';
import { toNumber, type SqlValue } from './values.ts';

const none: Pick<SqlFunction, 'min' | 'max'> = { min: 0, max: 0 };

const hex = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Four digits of a number of 16 bits. */
function digits(word: number): string {
  return hex[word >>> 8]! + hex[word & 255]!;
}

/** A random UUID of version 4 from seeded chance. */
export function newUuid(unit: () => number): string {
  const a = Math.floor(unit() * 0x100000000);
  const b = Math.floor(unit() * 0x100000000);
  const c = Math.floor(unit() * 0x100000000);
  const d = Math.floor(unit() * 0x100000000);
  return `${digits(a >>> 16)}${digits(a & 0xffff)}-${digits(b >>> 16)}-${digits((b & 0x0fff) | 0x4000)}-${digits(((c >>> 16) & 0x3fff) | 0x8000)}-${digits(c & 0xffff)}${digits(d >>> 16)}${digits(d & 0xffff)}`;
}

function topic(args: readonly SqlValue[], env: SqlEnvironment): SqlValue {
  if (args.length === 0) return env.topic;
  const number = toNumber(args[0]);
  return number === undefined || !Number.isInteger(number) || number < 1 ? undefined : (env.topicLevels ?? env.topic.split('/'))[number - 1];
}

function external(name: string, usage: string, min: number, max: number, since2016 = false): SqlFunction {
  return { name, usage, min, max, since2016, external: true, call: (args, env) => env.external?.(name.toLowerCase(), args) };
}

export const contextFunctions: readonly SqlFunction[] = [
  { name: 'accountid', usage: 'accountid()', ...none, call: (_, env) => env.accountId },
  { name: 'clientid', usage: 'clientid()', ...none, call: (_, env) => env.clientId ?? 'n/a' },
  { name: 'newuuid', usage: 'newuuid()', ...none, call: (_, env) => newUuid(() => env.unit()) },
  { name: 'principal', usage: 'principal()', ...none, call: (_, env) => env.principal },
  { name: 'sql_version', usage: 'sql_version()', ...none, call: (_, env) => env.version },
  { name: 'timestamp', usage: 'timestamp()', ...none, call: (_, env) => env.now },
  { name: 'topic', usage: 'topic(2)', min: 0, max: 1, call: topic },
  { name: 'traceid', usage: 'traceid()', ...none, call: (_, env) => env.traceId },
  external('aws_lambda', 'aws_lambda(functionArn, inputJson)', 2, 2),
  external('get_dynamodb', 'get_dynamodb(table, partitionKey, value, sortKey, value, roleArn)', 4, 6, true),
  external('get_secret', 'get_secret(secretId, secretType, key, roleArn)', 3, 4, true),
  external('get_thing_shadow', 'get_thing_shadow(thingName, shadowName, roleArn)', 2, 3, true),
  external('machinelearning_predict', 'machinelearning_predict(modelId, roleArn, record)', 3, 3),
];
