import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createProcessor } from '@mdx-js/mdx';
import remarkFrontmatter from 'remark-frontmatter';
import remarkGfm from 'remark-gfm';
import { parse, YAMLParseError } from 'yaml';
import { allLimits } from '../aws/limits/index.ts';
import type { Content, Entry, Kind, Kinds } from './content.ts';
import type { Coverage } from './model/facts.ts';
import type { Walkthrough } from './model/labs.ts';
import type { NotePage } from './model/notes.ts';
import type { Scenario, ScenarioDesign } from './model/scenarios.ts';
import { readConcepts, readCoverage, readFacts, readGlossary, readMisconceptions } from './parse/facts.ts';
import { readQuestions } from './parse/items.ts';
import { readEvents, readExperiment, readWalkthrough } from './parse/labs.ts';
import { type NoteTree, readNotePage } from './parse/notes.ts';
import { readDesign, readScenario, withDesigns } from './parse/scenarios.ts';
import type { Reading } from './parse/shape.ts';
import type { ContentProblem } from './problem.ts';

/** The project's own content folder. */
export const contentFolder = fileURLToPath(new URL('../../content/', import.meta.url));

type Read<T> = { readonly file: string; readonly value: T };

/** What has been read so far. */
interface Gathered {
  readonly entries: Entry[];
  readonly pages: Read<NotePage>[];
  readonly confusable: Read<readonly string[]>[];
  readonly walkthroughs: Read<Walkthrough>[];
  readonly scenarios: Read<Scenario>[];
  readonly designs: Read<ScenarioDesign>[];
  readonly problems: ContentProblem[];
  readonly refused: string[];
  coverage: Coverage;
}

type Reader = (raw: unknown, file: string, into: Gathered) => void;

function take<T>(reading: Reading<T>, into: Gathered): T {
  into.problems.push(...reading.problems);
  into.refused.push(...(reading.refused ?? []));
  return reading.value;
}

function add<K extends Kind>(into: Gathered, kind: K, file: string, values: readonly (Kinds[K] & { readonly id: string })[]): void {
  for (const value of values) into.entries.push({ kind, id: value.id, file, value } as unknown as Entry);
}

const listOf = <K extends Kind>(kind: K, read: (raw: unknown, file: string) => Reading<readonly (Kinds[K] & { readonly id: string })[]>): Reader => (raw, file, into) =>
  add(into, kind, file, take(read(raw, file), into));

function keep<T>(value: T | undefined, file: string, list: Read<T>[]): void {
  if (value !== undefined) list.push({ file, value });
}

/** Where each kind of content stands; a YAML file in no such place is a problem. */
const places: readonly { readonly form: RegExp; readonly read: Reader }[] = [
  { form: /^facts\/[^/]+\.yaml$/, read: listOf('fact', readFacts) },
  { form: /^glossary\.yaml$/, read: listOf('term', readGlossary) },
  { form: /^misconceptions(\/[^/]+)?\.yaml$/, read: listOf('misconception', readMisconceptions) },
  { form: /^items\/[^/]+\/[^/]+\.yaml$/, read: listOf('question', readQuestions) },
  { form: /^events\/[^/]+\.yaml$/, read: listOf('event', readEvents) },
  { form: /^experiments\/[^/]+\/walkthrough\.yaml$/, read: (raw, file, into) => keep(take(readWalkthrough(raw, file), into), file, into.walkthroughs) },
  {
    form: /^experiments\/[^/]+\/[^/]+\.yaml$/,
    read: (raw, file, into) => {
      const experiment = take(readExperiment(raw, file), into);
      add(into, 'experiment', file, experiment ? [experiment] : []);
    },
  },
  {
    form: /^concepts\.yaml$/,
    read: (raw, file, into) => {
      const { concepts, confusable } = take(readConcepts(raw, file), into);
      add(into, 'concept', file, concepts);
      for (const value of confusable) into.confusable.push({ file, value });
    },
  },
  { form: /^coverage\.yaml$/, read: (raw, file, into) => void (into.coverage = take(readCoverage(raw, file), into)) },
  { form: /^scenarios\/[^/]+\/scenario\.yaml$/, read: (raw, file, into) => keep(take(readScenario(raw, file), into), file, into.scenarios) },
  { form: /^scenarios\/[^/]+\/designs\/[^/]+\.yaml$/, read: (raw, file, into) => keep(take(readDesign(raw, file), into), file, into.designs) },
];

