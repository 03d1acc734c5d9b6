/** Conditions and projections applied to an item. */
import { base64Bytes } from '../../base/base64.ts';
import { utf8Bytes } from '../../base/md5.ts';
import { compareAttributes, listOf, sameAttribute, typeOf, type Attribute, type AttributeMap } from './attributes.ts';
import type { Condition, Operand, Path } from './syntax.ts';

export function atPath(item: AttributeMap, path: Path): Attribute | undefined {
  let at: Attribute | undefined = { M: item };
  for (const step of path) {
    if (at === undefined) return undefined;
    if (typeof step === 'number') at = at.L === undefined ? undefined : listOf<Attribute>(at.L)[step];
    else at = at.M !== undefined && Object.hasOwn(at.M as AttributeMap, step) ? (at.M as AttributeMap)[step] : undefined;
  }
  return at;
}

function sizeOf(value: Attribute): number | undefined {
  switch (typeOf(value)) {
    case 'S':
      return utf8Bytes(value.S as string).length;
    case 'B':
      return base64Bytes(value.B as string)?.length;
    case 'SS':
    case 'NS':
    case 'BS':
    case 'L':
      return listOf(value[typeOf(value)]).length;
    case 'M':
      return Object.keys(value.M as AttributeMap).length;
    default:
      return undefined;
  }
}

function valueOf(operand: Operand, item: AttributeMap): Attribute | undefined {
  if (operand.kind === 'value') return operand.value;
  if (operand.kind === 'path') return atPath(item, operand.path);
  const inner = valueOf(operand.of, item);
  const size = inner && sizeOf(inner);
  return size === undefined ? undefined : { N: String(size) };
}

function contains(whole: Attribute, part: Attribute): boolean {
  const [type, of] = [typeOf(whole), typeOf(part)];
  if (type === 'S') return of === 'S' && (whole.S as string).includes(part.S as string);
  if (type === 'B') return of === 'B' && [...(base64Bytes(whole.B as string) ?? [])].join(',').includes([...(base64Bytes(part.B as string) ?? [])].join(','));
  if (type === 'L') return listOf<Attribute>(whole.L).some((each) => sameAttribute(each, part));
  return type === `${of}S` && listOf<string>(whole[type]).some((each) => sameAttribute({ [of]: each }, part));
}

function beginsWith(whole: Attribute, part: Attribute): boolean {
  if (typeOf(whole) === 'B' && typeOf(part) === 'B') {
    const [x, y] = [base64Bytes(whole.B as string) ?? new Uint8Array(), base64Bytes(part.B as string) ?? new Uint8Array()];
    return y.every((byte, i) => x[i] === byte);
  }
  return typeOf(whole) === 'S' && typeOf(part) === 'S' && (whole.S as string).startsWith(part.S as string);
}

/** Whether an item meets a condition; what is not there meets none but <> and attribute_not_exists. */
export function holds(condition: Condition, item: AttributeMap): boolean {
  switch (condition.kind) {
    case 'and':
      return holds(condition.left, item) && holds(condition.right, item);
    case 'or':
      return holds(condition.left, item) || holds(condition.right, item);
    case 'not':
      return !holds(condition.of, item);
    case 'compare': {
      const [a, b] = [valueOf(condition.left, item), valueOf(condition.right, item)];
      if (condition.operator === '<>') return !a || !b || !sameAttribute(a, b);
      if (!a || !b) return false;
      if (condition.operator === '=') return sameAttribute(a, b);
      const order = compareAttributes(a, b);
      if (order === undefined) return false;
      return condition.operator === '<' ? order < 0 : condition.operator === '<=' ? order <= 0 : condition.operator === '>' ? order > 0 : order >= 0;
    }
    case 'between': {
      const [of, low, high] = [valueOf(condition.of, item), valueOf(condition.low, item), valueOf(condition.high, item)];
      if (!of || !low || !high) return false;
      const [above, below] = [compareAttributes(of, low), compareAttributes(of, high)];
      return above !== undefined && below !== undefined && above >= 0 && below <= 0;
    }
    case 'in': {
      const of = valueOf(condition.of, item);
      return of !== undefined && condition.list.some((each) => {
        const other = valueOf(each, item);
        return other !== undefined && sameAttribute(of, other);
      });
    }
    case 'call': {
      const [first, second] = condition.operands.map((operand) => valueOf(operand, item));
      if (condition.name === 'attribute_not_exists') return first === undefined;
      if (!first) return false;
      if (condition.name === 'attribute_exists') return true;
      if (!second) return false;
      return condition.name === 'attribute_type' ? typeOf(first) === second.S : condition.name === 'contains' ? contains(first, second) : beginsWith(first, second);
    }
  }
}

/** Attributes that a condition looks at: first names of its paths. */
export function attributesIn(condition: Condition): string[] {
  const of = (operand: Operand): string[] => (operand.kind === 'path' ? [String(operand.path[0])] : operand.kind === 'size' ? of(operand.of) : []);
  switch (condition.kind) {
    case 'and':
    case 'or':
      return [...attributesIn(condition.left), ...attributesIn(condition.right)];
    case 'not':
      return attributesIn(condition.of);
    case 'compare':
      return [...of(condition.left), ...of(condition.right)];
    case 'between':
      return [...of(condition.of), ...of(condition.low), ...of(condition.high)];
    case 'in':
      return [...of(condition.of), ...condition.list.flatMap(of)];
    case 'call':
      return condition.operands.flatMap(of);
  }
}

interface Tree {
  whole: boolean;
  readonly inner: Map<string | number, Tree>;
}

function cut(value: Attribute, { whole, inner }: Tree): Attribute | undefined {
  if (whole) return value;
  if (value.M !== undefined) {
    const map = value.M as AttributeMap;
    const out: Record<string, Attribute> = {};
    for (const [name, tree] of inner) {
      const found = typeof name === 'string' && Object.hasOwn(map, name) ? cut(map[name]!, tree) : undefined;
      if (found) out[String(name)] = found;
    }
    return Object.keys(out).length > 0 ? { M: out } : undefined;
  }
  if (value.L === undefined) return undefined;
  const list = listOf<Attribute>(value.L);
  // Elements keep their order and close ranks.
  const found = [...inner].filter(([index]) => typeof index === 'number').sort(([a], [b]) => Number(a) - Number(b)).flatMap(([index, tree]) => {
    const each = list[Number(index)];
    const part = each && cut(each, tree);
    return part ? [part] : [];
  });
  return found.length > 0 ? { L: found } : undefined;
}

/** The parts of an item that paths name. */
export function project(item: AttributeMap, paths: readonly Path[]): AttributeMap {
  const root: Tree = { whole: false, inner: new Map() };
  for (const path of paths) {
    let at = root;
    for (const step of path) {
      let next = at.inner.get(step);
      if (!next) at.inner.set(step, (next = { whole: false, inner: new Map() }));
      at = next;
    }
    at.whole = true;
  }
  return (cut({ M: item }, root)?.M ?? {}) as AttributeMap;
}
