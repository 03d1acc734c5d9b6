import type { PlainData } from '../../../../sim/plainData.ts';
import type { Expression, SqlVersion, Statement } from './ast.ts';
import type { MqttPayload, SqlEnvironment } from './environment.ts';
import { evaluateExpression, evaluateStatement } from './evaluate.ts';
import { parseExpression, parseStatement } from './parser.ts';
import { sayProblem } from './problem.ts';
import { toPlain } from './values.ts';

/** A world in which nothing is left to chance. */
export function environment(payload: PlainData | MqttPayload = {}, more: Partial<SqlEnvironment> = {}): SqlEnvironment {
  const isPayload = typeof payload === 'object' && payload !== null && 'type' in payload && (payload.type === 'json' || payload.type === 'binary');
  return { version: '2016-03-23', payload: isPayload ? (payload as MqttPayload) : { type: 'json', value: payload as PlainData }, topic: 'a/b/c', clientId: 'client-1', accountId: '123456789012', now: 1_600_000_000_000, unit: () => 0.5, ...more };
}

/** A statement that must be right. */
export function statement(text: string, version: SqlVersion = '2016-03-23'): Statement {
  const parsed = parseStatement(text, { version });
  if (!parsed.ok) throw new Error(parsed.error.map(sayProblem).join('\n'));
  return parsed.value;
}

export function expression(text: string, version: SqlVersion = '2016-03-23'): Expression {
  const parsed = parseExpression(text, { version });
  if (!parsed.ok) throw new Error(parsed.error.map(sayProblem).join('\n'));
  return parsed.value;
}

/** What a statement sends for a payload; null where it does not fire. */
export function run(text: string, payload: PlainData | MqttPayload = {}, more: Partial<SqlEnvironment> = {}): unknown {
  const outcome = evaluateStatement(statement(text, more.version), environment(payload, more));
  return outcome.fires ? outcome.payload : null;
}

/** Value of an expression as it leaves; undefined for Undefined. */
export function evaluate(text: string, payload: PlainData | MqttPayload = {}, more: Partial<SqlEnvironment> = {}): unknown {
  const version = more.version ?? '2016-03-23';
  return toPlain(evaluateExpression(expression(text, version), version, environment(payload, more)));
}

/** Problems as `line:column text`. */
export function problemsOf(text: string, version: SqlVersion = '2016-03-23', errorAction = false): string[] {
  const parsed = parseStatement(text, { version, errorAction });
  return parsed.ok ? [] : parsed.error.map(({ line, column, problem }) => `${line}:${column} ${problem}`);
}
