/** Reading: the open file is polled, split into records, converted, and handed to the buffer until that takes no more. */
import { changesContent, contentOf, textLines, utf8Length } from './content.ts';
import { convertedBytes, convertText } from './converters.ts';
import { destinationOf, fittingBytes, partitionKey, truncateText } from './destination.ts';
import { lookingAt } from './javaRegex.ts';
import { offer } from './publisher.ts';
import { fileOf, line, lineFirst, lineGone, lineIndexShift, type AgentState, type Checkpoint, type Ctx, type Cursor, type Flow, type LogFile } from './state.ts';
import { mustRefresh, refresh, startFile } from './tracker.ts';
import { wake } from './wake.ts';

/** Lines were added to files, or files changed their names: who reads them looks again. */
export function noticeFiles(state: AgentState, files: ReadonlySet<LogFile>, ctx: Ctx): void {
  for (const file of files) {
    for (const index of file.flows) {
      const flow = state.flows[index];
      if (!flow) continue;
      // Another file than the one that is read is noticed at the next look at all of them, unless it is new.
      const quiet = flow.cursor !== null && flow.cursor.file !== file.id && !mustRefresh(state, index);
      wake(state, index, ctx, quiet ? flow.refreshedAt + state.config.flows[index]!.maxTimeBetweenFileTrackerRefreshMillis : 0);
    }
  }
}

/** One look of a flow at its file, and everything that can be read by it. SIMPLIFIED: reading and converting take no time. */
export function poll(state: AgentState, index: number, ctx: Ctx): void {
  const flow = state.flows[index]!;
  flow.pollAt = -1;
  if (ctx.now < state.unreadableUntil) {
    ctx.trace('file.unreadable', state.config.flows[index]!.filePattern, {});
    return;
  }
  if (mustRefresh(state, index) || ctx.now - flow.refreshedAt >= state.config.flows[index]!.maxTimeBetweenFileTrackerRefreshMillis) refresh(state, index, ctx);
  while (flow.cursor !== null) {
    const file = fileOf(state, flow.cursor.file);
    if (!file) return;
    if (!readFile(state, index, flow, file, flow.cursor, ctx)) {
      flow.blocked = true;
      return;
    }
    if (flow.pending.length === 0 || flow.cursor.offset < file.size) return;
    startFile(state, index, flow.snapshot!, flow.pending.length - 1, ctx);
  }
}

/** Finds the line after a byte offset: needed when a file was emptied and filled again, or after a restart. */
function locate(state: AgentState, file: LogFile, cursor: Cursor, ctx: Ctx): void {
  let offset = 0;
  let last = -1;
  for (let slot = file.head; slot >= 0 && offset < cursor.offset; slot = state.lines.word(slot, line.next) - 1) {
    offset += state.lines.word(slot, line.bytes);
    last = slot;
  }
  // SIMPLIFIED: a line whose beginning lies before the offset is passed over whole.
  if (offset > cursor.offset) ctx.trace('line.torn', file.path, { offset: cursor.offset }, { lines: 1 });
  if (offset >= cursor.offset) {
    cursor.offset = offset;
    cursor.content = file.content;
    cursor.last = last;
  }
}

function after(state: AgentState, file: LogFile, last: number): number {
  return last < 0 ? file.head : state.lines.word(last, line.next) - 1;
}

interface Piece {
  /** Slots of its lines. */
  readonly slots: readonly number[];
  readonly bytes: number;
  /** Null when opaque. */
  readonly text: string | null;
}

/** Text of one line; null when opaque. */
function lineText(state: AgentState, slot: number, ctx: Ctx): string | null {
  const row = state.lines.word(slot, line.row);
  const lines = row > 0 ? textLines(row - 1, state.config, ctx) : undefined;
  return lines === undefined ? null : (lines[state.lines.word(slot, line.what) >>> lineIndexShift] ?? '');
}

/** Whether a line begins a record; of opaque ones the first of each record does. */
function begins(state: AgentState, index: number, slot: number, ctx: Ctx): boolean {
  const { start } = state.config.flows[index]!;
  if (start === null) return true;
  const text = lineText(state, slot, ctx);
  return text === null ? (state.lines.word(slot, line.what) & lineFirst) !== 0 : lookingAt(start).test(`${text}\n`);
}

/** The next record of a file: one line, or one and all that follow without beginning another. */
function nextPiece(state: AgentState, index: number, first: number, ctx: Ctx): Piece {
  const slots = [first];
  let bytes = state.lines.word(first, line.bytes);
  if (state.config.flows[index]!.start !== null) {
    for (let slot = state.lines.word(first, line.next) - 1; slot >= 0 && !begins(state, index, slot, ctx); slot = state.lines.word(slot, line.next) - 1) {
      slots.push(slot);
      bytes += state.lines.word(slot, line.bytes);
    }
  }
  const texts = slots.map((slot) => lineText(state, slot, ctx));
  return { slots, bytes, text: texts.includes(null) ? null : `${texts.join('\n')}\n` };
}

