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

const inner = (value: ApiValue | undefined) => (typeof value === 'object' ? JSON.stringify(value) : String(value));

/** Lists and maps as AWS's own runtime prints them. */
function shown(value: ApiValue): string {
  if (value === null) return 'null';
  if (typeof value !== 'object') return `'${String(value)}'`;
  if (isApiRecord(value)) return `'{${Object.entries(value).map(([key, each]) => `${key}=${inner(each)}`).join(', ')}}'`;
  return `'[${(value as readonly ApiValue[]).map(inner).join(', ')}]'`;
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
        else if (!isText(service, shape.member!.shape)) visit(service, shape.member!.shape, each, `${path}.${i + 1}.member`, problems);
      });
      if (isText(service, shape.member!.shape)) checkParts(shape, value, path, 'Member', service.shapes[shape.member!.shape]!, value as readonly ApiValue[], problems);
      return;
    case 'map':
      if (!isApiRecord(value)) return;
      checkLength(shape, value, Object.keys(value).length, path, problems);
      checkParts(shape, value, path, 'Map keys', service.shapes[shape.key!.shape]!, Object.keys(value), problems);
      if (isText(service, shape.value!.shape)) checkParts(shape, value, path, 'Map value', service.shapes[shape.value!.shape]!, Object.values(value), problems);
      else for (const [key, each] of Object.entries(value)) if (each !== undefined && each !== null) visit(service, shape.value!.shape, each, `${path}.${key}.member`, problems);
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

const isText = (service: ServiceShapes, shapeName: string) => service.shapes[shapeName]!.type === 'string';
const patternOf = ({ pattern }: Shape) => `Member must satisfy regular expression pattern: ${pattern}`;
const enumOf = (shape: Shape) => `Member must satisfy enum value set: [${(shape.enum ?? []).join(', ')}]`;

function checkText(shape: Shape, value: string, path: string, problems: string[]): void {
  if (shape.pattern !== undefined && !matches(shape.pattern, value)) problems.push(fault(shape, value, path, patternOf(shape)));
  checkLength(shape, value, value.length, path, problems);
  if (shape.enum && !shape.enum.includes(value)) problems.push(fault(shape, value, path, enumOf(shape)));
}

/** Texts inside a list or a map: one that breaks a constraint is told of the whole, with all that its kind must satisfy. */
function checkParts(shape: Shape, value: ApiValue, path: string, which: string, part: Shape, texts: readonly (ApiValue | undefined)[], problems: string[]): void {
  const { min, max } = part;
  const broken: string[] = [];
  for (const text of texts) if (typeof text === 'string') checkText(part, text, '', broken);
  if (broken.length === 0) return;
  const all = [
    ...(max === undefined ? [] : [`Member must have length less than or equal to ${max}`]),
    ...(min === undefined ? [] : [`Member must have length greater than or equal to ${min}`]),
    ...(part.pattern === undefined ? [] : [patternOf(part)]),
    ...(part.enum === undefined ? [] : [enumOf(part)]),
  ];
  problems.push(fault(shape, value, path, `${which} must satisfy constraint: [${all.join(', ')}]`));
}
