import type { Branch, Snapshot } from '../../../state/runStore.ts';
import type { Control, ControlValue, LabPanel } from '../panel.ts';
import { digits } from '../words.ts';

/** A control's value as it is shown. */
export function valueInWords(control: Control, value: ControlValue): string {
  if (control.type === 'number') return `${digits(Number(value) / (control.per ?? 1), 2)} ${control.unit}`;
  if (control.type === 'toggle') return `${control.label}: ${value === true ? 'on' : 'off'}`;
  return `${control.label}: ${control.options.find((option) => option.value === value)?.label ?? String(value)}`;
}

/** What a run that was set aside is called: `before: 2 shards`, by the first control in which it differs from the one on show. */
export function branchLabel(panel: LabPanel, branch: Branch, snapshot: Snapshot): string {
  const then = panel.read({ recipe: cut(branch.recipe, branch.until), snapshot: undefined });
  const now = panel.read({ recipe: cut(snapshot.recipe, snapshot.recipe.length), snapshot: undefined });
  for (const control of panel.controls) {
    const before = then[control.id];
    if (before !== undefined && before !== now[control.id]) return `${branch.label}: ${valueInWords(control, before)}`;
  }
  const deed = snapshot.recipe.interventions.some(({ what }) => what.type === 'fault') ? 'without the fault' : `up to ${digits(branch.until / 1000, 1)} s`;
  return `${branch.label}: ${deed}`;
}

/** A recipe whose settings up to a moment are its set-up, so that reading it tells where it came to. */
function cut(recipe: Branch['recipe'], until: number): Branch['recipe'] {
  return { ...recipe, interventions: recipe.interventions.filter((entry) => entry.at <= until).map((entry) => ({ ...entry, at: 0 })) };
}
