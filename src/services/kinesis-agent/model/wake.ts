import type { AgentState, Ctx } from './state.ts';

/** Plans a look at the file: at the next poll, or not before `notBefore`. */
export function wake(state: AgentState, index: number, ctx: Ctx, notBefore = 0): void {
  const flow = state.flows[index];
  if (!flow || !state.running) return;
  const gap = state.config.flows[index]!.minTimeBetweenFilePollsMillis;
  const from = Math.max(ctx.now + 1, notBefore);
  const at = state.startedAt + Math.ceil((from - state.startedAt) / gap) * gap;
  if (flow.pollAt >= 0 && flow.pollAt <= at) return;
  flow.pollAt = at;
  ctx.after(at - ctx.now, { type: 'poll', flow: index, life: state.life });
}
