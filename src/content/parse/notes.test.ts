import { expect, it } from 'vitest';
import { type NoteTree, parseNotePage } from './index.ts';

const text = (value: string): NoteTree => ({ type: 'text', value });
const paragraph = (...children: NoteTree[]): NoteTree => ({ type: 'paragraph', children });
const heading = (value: string): NoteTree => ({ type: 'heading', children: [text(value)] });
const jsx = (name: string, attributes: { readonly [key: string]: string }, ...children: NoteTree[]): NoteTree => ({
  type: 'mdxJsxFlowElement', name, children, attributes: Object.entries(attributes).map(([key, value]) => ({ type: 'mdxJsxAttribute', name: key, value })), position: { start: { line: 12 } },
});
const front = { topic: 'kds', slug: 'kinesis-streams', title: 'Streams', minutes: 20 };
const read = (...children: NoteTree[]) => parseNotePage({ type: 'root', children }, front, 'content/notes/kinesis-streams.mdx');
const problemsOf = (...children: NoteTree[]): readonly string[] => {
  const parsed = read(...children);
  return parsed.ok ? [] : parsed.error.map(({ path, problem }) => `${path}: ${problem}`);
};
const note = (...children: NoteTree[]) => jsx('Note', { id: 'limits', facts: 'kds-a  kds-b' }, ...children);

it('gives each block its id, heading, citations and plain text', () => {
  const parsed = read(
    heading('Shards'),
    note(
      heading('Two limits'),
      paragraph(text('At most '), jsx('Limit', { id: 'kds.a.b' }), text(' in, see '), { type: 'link', url: '#ring', children: [text('the ring')] }, text('.')),
      heading('More'),
      jsx('Correction', { was: 'streams', now: 'records', errata: '1' }),
      jsx('MiniLab', { x: 'x.kinesis.hot-key' }),
      jsx('ThenNow', { id: 'kds.c.d' }),
    ),
    jsx('Note', { id: 'plain', facts: 'kds-c', context: 'A picture only.' }, paragraph(text('Text.'))),
    jsx('MiniLab', { x: 'x.kinesis.two-limits' }),
    jsx('SayItBack', { items: 'q.kds.001 q.kds.002 q.kds.003' }),
  );
  expect(parsed).toEqual({
    ok: true,
    value: {
      ...front,
      blocks: [
        {
          id: 'n.kds.limits', topic: 'kds', slug: 'kinesis-streams', anchor: 'limits', heading: 'Two limits', facts: ['kds-a', 'kds-b'], limits: ['kds.a.b', 'kds.c.d'],
          corrections: [{ was: 'streams', now: 'records', errata: 1 }], miniLabs: ['x.kinesis.hot-key'], links: ['#ring'], text: 'At most {limit:kds.a.b} in, see the ring.\n{limit:kds.c.d}',
        },
        { id: 'n.kds.plain', topic: 'kds', slug: 'kinesis-streams', anchor: 'plain', heading: 'More', facts: ['kds-c'], context: 'A picture only.', limits: [], corrections: [], miniLabs: [], links: [], text: 'Text.' },
      ],
      outside: { limits: [], corrections: [], miniLabs: ['x.kinesis.two-limits'], links: [] },
      sayItBack: ['q.kds.001', 'q.kds.002', 'q.kds.003'],
    },
  });
});

it('reads attributes written as expressions, and leaves links to other sites alone', () => {
  const expression: NoteTree = { ...jsx('Correction', { was: 'a', now: 'b' }), attributes: [{ type: 'mdxJsxAttribute', name: 'was', value: 'a' }, { type: 'mdxJsxAttribute', name: 'now', value: 'b' }, { type: 'mdxJsxAttribute', name: 'errata', value: { value: '4' } }] };
  const parsed = read(note(expression, { type: 'link', url: 'https://docs.aws.amazon.com', children: [] }));
  expect(parsed.ok && parsed.value.blocks[0]).toMatchObject({ corrections: [{ errata: 4 }], links: [] });
});

it.each<[string, NoteTree, string]>([
  ['no id', jsx('Note', { facts: 'kds-a' }), '<Note> lacks id="…"'],
  ['no facts', jsx('Note', { id: 'a' }), '<Note> lacks facts="…"'],
  ['attribute misspelt', jsx('Note', { id: 'a', facts: 'kds-a', fact: 'x' }), '<Note> knows no attribute "fact": did you mean "facts"?'],
  ['component misspelt', jsx('Minilab', { x: 'y' }), '<Minilab> is no component of the notes: did you mean <MiniLab>?'],
  ['Note in Note', note(jsx('Note', { id: 'b', facts: 'kds-a' })), 'stands inside another <Note>'],
  ['capital in the id', jsx('Note', { id: 'Limits', facts: 'kds-a' }), 'must be lower-case words'],
  ['erratum in words', note(jsx('Correction', { was: 'a', now: 'b', errata: 'one' })), 'is the number of the erratum'],
  ['an import', { type: 'mdxjsEsm', value: "import x from 'y'", position: { start: { line: 12 } } }, 'notes hold no import or export'],
])('%s', (_name, tree, problem) => expect(problemsOf(tree)).toContainEqual(expect.stringContaining(problem)));

it('says in which line, and that a page without blocks is useless', () => {
  expect(problemsOf(jsx('Note', { facts: 'x' }))[0]).toMatch(/^line 12: /);
  expect(problemsOf(paragraph(text('hello')))).toEqual([expect.stringContaining('has no <Note')]);
  const other = parseNotePage({ type: 'root' }, { ...front, slug: 'streams' }, 'content/notes/kinesis-streams.mdx');
  expect(other.ok ? [] : other.error.map(({ problem }) => problem)).toContain('is streams, but the file is kinesis-streams.mdx');
});
