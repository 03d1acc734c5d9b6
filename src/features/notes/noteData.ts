import type { Links } from '../../content/pageTypes.ts';
import type { Fact, NoteBlock, NotePage } from '../../content/types.ts';
import { loadFacts, loadLinks, loadNote, loadNotePage } from '../../content/viteSource.ts';

export type NoteModule = NonNullable<Awaited<ReturnType<typeof loadNote>>>;

/** All that a page of notes needs. */
export interface NoteData {
  readonly module: NoteModule;
  readonly page: NotePage;
  readonly links: Links;
  readonly facts: ReadonlyMap<string, Fact>;
}

/** Everything for one page of notes; null when the section is not written. */
export async function loadNoteData(slug: string): Promise<NoteData | null> {
  const [module, page, links] = await Promise.all([loadNote(slug), loadNotePage(slug), loadLinks()]);
  if (!module || !page) return null;
  const facts = await loadFacts(page.topic);
  return { module, page, links, facts: new Map(facts.map((fact) => [fact.id, fact])) };
}

/** Whether an exam answer turns on the block: one of its facts says what the exam means. */
export function isForExam(block: NoteBlock, facts: ReadonlyMap<string, Fact>): boolean {
  return block.facts.some((id) => facts.get(id)?.exam !== undefined);
}

/** Experiments that show the block at work: embedded ones first, then those that show its facts. */
export function experimentsOf(block: NoteBlock, links: Pick<Links, 'labsShowing'>): readonly string[] {
  const shown = block.facts.flatMap((fact) => links.labsShowing(fact)).filter((id) => id.startsWith('x.'));
  return [...new Set([...block.miniLabs, ...shown])];
}
