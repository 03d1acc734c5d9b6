/** What a record looks like in a file: lines of text where its content is known, lines of a size where it is opaque. */
import { isPlainRecord, type PlainData } from '../../../sim/plainData.ts';
import { plainText } from '../../../base/plainText.ts';
import type { WriterConfig } from './config.ts';
import type { Ctx } from './state.ts';

function csvCell(value: PlainData | undefined): string {
  const text = value === null || value === undefined ? '' : plainText(value);
  return /[",\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}

/** The text of a payload, without a newline at its end. */
export function payloadText(payload: PlainData, config: WriterConfig): string {
  if (typeof payload === 'string') return payload.endsWith('\n') ? payload.slice(0, -1) : payload;
  if (config.lineFormat === 'csv') {
    if (Array.isArray(payload)) return (payload as readonly PlainData[]).map(csvCell).join(',');
    if (isPlainRecord(payload)) return Object.values(payload).map(csvCell).join(',');
  }
  return plainText(payload);
}

/** The lines of a record; undefined when it is opaque. */
export function textLines(row: number, config: WriterConfig, ctx: Ctx): readonly string[] | undefined {
  const payload = ctx.payload(row);
  return payload === undefined ? undefined : payloadText(payload, config).split('\n');
}

function parsed(text: string): PlainData | undefined {
  try {
    return JSON.parse(text) as PlainData;
  } catch {
    return undefined;
  }
}

/** What readers behind the agent see of a text that it sent: the JSON that a converter made as data, else the text without its newline. */
export function contentOf(text: string, json: boolean): PlainData {
  const bare = text.endsWith('\n') ? text.slice(0, -1) : text;
  const content = json ? parsed(bare) : undefined;
  return isPlainRecord(content) ? Object.freeze(content) : bare;
}

/** Whether a text is another content than what the record has carried so far. */
export function changesContent(row: number, text: string, ctx: Ctx): boolean {
  const payload = ctx.payload(row);
  if (payload === undefined) return false;
  const before = typeof payload === 'string' ? payload : plainText(payload);
  return text !== before && text !== `${before}\n`;
}

/** Bytes of a text in UTF-8. */
export function utf8Length(text: string): number {
  let bytes = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x80) bytes++;
    else if (code < 0x800) bytes += 2;
    else if (code >= 0xd800 && code < 0xdc00 && i + 1 < text.length && text.charCodeAt(i + 1) >= 0xdc00 && text.charCodeAt(i + 1) < 0xe000) {
      bytes += 4;
      i++;
    } else bytes += 3;
  }
  return bytes;
}

/** Bytes of each line of a record, newline counted. */
export function lineSizes(row: number, payloadBytes: number, config: WriterConfig, ctx: Ctx): readonly number[] {
  const lines = textLines(row, config, ctx);
  if (lines !== undefined) return lines.map((text) => utf8Length(text) + 1);
  const count = config.linesPerRecord;
  const each = Math.floor(payloadBytes / count);
  return Array.from({ length: count }, (_, i) => (i === 0 ? payloadBytes - each * (count - 1) : each) + 1);
}