/** Reads to the end of a file; answers false when the buffer took no more. */
function readFile(state: AgentState, index: number, flow: Flow, file: LogFile, cursor: Cursor, ctx: Ctx): boolean {
  if (cursor.content !== file.content) {
    // The content under the cursor has changed without the agent knowing (or the agent has just started): it goes on at the same byte.
    if (cursor.content >= 0) ctx.trace('truncation.missed', file.path, { offset: cursor.offset, size: file.size });
    locate(state, file, cursor, ctx);
    if (cursor.content !== file.content) return true;
  }
  for (let slot = after(state, file, cursor.last); slot >= 0; slot = after(state, file, cursor.last)) {
    if (cursor.skip > 0) {
      cursor.skip--;
      pass(state, flow, cursor, [slot], state.lines.word(slot, line.bytes));
      continue;
    }
    const piece = nextPiece(state, index, slot, ctx);
    if (!publish(state, index, flow, file, cursor, piece, ctx)) return false;
    pass(state, flow, cursor, piece.slots, piece.bytes);
  }
  return true;
}

function pass(state: AgentState, flow: Flow, cursor: Cursor, slots: readonly number[], bytes: number): void {
  cursor.last = slots[slots.length - 1]!;
  cursor.offset += bytes;
  if (cursor.offset > (flow.reached.get(cursor.file) ?? 0)) flow.reached.set(cursor.file, cursor.offset);
}

/** Converts a record and gives it to the buffer; false when that is full and has nowhere to go. */
function publish(state: AgentState, index: number, flow: Flow, file: LogFile, cursor: Cursor, { slots, bytes, text }: Piece, ctx: Ctx): boolean {
  const config = state.config.flows[index]!;
  const { lines } = state;
  const head = slots.find((slot) => lines.word(slot, line.row) > 0 && (lines.word(slot, line.what) & lineGone) === 0);
  if (head === undefined) {
    // A header that is not skipped would go out as a record of its own: told, and passed over.
    if (lines.word(slots[0]!, line.row) === 0) ctx.trace('header.as-record', file.path, { skipHeaderLines: config.skipHeaderLines }, { lines: slots.length });
    return true;
  }
  const row = lines.word(head, line.row) - 1;
  let out = text === null ? null : convertText(config.converters, text);
  if (text !== null && out === null) {
    flow.recordsFiltered++;
    ctx.trace('record.filtered', file.path, { flow: config.filePattern }, { records: 1 });
    letGo(state, file, slots, ctx);
    return true;
  }
  const destination = destinationOf(config, ctx);
  const firehose = destination?.firehose ?? config.kind === 'firehose';
  const key = firehose ? ctx.records.key(row) : partitionKey(config.partitionKeyOption, out ?? undefined, row, ctx);
  const keyBytes = firehose ? 0 : ctx.keys.byteLength(key);
  const whole = out === null ? convertedBytes(config.converters, bytes, slots.length) : utf8Length(out);
  const size = fittingBytes(whole, keyBytes, firehose, ctx);
  if (size < whole && out !== null) out = truncateText(out, size, config.truncatedRecordTerminator);
  const end: Checkpoint = { id: file.id, path: cursor.path, size: cursor.size, second: cursor.second, offset: cursor.offset + bytes };
  if (!offer(state, index, row, key, size + keyBytes, end, ctx)) return false;
  if (size < whole) {
    flow.recordsTruncated++;
    ctx.trace('record.truncated', file.path, { toBytes: size }, { records: 1 });
  }
  if (out !== null) {
    // Readers behind this destination see what was sent, not what the application wrote.
    if (destination !== undefined && changesContent(row, out, ctx)) ctx.reshape(row, destination.edge, contentOf(out, config.converters.some(({ optionName }) => optionName !== 'SINGLELINE')));
    flow.sampleIn = text!.slice(0, 500);
    flow.sampleOut = out.slice(0, 500);
  }
  if ((lines.word(head, line.what) & lineFirst) === 0) ctx.trace('record.split', file.path, { flow: config.filePattern }, { records: 1 });
  merge(state, file, slots, head, ctx);
  return true;
}

/** Records whose first line does not look like one are part of the record before them: as records of their own they are gone. */
function merge(state: AgentState, file: LogFile, slots: readonly number[], head: number, ctx: Ctx): void {
  const others = slots.filter((slot) => slot !== head && (state.lines.word(slot, line.what) & (lineFirst | lineGone)) === lineFirst);
  if (others.length === 0) return;
  ctx.trace('records.merged', file.path, {}, { records: others.length });
  letGo(state, file, others, ctx);
}

/** The file lets go of records that will never be sent, where no other flow reads it. */
function letGo(state: AgentState, file: LogFile, slots: readonly number[], ctx: Ctx): void {
  if (file.flows.length > 1) return;
  for (const slot of slots) {
    const what = state.lines.word(slot, line.what);
    if ((what & (lineFirst | lineGone)) !== lineFirst || state.lines.word(slot, line.row) === 0) continue;
    state.lines.setWord(slot, line.what, what | lineGone);
    ctx.records.releaseRow(state.lines.word(slot, line.row) - 1, 'dropped-by-rule');
  }
}
