/** The application's files: lines are appended, files are rotated, the oldest are deleted. */
import type { RecordBatch } from '../../../sim/records/recordBatch.ts';
import { lineSizes } from './content.ts';
import { matchesFile } from './glob.ts';
import { fileOf, line, lineFirst, lineGone, lineIndexShift, type AgentState, type Ctx, type LogFile, type Writer } from './state.ts';

/** Files that an application may write at once; the keys beyond share one. */
const maxWriters = 500;
/** SIMPLIFIED: a header line has this size. */
const headerBytes = 80;

export function matchingFlows(state: AgentState, path: string): readonly number[] {
  return state.config.flows.flatMap((flow, i) => (matchesFile(flow.files, path) ? [i] : []));
}

function writerFor(state: AgentState, path: string, ctx: Ctx): Writer {
  const known = state.writers.find((writer) => writer.path === path);
  if (known) return known;
  if (state.writers.length >= maxWriters) {
    ctx.trace('files.too-many', state.writers[0]!.path, { most: maxWriters });
    return state.writers[0]!;
  }
  const writer: Writer = { path, file: -1, rotatedAt: ctx.now, rotations: 0 };
  state.writers.push(writer);
  return writer;
}

function appendLine(state: AgentState, file: LogFile, rowPlusOne: number, bytes: number, what: number): void {
  const { lines } = state;
  const slot = lines.add();
  lines.setWord(slot, line.row, rowPlusOne);
  lines.setWord(slot, line.bytes, bytes);
  lines.setWord(slot, line.what, what);
  if (file.tail < 0) file.head = slot;
  else lines.setWord(file.tail, line.next, slot + 1);
  file.tail = slot;
  file.lines++;
  file.size += bytes;
}

function newFile(state: AgentState, writer: Writer, path: string, generation: number, ctx: Ctx): LogFile {
  const file: LogFile = { id: state.nextFile++, path, writer: writer.path, generation, content: state.nextContent++, head: -1, tail: -1, lines: 0, size: 0, modifiedAt: ctx.now, flows: matchingFlows(state, path) };
  state.files.push(file);
  return file;
}

/** The file that a writer has open, with its header. */
function openFile(state: AgentState, writer: Writer, ctx: Ctx): LogFile {
  const open = writer.file < 0 ? undefined : fileOf(state, writer.file);
  const file = open ?? newFile(state, writer, writer.path, 0, ctx);
  writer.file = file.id;
  if (file.lines === 0) for (let i = 0; i < state.config.headerLines; i++) appendLine(state, file, 0, headerBytes, lineFirst);
  return file;
}

/** Deletes a file. What nobody else holds and nobody has stored is lost. */
function deleteFile(state: AgentState, file: LogFile, ctx: Ctx): void {
  const { lines } = state;
  const rows: number[] = [];
  for (let slot = file.head; slot >= 0; ) {
    const what = lines.word(slot, line.what);
    const row = lines.word(slot, line.row);
    if (row > 0 && (what & lineFirst) !== 0 && (what & lineGone) === 0) rows.push(row - 1);
    const next = lines.word(slot, line.next) - 1;
    lines.remove(slot);
    slot = next;
  }
  state.files = state.files.filter((other) => other !== file);
  for (const flow of state.flows) flow.reached.delete(file.id);
  const before = ctx.records.lost;
  const gone = Uint32Array.from(rows);
  ctx.hop(gone, 'line.deleted', () => ({ file: file.path }));
  ctx.records.release(gone, 'deleted-unprocessed');
  const lost = ctx.records.lost - before;
  if (lost > 0) {
    state.linesLost += lost;
    ctx.trace('lines.lost', file.writer, { file: file.path, why: 'deleted before it was sent' }, { records: lost });
  }
}

