import { findAll, type TranslatedPattern } from './javaRegex.ts';
import { javaSplit, withoutNewline } from './javaText.ts';
import { jsonRecord, type JsonFormat } from './jsonLine.ts';

/** CSVTOJSON: columns, told apart by a regular expression, under given names. */
export interface CsvToJson {
  readonly optionName: 'CSVTOJSON';
  readonly customFieldNames: readonly string[];
  readonly delimiter: TranslatedPattern;
  readonly jsonFormat: JsonFormat;
}

/** Values keep their spaces; missing columns are null, those too many go. */
export function csvToJson(option: CsvToJson, record: string): string {
  const columns = javaSplit(withoutNewline(record), findAll(option.delimiter));
  return jsonRecord(
    option.customFieldNames,
    option.customFieldNames.map((_, i) => columns[i] ?? null),
    option.jsonFormat,
  );
}
