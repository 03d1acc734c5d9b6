import { utf8Bytes } from '../../../../base/md5.ts';
import { digestHex, digestNames } from '../../../../base/messageDigests.ts';
import type { SqlFunction } from './environment.ts';
import { isArray, isObject, jsonText, member, setOwn, textOfUtf8, toNumber, toText, type SqlObject, type SqlValue } from './values.ts';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

export function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const word = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    for (let k = 0; k < 4; k++) text += i + k > bytes.length ? '=' : alphabet[(word >> (18 - 6 * k)) & 63]!;
  }
  return text;
}

/** The bytes behind a text; undefined when it is no base64. */
export function fromBase64(text: string): Uint8Array | undefined {
  const clean = text.replace(/=+$/, '');
  if (clean.length % 4 === 1 || !/^[A-Za-z0-9+/]*$/.test(clean)) return undefined;
  const bytes = new Uint8Array(Math.floor((clean.length * 3) / 4));
  let word = 0;
  let bits = 0;
  let at = 0;
  for (const character of clean) {
    word = ((word << 6) | alphabet.indexOf(character)) & 0xffffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[at++] = (word >> bits) & 255;
    }
  }
  return bytes;
}

/** Levels of nesting that are read; deeper JSON is taken for bytes. [SIM] */
const maxNesting = 200;

function nestsTooDeep(text: string): boolean {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 0x5b || c === 0x7b) {
      if (++depth > maxNesting) return true;
    } else if (c === 0x5d || c === 0x7d) depth--;
  }
  return false;
}

/** JSON as a value; undefined when it is none. */
export function parseJson(text: string): SqlValue {
  if (nestsTooDeep(text)) return undefined;
  try {
    return JSON.parse(text) as SqlValue;
  } catch {
    return undefined;
  }
}

/** A JSON text becomes what it says, another text stays one, and what is no base64 is Null. */
function decode([value, scheme]: readonly SqlValue[]): SqlValue {
  const text = toText(value);
  if (text === undefined || scheme !== 'base64') return undefined;
  const bytes = fromBase64(text);
  if (bytes === undefined) return null;
  const plain = textOfUtf8(bytes);
  if (plain === undefined) return bytes;
  const json = parseJson(plain);
  return json === undefined ? plain : json;
}

function encode([value, scheme]: readonly SqlValue[]): SqlValue {
  if (scheme !== 'base64' || value === undefined || value === null) return undefined;
  return toBase64(value instanceof Uint8Array ? value : utf8Bytes(toText(value) ?? ''));
}

function get([collection, key]: readonly SqlValue[]): SqlValue {
  if (isObject(collection)) return typeof key === 'string' ? member(collection, key) : undefined;
  const index = toNumber(key);
  if (index === undefined || !Number.isInteger(index) || index < 0) return undefined;
  if (isArray(collection)) return collection[index];
  return typeof collection === 'string' ? collection[index] : undefined;
}

/** Each element with the members of the object added. */
function transform([mode, object, array]: readonly SqlValue[]): SqlValue {
  if (mode !== 'enrichArray' || !isObject(object) || !isArray(array)) return undefined;
  const enriched = array.map((element): SqlValue => {
    if (!isObject(element)) return element;
    const joined: Record<string, SqlValue> = {};
    for (const from of [element, object]) for (const key of Object.keys(from)) setOwn(joined, key, from[key]);
    return joined as SqlObject;
  });
  return jsonText(enriched).length <= transformMaxBytes ? enriched : undefined;
}

/** As large as a message may be: the page of the function says 128 KiB. */
const transformMaxBytes = 131_072;

const digests: readonly SqlFunction[] = digestNames.map((name) => ({
  name,
  usage: `${name}(text)`,
  min: 1,
  max: 1,
  call([value]) {
    const text = toText(value);
    return text === undefined ? undefined : digestHex(name, utf8Bytes(text));
  },
}));

export const dataFunctions: readonly SqlFunction[] = [
  ...digests,
  { name: 'decode', usage: "decode(text, 'base64')", min: 2, max: 2, call: decode },
  { name: 'encode', usage: "encode(*, 'base64')", min: 2, max: 2, call: encode },
  { name: 'get', usage: 'get(collection, key)', min: 2, max: 2, call: get },
  { name: 'isNull', usage: 'isNull(value)', min: 1, max: 1, call: ([value]) => value === null },
  { name: 'isUndefined', usage: 'isUndefined(value)', min: 1, max: 1, since2016: true, call: ([value]) => value === undefined },
  { name: 'transform', usage: "transform('enrichArray', object, array)", min: 3, max: 3, since2016: true, call: transform },
];
