/** Fields that count before any object has an interval: periods, numbers, choices. Expressions in them are put in when the definition is read. */
import type { Component, DefinitionProblem } from './definition.ts';
import { evaluateText, valueText, type Lookup } from './expressions.ts';
import { objectTypes } from './objectTypes.ts';
import { slotProblem } from './slots.ts';

const deepest = 5;

/** Parameters, own fields, and fields by references: all that is known without an interval. */
function lookupIn(component: Component, byId: ReadonlyMap<string, Component>, values: Readonly<Record<string, string>>, depth: number): Lookup {
  return (names) => {
    let at = component;
    for (let i = 0; i < names.length - 1; i++) {
      const next = byId.get(at.refs[names[i]!]?.[0] ?? '');
      if (!next) return { ok: false, problem: `${names.join('.')} is not known before anything runs` };
      at = next;
    }
    const name = names[names.length - 1]!;
    const text = at.texts[name]?.[0] ?? (names.length === 1 && Object.hasOwn(values, name) ? values[name] : undefined);
    if (text === undefined) return { ok: false, problem: name.startsWith('@') || names[0] === 'node' ? `${names.join('.')} is not known before anything runs` : `there is no field or parameter ${names.join('.')}` };
    if (depth >= deepest) return { ok: false, problem: 'fields that refer to each other have no end' };
    const value = evaluateText(text, lookupIn(at, byId, values, depth + 1));
    return value.ok ? value : { ok: false, problem: value.error.problem };
  };
}

/** The components with the values of such fields in place; what cannot be known, or does not fit, is a problem. */
export function settleFields(components: readonly Component[], values: Readonly<Record<string, string>>, problems: DefinitionProblem[]): Component[] {
  const byId = new Map(components.map((component) => [component.id, component]));
  return components.map((component) => {
    const specs = objectTypes[component.type]!.fields;
    const texts: Record<string, readonly string[]> = { ...component.texts };
    for (const field in texts) {
      const spec = Object.hasOwn(specs, field) ? specs[field]! : undefined;
      const counts = spec !== undefined && ((spec.slot !== 'text' && spec.slot !== 'ref') || field === 'workerGroup' || (component.category === 'Schedule' && field === 'period'));
      if (!counts || !texts[field]!.some((text) => text.includes('#{'))) continue;
      texts[field] = texts[field]!.map((text) => {
        const value = evaluateText(text, lookupIn(component, byId, values, 0));
        const settled = value.ok ? valueText(value.value) : text;
        const wrong = value.ok ? slotProblem(settled, spec) : value.error.problem;
        if (wrong) problems.push({ object: component.id, field, problem: wrong });
        return settled;
      });
    }
    return Object.freeze({ ...component, texts: Object.freeze(texts) });
  });
}
