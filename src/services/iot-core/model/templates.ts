import { fail, ok, type Result } from '../../../base/result.ts';
import type { Expression, SqlVersion } from './sql/ast.ts';
import type { SqlEnvironment } from './sql/environment.ts';
import { expressionText } from './sql/evaluate.ts';
import { parseExpression } from './sql/parser.ts';

/** A text with `${expression}` parts; `$$` is one dollar sign. */
export interface Template {
  readonly source: string;
  readonly parts: readonly (string | Expression)[];
}

/** Reads a template; each `${…}` is an expression of the rules SQL. In an error action it may not ask other services. */
export function parseTemplate(source: string, version: SqlVersion, errorAction = false): Result<Template, string> {
  const parts: (string | Expression)[] = [];
  let text = '';
  for (let i = 0; i < source.length; i++) {
    if (source.startsWith('$$', i)) {
      text += '$';
      i++;
    } else if (source.startsWith('${', i)) {
      const end = source.indexOf('}', i);
      if (end < 0) return fail(`\${ at place ${i + 1} of "${source}" is never closed; write }`);
      const parsed = parseExpression(source.slice(i + 2, end), { version, errorAction });
      if (!parsed.ok) return fail(`in "${source}", column ${i + 2 + parsed.error[0]!.column}: ${parsed.error[0]!.problem}`);
      if (text !== '') parts.push(text);
      parts.push(parsed.value);
      text = '';
      i = end;
    } else text += source[i]!;
  }
  if (text !== '' || parts.length === 0) parts.push(text);
  return ok(Object.freeze({ source, parts: Object.freeze(parts) }));
}

/** The text for one message; what is Undefined leaves nothing. The expressions see the original payload, not what SELECT made. */
export function fillTemplate(template: Template, env: SqlEnvironment): string {
  const { parts } = template;
  if (parts.length === 1 && typeof parts[0] === 'string') return parts[0];
  return parts.map((part) => (typeof part === 'string' ? part : (expressionText(part, env.version, env) ?? ''))).join('');
}