/** The data of a YAML text that begins after `linesBefore` lines of its file; nothing, and a problem, when it is broken. */
function parseYaml(source: string, file: string, linesBefore: number, into: Gathered): { readonly raw: unknown } | undefined {
  try {
    return { raw: parse(source) };
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error;
    into.problems.push({ file, path: `line ${linesBefore + (error.linePos?.[0].line ?? 1)}`, problem: `is no YAML: ${error.message.split('\n')[0] ?? ''}` });
    return undefined;
  }
}

const markdown = createProcessor({ remarkPlugins: [remarkGfm, remarkFrontmatter] });

function readNotes(source: string, file: string, into: Gathered): void {
  let tree: NoteTree;
  try {
    tree = markdown.parse(source);
  } catch (error) {
    const { line, reason } = error as { readonly line?: number; readonly reason?: string };
    into.problems.push({ file, path: line === undefined ? '' : `line ${line}`, problem: reason ?? String(error) });
    return;
  }
  const head = parseYaml(tree.children?.find((node) => node.type === 'yaml')?.value ?? '{}', file, 1, into);
  const page = head && take(readNotePage(tree, head.raw, file), into);
  if (!page) return;
  into.pages.push({ file, value: page });
  add(into, 'note', file, page.blocks);
}

function readYaml(source: string, file: string, read: Reader, into: Gathered): void {
  const parsed = parseYaml(source, file, 0, into);
  if (!parsed) return;
  if (parsed.raw === null) into.problems.push({ file, path: '', problem: 'is empty: write its first entry, or remove the file' });
  else read(parsed.raw, file, into);
}

function joinScenarios(into: Gathered): void {
  const folder = (file: string): string => file.replace(/\/(scenario|designs\/[^/]+)\.yaml$/, '');
  for (const { file, value } of into.scenarios) {
    const own = into.designs.filter((design) => folder(design.file) === folder(file)).map((design) => ({ file: design.file, design: design.value }));
    add(into, 'scenario', file, [take(withDesigns(value, own, file), into)]);
  }
  const homes = new Set(into.scenarios.map(({ file }) => folder(file)));
  for (const { file } of into.designs) if (!homes.has(folder(file))) into.problems.push({ file, path: '', problem: 'belongs to no readable scenario: write scenario.yaml beside designs/' });
}

/** Reads and parses a content folder. Bad entries are left out and reported; it throws only where a file cannot be opened. */
export function readContent(folder: string = contentFolder): Content {
  const into: Gathered = { entries: [], pages: [], confusable: [], walkthroughs: [], scenarios: [], designs: [], problems: [], refused: [], coverage: { complete: [] } };
  const files: string[] = [];
  for (const found of readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => path.replaceAll('\\', '/')).sort()) {
    const file = `content/${found}`;
    const place = places.find(({ form }) => form.test(found));
    if (!place && !/\.(ya?ml|mdx)$/.test(found)) continue;
    if (!place && found.startsWith('data/')) continue;
    const isNote = /^notes\/[^/]+\.mdx$/.test(found);
    if (!place && !isNote) {
      into.problems.push({ file, path: '', problem: 'stands where nothing reads it: content/README.md lists the places' });
      continue;
    }
    files.push(file);
    const source = readFileSync(join(folder, found), 'utf8');
    if (isNote) readNotes(source, file, into);
    else if (place) readYaml(source, file, place.read, into);
  }
  joinScenarios(into);
  add(into, 'limit', 'src/aws/limits', allLimits);
  return { entries: into.entries, pages: into.pages, confusable: into.confusable, walkthroughs: into.walkthroughs, coverage: into.coverage, refused: into.refused, problems: into.problems, files };
}
