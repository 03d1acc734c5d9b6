/** A task for a client that polls. */
import { objectId, type Instance } from './core.ts';
import type { PollResponse } from './operations.ts';
import type { Ctx } from './places.ts';
import type { PipelineState } from './state.ts';

/** Clients are runners that the pipeline does not work for. */
const prefix = 'client ';
export const runnerOf = (hostname: string) => prefix + hostname;
export const hostnameOf = (runner: string | null) => (runner?.startsWith(prefix) ? runner.slice(prefix.length) : runner);
export const isClient = (runner: string | null) => runner?.startsWith(prefix) === true;

export function answerPoll(state: PipelineState, poll: number, instance: Instance, ctx: Ctx): void {
  const call = state.waiting.get(poll);
  if (!call) return;
  state.waiting.delete(poll);
  const response: PollResponse = { task: { key: instance.id, serial: instance.serial, attempt: instance.attempts, instance: objectId(state.core, instance), component: instance.component } };
  ctx.reply(call, { ok: true, response });
}
