/** Lengths, ranges, patterns and members that must be there: all that is wrong with a call in one answer, in AWS's words. */
import { base64Length } from '../base/base64.ts';
import { memberName } from './decode.ts';
import type { ServiceShapes, Shape } from './shapeTypes.ts';
import { isApiRecord, type ApiRecord, type ApiValue } from './values.ts';

/** AWS reports at most this many problems of one call. */
const mostProblems = 10;
const patterns = new Map<string, RegExp | undefined>();

function matches(pattern: string, text: string): boolean {
  let known = patterns.get(pattern);
  if (!patterns.has(pattern)) {
    try {
      // Java's inline flag for "dot matches newline" is a flag of its own here.
      known = pattern.startsWith('(?s)') ? new RegExp(`^(?:${pattern.slice(4)})$`, 'su') : new RegExp(`^(?:${pattern})$`, 'u');
    } catch {
      known = undefined;
    }
    patterns.set(pattern, known);
  }
  return known === undefined || known.test(text);
}

function shown(value: ApiValue): string {
  if (value === null) return 'null';
  if (typeof value !== 'object') return `'${String(value)}'`;
  if (!Array.isArray(value)) return `'${JSON.stringify(value)}'`;
  return `'[${(value as readonly ApiValue[]).map((each) => (typeof each === 'object' ? JSON.stringify(each) : String(each))).join(', ')}]'`;
}

/** The problems of a decoded input; empty when there are none. */
export function problemsOf(service: ServiceShapes, shapeName: string | undefined, input: ApiRecord): string[] {
  const problems: string[] = [];
  if (shapeName !== undefined) visit(service, shapeName, input, '', problems);
  return problems;
}

/** "2 validation errors detected: …; …" */
export function validationMessage(problems: readonly string[]): string {
  const told = problems.slice(0, mostProblems);
  return `${told.length} validation error${told.length === 1 ? '' : 's'} detected: ${told.join('; ')}`;
}

function visit(service: ServiceShapes, shapeName: string, value: ApiValue, path: string, problems: string[]): void {
  const shape = service.shapes[shapeName]!;
  const say = (constraint: string) => problems.push(`Value ${shape.type === 'blob' ? `'${path}'` : shown(value)} at '${path}' failed to satisfy constraint: ${constraint}`);
  if (shape.type === 'structure') {
    if (!isApiRecord(value)) return;
    const at = (name: string) => (path === '' ? memberName(name) : `${path}.${memberName(name)}`);
    for (const name of shape.required ?? []) if (value[name] === undefined) problems.push(`Value null at '${at(name)}' failed to satisfy constraint: Member must not be null`);
    for (const [name, member] of Object.entries(shape.members ?? {})) {
      const inner = value[name];
      if (inner !== undefined) visit(service, member.shape, inner, at(name), problems);
    }
    return;
  }
  checkSize(shape, value, say);
  if (shape.type === 'list' && Array.isArray(value)) {
    (value as readonly ApiValue[]).forEach((each, i) => {
      if (each === null) problems.push(`Value null at '${path}.${i + 1}.member' failed to satisfy constraint: Member must not be null`);
      else visit(service, shape.member!.shape, each, `${path}.${i + 1}.member`, problems);
    });
  } else if (shape.type === 'map' && isApiRecord(value)) {
    for (const [key, each] of Object.entries(value)) {
      visit(service, shape.key!.shape, key, `${path}.key`, problems);
      if (each !== undefined && each !== null) visit(service, shape.value!.shape, each, `${path}.${key}.member`, problems);
    }
  }
}

function checkSize(shape: Shape, value: ApiValue, say: (constraint: string) => void): void {
  const { min, max } = shape;
  if (typeof value === 'number') {
    if (min !== undefined && value < min) say(`Member must have value greater than or equal to ${min}`);
    if (max !== undefined && value > max) say(`Member must have value less than or equal to ${max}`);
    return;
  }
  const length = shape.type === 'blob' ? base64Length(value as string) : typeof value === 'string' || Array.isArray(value) ? value.length : isApiRecord(value) ? Object.keys(value).length : undefined;
  if (length !== undefined && min !== undefined && length < min) say(`Member must have length greater than or equal to ${min}`);
  if (length !== undefined && max !== undefined && length > max) say(`Member must have length less than or equal to ${max}`);
  if (typeof value !== 'string' || shape.type === 'blob') return;
  if (shape.enum && !shape.enum.includes(value)) say(`Member must satisfy enum value set: [${shape.enum.join(', ')}]`);
  if (shape.pattern !== undefined && !matches(shape.pattern, value)) say(`Member must satisfy regular expression pattern: ${shape.pattern}`);
}
