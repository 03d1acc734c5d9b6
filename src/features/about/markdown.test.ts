import { expect, test } from 'vitest';
import { parseMarkdown } from './markdown.ts';

test('a README is cut into its blocks', () => {
  const blocks = parseMarkdown(
    '# Title\n\nOne\nparagraph.\n\n- a\n- b\n  goes on\n\n1. x\n2. y\n\n| h | i |\n|---|---|\n| 1 | 2 |\n\n```\ncode | not a table\n```\n',
  );
  expect(blocks).toEqual([
    { type: 'heading', level: 1, text: 'Title' },
    { type: 'paragraph', text: 'One paragraph.' },
    { type: 'list', ordered: false, items: ['a', 'b goes on'] },
    { type: 'list', ordered: true, items: ['x', 'y'] },
    { type: 'table', head: ['h', 'i'], rows: [['1', '2']] },
    { type: 'code', text: 'code | not a table' },
  ]);
});

test('an unclosed fence and an empty text end', () => {
  expect(parseMarkdown('```\nopen')).toEqual([{ type: 'code', text: 'open' }]);
  expect(parseMarkdown('')).toEqual([]);
});

test('a list right after a paragraph is a list', () => {
  expect(parseMarkdown('Left out:\n- a')).toEqual([
    { type: 'paragraph', text: 'Left out:' },
    { type: 'list', ordered: false, items: ['a'] },
  ]);
});
