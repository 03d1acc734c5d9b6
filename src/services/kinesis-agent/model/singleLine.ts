import { javaLines, javaTrim } from './javaText.ts';

/** SINGLELINE: all lines of a record as one, each trimmed unless told not to. */
export interface SingleLine {
  readonly optionName: 'SINGLELINE';
  readonly noTrim: boolean;
  readonly escapeNewLine: boolean;
}

/** What stands between two lines where newlines are escaped: backslash, backslash, n. */
const escapedNewline = '\\\\n';

export function singleLine(option: SingleLine, record: string): string {
  const lines = javaLines(record);
  return `${(option.noTrim ? lines : lines.map(javaTrim)).join(option.escapeNewLine ? escapedNewline : '')}\n`;
}

/** Bytes of an opaque record of so many lines after SINGLELINE: newlines go, nothing is trimmed. */
export function singleLineBytes(option: SingleLine, bytes: number, lines: number): number {
  return bytes - lines + (option.escapeNewLine ? escapedNewline.length * (lines - 1) : 0) + 1;
}
