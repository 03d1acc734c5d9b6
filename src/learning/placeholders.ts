import { fail, ok, type Result } from '../base/result.ts';
import { evaluate, type Scope } from './expression.ts';

/** `{rate}`, `{rate * 2}` or `{rate|n}` (with thousands separators). */
const placeholder = /\{([^{}|]+)(\|n)?\}/g;
const onlyPlaceholder = /^\{([^{}|]+)\}$/;

/** A number as questions print it: at most six decimals, no trailing zeros; with separators on request (1,500). */
export function numberText(value: number, separated = false): string {
  const rounded = String(Math.round(value * 1e6) / 1e6);
  if (!separated) return rounded;
  const [whole = '', decimals] = rounded.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  return decimals === undefined ? grouped : `${grouped}.${decimals}`;
}

/** The text with every placeholder filled in, or a sentence about the first that cannot be. */
export function fillText(text: string, scope: Scope): Result<string, string> {
  let problem: string | undefined;
  const filled = text.replace(placeholder, (_whole, source: string, separated: string | undefined) => {
    const value = valueOf(source, scope);
    if (!value.ok) problem ??= value.error;
    return value.ok ? (typeof value.value === 'number' ? numberText(value.value, separated !== undefined) : String(value.value)) : '';
  });
  return problem === undefined ? ok(filled) : fail(problem);
}

/** A lone `{name}` in a place that takes data is the value itself (a number stays a number); any other text is filled in. */
export function fillValue(text: string, scope: Scope): Result<string | number | boolean, string> {
  const lone = onlyPlaceholder.exec(text);
  return lone ? valueOf(lone[1] ?? '', scope) : fillText(text, scope);
}

/** Text parameters stand for themselves; everything else is reckoned. */
function valueOf(source: string, scope: Scope): Result<string | number | boolean, string> {
  const name = source.trim();
  const text = Object.hasOwn(scope, name) ? scope[name] : undefined;
  return typeof text === 'string' ? ok(text) : evaluate(name, scope);
}
