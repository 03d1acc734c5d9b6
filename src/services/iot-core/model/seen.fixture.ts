import type { FinishedRun } from '../../../testing/simulate.ts';

/** What the rows that `holder` holds at the end of a run carry, as node `by` sees them. */
export function seen(of: FinishedRun, holder: string, by = holder): unknown[] {
  const node = (id: string) => of.simulation.nodes.find((each) => each.id === id)!;
  const contents: unknown[] = [];
  const { model, state } = node(holder);
  model.heldRows?.(state, (row) => contents.push(node(by).context.payload(row)));
  return contents;
}
