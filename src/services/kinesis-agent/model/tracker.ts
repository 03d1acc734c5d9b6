/**
 * Which file is read: newest first by time, then by size; rotation is told by file id, size and time, as the agent's own tracker does
 * it. Times have whole seconds, so files of one second are told apart by size alone: the smaller counts as the newer.
 */
import { fileOf, type AgentState, type Ctx, type Cursor, type LogFile, type Seen } from './state.ts';

function seen(file: LogFile): Seen {
  return Object.freeze({ id: file.id, path: file.path, size: file.size, second: Math.floor(file.modifiedAt / 1000) });
}

/** The files of a flow, newest first. [SIM] Files of the same second and size lie in the order in which they were made. */
export function listFiles(state: AgentState, flow: number): readonly Seen[] {
  const files = state.files.filter((file) => file.flows.includes(flow)).map(seen);
  return Object.freeze(files.sort((a, b) => b.second - a.second || a.size - b.size || a.id - b.id));
}

/** A look that costs little: has anything happened that asks for a look at all files? */
export function mustRefresh(state: AgentState, index: number): boolean {
  const flow = state.flows[index]!;
  if (flow.snapshot === null) return true;
  let count = 0;
  for (const file of state.files) if (file.flows.includes(index)) count++;
  if (count !== flow.snapshot.length) return true;
  if (flow.cursor === null) return false;
  const there = state.files.find((file) => file.path === flow.cursor!.path);
  return there === undefined || there.id !== flow.cursor.file || there.size < flow.cursor.size;
}

function cursorAt(state: AgentState, of: Seen, offset: number, skip: number): Cursor {
  return { file: of.id, path: of.path, size: of.size, second: of.second, offset, content: offset === 0 ? fileOf(state, of.id)!.content : -1, last: -1, skip };
}

/** Opens a file of the snapshot at its beginning. */
export function startFile(state: AgentState, index: number, snapshot: readonly Seen[], place: number, ctx: Ctx): void {
  const flow = state.flows[index]!;
  const file = snapshot[place]!;
  flow.snapshot = snapshot;
  flow.pending = snapshot.slice(0, place);
  flow.cursor = cursorAt(state, file, 0, state.config.flows[index]!.skipHeaderLines);
  if ((flow.reached.get(file.id) ?? 0) > 0) ctx.trace('file.read-again', file.path, { flow: state.config.flows[index]!.filePattern }, { bytes: flow.reached.get(file.id)! });
}

/** Continues at an offset in a file of the snapshot. */
export function resumeFile(state: AgentState, index: number, snapshot: readonly Seen[], place: number, offset: number): void {
  const flow = state.flows[index]!;
  flow.snapshot = snapshot;
  flow.pending = snapshot.slice(0, place);
  flow.cursor = cursorAt(state, snapshot[place]!, offset, 0);
}

function reset(state: AgentState, index: number, snapshot: readonly Seen[], why: string, ctx: Ctx): void {
  const flow = state.flows[index]!;
  ctx.trace('tail.reset', flow.cursor!.path, { why, goesTo: snapshot[0]?.path ?? 'nothing' });
  if (snapshot.length > 0) return startFile(state, index, snapshot, 0, ctx);
  flow.snapshot = snapshot;
  flow.pending = [];
  flow.cursor = null;
}

/**
 * Where the content of a truncated file has gone: the oldest file that is new since the last look, up to the first known one, if it can
 * have been it; -1 when there is none.
 */
function afterTruncation(snapshot: readonly Seen[], known: ReadonlySet<number>, cursor: Cursor, place: number): number {
  if (place > 0) return place;
  let last = 1;
  while (last < snapshot.length && !known.has(snapshot[last]!.id)) last++;
  for (last--; last > 0; last--) {
    const file = snapshot[last]!;
    if (file.second >= cursor.second && file.size >= cursor.size) return last;
  }
  return -1;
}

/** Looks at all files of a flow; answers false when the place in the file that was read could not be kept. */
export function refresh(state: AgentState, index: number, ctx: Ctx): boolean {
  const flow = state.flows[index]!;
  const snapshot = listFiles(state, index);
  flow.refreshedAt = ctx.now;
  const { cursor } = flow;
  if (cursor === null) {
    if (snapshot.length > 0) startFile(state, index, snapshot, 0, ctx);
    else flow.snapshot = snapshot;
    return false;
  }
  return updateCursor(state, index, snapshot, cursor, ctx);
}

/** Finds the file of a cursor among the files of now. */
export function updateCursor(state: AgentState, index: number, snapshot: readonly Seen[], cursor: Cursor, ctx: Ctx): boolean {
  const flow = state.flows[index]!;
  const known = new Set((flow.snapshot ?? []).map((file) => file.id)).add(cursor.file);
  const place = snapshot.findIndex((file) => file.id === cursor.file);
  if (place < 0) {
    reset(state, index, snapshot, snapshot.length === 0 ? 'all files have gone' : 'the file it read has gone', ctx);
    return false;
  }
  const now = snapshot[place]!;
  if (now.path === cursor.path && now.size < cursor.size && now.second >= cursor.second) {
    const moved = afterTruncation(snapshot, known, cursor, place);
    if (moved < 0) {
      reset(state, index, snapshot, 'the file was emptied and no copy of it is found', ctx);
      return false;
    }
    const { offset, content, last, skip } = cursor;
    resumeFile(state, index, snapshot, moved, offset);
    Object.assign(flow.cursor!, { content, last, skip });
    return true;
  }
  flow.snapshot = snapshot;
  flow.pending = snapshot.slice(0, place);
  flow.cursor = { ...cursor, path: now.path, size: now.size, second: now.second };
  return true;
}
