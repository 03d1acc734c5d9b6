/**
 * Java regular expressions in JavaScript: what both know alike passes, what differs is rewritten, and what cannot be rewritten
 * exactly is refused with a sentence.
 */
import { fail, ok, type Result } from '../../../base/result.ts';

/** A pattern that a JavaScript RegExp understands as Java understood the original. */
export interface TranslatedPattern {
  readonly source: string;
  readonly flags: string;
  /** Capturing groups. */
  readonly groups: number;
}

const space = ' \\t\\n\\x0b\\f\\r';
const lineEnds = '\\n\\r\\u0085\\u2028\\u2029';
const horizontal = ' \\t\\xa0\\u1680\\u180e\\u2000-\\u200a\\u202f\\u205f\\u3000';
const vertical = '\\n\\x0b\\f\\r\\x85\\u2028\\u2029';
const posix: Readonly<Record<string, string>> = {
  Lower: 'a-z',
  Upper: 'A-Z',
  ASCII: '\\x00-\\x7f',
  Alpha: 'a-zA-Z',
  Digit: '0-9',
  Alnum: 'a-zA-Z0-9',
  Punct: '!-\\/:-@\\[-`{-~',
  Graph: '!-~',
  Print: ' -~',
  Blank: ' \\t',
  Cntrl: '\\x00-\\x1f\\x7f',
  XDigit: '0-9a-fA-F',
  Space: space,
};

interface Reading {
  readonly text: string;
  at: number;
  out: string;
  dotAll: boolean;
  multiline: boolean;
  groups: number;
}

class Refused extends Error {}

function refuse(what: string): never {
  throw new Refused(what);
}

/** One escape; inside a class the members alone are given. */
function escape(from: Reading, inClass: boolean): string {
  const c = from.text[from.at + 1];
  if (c === undefined) refuse('a backslash stands at the end');
  from.at += 2;
  const members = (set: string, negated: boolean): string => {
    if (!inClass) return `[${negated ? '^' : ''}${set}]`;
    return negated ? refuse(`\\${c} inside [...] is not simulated`) : set;
  };
  switch (c) {
    case 's':
      return members(space, false);
    case 'S':
      return members(space, true);
    case 'h':
      return members(horizontal, false);
    case 'H':
      return members(horizontal, true);
    case 'v':
      return members(vertical, false);
    case 'V':
      return members(vertical, true);
    case 'd':
    case 'D':
    case 'w':
    case 'W':
    case 't':
    case 'n':
    case 'r':
    case 'f':
      return `\\${c}`;
    case 'a':
      return '\\x07';
    case 'e':
      return '\\x1b';
    case 'p':
    case 'P': {
      const name = /^\{(?:Is)?(\w+)\}/.exec(from.text.slice(from.at));
      const set = name ? posix[name[1]!] : undefined;
      if (!name || set === undefined) return refuse(`\\${c} with that property is not simulated; the POSIX classes such as \\p{Alpha} are`);
      from.at += name[0].length;
      return members(set, c === 'P');
    }
    case 'Q': {
      const end = from.text.indexOf('\\E', from.at);
      const quoted = from.text.slice(from.at, end < 0 ? undefined : end);
      from.at = end < 0 ? from.text.length : end + 2;
      return quoted.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
    }
    case 'x':
    case 'u': {
      const digits = (c === 'x' ? /^[0-9a-fA-F]{2}/ : /^[0-9a-fA-F]{4}/).exec(from.text.slice(from.at));
      if (!digits) return refuse(`\\${c} needs ${c === 'x' ? 'two' : 'four'} hexadecimal digits`);
      from.at += digits[0].length;
      return `\\${c}${digits[0]}`;
    }
    default:
      return inClass ? literal(c) : outside(from, c);
  }
}

function literal(c: string): string {
  if (/[a-zA-Z0-9]/.test(c)) return refuse(`\\${c} is not simulated here`);
  return /[\\^$.*+?()[\]{}|/-]/.test(c) ? `\\${c}` : c;
}

/** Escapes that mean something outside a class only. */
function outside(from: Reading, c: string): string {
  if (c === 'b' || c === 'B') return `\\${c}`;
  if (c === 'A') return '(?<![\\s\\S])';
  if (c === 'z') return '(?![\\s\\S])';
  if (c === 'Z') return `(?=(?:\\r\\n|[${lineEnds}])?(?![\\s\\S]))`;
  if (c === 'R') return `(?:\\r\\n|[${vertical}])`;
  if (c >= '1' && c <= '9') {
    if (/^\d/.test(from.text.slice(from.at))) refuse('a reference to a group above 9 is not simulated');
    return `(?:\\${c})`;
  }
  if (c === 'k') {
    const name = /^<[a-zA-Z][a-zA-Z0-9]*>/.exec(from.text.slice(from.at));
    if (!name) return refuse('\\k needs the name of a group');
    from.at += name[0].length;
    return `\\k${name[0]}`;
  }
  return literal(c);
}

