/** Turns a statement's expressions into functions, once: evaluating a message then walks no tree. */
import type { Expression, SelectList, SqlVersion } from './ast.ts';
import type { SqlEnvironment } from './environment.ts';
import { functions } from './functions.ts';
import { applyBinary, castTo, decimal } from './operators.ts';
import { deepEqual, finite, isArray, isObject, member, setOwn, toBoolean, toNumber, type SqlObject, type SqlValue } from './values.ts';

/** Evaluates with `scope` as the object whose members names mean. */
export type Evaluate = (scope: SqlValue, env: SqlEnvironment) => SqlValue;

export function compile(expression: Expression, version: SqlVersion): Evaluate {
  const inner = (part: Expression) => compile(part, version);
  switch (expression.type) {
    case 'number': {
      const value = Number(expression.text);
      const constant = /[.eE]/.test(expression.text) ? decimal(value, version) : finite(value);
      return () => constant;
    }
    case 'literal': {
      const { value } = expression;
      return () => value;
    }
    case 'name': {
      const { name } = expression;
      return (scope) => (isObject(scope) ? member(scope, name) : undefined);
    }
    case 'member': {
      const of = inner(expression.of);
      const { name } = expression;
      return (scope, env) => {
        const object = of(scope, env);
        return isObject(object) ? member(object, name) : undefined;
      };
    }
    case 'star':
      return (scope) => scope;
    case 'not': {
      const of = inner(expression.of);
      return (scope, env) => {
        const value = toBoolean(of(scope, env));
        return value === undefined ? undefined : !value;
      };
    }
    case 'negative': {
      const of = inner(expression.of);
      return (scope, env) => {
        const value = of(scope, env);
        const number = toNumber(value);
        if (number === undefined) return undefined;
        return typeof value === 'number' ? finite(-number) : decimal(-number, version);
      };
    }
    case 'binary': {
      const left = inner(expression.left);
      const right = inner(expression.right);
      const { operator } = expression;
      return (scope, env) => applyBinary(operator, left(scope, env), right(scope, env), version);
    }
    case 'call': {
      const { call } = functions.get(expression.name)!;
      const args = expression.args.map(inner);
      return (scope, env) => call(args.map((each) => each(scope, env)), env);
    }
    case 'cast': {
      const of = inner(expression.of);
      const { target } = expression;
      return (scope, env) => castTo(of(scope, env), target, version);
    }
    case 'case': {
      const subject = inner(expression.subject);
      const branches = expression.branches.map((branch) => ({ when: inner(branch.when), result: inner(branch.result) }));
      const otherwise = expression.otherwise && inner(expression.otherwise);
      return (scope, env) => {
        const value = subject(scope, env);
        if (value === undefined) return undefined;
        const found = branches.find((branch) => deepEqual(branch.when(scope, env), value));
        return (found ? found.result : otherwise)?.(scope, env);
      };
    }
    case 'array': {
      const items = expression.items.map(inner);
      return (scope, env) => items.map((each) => each(scope, env)).filter((each) => each !== undefined);
    }
    case 'object': {
      const members = expression.members.map(({ name, value }) => ({ name, value: inner(value) }));
      return (scope, env) => {
        const object: Record<string, SqlValue> = {};
        for (const { name, value } of members) setOwn(object, name, value(scope, env));
        return object as SqlObject;
      };
    }
    case 'select': {
      const source = inner(expression.source);
      const where = expression.where && inner(expression.where);
      const select = compileSelect(expression.select, version);
      return (scope, env) => {
        const from = source(scope, env);
        const one = (element: SqlValue) => (where === undefined || toBoolean(where(element, env)) === true ? select(element, env) : undefined);
        if (isArray(from)) return from.map(one).filter((each) => each !== undefined);
        return from === undefined ? undefined : one(from);
      };
    }
  }
}

/** What a SELECT makes of a message or an element: later items override earlier ones. */
export function compileSelect(select: SelectList, version: SqlVersion): Evaluate {
  if (select.type === 'value') return compile(select.of, version);
  const items = select.items.map(({ value, path }) => ({ value: compile(value, version), path }));
  const star = items.length === 1 && items[0]!.path.length === 0;
  if (star) return items[0]!.value;
  return (scope, env) => {
    const out: Record<string, SqlValue> = {};
    for (const { value, path } of items) {
      const result = value(scope, env);
      if (path.length === 0) {
        if (isObject(result)) for (const key of Object.keys(result)) setOwn(out, key, result[key]);
      } else if (result !== undefined) put(out, path, result);
    }
    return out as SqlObject;
  };
}

/** Sets a value below a path; objects on the way are copied, since they may belong to the message. */
function put(out: Record<string, SqlValue>, path: readonly string[], value: SqlValue): void {
  let at = out;
  for (let i = 0; i < path.length - 1; i++) {
    const existing = member(at as SqlObject, path[i]!);
    const next: Record<string, SqlValue> = isObject(existing) ? { ...existing } : {};
    setOwn(at, path[i]!, next as SqlObject);
    at = next;
  }
  setOwn(at, path.at(-1)!, value);
}
