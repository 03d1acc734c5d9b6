import { civilOf } from './calendar.ts';
import { fail, ok, type Result } from './result.ts';

/** A path into JSON as jq writes simple ones, and what is made of the value there. */
export interface JsonQuery {
  readonly path: readonly (string | number)[];
  /** A pattern of %Y, %m, %d, %H, %M, %S for a time in seconds; null: the value as it is. */
  readonly strftime: string | null;
}

const step = /^(?:\.([A-Za-z_][A-Za-z0-9_]*)|\.?\["([^"\\]*)"\]|\.?\[(\d{1,6})\])/;
const timeStep = /^\s*\|\s*strftime\("([^"\\]*)"\)\s*$/;

/** Reads `.a.b`, `.list[0]`, `.["odd name"]`, each also with `| strftime("%Y-%m-%d")` behind it. */
export function parseJsonQuery(raw: unknown): Result<JsonQuery, string> {
  const problem = fail(`${typeof raw === 'string' ? `"${raw.slice(0, 60)}"` : 'this'} is no simple jq path; write .customer.id, .items[0].price or .time | strftime("%Y")`);
  if (typeof raw !== 'string') return problem;
  const path: (string | number)[] = [];
  let rest = raw.trim();
  for (let found = step.exec(rest); found; found = step.exec(rest)) {
    path.push(found[1] ?? found[2] ?? Number(found[3]));
    rest = rest.slice(found[0].length);
  }
  if (path.length === 0) return problem;
  if (rest === '') return ok(Object.freeze({ path: Object.freeze(path), strftime: null }));
  const time = timeStep.exec(rest);
  return time && !/%[^YmdHMS%]|%$/.test(time[1]!.replaceAll('%%', '')) ? ok(Object.freeze({ path: Object.freeze(path), strftime: time[1]! })) : problem;
}

/** The value at a path; undefined where it leads nowhere. */
export function valueAt(content: unknown, path: readonly (string | number)[]): unknown {
  let here = content;
  for (const name of path) {
    if (typeof here !== 'object' || here === null || Array.isArray(here) !== (typeof name === 'number') || !Object.hasOwn(here, name)) return undefined;
    here = (here as Record<string | number, unknown>)[name];
  }
  return here;
}

/** What a query makes of some content, as text; undefined where there is none: nothing at the path, a list, an object, or no time. */
export function queryText(content: unknown, query: JsonQuery): string | undefined {
  const value = valueAt(content, query.path);
  if (query.strftime === null) return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
  if (typeof value !== 'number' || Math.abs(value) > 8e12) return undefined;
  const at = civilOf(Math.floor(value) * 1000);
  const two = (part: number) => String(part).padStart(2, '0');
  const parts: Readonly<Record<string, string>> = { Y: String(at.year).padStart(4, '0'), m: two(at.month), d: two(at.day), H: two(at.hour), M: two(at.minute), S: two(at.second), '%': '%' };
  return query.strftime.replaceAll(/%(.)/g, (_, letter: string) => parts[letter]!);
}
