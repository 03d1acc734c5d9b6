/** Lengths, ranges, patterns and members that must be there: all that is wrong with a call in one answer, in AWS's words. */
import { base64Size } from '../base/base64.ts';
import { pathOf } from './decode.ts';
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

/** Bytes as AWS's own runtime prints them. */
const shownBytes = (size: number) => `'java.nio.HeapByteBuffer[pos=0 lim=${size} cap=${size}]'`;

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
  switch (shape.type) {
    case 'structure':
      if (isApiRecord(value)) visitStructure(service, shape, value, path, problems);
      return;
    case 'list':
      checkLength(shape, value, (value as readonly ApiValue[]).length, path, problems);
      (value as readonly ApiValue[]).forEach((each, i) => {
        if (each === null) problems.push(`Value null at '${path}.${i + 1}.member' failed to satisfy constraint: Member must not be null`);
        else visit(service, shape.member!.shape, each, `${path}.${i + 1}.member`, problems);
      });
      return;
    case 'map':
      if (!isApiRecord(value)) return;
      checkLength(shape, value, Object.keys(value).length, path, problems);
      for (const [key, each] of Object.entries(value)) {
        visit(service, shape.key!.shape, key, `${path}.key`, problems);
        if (each !== undefined && each !== null) visit(service, shape.value!.shape, each, `${path}.${key}.member`, problems);
      }
      return;
    case 'blob':
      return checkLength(shape, value, base64Size(value as string), path, problems);
    case 'string':
      return checkText(shape, value as string, path, problems);
    case 'boolean':
    case 'timestamp':
      return;
    default:
      checkNumber(shape, value as number, path, problems);
  }
}

function visitStructure(service: ServiceShapes, shape: Shape, value: ApiRecord, path: string, problems: string[]): void {
  const { required, members } = shape;
  if (required) for (const name of required) if (value[name] === undefined) problems.push(`Value null at '${pathOf(path, name)}' failed to satisfy constraint: Member must not be null`);
  if (!members) return;
  for (const name in members) {
    const inner = value[name];
    if (inner !== undefined) visit(service, members[name]!.shape, inner, pathOf(path, name), problems);
  }
}

function fault(shape: Shape, value: ApiValue, path: string, constraint: string): string {
  return `Value ${shape.type === 'blob' ? shownBytes(base64Size(value as string)) : shown(value)} at '${path}' failed to satisfy constraint: ${constraint}`;
}

function checkLength(shape: Shape, value: ApiValue, length: number, path: string, problems: string[]): void {
  const { min, max } = shape;
  if (min !== undefined && length < min) problems.push(fault(shape, value, path, `Member must have length greater than or equal to ${min}`));
  if (max !== undefined && length > max) problems.push(fault(shape, value, path, `Member must have length less than or equal to ${max}`));
}

function checkNumber(shape: Shape, value: number, path: string, problems: string[]): void {
  const { min, max } = shape;
  if (min !== undefined && value < min) problems.push(fault(shape, value, path, `Member must have value greater than or equal to ${min}`));
  if (max !== undefined && value > max) problems.push(fault(shape, value, path, `Member must have value less than or equal to ${max}`));
}

function checkText(shape: Shape, value: string, path: string, problems: string[]): void {
  checkLength(shape, value, value.length, path, problems);
  if (shape.enum && !shape.enum.includes(value)) problems.push(fault(shape, value, path, `Member must satisfy enum value set: [${shape.enum.join(', ')}]`));
  if (shape.pattern !== undefined && !matches(shape.pattern, value)) problems.push(fault(shape, value, path, `Member must satisfy regular expression pattern: ${shape.pattern}`));
}
