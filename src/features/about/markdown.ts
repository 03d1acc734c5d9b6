/** The little Markdown that our own READMEs use: headings, paragraphs, lists, tables, fenced code. Inline marks stay in the text. */
export type Block =
  | { readonly type: 'heading'; readonly level: number; readonly text: string }
  | { readonly type: 'paragraph'; readonly text: string }
  | { readonly type: 'list'; readonly ordered: boolean; readonly items: readonly string[] }
  | { readonly type: 'table'; readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] }
  | { readonly type: 'code'; readonly text: string };

const bullet = /^\s*[-*]\s+(.*)$/;
const number = /^\s*\d+\.\s+(.*)$/;
const cellsOf = (line: string) =>
  line
    .trim()
    .replace(/^\||\|$/g, '')
    .split('|')
    .map((cell) => cell.trim());

/** Blocks of a Markdown text, in order. */
export function parseMarkdown(source: string): readonly Block[] {
  const lines = source.replace(/\r/g, '').split('\n');
  const blocks: Block[] = [];
  let at = 0;
  const takeWhile = (holds: (line: string) => boolean): string[] => {
    const from = at;
    while (at < lines.length && holds(lines[at]!)) at++;
    return lines.slice(from, at);
  };

  while (at < lines.length) {
    const line = lines[at]!;
    const heading = /^(#{1,6})\s+(.*)$/.exec(line);
    if (line.trim() === '') at++;
    else if (heading) {
      blocks.push({ type: 'heading', level: heading[1]!.length, text: heading[2]! });
      at++;
    } else if (line.startsWith('```')) {
      at++;
      blocks.push({ type: 'code', text: takeWhile((next) => !next.startsWith('```')).join('\n') });
      at++;
    } else if (line.trimStart().startsWith('|')) {
      const [head = [], , ...rows] = takeWhile((next) => next.trimStart().startsWith('|')).map(cellsOf);
      blocks.push({ type: 'table', head, rows });
    } else if (bullet.test(line) || number.test(line))
      blocks.push(takeList(takeWhile((next) => next.trim() !== '' && !next.startsWith('#'))));
    else
      blocks.push({
        type: 'paragraph',
        text: takeWhile((next) => next.trim() !== '' && !/^#{1,6}\s|^```|^\s*\|/.test(next) && !bullet.test(next)).join(' '),
      });
  }
  return blocks;
}

function takeList(lines: readonly string[]): Block {
  const items: string[] = [];
  for (const line of lines) {
    const item = bullet.exec(line)?.[1] ?? number.exec(line)?.[1];
    if (item !== undefined) items.push(item);
    else items[items.length - 1] += ` ${line.trim()}`;
  }
  return { type: 'list', ordered: number.test(lines[0]!), items };
}
