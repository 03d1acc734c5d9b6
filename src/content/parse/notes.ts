import { z } from 'zod/mini';
import { nearest } from '../../base/nearest.ts';
import type { Correction, NoteBlock, NotePage } from '../model/notes.ts';
import type { ContentProblem } from '../problem.ts';
import { pathPart, positive, readOne, type Reading, text } from './shape.ts';

/** A node of a Markdown tree with JSX (mdast), as far as the notes need it. */
export interface NoteTree {
  readonly type: string;
  readonly name?: string | null;
  readonly value?: string;
  readonly url?: string;
  readonly attributes?: readonly { readonly type: string; readonly name?: string; readonly value?: string | { readonly value: string } | null }[];
  readonly children?: readonly NoteTree[];
  readonly position?: { readonly start: { readonly line: number } };
}

const frontmatterSchema = z.strictObject({ topic: text, slug: text, title: text, minutes: positive, order: z.optional(z.number()) });

/** Components of the notes: attributes that must be there, and those that may. */
const components: { readonly [name: string]: { readonly needs: readonly string[]; readonly may: readonly string[] } } = {
  Note: { needs: ['id', 'facts'], may: ['context'] },
  Limit: { needs: ['id'], may: [] },
  ThenNow: { needs: ['id'], may: [] },
  Correction: { needs: ['was', 'now'], may: ['errata'] },
  MiniLab: { needs: ['x'], may: [] },
  SayItBack: { needs: ['items'], may: [] },
};

const textBlocks = new Set(['paragraph', 'listItem', 'tableCell', 'blockquote']);
const words = (written: string | undefined): readonly string[] => (written ?? '').split(/\s+/).filter((word) => word !== '');

/** What is gathered while walking one block, or what stands outside of them. */
interface Gathering {
  readonly limits: string[];
  readonly corrections: Correction[];
  readonly miniLabs: string[];
  readonly links: string[];
  readonly text: string[];
}
const gathering = (): Gathering => ({ limits: [], corrections: [], miniLabs: [], links: [], text: [] });

/** Walks the tree of one page. */
class PageReader {
  readonly problems: ContentProblem[] = [];
  readonly blocks: NoteBlock[] = [];
  readonly sayItBack: string[] = [];
  readonly outside = gathering();
  private heading: string;
  /** First heading since the current block began. */
  private firstInside: string | undefined;
  private readonly file: string;
  private readonly page: { readonly topic: string; readonly slug: string };

  constructor(page: { readonly topic: string; readonly slug: string; readonly title: string }, file: string) {
    this.page = page;
    this.file = file;
    this.heading = page.title;
  }

  private complain(node: NoteTree, problem: string): void {
    this.problems.push({ file: this.file, path: node.position ? `line ${node.position.start.line}` : '', problem });
  }

  walk(node: NoteTree, into: Gathering, inBlock: boolean): void {
    switch (node.type) {
      case 'mdxJsxFlowElement':
      case 'mdxJsxTextElement':
        this.element(node, into, inBlock);
        return;
      case 'text':
      case 'inlineCode':
        into.text.push(node.value ?? '');
        return;
      case 'heading': {
        const title = gathering();
        this.children(node, title, inBlock);
        this.heading = title.text.join('').trim();
        this.firstInside ??= this.heading;
        return;
      }
      case 'mdxjsEsm':
        this.complain(node, 'notes hold no import or export: the page provides the components');
        return;
      case 'link':
        if (node.url && !/^https?:/.test(node.url)) into.links.push(node.url);
        break;
    }
    this.children(node, into, inBlock);
    if (textBlocks.has(node.type)) into.text.push('\n');
  }

  private children(node: NoteTree, into: Gathering, inBlock: boolean): void {
    for (const child of node.children ?? []) this.walk(child, into, inBlock);
  }

