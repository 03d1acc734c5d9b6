import type { TraceEvent } from '../sim/trace.ts';
import type { AnyCriterion } from './criterion.ts';
import type { FinishedRun, NamedRow } from './finishedRun.ts';
import { momentText } from './quantityText.ts';
import { tellingSettings } from './settings.ts';
import { stories } from './stories.ts';
import type { Cause, CauseStep, Judgement } from './verdict.ts';

const mostSteps = 5;

/**
 * Why a criterion was missed: from the first event in which the violation shows, back to what brought it about, and on to
 * the first record that suffered. Told from the trace and the settings; undefined when the judgement is no miss.
 */
export function firstCause(run: FinishedRun, criterion: AnyCriterion, judgement: Judgement): Cause | undefined {
  if (judgement.type !== 'missed') return undefined;
  const shown = showing(run, criterion, judgement.evidence[0]);
  const chain = shown ? backwards(run, shown) : [];
  const words = [...chain.map((event) => event.type), criterion.kind];
  const start = chain[0]?.at ?? judgement.evidence[0] ?? 0;
  const last = chain[chain.length - 1];
  const victim = victimOf(run, criterion.kind, last?.at ?? 0);
  const settings = tellingSettings(run.recipe.graph.nodes, words).map(({ node, text }): CauseStep => ({ atMs: start, node, text }));
  const told = chain.map((event): CauseStep => ({ atMs: event.at, node: event.node, text: tell(event, run) }));
  const room = mostSteps - (victim ? 1 : 0);
  const steps = [...settings, ...told].slice(0, room);
  if (victim) steps.push(victim);
  if (steps.length === 0)
    steps.push({ atMs: start, node: judgement.node, text: `${judgement.measured}; wanted: ${judgement.wanted}.` });
  return { atMs: judgement.evidence[0] ?? start, node: last?.node ?? judgement.node ?? steps[0]!.node, steps };
}

/** The event in which the violation shows: the first of the most telling type that there is, not long after the first moment. */
function showing(run: FinishedRun, criterion: AnyCriterion, evidence: number | undefined): TraceEvent | undefined {
  const latest = evidence === undefined ? Infinity : evidence + Math.max(run.samples.stepMs, 60_000);
  for (const type of criterion.shows) {
    const found = run.trace.filter((event) => event.type === type && event.at <= latest);
    if (found.length === 0) continue;
    // Of what had happened by then the newest beginning, so that a cause lies close to its effect.
    const before = found.filter((event) => evidence === undefined || event.at <= evidence);
    return criterion.kind === 'everything-delivered' || criterion.kind.startsWith('open-shards')
      ? (before[before.length - 1] ?? found[0])
      : found[0];
  }
  return undefined;
}

/** The event, after those that brought it about: oldest first. */
function backwards(run: FinishedRun, event: TraceEvent): readonly TraceEvent[] {
  const chain = [event];
  for (let here: TraceEvent | undefined = event; here && chain.length < mostSteps;) {
    const causes = stories.find((story) => story.type === here!.type)?.causedBy ?? [];
    const at = here.at;
    let found: TraceEvent | undefined;
    for (const type of causes) {
      const before = run.trace.filter((one) => one.type === type && one.at <= at);
      // The episode that was going on, or the last one before.
      found = before.find((one) => one.lastAt >= at - 1000) ?? before[before.length - 1];
      if (found) break;
    }
    if (found) chain.unshift(found);
    here = found;
  }
  return chain;
}

function tell(event: TraceEvent, run: FinishedRun): string {
  return stories.find((story) => story.type === event.type)?.tell(event, run) ?? `${event.type} (${event.subject}).`;
}

/** The first record that the violation happened to. */
function victimOf(run: FinishedRun, kind: string, notBefore: number): CauseStep | undefined {
  const step = (row: NamedRow | undefined, what: string, node?: string): CauseStep | undefined =>
    row && {
      atMs: Math.max(row.createdAt, notBefore),
      node,
      text: `First record ${what}: number ${row.row} with the key "${row.key}", made at ${momentText(row.createdAt)}.`,
    };
  const sinkNode = (name: string) => name.split('#')[0];
  switch (kind) {
    case 'no-loss':
      return step(run.firstLost, `lost (${run.firstLost?.reason ?? ''})`);
    case 'everything-delivered': {
      if (run.firstLost) return step(run.firstLost, `lost (${run.firstLost.reason})`);
      const sink = run.sinks.find((one) => one.oldestWaiting);
      return sink && step(sink.oldestWaiting, 'that never arrived', sinkNode(sink.name));
    }
    case 'order-kept': {
      const sink = run.sinks.find((one) => one.firstOutOfOrder);
      return sink && step(sink.firstOutOfOrder, 'out of order', sinkNode(sink.name));
    }
    case 'duplicates-below': {
      const sink = run.sinks.find((one) => one.firstDuplicate);
      return sink && step(sink.firstDuplicate, 'delivered twice', sinkNode(sink.name));
    }
    default:
      return undefined;
  }
}
