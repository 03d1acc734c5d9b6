/**
 * Regular expressions. SIMPLIFIED: JavaScript's stand for Java's; possessive quantifiers and inline flags are not known here and
 * answer Undefined, as a bad pattern does. Texts over 10,000 characters are not searched, for time's sake.
 */
import type { SqlFunction } from './environment.ts';
import { toText, type SqlValue } from './values.ts';

const maxSearched = 10_000;
/** A quantified group that itself ends in a quantifier can take for ever on a short text: refused. [SIM] */
const explosive = /[*+}]\??\)[*+{]|\((?:[^()]*\|[^()]*)\)[*+{]/;
const compiled = new Map<string, RegExp | null>();

function pattern(source: string): RegExp | undefined {
  let known = compiled.get(source);
  if (known === undefined) {
    try {
      known = source.length > 1000 || explosive.test(source) ? null : new RegExp(source, 'u');
    } catch {
      try {
        known = new RegExp(source);
      } catch {
        known = null;
      }
    }
    if (compiled.size > 500) compiled.clear();
    compiled.set(source, known);
  }
  return known ?? undefined;
}

function search(args: readonly SqlValue[], of: (text: string, found: RegExp, more: readonly string[]) => SqlValue): SqlValue {
  const texts = args.map(toText);
  if (!texts.every((each) => each !== undefined)) return undefined;
  const [text, source, ...more] = texts;
  const found = pattern(source!);
  return found === undefined || text!.length > maxSearched ? undefined : of(text!, found, more);
}

export const patternFunctions: readonly SqlFunction[] = [
  { name: 'regexp_matches', usage: "regexp_matches(text, 'pattern')", min: 2, max: 2, call: (args) => search(args, (text, found) => found.test(text)) },
  {
    name: 'regexp_replace',
    usage: "regexp_replace(text, 'pattern', 'instead')",
    min: 3,
    max: 3,
    call: (args) =>
      search(args, (text, found, [instead]) => {
        // Only $1 to $9 stand for groups, as in Java.
        const plain = instead!.replace(/\$(?!\d)/g, '$$$$');
        return text.replace(new RegExp(found.source, `${found.flags}g`), plain);
      }),
  },
  { name: 'regexp_substr', usage: "regexp_substr(text, 'pattern')", min: 2, max: 2, call: (args) => search(args, (text, found) => found.exec(text)?.[0]) },
];
