export { accountOf, type Account, type CountedBy, type SinkAccount } from './accounting.ts';
export { burdenOf, defaultBurdens, type Burden, type BurdenLine, type BurdenTable } from './burden.ts';
export { criteria, findCriterion } from './criteria/index.ts';
export type { AnyCriterion, Criterion } from './criterion.ts';
export { firstCause } from './firstCause.ts';
export type { FinishedRun, FinishedSink, NamedRow, Samples } from './finishedRun.ts';
export { grade, Grading, parseCriteria, type GradeOptions } from './grade.ts';
export { costOf, defaultPrices, parsePriceTable, type Cost, type CostLine, type Price, type PriceTable } from './prices.ts';
export { recordRun, RunRecorder } from './runRecorder.ts';
export {
  designRecipe,
  emptyDesign,
  notJoined,
  type GradableDesign,
  type GradableScenario,
  type RequiredCriterion,
} from './scenario.ts';
export type { Cause, CauseStep, CriterionVerdict, Grade, Judgement, SeedResult, ShownNumbers, Verdict } from './verdict.ts';
