/** dataProcessingOptions: converters in a row, on real text where there is some, on sizes alone where a record is opaque. */
import { fail, ok, type Result } from '../../../base/result.ts';
import { parseFields, type ConfigIssue, type Field, type Fields } from '../../../sim/config.ts';
import type { Limits } from '../../../sim/limits.ts';
import { isPlainRecord, sayValue } from '../../../sim/plainData.ts';
import { csvToJson, type CsvToJson } from './csvToJson.ts';
import { translateJavaRegex } from './javaRegex.ts';
import type { JsonFormat } from './jsonLine.ts';
import { logFormats, logPatterns, type LogFormat } from './logPatterns.ts';
import { logToJson, type LogToJson } from './logToJson.ts';
import { singleLine, singleLineBytes, type SingleLine } from './singleLine.ts';

export type Converter = SingleLine | CsvToJson | LogToJson;

/** A record's text after the converters; null when one of them drops it. */
export function convertText(converters: readonly Converter[], record: string): string | null {
  let text: string | null = record;
  for (const converter of converters) {
    if (text === null) return null;
    text = converter.optionName === 'SINGLELINE' ? singleLine(converter, text) : converter.optionName === 'CSVTOJSON' ? csvToJson(converter, text) : logToJson(converter, text);
  }
  return text;
}

/**
 * Bytes of an opaque record after the converters, newline counted.
 * SIMPLIFIED: an opaque record matches every pattern, has a value for each name, one character between two values, and nothing to escape.
 */
export function convertedBytes(converters: readonly Converter[], bytes: number, lines: number): number {
  let size = bytes;
  for (const converter of converters) {
    if (converter.optionName === 'SINGLELINE') {
      size = singleLineBytes(converter, size, lines);
      continue;
    }
    const names = converter.optionName === 'CSVTOJSON' ? converter.customFieldNames : converter.fields;
    const frame = names.reduce((sum, name) => sum + name.length + 6, 0) + 1;
    size = Math.max(0, size - 1 - (names.length - 1)) + frame + 1;
  }
  return size;
}

const names: Field<readonly string[]> = {
  type: 'structure',
  says: 'Names of the fields, in order',
  default: [],
  parse: (raw) => (Array.isArray(raw) && raw.length > 0 && raw.every((name) => typeof name === 'string') ? ok(raw as string[]) : fail([{ path: '', problem: `must be a list of names; got ${sayValue(raw)}` }])),
};
const jsonFormat: Field<JsonFormat> = { type: 'choice', says: 'JSON in one line or indented', choices: ['COMPACT', 'PRETTYPRINT'], default: 'COMPACT' };
const optionName = (name: string): Field<string> => ({ type: 'choice', says: 'Which converter', choices: [name], default: name });

interface RawSingleLine {
  readonly optionName: string;
  readonly parseOptions: readonly string[];
}
const singleLineFields: Fields<RawSingleLine> = {
  optionName: optionName('SINGLELINE'),
  parseOptions: {
    type: 'structure',
    says: 'NO_TRIM keeps the spaces around lines, ESCAPE_NEW_LINE writes \\\\n where a line ended',
    default: [],
    parse: (raw) => (Array.isArray(raw) && raw.every((each) => each === 'NO_TRIM' || each === 'ESCAPE_NEW_LINE') ? ok(raw as string[]) : fail([{ path: '', problem: `must be a list of NO_TRIM and ESCAPE_NEW_LINE; got ${sayValue(raw)}` }])),
  },
};

interface RawCsv {
  readonly optionName: string;
  readonly customFieldNames: readonly string[];
  readonly delimiter: string;
  readonly jsonFormat: JsonFormat;
}
const csvFields: Fields<RawCsv> = {
  optionName: optionName('CSVTOJSON'),
  customFieldNames: names,
  delimiter: { type: 'text', says: 'What stands between two columns: a Java regular expression', max: 200, default: ',' },
  jsonFormat,
};

