export type { ContentProblem, Parsed } from './problem.ts';
export type { Change, Claim, ClaimOp, DurationText, FactsEdition, Plain, PlainObject, RecipeSource, SourceRef } from './model/plain.ts';
export type { Concept, ConceptFile, Confidence, Coverage, Fact, FactKind, GlossaryTerm, Misconception } from './model/facts.ts';
export type {
  ChoiceItem, ChoiceTemplate, Item, ItemEdition, ItemSim, ItemType, Level, MatchItem, MatchRow, MatchTemplate, Misreading, Numeric, NumericItem,
  NumericTemplate, Option, OrderItem, OrderTemplate, Question, SimMode, Step, Template, TemplateNumeric, TemplateOption, TemplateParam, TemplateSim,
} from './model/items.ts';
export { isTemplate } from './model/items.ts';
export type { Experiment, LabEvent, Prediction, PredictionOption, TryAction, Walkthrough, WalkthroughStep } from './model/labs.ts';
export type { CriterionEntry, DesignGraph, Scenario, ScenarioDesign } from './model/scenarios.ts';
export type { Correction, NoteBlock, NotePage, NoteReferences } from './model/notes.ts';
export type { Explanation, Key, Prompt, PromptRun, Revealed } from './prompt.ts';
export { toKey, toPrompt, toReveal } from './prompt.ts';
