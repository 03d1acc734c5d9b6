import type { Content, Entry, Kind, Kinds } from '../content/content.ts';

/** Plain data as YAML gives it, to be changed for a test. */
export interface Raw {
  [key: string]: unknown;
}

const why = 'The shard accepts 1,000 records a second, and 1,500 are offered: 500 are refused.';

export function rawOption(id: string, correct: boolean, changes: Raw = {}): Raw {
  return { id, text: `The ${id} limit`, correct, rationale: why, misconception: correct ? 'correct' : 'm.wrong', ...changes };
}

/** A well-formed single-choice item. */
export function rawItem(changes: Raw = {}): Raw {
  return {
    id: 'q.kds.001', version: 1, type: 'single', level: 'apply', edition: 'both', facts: ['kds-a'], concept: 'c.hot', note: 'n.kds.limits', stem: 'Which limit refuses first?',
    options: [rawOption('record', true), rawOption('bytes', false), rawOption('reads', false)],
    source: { title: 'Developer Guide: Quotas', read: '2026-11-22' },
    ...changes,
  };
}

export function rawNumeric(changes: Raw = {}): Raw {
  const { options: _, ...item } = rawItem({ type: 'numeric' });
  return { ...item, numeric: { answer: 3, unit: 'shards', min: 1, max: 100, misreadings: [{ value: 2, rationale: why, misconception: 'm.wrong' }], rationale: why }, ...changes };
}

export function rawOrder(changes: Raw = {}): Raw {
  const { options: _, ...item } = rawItem({ type: 'order' });
  return { ...item, order: { steps: ['split', 'drain', 'read'].map((id) => ({ id, text: `Then ${id}`, rationale: why })) }, ...changes };
}

export function rawMatch(changes: Raw = {}): Raw {
  const { options: _, ...item } = rawItem({ type: 'match' });
  const rows = ['a', 'b'].map((id) => ({ id: `row-${id}`, text: `Row ${id}`, pair: `choice-${id}`, rationale: why }));
  return { ...item, match: { rows, choices: ['a', 'b', 'c'].map((id) => ({ id: `choice-${id}`, text: `Choice ${id}` })) }, ...changes };
}

/** A well-formed template whose options the engine decides. */
export function rawTemplate(changes: Raw = {}): Raw {
  return rawNumeric({
    id: 'q.kds.t01', template: true, params: { rate: { from: [500, 1500] } }, let: { shards: 'ceil(rate / 1000)' }, where: ['shards >= 1'],
    stem: '{rate|n} records a second: how many shards?',
    numeric: { answer: '{shards}', unit: 'shards', min: 1, max: 100, misreadings: [], rationale: why },
    ...changes,
  });
}

export function rawFact(changes: Raw = {}): Raw {
  return { id: 'kds-a', statement: 'One shard takes in at most so much.', kind: 'concept', limits: [], today: 'same', source: 'Developer Guide', confidence: 'high', simulable: false, ...changes };
}

export function rawExperiment(changes: Raw = {}): Raw {
  return {
    id: 'x.kinesis.hot-key', panel: 'kinesis', title: 'One hot key', question: 'What happens?', recipe: 'traffic(rate=1500/s) -> kinesis-streams(shards=2)', length: '60s',
    prediction: { type: 'choose', prompt: 'What happens?', options: [{ id: 'share', text: 'Both share' }, { id: 'one', text: 'One is full' }], answer: 'one' },
    notice: ['The second shard idles.'], facts_tested: ['kds-a'], note: 'n.kds.limits', minutes: 3, ...changes,
  };
}

export function rawEvent(changes: Raw = {}): Raw {
  return {
    id: 'e.kds.wpte', traceType: 'records.refused', title: 'Refused', what: 'Shard {subject} refused {refused}.', why: 'It is full.', try: [{ id: 'keys', label: 'Many keys', set: { keys: 'random' } }],
    note: 'n.kds.limits', question: 'q.kds.001', docs: 'Developer Guide: Quotas', facts: ['kds-a'], ...changes,
  };
}

export function rawScenario(changes: Raw = {}): Raw {
  return {
    id: 's.hot-tenant', slug: 'hot-tenant', number: 5, title: 'Hot tenant', version: 1, brief: 'One tenant is throttled.', palette: ['kinesis-streams'], fixed: { nodes: [], edges: [] }, length: '3m',
    seeds: [1, 2, 3, 4, 5], facts: 'notes', criteria: [{ id: 'loss', kind: 'no-data-loss', params: {}, title: 'Nothing is lost', why: 'kds-a' }], teaches: ['kds-a'], hints: ['Which key?', 'The note', 'The key'], ...changes,
  };
}

export function rawDesign(changes: Raw = {}): Raw {
  return { id: 'by-device', title: 'Key by device', kind: 'accepted', says: 'Many keys spread.', nodes: [], edges: [], interventions: [], ...changes };
}

/** One entry of parsed content. */
export function entry<K extends Kind>(kind: K, value: Kinds[K] & { readonly id: string }, file = `content/${kind}.yaml`): Entry {
  return { kind, id: value.id, file, value } as unknown as Entry;
}

/** Parsed content made of entries alone. */
export function contentOf(entries: readonly Entry[], rest: Partial<Content> = {}): Content {
  return { entries, pages: [], confusable: [], walkthroughs: [], coverage: { complete: [] }, refused: [], problems: [], files: ['content/facts/kds.yaml'], ...rest };
}
