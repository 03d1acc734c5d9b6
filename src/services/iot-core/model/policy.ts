/**
 * Policy documents: read with all problems at once, and judged as AWS does: nothing is allowed unless a statement says so, and
 * Deny beats Allow. `*` stands for any run of characters, slashes too, `?` for one; `+` and `#` are letters here.
 */
import { nearest } from '../../../base/nearest.ts';
import { fail, ok, type Result } from '../../../base/result.ts';
import type { ConfigIssue } from '../../../sim/config.ts';
import { isPlainRecord, sayValue } from '../../../sim/plainData.ts';

export interface PolicyStatement {
  readonly sid: string | undefined;
  readonly effect: 'Allow' | 'Deny';
  readonly actions: readonly string[];
  /** Without the part of the ARN before the resource: `client/x`, `topicfilter/some/+/topic`. */
  readonly resources: readonly string[];
  /** Operator, variable and accepted values. */
  readonly conditions: readonly { readonly operator: string; readonly variable: string; readonly values: readonly string[] }[];
  /** Line of the document on which the statement begins, from 1. */
  readonly line: number;
}

export interface Policy {
  readonly name: string;
  readonly statements: readonly PolicyStatement[];
}

export interface PolicyRequest {
  /** As AWS spells it: `iot:Publish`. */
  readonly action: string;
  readonly resource: string;
  /** Values of variables such as `iot:ClientId`; those that are absent have no value. */
  readonly variables?: Readonly<Record<string, string>>;
}

/** The statement that decided, where one did. */
export interface PolicyDecision {
  readonly allowed: boolean;
  readonly why: 'allow' | 'explicit-deny' | 'no-statement';
  readonly policy?: string;
  readonly statement?: PolicyStatement;
}

const statementKeys = ['Sid', 'Effect', 'Action', 'Resource', 'Condition'];
export const iotActions = ['iot:Connect', 'iot:Publish', 'iot:Subscribe', 'iot:Receive', 'iot:RetainPublish', 'iot:GetThingShadow', 'iot:UpdateThingShadow', 'iot:DeleteThingShadow', 'iot:CreateThing', 'iot:DeleteThing', 'iot:CreateTopicRule'];
const operators = ['Bool', 'StringEquals', 'StringNotEquals', 'StringLike', 'StringEqualsIgnoreCase'];

/**
 * Reads a document, given as text or as data; `line` counts in the text, or in its usual print of two spaces. With `formOnly` it is
 * judged as AWS does when a policy is made: actions and operators that are not simulated are let pass.
 */
export function parsePolicy(name: string, raw: unknown, formOnly = false): Result<Policy, readonly ConfigIssue[]> {
  let document = raw;
  let text: string;
  if (typeof raw === 'string') {
    text = raw;
    try {
      document = JSON.parse(raw);
    } catch {
      return fail([{ path: '', problem: 'is no JSON' }]);
    }
  } else text = isPlainRecord(raw) ? JSON.stringify(raw, null, 2) : '';
  if (!isPlainRecord(document)) return fail([{ path: '', problem: 'a policy is an object with Version and Statement' }]);
  const issues: ConfigIssue[] = [];
  for (const key of Object.keys(document)) if (!['Version', 'Id', 'Statement'].includes(key)) issues.push({ path: key, problem: `unknown key "${key}"; the nearest known one is "${nearest(key, ['Version', 'Id', 'Statement'])}"` });
  if (document.Version !== '2012-10-17') issues.push({ path: 'Version', problem: 'must be "2012-10-17"' });
  const list = Array.isArray(document.Statement) ? (document.Statement as unknown[]) : [document.Statement];
  if (document.Statement === undefined || list.length === 0) issues.push({ path: 'Statement', problem: 'a policy needs at least one statement' });
  const lines = statementLines(text);
  const statements = list.flatMap((each, i) => {
    const read = document.Statement === undefined ? undefined : readStatement(each, `Statement.${i}`, lines[i] ?? 1, formOnly, issues);
    return read ? [read] : [];
  });
  return issues.length > 0 ? fail(issues) : ok(Object.freeze({ name, statements: Object.freeze(statements) }));
}

function texts(raw: unknown): string[] | undefined {
  if (typeof raw === 'string' && raw !== '') return [raw];
  return Array.isArray(raw) && raw.length > 0 && raw.every((each) => typeof each === 'string' && each !== '') ? (raw as string[]) : undefined;
}

function readStatement(raw: unknown, path: string, line: number, formOnly: boolean, issues: ConfigIssue[]): PolicyStatement | undefined {
  const before = issues.length;
  if (!isPlainRecord(raw)) {
    issues.push({ path, problem: 'a statement is an object with Effect, Action and Resource' });
    return undefined;
  }
  for (const key of Object.keys(raw)) if (!statementKeys.includes(key)) issues.push({ path: `${path}.${key}`, problem: `unknown key "${key}"; the nearest known one is "${nearest(key, statementKeys)}"` });
  const { Effect: effect } = raw;
  if (effect !== 'Allow' && effect !== 'Deny') issues.push({ path: `${path}.Effect`, problem: `must be Allow or Deny; got ${sayValue(effect)}` });
  const actions = texts(raw.Action);
  if (!actions) issues.push({ path: `${path}.Action`, problem: 'must be an action such as "iot:Publish", or a list of them' });
  for (const action of actions ?? []) {
    if (!formOnly && !action.includes('*') && !iotActions.includes(action)) issues.push({ path: `${path}.Action`, problem: `there is no action ${action}; the nearest is ${nearest(action, iotActions)}` });
  }
  const resources = texts(raw.Resource);
  if (!resources) issues.push({ path: `${path}.Resource`, problem: 'must be a resource such as "arn:aws:iot:*:*:topic/sensors/*", or a list of them' });
  const conditions = readConditions(raw.Condition, path, formOnly, issues);
  if (issues.length > before) return undefined;
  return Object.freeze({ sid: typeof raw.Sid === 'string' ? raw.Sid : undefined, effect: effect as 'Allow' | 'Deny', actions: Object.freeze(actions!), resources: Object.freeze(resources!.map(withoutArn)), conditions: Object.freeze(conditions), line });
}