  private attributes(node: NoteTree): { readonly [name: string]: string | undefined } {
    return Object.fromEntries(
      (node.attributes ?? []).map(({ name = '', value }) => [name, (typeof value === 'object' ? value?.value.replace(/^['"`]|['"`]$/g, '') : value) ?? '']),
    );
  }

  private element(node: NoteTree, into: Gathering, inBlock: boolean): void {
    const name = node.name ?? '';
    const known = components[name];
    if (!known) {
      if (/^[A-Z]/.test(name)) this.complain(node, `<${name}> is no component of the notes: did you mean <${nearest(name, Object.keys(components)) ?? ''}>?`);
      this.children(node, into, inBlock);
      return;
    }
    const attributes = this.attributes(node);
    const all = [...known.needs, ...known.may];
    for (const needed of known.needs) if (!attributes[needed] && !(name === 'Note' && needed === 'facts' && attributes['context'])) this.complain(node, `<${name}> lacks ${needed}="…"`);
    for (const given of Object.keys(attributes)) if (!all.includes(given)) this.complain(node, `<${name}> knows no attribute "${given}": did you mean "${nearest(given, all) ?? ''}"?`);
    if (name === 'Note') this.block(node, attributes, inBlock);
    else this.reference(node, name, attributes, into);
  }

  private reference(node: NoteTree, name: string, attributes: { readonly [name: string]: string | undefined }, into: Gathering): void {
    const of = attributes['id'] ?? '';
    if (name === 'SayItBack') this.sayItBack.push(...words(attributes['items']));
    else if (name === 'MiniLab') into.miniLabs.push(attributes['x'] ?? '');
    else if (name === 'Correction') {
      const errata = Number(attributes['errata'] ?? Number.NaN);
      if (attributes['errata'] !== undefined && !Number.isInteger(errata)) this.complain(node, 'errata="…" is the number of the erratum');
      into.corrections.push({ was: attributes['was'] ?? '', now: attributes['now'] ?? '', ...(Number.isInteger(errata) ? { errata } : {}) });
    } else if (of !== '') {
      into.limits.push(of);
      into.text.push(`{limit:${of}}`);
    }
  }

  private block(node: NoteTree, attributes: { readonly [name: string]: string | undefined }, inBlock: boolean): void {
    const anchor = attributes['id'] ?? '';
    if (inBlock) this.complain(node, `<Note id="${anchor}"> stands inside another <Note>: close that one first`);
    if (anchor !== '' && !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(anchor)) this.complain(node, `id="${anchor}" must be lower-case words with hyphens: shard-limits`);
    const gathered = gathering();
    this.firstInside = undefined;
    this.children(node, gathered, true);
    if (anchor === '') return;
    const { limits, corrections, miniLabs, links } = gathered;
    this.blocks.push({
      id: `n.${this.page.topic}.${anchor}`, topic: this.page.topic, slug: this.page.slug, anchor, heading: this.firstInside ?? this.heading, facts: words(attributes['facts']),
      ...(attributes['context'] ? { context: attributes['context'] } : {}),
      limits, corrections, miniLabs, links, text: gathered.text.join('').replace(/\n+/g, '\n').trim(),
    });
  }
}

/** One page of notes from its Markdown tree and its parsed frontmatter. */
export function readNotePage(tree: NoteTree, frontmatter: unknown, file: string): Reading<NotePage | undefined> {
  const head = readOne(frontmatterSchema, frontmatter, file, '', (written, complain) => {
    if (written.slug !== pathPart(file, -1)) complain('slug', `is ${written.slug}, but the file is ${pathPart(file, -1)}.mdx`);
    return written;
  });
  if (!head.value) return { value: undefined, problems: head.problems };
  const { topic, slug, title, minutes } = head.value;
  const reader = new PageReader({ topic, slug, title }, file);
  reader.walk(tree, reader.outside, false);
  const { limits, corrections, miniLabs, links } = reader.outside;
  const problems = [...head.problems, ...reader.problems];
  if (reader.blocks.length === 0) problems.push({ file, path: '', problem: 'has no <Note id="…" facts="…"> block: nothing can point to it' });
  return { value: { topic, slug, title, minutes, blocks: reader.blocks, outside: { limits, corrections, miniLabs, links }, sayItBack: reader.sayItBack }, problems };
}
