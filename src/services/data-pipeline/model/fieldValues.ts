/** Fields of an instance with their expressions put in. */
import { componentOf, instanceName, type Core, type Instance } from './core.ts';
import { evaluateText, valueText, type Lookup, type Value } from './expressions.ts';

const deepest = 5;
type Found = ReturnType<Lookup>;
const missing = (problem: string): Found => ({ ok: false, problem });
const found = (value: Value): Found => ({ ok: true, value });

function runtime(instance: Instance, name: string): Found {
  switch (name) {
    case '@id':
      return found(instanceName(instance));
    case '@status':
      return found(instance.status);
    case '@scheduledStartTime':
      return found({ time: instance.scheduledStart });
    case '@scheduledEndTime':
      return found({ time: instance.scheduledEnd });
    case '@actualStartTime':
      return instance.startedAt === null ? missing('it has not started') : found({ time: instance.startedAt });
    case '@actualEndTime':
    case '@finishedTime':
      return instance.endedAt === null ? missing('it has not ended') : found({ time: instance.endedAt });
    case 'errorMessage':
      return found(instance.reason);
    case 'cancellationReason':
      return instance.status === 'CANCELED' ? found(instance.reason) : missing('it has not been canceled');
    case '@cascadeFailedOn':
      return instance.status === 'CASCADE_FAILED' ? found(instance.reason.replace(/^failed on /, '')) : missing('it has not cascade-failed');
    case 'hostname':
      return instance.runner === null ? missing('it is not being worked on') : found(instance.runner);
    case 'reportProgressTime':
      return instance.reportedAt === null ? missing('it has not reported') : found({ time: instance.reportedAt });
    default:
      return missing(`there is no runtime field ${name}`);
  }
}

/** Fields that the service sets while an object runs and that do not begin with @. */
const runtimeFields = ['errorMessage', 'cancellationReason', 'hostname', 'reportProgressTime'];

/** Own fields, `node.` for the owner, and user fields by references; runtime fields are not passed on by references. */
export function lookupFor(core: Core, instance: Instance | undefined, component: string, owner: Instance | undefined, depth = 0): Lookup {
  return (names) => {
    let path = names;
    let at = component;
    let of: Instance | undefined = instance;
    if (path[0] === 'node' && owner) {
      [path, at, of] = [path.slice(1), owner.component, owner];
    } else if (path[0] === 'parent' && path[1]?.startsWith('@')) path = path.slice(1);
    for (let i = 0; i < path.length; i++) {
      const name = path[i]!;
      const last = i === path.length - 1;
      if (last && (name.startsWith('@') || runtimeFields.includes(name))) return of ? runtime(of, name) : missing('runtime fields are not passed on by references');
      const object = componentOf(core, at);
      const target = object.refs[name]?.[0];
      if (!last && target !== undefined) {
        [at, of] = [target, undefined];
        continue;
      }
      const texts = object.texts[name] ?? (name === 'name' ? [object.name] : name === 'id' ? [object.id] : undefined);
      if (!last || !texts) return last && i === 0 && Object.hasOwn(core.definition.values, name) ? found(core.definition.values[name]!) : missing(`${at} has no field ${name}`);
      if (depth >= deepest) return missing('fields that refer to each other have no end');
      const inner = lookupFor(core, of ?? instance, at, owner, depth + 1);
      const values: Value[] = [];
      for (const text of texts) {
        const value = evaluateText(text, inner);
        if (!value.ok) return missing(value.error.problem);
        values.push(value.value);
      }
      return found(values.length === 1 ? values[0]! : values);
    }
    return missing('a field is missing');
  };
}

/** A field's text for one instance; where an expression fails, the text as it was written. */
export function fieldOf(core: Core, instance: Instance, component: string, field: string, owner?: Instance): string | undefined {
  const text = componentOf(core, component).texts[field]?.[0];
  if (text === undefined) return undefined;
  const value = evaluateText(text, lookupFor(core, instance, component, owner));
  return value.ok ? valueText(value.value) : text;
}
