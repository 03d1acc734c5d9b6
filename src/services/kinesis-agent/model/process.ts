/** Start, stop and crash of the agent's process. */
import { dropMemory } from './publisher.ts';
import { fileOf, flowId, newFlow, type AgentState, type Ctx } from './state.ts';
import { listFiles, resumeFile, startFile, updateCursor } from './tracker.ts';
import { wake } from './wake.ts';

/** Starts the agent: each flow goes on at its checkpoint, or begins where `initialPosition` says. */
export function start(state: AgentState, ctx: Ctx): void {
  state.life++;
  state.running = true;
  state.startedAt = ctx.now;
  state.flows = state.config.flows.map(newFlow);
  state.config.flows.forEach((config, index) => {
    const flow = state.flows[index]!;
    const checkpoint = state.checkpoints.get(flowId(config));
    const snapshot = listFiles(state, index);
    flow.refreshedAt = ctx.now;
    let from = 'nothing to read yet';
    if (checkpoint !== undefined) from = resume(state, index, ctx);
    else if (snapshot.length > 0) {
      startFile(state, index, snapshot, 0, ctx);
      from = initialPosition(state, index);
    } else flow.snapshot = snapshot;
    ctx.trace('agent.started', config.filePattern, { from, file: flow.cursor?.path ?? null, offset: flow.cursor?.offset ?? 0 });
    wake(state, index, ctx);
  });
}

/** Goes to the end of the file that was opened, or stays at its beginning. */
function initialPosition(state: AgentState, index: number): string {
  const { cursor } = state.flows[index]!;
  const { initialPosition: position } = state.config.flows[index]!;
  if (cursor === null) return 'nothing to read yet';
  if (position === 'END_OF_FILE') {
    const file = fileOf(state, cursor.file)!;
    cursor.offset = file.size;
    cursor.last = file.tail;
    cursor.skip = 0;
  }
  return position;
}

function resume(state: AgentState, index: number, ctx: Ctx): string {
  const flow = state.flows[index]!;
  const checkpoint = state.checkpoints.get(flowId(state.config.flows[index]!))!;
  const snapshot = listFiles(state, index);
  flow.snapshot = [checkpoint];
  flow.cursor = { file: checkpoint.id, path: checkpoint.path, size: checkpoint.size, second: checkpoint.second, offset: checkpoint.offset, content: -1, last: -1, skip: 0 };
  const found = updateCursor(state, index, snapshot, flow.cursor, ctx);
  const { cursor } = flow;
  if (found && cursor !== null && cursor.size >= checkpoint.offset) {
    resumeFile(state, index, snapshot, snapshot.findIndex((file) => file.id === cursor.file), checkpoint.offset);
    return 'checkpoint';
  }
  if (found && snapshot.length > 0) startFile(state, index, snapshot, 0, ctx);
  return `checkpoint not found, ${initialPosition(state, index)}`;
}

/** Ends the process; `crashed` tells how. Files and checkpoints stay. */
export function stop(state: AgentState, crashed: boolean, ctx: Ctx): void {
  if (!state.running) return;
  const records = dropMemory(state, ctx);
  state.running = false;
  state.life++;
  state.flows = state.config.flows.map(newFlow);
  ctx.trace(crashed ? 'agent.crashed' : 'agent.stopped', ctx.nodeId, {}, { buffered: records });
}
