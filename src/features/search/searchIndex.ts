import MiniSearch from 'minisearch';
import { kindWords, type Found, type FoundKind } from './entries.ts';

/** Other names of the same thing; each side finds the other. */
const synonyms: readonly (readonly string[])[] = [
  ['firehose', 'delivery stream', 'data firehose'],
  ['es', 'elasticsearch', 'opensearch'],
  ['kds', 'kinesis data streams', 'kinesis streams'],
  ['kpl', 'kinesis producer library'],
  ['kcl', 'kinesis client library'],
  ['sqs', 'simple queue service'],
  ['dlq', 'dead-letter queue'],
  ['efo', 'enhanced fan-out'],
  ['s3ta', 'transfer acceleration'],
  ['dms', 'database migration service'],
  ['throttling', 'throttled', 'provisionedthroughputexceeded', 'refused'],
  ['lag', 'iterator age'],
  ['mb', 'mib'],
];

/** Lower case without diacritics: `Über` and `uber` are one word. */
export function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

/** The query, and the query with each synonym put in. */
export function widen(query: string): readonly string[] {
  const folded = fold(query).trim();
  const padded = ` ${folded} `;
  const others = synonyms.flatMap((set) =>
    set
      .filter((name) => padded.includes(` ${name} `))
      .flatMap((name) => set.filter((other) => other !== name).map((other) => padded.replace(` ${name} `, ` ${other} `).trim())),
  );
  return [folded, ...new Set(others)].slice(0, 4);
}

export interface Group {
  readonly kind: FoundKind;
  readonly title: string;
  readonly results: readonly Found[];
}

const perGroup = 5;
const coreKinds: readonly FoundKind[] = ['note', 'experiment', 'question'];

export interface SearchIndex {
  /** Groups by kind, the best first; at most five results in each. */
  find(query: string): readonly Group[];
  get(id: string): Found | undefined;
}

/** An index over everything that can be found; fuzzy, by prefix, without diacritics. */
export function makeSearchIndex(entries: readonly Found[]): SearchIndex {
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  const mini = new MiniSearch<Found>({
    fields: ['title', 'text', 'word'],
    idField: 'id',
    extractField: (entry, field) => (field === 'word' ? kindWords[entry.kind].one : entry[field as 'id' | 'title' | 'text']),
    processTerm: (term) => fold(term),
    searchOptions: {
      boost: { title: 4, word: 0.4 },
      prefix: (term) => term.length > 1,
      fuzzy: (term) => (term.length > 4 ? 0.2 : false),
      combineWith: 'AND',
    },
  });
  mini.addAll([...byId.values()]);

  return {
    get: (id) => byId.get(id),
    find(query) {
      const scores = new Map<string, number>();
      const take = (text: string, weight: number, any: boolean) => {
        for (const hit of mini.search(text, any ? { combineWith: 'OR' } : {})) {
          const id = hit.id as string;
          scores.set(id, Math.max(scores.get(id) ?? 0, hit.score * weight));
        }
      };
      widen(query).forEach((text, i) => take(text, i === 0 ? 1 : 0.8, false));
      // Where nothing of a core kind holds all the words, those that hold some of them are better than none.
      const missing = coreKinds.filter((kind) => ![...scores.keys()].some((id) => byId.get(id)?.kind === kind));
      if (scores.size === 0 || missing.length > 0) {
        const all = new Map(scores);
        take(fold(query), 0.3, true);
        for (const id of scores.keys()) {
          const kind = byId.get(id)?.kind;
          if (all.size > 0 && !all.has(id) && (!kind || !missing.includes(kind))) scores.delete(id);
        }
      }
      const ranked = [...scores].sort((a, b) => b[1] - a[1]).map(([id]) => byId.get(id)!);
      const kinds = [...new Set(ranked.map((entry) => entry.kind))];
      return kinds.map((kind) => ({
        kind,
        title: kindWords[kind].many,
        results: ranked.filter((entry) => entry.kind === kind).slice(0, perGroup),
      }));
    },
  };
}
