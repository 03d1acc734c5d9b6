/** What a client sent, made into members of an operation: types first, all at once; what they may hold is judged by validate.ts. */
import { base64Length, base64Text } from '../base/base64.ts';
import { Refusal, apiError } from './apiError.ts';
import type { ServiceShapes, Shape } from './shapeTypes.ts';
import { isApiRecord, isBytes, type ApiRecord, type ApiValue } from './values.ts';

/** How AWS's JSON reader names what it found. */
function found(value: unknown): string {
  if (value === null) return 'NULL_VALUE';
  if (Array.isArray(value)) return 'START_ARRAY';
  switch (typeof value) {
    case 'string':
      return 'STRING_VALUE';
    case 'boolean':
      return value ? 'TRUE_VALUE' : 'FALSE_VALUE';
    case 'number':
    case 'bigint':
      return Number.isInteger(Number(value)) ? 'NUMBER_VALUE' : 'DECIMAL_VALUE';
    default:
      return isBytes(value) ? 'BINARY_VALUE' : 'START_OBJECT';
  }
}

function wrong(path: string, value: unknown, wanted: string): never {
  throw new Refusal(apiError('SerializationException', `${found(value)} cannot be converted to ${wanted} at '${path}'`));
}

/** Reads a whole input; unknown members are passed over, as AWS does. Throws SerializationException naming the member. */
export function decodeInput(service: ServiceShapes, shapeName: string | undefined, raw: unknown): ApiRecord {
  if (shapeName === undefined) return {};
  if (!isApiRecord(raw)) return wrong('', raw, 'an object');
  return decodeValue(service, shapeName, raw, '') as ApiRecord;
}

/** Deeper than anything that AWS takes; a path this long belongs to a value nested hundreds of levels. */
const longestPath = 2000;

function decodeValue(service: ServiceShapes, shapeName: string, raw: unknown, path: string): ApiValue {
  if (path.length > longestPath) throw new Refusal(apiError('SerializationException', `The value at '${path.slice(0, 80)}…' is nested too deeply`));
  const shape = service.shapes[shapeName]!;
  switch (shape.type) {
    case 'structure':
      return isApiRecord(raw) && !isBytes(raw) ? decodeStructure(service, shape, raw, path) : wrong(path, raw, 'an object');
    case 'list':
      return Array.isArray(raw) ? raw.map((each, i) => (each === null ? null : decodeValue(service, shape.member!.shape, each, `${path}.${i + 1}.member`))) : wrong(path, raw, 'a list');
    case 'map':
      if (!isApiRecord(raw) || isBytes(raw)) return wrong(path, raw, 'a map');
      return Object.fromEntries(Object.entries(raw).map(([key, each]) => [key, each === null ? null : decodeValue(service, shape.value!.shape, each, `${path}.${key}`)]));
    case 'string':
      return typeof raw === 'string' ? raw : wrong(path, raw, 'String');
    case 'blob':
      if (isBytes(raw)) return base64Text(raw);
      if (typeof raw !== 'string') return wrong(path, raw, 'a blob');
      if (base64Length(raw) < 0) throw new Refusal(apiError('SerializationException', `The value at '${path}' is not valid Base64`));
      return raw;
    case 'boolean':
      return typeof raw === 'boolean' ? raw : wrong(path, raw, 'Boolean');
    case 'timestamp':
      return decodeTime(raw, path);
    case 'integer':
    case 'long':
      return decodeWhole(shape, raw, path);
    default:
      return typeof raw === 'number' ? raw : wrong(path, raw, 'Double');
  }
}

function decodeStructure(service: ServiceShapes, shape: Shape, raw: ApiRecord, path: string): ApiRecord {
  const out: Record<string, ApiValue> = {};
  const members = shape.members ?? {};
  for (const name in members) {
    const value = raw[name];
    if (value !== undefined && value !== null) out[name] = decodeValue(service, members[name]!.shape, value, pathOf(path, name));
  }
  return out;
}

function decodeWhole(shape: Shape, raw: unknown, path: string): number {
  const value = typeof raw === 'bigint' ? Number(raw) : raw;
  if (typeof value !== 'number' || !Number.isFinite(value)) return wrong(path, raw, shape.type === 'integer' ? 'Integer' : 'Long');
  const whole = Math.trunc(value);
  if (shape.type === 'integer' && (whole > 2147483647 || whole < -2147483648)) return wrong(path, raw, 'Integer');
  return whole;
}

function decodeTime(raw: unknown, path: string): number {
  if (typeof raw === 'number') return raw;
  return wrong(path, raw, 'Timestamp');
}

const small = new Map<string, string>();

/** The path of a member as AWS names it in messages: first letters small. */
export function pathOf(path: string, name: string): string {
  let known = small.get(name);
  if (known === undefined) {
    known = name.charAt(0).toLowerCase() + name.slice(1);
    small.set(name, known);
  }
  return path === '' ? known : `${path}.${known}`;
}
