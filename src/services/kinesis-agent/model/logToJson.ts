import { wholeMatch, type TranslatedPattern } from './javaRegex.ts';
import { withoutNewline } from './javaText.ts';
import { jsonRecord, type JsonFormat } from './jsonLine.ts';
import type { LogFormat } from './logPatterns.ts';

/** LOGTOJSON: the groups of a pattern under given names. */
export interface LogToJson {
  readonly optionName: 'LOGTOJSON';
  readonly logFormat: LogFormat;
  readonly pattern: TranslatedPattern;
  readonly fields: readonly string[];
  readonly dashIsNull: boolean;
  readonly jsonFormat: JsonFormat;
}

/** Null when the whole record does not match, or has another number of groups than names: the record is dropped without a word. */
export function logToJson(option: LogToJson, record: string): string | null {
  const match = wholeMatch(option.pattern).exec(withoutNewline(record));
  if (match === null || option.pattern.groups !== option.fields.length) return null;
  return jsonRecord(
    option.fields,
    option.fields.map((_, i) => {
      const value = match[i + 1];
      return value === undefined || (option.dashIsNull && value === '-') ? null : value;
    }),
    option.jsonFormat,
  );
}