/** Rotates the file a writer has open; answers false when there is none. */
export function rotate(state: AgentState, writer: Writer, ctx: Ctx): boolean {
  const current = fileOf(state, writer.file);
  if (!current || current.lines === 0) return false;
  const { config } = state;
  const since = ctx.now - writer.rotatedAt;
  const gap = ctx.limits.duration('agent.file.min-rotation-gap');
  if (writer.rotations > 0 && since < gap) ctx.trace('rotation.too-fast', writer.path, { gapMs: since, leastMs: gap });
  writer.rotatedAt = ctx.now;
  writer.rotations++;
  const older = state.files.filter((file) => file.writer === writer.path && file.generation > 0).sort((a, b) => b.generation - a.generation);
  for (const file of older) {
    file.generation++;
    file.path = rotatedPath(writer, file.generation, config.compressRotated);
    if (file.generation > config.keepRotated) deleteFile(state, file, ctx);
  }
  ctx.trace('file.rotated', writer.path, { how: config.rotateBy, kept: Math.min(older.length + 1, config.keepRotated) }, { bytes: current.size });
  if (config.rotateBy === 'copy-truncate') truncate(state, writer, current, ctx);
  else if (config.compressRotated) {
    moveLines(state, current, newFile(state, writer, rotatedPath(writer, 1, true), 1, ctx));
    state.files = state.files.filter((file) => file !== current);
    for (const flow of state.flows) flow.reached.delete(current.id);
    writer.file = -1;
  } else {
    current.generation = 1;
    current.path = rotatedPath(writer, 1, false);
    writer.file = -1;
  }
  for (const file of state.files) if (file.writer === writer.path) file.flows = matchingFlows(state, file.path);
  if (config.keepRotated === 0) for (const file of state.files.filter((each) => each.writer === writer.path && each.generation > 0)) deleteFile(state, file, ctx);
  return true;
}

function rotatedPath(writer: Writer, generation: number, compressed: boolean): string {
  return `${writer.path}.${generation}${compressed ? '.gz' : ''}`;
}

function moveLines(state: AgentState, from: LogFile, to: LogFile): void {
  to.content = from.content;
  to.head = from.head;
  to.tail = from.tail;
  to.lines = from.lines;
  to.size = from.size;
  from.content = state.nextContent++;
  from.head = -1;
  from.tail = -1;
  from.lines = 0;
  from.size = 0;
}

/** The content goes into a new file; the old one, same name and id, is empty. */
function truncate(state: AgentState, writer: Writer, current: LogFile, ctx: Ctx): void {
  const copy = newFile(state, writer, rotatedPath(writer, 1, state.config.compressRotated), 1, ctx);
  moveLines(state, current, copy);
  current.modifiedAt = ctx.now;
}

/** SIMPLIFIED: an application looks whether to rotate when it writes, as logging libraries do. */
function rotateIfDue(state: AgentState, writer: Writer, bytes: number, ctx: Ctx): void {
  const { config } = state;
  const file = fileOf(state, writer.file);
  if (!file || file.lines === 0) return;
  if (config.rotate === 'size' ? file.size + bytes > config.rotateBytes : config.rotate === 'time' && ctx.now - writer.rotatedAt >= config.rotateEvery) rotate(state, writer, ctx);
}

/** Writes each record to its file; the file holds its row from now on. Answers the files written to. */
export function writeRecords(state: AgentState, records: RecordBatch, source: string, ctx: Ctx): ReadonlySet<LogFile> {
  const { config } = state;
  const written = new Set<LogFile>();
  const byKey = config.logFile.includes('{key}');
  const shared = config.logFile.replace('{source}', source);
  for (let i = 0; i < records.count; i++) {
    const row = records.rows[i]!;
    const path = byKey ? shared.replace('{key}', ctx.keys.text(records.keys[i]!).replace(/[/\0]/g, '_')) : shared;
    const writer = writerFor(state, path, ctx);
    const sizes = lineSizes(row, records.bytes[i]!, config, ctx);
    rotateIfDue(state, writer, sizes.reduce((sum, bytes) => sum + bytes, 0), ctx);
    const file = openFile(state, writer, ctx);
    sizes.forEach((bytes, index) => appendLine(state, file, row + 1, bytes, (index << lineIndexShift) | (index === 0 ? lineFirst : 0)));
    file.modifiedAt = ctx.now;
    state.linesWritten += sizes.length;
    written.add(file);
  }
  ctx.hop(records.rows, 'line.written', () => ({ file: shared }));
  return written;
}

/** Visits the rows that files hold. */
export function visitFileRows(state: AgentState, visit: (row: number) => void): void {
  const { lines } = state;
  for (const file of state.files) {
    for (let slot = file.head; slot >= 0; slot = lines.word(slot, line.next) - 1) {
      const what = lines.word(slot, line.what);
      const row = lines.word(slot, line.row);
      if (row > 0 && (what & lineFirst) !== 0 && (what & lineGone) === 0) visit(row - 1);
    }
  }
}
