import { utf8Bytes } from '../../../../base/md5.ts';
import type { SqlFunction } from './environment.ts';
import { toNumber, toText, isArray, type SqlValue } from './values.ts';

/** Spaces that lpad and rpad add at most. */
const maxPadding = 1000;
/** Texts grow no longer than this: a message has 128 KiB. [SIM] */
const maxText = 1_048_576;

type OfTexts = (text: string, ...more: string[]) => SqlValue;

/** A function of texts; other values turn into texts, Null and Undefined cannot. */
function ofTexts(name: string, parameters: readonly string[], of: OfTexts, since2016 = false): SqlFunction {
  return {
    name,
    usage: `${name}(${parameters.join(', ')})`,
    min: parameters.length,
    max: parameters.length,
    since2016,
    call(args) {
      const texts = args.map(toText);
      return texts.every((each) => each !== undefined) ? of(texts[0]!, ...texts.slice(1)) : undefined;
    },
  };
}

function padding(value: SqlValue): string | undefined {
  const count = toNumber(value);
  return count === undefined ? undefined : ' '.repeat(Math.min(maxPadding, Math.max(0, Math.floor(count))));
}

function padded(name: string, join: (text: string, spaces: string) => string): SqlFunction {
  return {
    name,
    usage: `${name}(text, spaces)`,
    min: 2,
    max: 2,
    call([value, count]) {
      const text = toText(value);
      const spaces = padding(count);
      return text === undefined || spaces === undefined ? undefined : join(text, spaces);
    },
  };
}

function substring([value, from, to]: readonly SqlValue[], given: number): SqlValue {
  const text = toText(value);
  const start = toNumber(from);
  const end = given > 2 ? toNumber(to) : Infinity;
  if (text === undefined || start === undefined || end === undefined) return undefined;
  const clamp = (at: number) => Math.min(text.length, Math.max(0, Math.floor(at)));
  return clamp(start) >= clamp(end) ? '' : text.slice(clamp(start), clamp(end));
}

/** One argument comes back as it is; an array makes all one flat array; a text makes all texts. All numbers: Undefined. [SIM] */
function concat(args: readonly SqlValue[]): SqlValue {
  if (args.length < 2) return args[0];
  if (args.some(isArray)) return args.flatMap((each) => (isArray(each) ? each : each === undefined ? [] : [each]));
  if (!args.some((each) => typeof each === 'string')) return undefined;
  const texts = args.map(toText);
  if (!texts.every((each) => each !== undefined)) return undefined;
  const joined = texts.join('');
  return joined.length <= maxText ? joined : undefined;
}

export const textFunctions: readonly SqlFunction[] = [
  {
    name: 'chr',
    usage: 'chr(code)',
    min: 1,
    max: 1,
    call([value]) {
      const code = toNumber(value);
      return code === undefined || code < 0 || code >= 65_536 ? undefined : String.fromCharCode(Math.floor(code));
    },
  },
  { name: 'concat', usage: 'concat(a, b, …)', min: 0, max: Infinity, call: concat },
  ofTexts('endswith', ['text', 'end'], (text, end = '') => text.endsWith(end)),
  ofTexts('indexof', ['text', 'part'], (text, part = '') => text.indexOf(part), true),
  ofTexts('length', ['text'], (text) => text.length, true),
  ofTexts('lower', ['text'], (text) => text.toLowerCase()),
  padded('lpad', (text, spaces) => spaces + text),
  ofTexts('ltrim', ['text'], (text) => text.trimStart()),
  ofTexts('numbytes', ['text'], (text) => utf8Bytes(text).length, true),
  ofTexts('replace', ['text', 'part', 'instead'], (text, part = '', instead = '') => {
    if (part === '') return text;
    const replaced = text.split(part).join(instead);
    return replaced.length <= maxText ? replaced : undefined;
  }),
  padded('rpad', (text, spaces) => text + spaces),
  ofTexts('rtrim', ['text'], (text) => text.trimEnd()),
  ofTexts('startswith', ['text', 'start'], (text, start = '') => text.startsWith(start)),
  { name: 'substring', usage: 'substring(text, from, to)', min: 2, max: 3, call: (args) => substring(args, args.length) },
  ofTexts('trim', ['text'], (text) => text.trim()),
  ofTexts('upper', ['text'], (text) => text.toUpperCase()),
];
