import { expect, test } from 'vitest';
import type { Found } from './entries.ts';
import { fold, makeSearchIndex, widen } from './searchIndex.ts';

const entry = (id: string, kind: Found['kind'], title: string, text = ''): Found => ({ id, kind, title, text, href: `/${id}` });
const entries = [
  entry(
    'n.kds.hot-shard',
    'note',
    'One key, one full shard',
    'A shard over its limit while the stream has room is called a hot shard.',
  ),
  entry('x.kinesis.hot-key', 'experiment', 'Hot key', 'What happens to a hot shard when every record carries one key?'),
  entry('q.kds.001', 'question', 'Two shards. 1,500 small records a second', 'one key, which shard refuses?'),
  entry('q.kds.099', 'question', 'How long is a record kept?'),
  entry('n.kds.record', 'note', 'A record', 'is stored in a shard'),
  entry('n.fh.what', 'note', 'Data Firehose', 'Loads data into S3'),
  entry('n.es.sink', 'note', 'OpenSearch as a destination'),
  entry('g.cafe', 'term', 'Café', 'a term with a diacritic'),
];
const index = makeSearchIndex(entries);
const kinds = (query: string) => index.find(query).map((group) => group.kind);
const ids = (query: string) => index.find(query).flatMap((group) => group.results.map((found) => found.id));

test('"hot shard" lists a note, an experiment and a question', () =>
  expect(new Set(kinds('hot shard'))).toEqual(new Set(['note', 'experiment', 'question'])));

test('words that only some hold do not crowd a kind that has a full match', () =>
  expect(ids('hot shard')).not.toContain('n.kds.record'));

test('synonyms find each other', () => {
  expect(ids('delivery stream')).toContain('n.fh.what');
  expect(ids('ES')).toContain('n.es.sink');
});

test('typos and diacritics do not matter', () => {
  expect(ids('firehsoe')).toContain('n.fh.what');
  expect(ids('cafe')).toContain('g.cafe');
  expect(fold('Über')).toBe('uber');
});

test('nonsense finds nothing', () => expect(index.find('zzzzqqq')).toEqual([]));

test('the query itself always comes first', () => expect(widen('ES sink')[0]).toBe('es sink'));
