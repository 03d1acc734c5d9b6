import type { Hasher, Store } from '../base/copyPlain.ts';
import type { PlainData } from './plainData.ts';

/** A notable thing that happened, or went on happening: same node, type and subject within a second are one episode. */
export interface TraceEvent {
  readonly at: number;
  readonly lastAt: number;
  readonly count: number;
  readonly node: string;
  readonly type: string;
  readonly subject: string;
  readonly detail: { readonly [key: string]: PlainData | undefined };
}

interface Episode {
  readonly order: number;
  readonly event: TraceEvent;
}

type Detail = TraceEvent['detail'];

/** An episode that may go on: changed in place, so a clone takes copies. */
interface OpenEpisode {
  readonly order: number;
  readonly at: number;
  lastAt: number;
  count: number;
  readonly node: string;
  readonly type: string;
  readonly subject: string;
  detail: Detail;
  sums: Record<string, number> | undefined;
}

function asEvent({ at, lastAt, count, node, type, subject, detail, sums }: OpenEpisode): TraceEvent {
  return { at, lastAt, count, node, type, subject, detail: sums ? { ...detail, ...sums } : detail };
}

const episodeGapMs = 1000;
/** Episodes kept from the beginning for each type; of the rest, the last. */
const keptPerType = 2000;
/** Episodes that may go on: beyond this many, those that are over are closed. */
const mostOpen = 4000;

/** The story of a run: bounded, in order of first moment. */
export class Trace implements Store {
  readonly isStore = true;
  #closed: Episode[] = [];
  #closedCount = 0;
  /** By node, type and subject in one text: keeps the order of first use. */
  #open = new Map<string, OpenEpisode>();
  /** The same by node, then type, then subject: found without making a text. */
  #index = new Map<string, Map<string, Map<string, OpenEpisode>>>();
  #perType = new Map<string, number>();
  #overflow = new Map<string, Episode>();
  #order = 0;
  #closeBeyond = mostOpen;
  readonly #keeps: boolean;

  /** A trace that keeps nothing is for runs whose story nobody reads. */
  constructor(keeps = true) {
    this.#keeps = keeps;
  }

  clone(): Trace {
    const copy = new Trace(this.#keeps);
    copy.#closeBeyond = this.#closeBeyond;
    copy.#closed = this.#closed;
    copy.#closedCount = this.#closedCount;
    for (const [key, open] of this.#open) copy.#put(key, { ...open, sums: open.sums ? { ...open.sums } : undefined });
    copy.#perType = new Map(this.#perType);
    copy.#overflow = new Map(this.#overflow);
    copy.#order = this.#order;
    return copy;
  }

  hashInto(hash: Hasher): void {
    hash.number(this.#closedCount);
    hash.number(this.#order);
    for (const [key, episode] of this.#open) {
      hash.text(key);
      hash.number(episode.at);
      hash.number(episode.count);
    }
  }

  /** Notes one occurrence. `detail` is replaced by the newest, `sums` add up over the episode. */
  note(at: number, node: string, type: string, subject: string, detail: Detail, sums?: Readonly<Record<string, number>>): void {
    if (!this.#keeps) return;
    const open = this.#index.get(node)?.get(type)?.get(subject);
    if (open !== undefined && at - open.lastAt <= episodeGapMs) {
      open.lastAt = at;
      open.count++;
      open.detail = detail;
      if (sums === undefined || open.sums === undefined) open.sums = sums && { ...sums };
      else for (const name in sums) open.sums[name]! += sums[name]!;
      return;
    }
    if (open !== undefined) this.#close({ order: open.order, event: asEvent(open) });
    if (this.#open.size >= this.#closeBeyond) this.#closeEnded(at);
    this.#put(`${node}\n${type}\n${subject}`, { order: this.#order++, at, lastAt: at, count: 1, node, type, subject, detail, sums: sums && { ...sums } });
  }

  #put(key: string, open: OpenEpisode): void {
    this.#open.set(key, open);
    let types = this.#index.get(open.node);
    if (types === undefined) this.#index.set(open.node, (types = new Map()));
    let subjects = types.get(open.type);
    if (subjects === undefined) types.set(open.type, (subjects = new Map()));
    subjects.set(open.subject, open);
  }

  #closeEnded(now: number): void {
    for (const [key, open] of this.#open) {
      if (now - open.lastAt <= episodeGapMs) continue;
      this.#open.delete(key);
      this.#index.get(open.node)!.get(open.type)!.delete(open.subject);
      this.#close({ order: open.order, event: asEvent(open) });
    }
    this.#closeBeyond = Math.max(mostOpen, 2 * this.#open.size);
  }

  #close(episode: Episode): void {
    const type = episode.event.type;
    const seen = this.#perType.get(type) ?? 0;
    this.#perType.set(type, seen + 1);
    if (seen >= keptPerType) {
      this.#overflow.set(type, episode);
      return;
    }
    // A clone shares the list; whoever finds it longer than its own count has a past of its own and copies.
    if (this.#closed.length !== this.#closedCount) this.#closed = this.#closed.slice(0, this.#closedCount);
    this.#closed.push(episode);
    this.#closedCount++;
  }

  /** Number of episodes begun. */
  get begun(): number {
    return this.#order;
  }

  /** All episodes kept, in order of their first moment; only those begun at or after number `from`. */
  events(from = 0): TraceEvent[] {
    const all = [...this.#closed.slice(0, this.#closedCount), ...this.#overflow.values(), ...[...this.#open.values()].map((open) => ({ order: open.order, event: asEvent(open) }))];
    return all
      .filter((episode) => episode.order >= from)
      .sort((a, b) => a.order - b.order)
      .map((episode) => episode.event);
  }
}
