import { csvParseRows } from 'd3';
import type { ReadFile } from './protocol.ts';

const maxBytes = 50 * 1024 * 1024;
const rowsPerTurn = 5000;
const badLinesKept = 20;
const wordColumns = 12;
/** A quoted cell over several lines may have about this many characters. */
const longestCell = 65_536;

type Format = 'csv' | 'ndjson' | 'text';

/**
 * Reads a file of records in turns: CSV with a header row, NDJSON, or plain text lines (columns `line`, `word 1` …).
 * A bad line is counted and kept with its number, never fatal; an unusable file throws one clear sentence.
 */
export class TrafficFileReader {
  readonly #name: string;
  readonly #lines: string[];
  readonly #format: Format;
  readonly #header: string[];
  /** Without a prototype: a column may have any name. */
  readonly #columns = Object.create(null) as Record<string, string[]>;
  readonly #bytes: number[] = [];
  readonly #bad: { line: number; says: string }[] = [];
  #badCount = 0;
  #at: number;

  constructor(name: string, data: ArrayBuffer) {
    if (data.byteLength > maxBytes) throw new Error(`${name} is ${(data.byteLength / 1048576).toFixed(1)} MB; at most 50 MB can be read. Take a part of it.`);
    const text = new TextDecoder().decode(data);
    if (!looksLikeText(text.slice(0, 4096))) throw new Error(`${name} is not a text file. Bring CSV, NDJSON or log lines.`);
    this.#name = name;
    this.#lines = text.split(/\r?\n/);
    while (this.#lines.length > 0 && this.#lines[this.#lines.length - 1] === '') this.#lines.pop();
    if (this.#lines.length === 0) throw new Error(`${name} is empty.`);
    this.#format = formatOf(name, this.#lines[0]!);
    this.#header = this.#format === 'csv' ? header(name, this.#lines[0]!) : [];
    for (const column of this.#header) this.#columns[column] = [];
    this.#at = this.#format === 'csv' ? 1 : 0;
    if (this.#format === 'csv' && this.#lines.length < 2) throw new Error(`${name} has a header row but no records.`);
  }

  /** Reads some lines. `file` is there once all are read. */
  turn(): { done: number; of: number; file?: ReadFile } {
    const end = Math.min(this.#lines.length, this.#at + rowsPerTurn);
    for (; this.#at < end; this.#at++) this.#read();
    if (this.#at < this.#lines.length) return { done: this.#at, of: this.#lines.length };
    return { done: this.#lines.length, of: this.#lines.length, file: this.#finish() };
  }

  #read(): void {
    const number = this.#at + 1;
    let line = this.#lines[this.#at]!;
    if (line.trim() === '') return;
    if (this.#format === 'csv') {
      // A quoted field may hold line ends; where joining lines makes no record, the quote is a slip in the first of them.
      const first = this.#at;
      let open = quotes(line) % 2 === 1;
      while (open && this.#at + 1 < this.#lines.length && line.length < longestCell) {
        const more = this.#lines[++this.#at]!;
        if (quotes(more) % 2 === 1) open = false;
        line += `\n${more}`;
      }
      const cells = csvParseRows(line)[0] ?? [];
      if (cells.length !== this.#header.length || open) this.#at = first;
      if (open) return this.#note(number, 'a quote that is never closed');
      if (cells.length !== this.#header.length) return this.#note(number, `${cells.length} cells where the header has ${this.#header.length}`);
      this.#header.forEach((column, i) => this.#columns[column]!.push(cells[i]!));
    } else if (this.#format === 'ndjson') {
      const problem = this.#readJson(line);
      if (problem) return this.#note(number, problem);
    } else this.#readText(line);
    this.#bytes.push(byteLength(line));
  }

  #readJson(line: string): string | undefined {
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch {
      return 'no JSON';
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'no JSON object';
    const row = this.#bytes.length;
    for (const [key, cell] of Object.entries(value)) {
      const column = (this.#columns[key] ??= new Array<string>(row).fill(''));
      column.push(typeof cell === 'object' ? JSON.stringify(cell) : String(cell));
    }
    for (const column of Object.values(this.#columns)) if (column.length === row) column.push('');
    return undefined;
  }

  #readText(line: string): void {
    const words = line.trim().split(/\s+/);
    (this.#columns.line ??= []).push(line);
    for (let w = 1; w <= wordColumns; w++) (this.#columns[`word ${w}`] ??= []).push(words[w - 1] ?? '');
  }

  #note(line: number, says: string): void {
    this.#badCount++;
    if (this.#bad.length < badLinesKept) this.#bad.push({ line, says });
  }

  #finish(): ReadFile {
    const rows = this.#bytes.length;
    if (rows === 0) throw new Error(`${this.#name} has no line that can be read${this.#bad[0] ? `; line ${this.#bad[0].line}: ${this.#bad[0].says}` : ''}.`);
    const columns = Object.fromEntries(Object.entries(this.#columns).filter(([, cells]) => cells.some((cell) => cell !== '')));
    const id = `file-${this.#name.replace(/[^A-Za-z0-9.-]+/g, '-')}`;
    return {
      asset: { id, rows, columns, bytes: Uint32Array.from(this.#bytes) },
      columns: Object.entries(columns).map(([name, cells]) => ({ name, distinct: new Set(cells).size, examples: [...new Set(cells.slice(0, 200))].slice(0, 3) })),
      badLines: this.#bad,
      badCount: this.#badCount,
    };
  }
}

/** Text has no NUL and hardly a byte that is no UTF-8. */
function looksLikeText(start: string): boolean {
  if (start.includes('\u0000')) return false;
  let strange = 0;
  for (const character of start) if (character === '\ufffd') strange++;
  return strange * 10 <= Math.max(start.length, 40);
}

function formatOf(name: string, first: string): Format {
  if (/\.(ndjson|jsonl)$/i.test(name) || first.trim().startsWith('{')) return 'ndjson';
  if (/\.csv$/i.test(name)) return 'csv';
  return 'text';
}

function header(name: string, line: string): string[] {
  const cells = csvParseRows(line)[0] ?? [];
  const names = cells.map((cell, i) => cell.trim() || `column ${i + 1}`);
  const twice = names.find((cell, i) => names.indexOf(cell) !== i);
  if (twice !== undefined) throw new Error(`${name}, line 1: two columns are called "${twice}". Rename one.`);
  return names;
}

function quotes(line: string): number {
  let count = 0;
  for (const character of line) if (character === '"') count++;
  return count;
}

function byteLength(text: string): number {
  let bytes = text.length;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 0x80) bytes += code >= 0x800 ? 2 : 1;
    if (code >= 0xd800 && code < 0xe000) bytes -= 1;
  }
  return bytes;
}
