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

interface OpenEpisode {
  readonly order: number;
  readonly event: TraceEvent;
}

const episodeGapMs = 1000;
/** Episodes kept from the beginning for each type; of the rest, the last. */
const keptPerType = 2000;

/** The story of a run: bounded, in order of first moment. */
export class Trace implements Store {
  readonly isStore = true;
  #closed: OpenEpisode[] = [];
  #closedCount = 0;
  #open = new Map<string, OpenEpisode>();
  #perType = new Map<string, number>();
  #overflow = new Map<string, OpenEpisode>();
  #order = 0;

  clone(): Trace {
    const copy = new Trace();
    copy.#closed = this.#closed;
    copy.#closedCount = this.#closedCount;
    copy.#open = new Map(this.#open);
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
      hash.number(episode.event.at);
      hash.number(episode.event.count);
    }
  }

  /** Notes one occurrence. `detail` is replaced by the newest, `sums` add up over the episode. */
  note(at: number, node: string, type: string, subject: string, detail: { readonly [key: string]: PlainData | undefined }, sums?: Readonly<Record<string, number>>): void {
    const key = `${node}\n${type}\n${subject}`;
    const open = this.#open.get(key);
    if (open !== undefined && at - open.event.lastAt <= episodeGapMs) {
      const merged: Record<string, PlainData | undefined> = { ...detail };
      if (sums) for (const name in sums) merged[name] = (open.event.detail[name] as number) + sums[name]!;
      this.#open.set(key, { order: open.order, event: { ...open.event, lastAt: at, count: open.event.count + 1, detail: merged } });
      return;
    }
    if (open !== undefined) this.#close(open);
    this.#open.set(key, { order: this.#order++, event: { at, lastAt: at, count: 1, node, type, subject, detail: sums ? { ...detail, ...sums } : detail } });
  }

  #close(episode: OpenEpisode): void {
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
    const all = [...this.#closed.slice(0, this.#closedCount), ...this.#overflow.values(), ...this.#open.values()];
    return all
      .filter((episode) => episode.order >= from)
      .sort((a, b) => a.order - b.order)
      .map((episode) => episode.event);
  }
}