function readConditions(raw: unknown, path: string, formOnly: boolean, issues: ConfigIssue[]): PolicyStatement['conditions'][number][] {
  if (raw === undefined) return [];
  if (!isPlainRecord(raw)) {
    issues.push({ path: `${path}.Condition`, problem: 'must be an object such as {"Bool": {"iot:Connection.Thing.IsAttached": "true"}}' });
    return [];
  }
  return Object.entries(raw).flatMap(([operator, tests]) => {
    if (!formOnly && !operators.includes(operator)) issues.push({ path: `${path}.Condition.${operator}`, problem: `must be one of ${operators.join(', ')}` });
    if (!isPlainRecord(tests)) {
      issues.push({ path: `${path}.Condition.${operator}`, problem: 'must be an object of variables and values' });
      return [];
    }
    return Object.entries(tests).map(([variable, value]) => Object.freeze({ operator, variable, values: Object.freeze((Array.isArray(value) ? value : [value]).map((each) => sayPlain(each))) }));
  });
}

const sayPlain = (value: unknown) => (typeof value === 'string' ? value : sayValue(value));

/** `arn:aws:iot:eu-west-1:123456789012:topic/a/b` is `topic/a/b`. */
export function withoutArn(resource: string): string {
  return resource.startsWith('arn:') ? resource.split(':').slice(5).join(':') : resource;
}

/** Lines on which the statements of a document begin. */
function statementLines(text: string): number[] {
  const lines: number[] = [];
  const key = /"Statement"\s*:/.exec(text);
  if (!key) return lines;
  let line = text.slice(0, key.index + key[0].length).split('\n').length;
  let depth = 0;
  let quoted = false;
  for (let i = key.index + key[0].length; i < text.length; i++) {
    const c = text[i]!;
    if (c === '\n') line++;
    else if (quoted) {
      if (c === '\\') i++;
      else if (c === '"') quoted = false;
    } else if (c === '"') quoted = true;
    else if (c === '{' && depth++ === 0) lines.push(line);
    else if (c === '}' && --depth < 0) break;
  }
  return lines;
}

/** Whether a pattern with `*` and `?` covers a text; goes back to the last star only, so it never takes long. */
export function wildcardMatches(pattern: string, text: string): boolean {
  let p = 0;
  let t = 0;
  let star = -1;
  let from = 0;
  while (t < text.length) {
    if (pattern[p] === '*') {
      star = p++;
      from = t;
    } else if (p < pattern.length && (pattern[p] === '?' || pattern[p] === text[t])) {
      p++;
      t++;
    } else if (star >= 0) {
      p = star + 1;
      t = ++from;
    } else return false;
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}

/** Puts in the values of variables; undefined where one has none. What comes in by a variable counts literally. */
function substitute(pattern: string, variables: Readonly<Record<string, string>>, text: string): boolean {
  if (!pattern.includes('${')) return wildcardMatches(pattern, text);
  let missing = false;
  const filled = pattern.replace(/\$\{([^}]*)\}/g, (_, name: string) => {
    // A star that stands in a value would otherwise widen the policy.
    if (!Object.hasOwn(variables, name) || /[*?]/.test(variables[name]!)) missing = true;
    return variables[name] ?? '';
  });
  return !missing && wildcardMatches(filled, text);
}

function conditionHolds({ operator, variable, values }: PolicyStatement['conditions'][number], variables: Readonly<Record<string, string>>): boolean {
  const actual = Object.hasOwn(variables, variable) ? variables[variable]! : undefined;
  if (operator === 'StringNotEquals') return actual === undefined || !values.includes(actual);
  if (actual === undefined) return false;
  if (operator === 'StringLike') return values.some((value) => substitute(value, variables, actual));
  const fold = operator === 'StringEquals' ? (text: string) => text : (text: string) => text.toLowerCase();
  return values.some((value) => fold(value) === fold(actual));
}

function statementApplies(statement: PolicyStatement, { action, resource, variables = {} }: PolicyRequest): boolean {
  const plain = withoutArn(resource);
  return (
    statement.actions.some((pattern) => wildcardMatches(pattern.toLowerCase(), action.toLowerCase())) &&
    statement.resources.some((pattern) => substitute(pattern, variables, plain)) &&
    statement.conditions.every((condition) => conditionHolds(condition, variables))
  );
}

/** The union of all attached policies decides: a Deny anywhere, else an Allow anywhere, else no. */
export function judge(policies: readonly Policy[], request: PolicyRequest): PolicyDecision {
  for (const effect of ['Deny', 'Allow'] as const) {
    for (const policy of policies) {
      const statement = policy.statements.find((each) => each.effect === effect && statementApplies(each, request));
      if (statement) return { allowed: effect === 'Allow', why: effect === 'Allow' ? 'allow' : 'explicit-deny', policy: policy.name, statement };
    }
  }
  return { allowed: false, why: 'no-statement' };
}
