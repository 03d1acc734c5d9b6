/** What may stand in a field of a definition, by its kind. */
import { parseTime } from '../../../base/calendar.ts';
import { checkExpression } from './expressions.ts';
import { parseTemplate } from './expressionSyntax.ts';
import type { FieldSpec } from './objectTypes.ts';
import { parsePeriod } from './period.ts';

/** Why a text cannot stand in a slot; expressions are checked as such. */
export function slotProblem(text: string, spec: FieldSpec): string | undefined {
  if (text.includes('#{')) {
    const parsed = parseTemplate(text);
    const wrong = parsed.ok ? parsed.template.map((part) => (typeof part === 'string' ? undefined : checkExpression(part))).find((problem) => problem !== undefined) : parsed.error;
    return wrong ? `in the expression, at character ${wrong.position + 1}: ${wrong.problem}` : undefined;
  }
  switch (spec.slot) {
    case 'period':
      return parsePeriod(text) || text === 'ONDEMAND_PERIOD' ? undefined : `"${text}" is no period; write for example "15 minutes", "1 hours" or "1 days"`;
    case 'datetime':
      return parseTime(text) === undefined ? `"${text}" is no DateTime; write for example "2012-09-01T00:00:00"` : undefined;
    case 'integer':
      return /^\d{1,9}$/.test(text) ? undefined : `"${text}" is no whole number`;
    case 'boolean':
      return text === 'true' || text === 'false' ? undefined : `must be true or false; got "${text}"`;
    case 'choice':
      return spec.choices!.includes(text) ? undefined : `must be one of ${spec.choices!.join(', ')}; got "${text}"`;
    default:
      return undefined;
  }
}