function characterClass(from: Reading): string {
  let out = '[';
  from.at++;
  if (from.text[from.at] === '^') {
    out += '^';
    from.at++;
  }
  let first = true;
  for (;;) {
    const c = from.text[from.at];
    if (c === undefined) refuse('a [ is not closed');
    if (c === ']' && !first) break;
    if (c === '[') refuse('a [...] inside another (a union of classes) is not simulated');
    if (c === '&' && from.text[from.at + 1] === '&') refuse('&& inside [...] (an intersection of classes) is not simulated');
    if (c === '\\') out += escape(from, true);
    else {
      out += c === ']' || c === '/' ? `\\${c}` : c;
      from.at++;
    }
    first = false;
  }
  from.at++;
  return `${out}]`;
}

function group(from: Reading): string {
  const rest = from.text.slice(from.at + 1);
  const opening = /^\?(?::|=|!|<=|<!)/.exec(rest);
  if (opening) {
    from.at += 1 + opening[0].length;
    return `(${opening[0]}`;
  }
  const named = /^\?<([a-zA-Z][a-zA-Z0-9]*)>/.exec(rest);
  if (rest.startsWith('?') && !named) return refuse(rest.startsWith('?>') ? 'an atomic group (?>...) is not simulated' : `a group that begins with (${rest.slice(0, 2)} is not simulated here`);
  from.groups++;
  from.at += 1 + (named?.[0].length ?? 0);
  return `(${named?.[0] ?? ''}`;
}

/** A possessive quantifier gives back nothing: JavaScript has none. */
function quantifier(from: Reading): string {
  const match = /^(?:[*+?]|\{\d+(?:,\d*)?\})([?+]?)/.exec(from.text.slice(from.at));
  if (!match) return refuse('a { that is no quantifier must be written \\{');
  if (match[1] === '+') return refuse(`the possessive quantifier ${match[0]} is not simulated`);
  from.at += match[0].length;
  return match[0];
}

function read(from: Reading): void {
  while (from.at < from.text.length) {
    const c = from.text[from.at]!;
    if (c === '\\') from.out += escape(from, false);
    else if (c === '[') from.out += characterClass(from);
    else if (c === '(') from.out += group(from);
    else if (c === '*' || c === '+' || c === '?' || c === '{') from.out += quantifier(from);
    else {
      from.at++;
      if (c === '.') from.out += from.dotAll ? '[\\s\\S]' : `[^${lineEnds}]`;
      else if (c === '$') from.out += from.multiline ? `(?=[${lineEnds}]|(?![\\s\\S]))` : `(?=(?:\\r\\n|[${lineEnds}])?(?![\\s\\S]))`;
      else if (c === '^' && from.multiline) from.out += '^';
      else from.out += c === '}' || c === ']' || c === '/' ? `\\${c}` : c;
    }
  }
}

/** Reads a Java pattern; the problem is a sentence for a person. */
export function translateJavaRegex(pattern: string): Result<TranslatedPattern, string> {
  const flags = /^\(\?([a-zA-Z]+)\)/.exec(pattern)?.[1] ?? '';
  const unknown = Array.from(flags).find((flag) => !'ims'.includes(flag));
  if (unknown) return fail(`the flag (?${unknown}) is not simulated`);
  const from: Reading = { text: pattern, at: flags === '' ? 0 : flags.length + 3, out: '', dotAll: flags.includes('s'), multiline: flags.includes('m'), groups: 0 };
  try {
    read(from);
    const translated = { source: from.out, flags: `${flags.includes('i') ? 'i' : ''}${flags.includes('m') ? 'm' : ''}`, groups: from.groups };
    // Whatever is left to object to, JavaScript's own compiler does.
    new RegExp(translated.source, translated.flags);
    return ok(Object.freeze(translated));
  } catch (error) {
    return fail(error instanceof Refused ? error.message : 'it is no regular expression');
  }
}

/** Compiled patterns: a memo, never state. */
const compiled = new WeakMap<TranslatedPattern, Map<string, RegExp>>();

function compile(pattern: TranslatedPattern, how: string, source: string, flags: string): RegExp {
  let known = compiled.get(pattern);
  if (known === undefined) compiled.set(pattern, (known = new Map()));
  let made = known.get(how);
  if (made === undefined) known.set(how, (made = new RegExp(source, flags)));
  made.lastIndex = 0;
  return made;
}

/** A RegExp for `Matcher.matches`: the whole text, nothing less. */
export function wholeMatch(pattern: TranslatedPattern): RegExp {
  return compile(pattern, 'whole', `(?<![\\s\\S])(?:${pattern.source})(?![\\s\\S])`, pattern.flags);
}

/** A RegExp for `Matcher.lookingAt`: from the first character on. */
export function lookingAt(pattern: TranslatedPattern): RegExp {
  return compile(pattern, 'front', `(?<![\\s\\S])(?:${pattern.source})`, pattern.flags);
}

/** A RegExp for `Matcher.find`, again and again. */
export function findAll(pattern: TranslatedPattern): RegExp {
  return compile(pattern, 'all', pattern.source, `${pattern.flags}g`);
}