interface RawLog {
  readonly optionName: string;
  readonly logFormat: string;
  readonly matchPattern: string;
  readonly customFieldNames: readonly string[];
  readonly jsonFormat: JsonFormat;
}
const logFields: Fields<RawLog> = {
  optionName: optionName('LOGTOJSON'),
  logFormat: { type: 'choice', says: 'Format of the log', choices: logFormats, default: '' },
  matchPattern: { type: 'text', says: 'A Java regular expression of your own; each of its groups is a field', max: 4000, default: '' },
  customFieldNames: names,
  jsonFormat,
};

const known = ['SINGLELINE', 'CSVTOJSON', 'LOGTOJSON'];
/** Converters of the agent that are not simulated. */
const notSimulated = ['ADDBRACKETS', 'ADDMETADATA', 'ADDEC2METADATA'];

/** Reads one entry of dataProcessingOptions. */
export function parseConverter(raw: unknown, limits: Limits): Result<Converter, readonly ConfigIssue[]> {
  const option = isPlainRecord(raw) ? raw.optionName : undefined;
  const issue = (path: string, problem: string) => fail([{ path, problem }]);
  if (typeof option !== 'string' || !known.includes(option)) {
    const why = typeof option === 'string' && notSimulated.includes(option) ? ' (that one is not simulated)' : '';
    return issue('optionName', `must be one of ${known.join(', ')}; got ${sayValue(option ?? null)}${why}`);
  }
  if (option === 'SINGLELINE') {
    const parsed = parseFields<RawSingleLine>(raw, singleLineFields, limits);
    if (!parsed.ok) return parsed;
    const { parseOptions } = parsed.value;
    return ok({ optionName: 'SINGLELINE', noTrim: parseOptions.includes('NO_TRIM'), escapeNewLine: parseOptions.includes('ESCAPE_NEW_LINE') });
  }
  if (option === 'CSVTOJSON') {
    const parsed = parseFields<RawCsv>(raw, csvFields, limits);
    if (!parsed.ok) return parsed;
    const { customFieldNames, delimiter, jsonFormat: format } = parsed.value;
    const pattern = translateJavaRegex(delimiter);
    if (!pattern.ok) return issue('delimiter', `a Java regular expression: ${pattern.error}`);
    if (customFieldNames.length === 0) return issue('customFieldNames', 'CSVTOJSON needs the names of the fields');
    return ok({ optionName: 'CSVTOJSON', customFieldNames, delimiter: pattern.value, jsonFormat: format });
  }
  return parseLog(raw, limits);
}

function parseLog(raw: unknown, limits: Limits): Result<LogToJson, readonly ConfigIssue[]> {
  const parsed = parseFields<RawLog>(raw, logFields, limits);
  if (!parsed.ok) return parsed;
  const { logFormat, matchPattern, customFieldNames, jsonFormat: format } = parsed.value;
  const issues: ConfigIssue[] = [];
  if (logFormat === '') issues.push({ path: 'logFormat', problem: `LOGTOJSON needs a format: one of ${logFormats.join(', ')}` });
  if (matchPattern !== '' && customFieldNames.length === 0) issues.push({ path: 'customFieldNames', problem: 'a matchPattern needs the names of its fields' });
  const standard = logPatterns[(logFormat || 'SYSLOG') as LogFormat];
  if (logFormat !== '' && matchPattern === '' && customFieldNames.length > 0 && customFieldNames.length !== standard.fields.length) {
    issues.push({ path: 'customFieldNames', problem: `${logFormat} has ${standard.fields.length} fields; got ${customFieldNames.length} names` });
  }
  const pattern = translateJavaRegex(matchPattern === '' ? standard.pattern : matchPattern);
  if (!pattern.ok) issues.push({ path: 'matchPattern', problem: `a Java regular expression: ${pattern.error}` });
  if (issues.length > 0 || !pattern.ok) return fail(issues);
  return ok({ optionName: 'LOGTOJSON', logFormat: logFormat as LogFormat, pattern: pattern.value, fields: customFieldNames.length > 0 ? customFieldNames : standard.fields, dashIsNull: standard.dashIsNull, jsonFormat: format });
}
