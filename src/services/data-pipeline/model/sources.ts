/** Data that comes in: once a day into unwired data nodes, and from wired traffic. */
import { makeBatch } from '../../../sim/records/recordBatch.ts';
import { producersOf } from './passes.ts';
import type { Ctx } from './places.ts';
import type { PipelineEvent, PipelineState } from './state.ts';
import { putInto } from './writing.ts';

const dayMs = 86_400_000;
/** Data that comes over a time comes in so many parts. [SIM] */
const partsOfDay = 12;

/** One day's data of a source: the moment at which it is complete is drawn when the day begins. */
export function sourceDay(state: PipelineState, index: number, day: number, ctx: Ctx): void {
  const source = state.config.sources[index]!;
  const readyAt = day * dayMs + ctx.rng.int(source.readyFrom, source.readyTo);
  state.sources[index] = Object.freeze({ day, readyAt });
  const from = source.from === null ? readyAt : day * dayMs + source.from;
  const parts = source.from === null ? 1 : partsOfDay;
  for (let part = 1; part <= parts; part++) ctx.after(Math.max(0, from + Math.floor(((readyAt - from) * part) / parts) - ctx.now), { type: 'source', source: index, day, part });
}

/** A part of a day's data comes; with the last, the next day is planned. */
export function sourcePart(state: PipelineState, event: Extract<PipelineEvent, { type: 'source' }>, ctx: Ctx): void {
  const source = state.config.sources[event.source]!;
  if (event.part === 0) return sourceDay(state, event.source, event.day, ctx);
  const parts = source.from === null ? 1 : partsOfDay;
  const count = Math.floor((source.records * event.part) / parts) - Math.floor((source.records * (event.part - 1)) / parts);
  if (count > 0) {
    const rows = new Uint32Array(count);
    const key = ctx.keys.intern(source.node);
    for (let i = 0; i < count; i++) rows[i] = ctx.records.birth(ctx.now, key, source.recordBytes, state.rowClass);
    putInto(state, source.node, makeBatch({ count, rows, keys: new Uint32Array(count).fill(key), bytes: new Uint32Array(count).fill(source.recordBytes) }));
  }
  if (event.part < parts) return;
  ctx.trace('source.ready', source.node, { node: source.node, day: event.day + 1 });
  ctx.after((event.day + 1) * dayMs - ctx.now, { type: 'source', source: event.source, day: event.day + 1, part: 0 });
}

/** The data node that takes a wired traffic: as told, or the first that is read and that no activity writes. */
export function trafficNode(state: PipelineState): string {
  if (state.config.trafficInto !== '') return state.config.trafficInto;
  const { components } = state.core.definition;
  const input = components.find((component) => component.category === 'DataNode' && producersOf(state.core, component).length === 0 && components.some((other) => other.category === 'Activity' && other.refs.input?.includes(component.id)));
  return input?.id ?? 'nowhere';
}
