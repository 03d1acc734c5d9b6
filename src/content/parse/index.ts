import type { ConceptFile, Coverage, Fact, GlossaryTerm, Misconception } from '../model/facts.ts';
import type { Question } from '../model/items.ts';
import type { Experiment, LabEvent } from '../model/labs.ts';
import type { NotePage } from '../model/notes.ts';
import type { Scenario, ScenarioDesign } from '../model/scenarios.ts';
import type { Parsed } from '../problem.ts';
import { readConcepts, readCoverage, readFacts, readGlossary, readMisconceptions } from './facts.ts';
import { readQuestions } from './items.ts';
import { readEvents, readExperiment } from './labs.ts';
import { type NoteTree, readNotePage } from './notes.ts';
import { readDesign, readScenario } from './scenarios.ts';
import { type Reading, toParsed } from './shape.ts';

export { durationMs } from './shape.ts';
export type { NoteTree } from './notes.ts';

/** One object that must be there: nothing read is a failure. */
function whole<T>(reading: Reading<T | undefined>): Parsed<T> {
  return toParsed(reading as Reading<T>);
}

/** The parsers: plain data in (what YAML gives), typed content or every problem of the file out. They never throw. `file` is the path from the project's root; topics and panels come from it. */
export const parseFacts = (raw: unknown, file: string): Parsed<readonly Fact[]> => toParsed(readFacts(raw, file));
export const parseGlossary = (raw: unknown, file: string): Parsed<readonly GlossaryTerm[]> => toParsed(readGlossary(raw, file));
export const parseMisconceptions = (raw: unknown, file: string): Parsed<readonly Misconception[]> => toParsed(readMisconceptions(raw, file));
export const parseConcepts = (raw: unknown, file: string): Parsed<ConceptFile> => toParsed(readConcepts(raw, file));
export const parseCoverage = (raw: unknown, file: string): Parsed<Coverage> => toParsed(readCoverage(raw, file));
/** Items and templates of one file. */
export const parseQuestions = (raw: unknown, file: string): Parsed<readonly Question[]> => toParsed(readQuestions(raw, file));
export const parseExperiment = (raw: unknown, file: string): Parsed<Experiment> => whole(readExperiment(raw, file));
export const parseEvents = (raw: unknown, file: string): Parsed<readonly LabEvent[]> => toParsed(readEvents(raw, file));
/** A scenario without its designs. */
export const parseScenario = (raw: unknown, file: string): Parsed<Scenario> => whole(readScenario(raw, file));
export const parseDesign = (raw: unknown, file: string): Parsed<ScenarioDesign> => whole(readDesign(raw, file));
export const parseNotePage = (tree: NoteTree, frontmatter: unknown, file: string): Parsed<NotePage> => whole(readNotePage(tree, frontmatter, file));
