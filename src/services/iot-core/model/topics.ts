import type { Limits } from '../../../sim/limits.ts';
import type { KeyTable } from '../../../sim/records/keyTable.ts';
import { splitIngest, topicProblem } from './mqtt.ts';
import { shadowTopic, type ShadowTopic } from './shadowTopics.ts';

/** What the broker asks of a topic for every message. */
export interface TopicFacts {
  readonly text: string;
  readonly levels: readonly string[];
  /** Rule that Basic Ingest names. */
  readonly ingestRule: string | undefined;
  /** The topic as rules see it, without the prefix of Basic Ingest. */
  readonly seen: string;
  readonly seenLevels: readonly string[];
  /** What is wrong with publishing to it; undefined when nothing is. */
  readonly problem: string | undefined;
  readonly shadow: ShadowTopic | undefined;
}

const memo = new WeakMap<KeyTable, Map<number, TopicFacts>>();
const most = 20_000;

/** Facts of an interned topic; a memo of the run that the keys belong to. */
export function topicFacts(topic: number, { keys, limits }: { readonly keys: KeyTable; readonly limits: Limits }): TopicFacts {
  let known = memo.get(keys);
  if (known === undefined) memo.set(keys, (known = new Map()));
  let facts = known.get(topic);
  if (facts === undefined) {
    const text = keys.text(topic);
    const { rule: ingestRule, topic: seen } = splitIngest(text);
    facts = { text, levels: text.split('/'), ingestRule, seen, seenLevels: seen.split('/'), problem: topicProblem(text, limits), shadow: shadowTopic(text) };
    if (known.size >= most) known.clear();
    known.set(topic, facts);
  }
  return facts;
}
