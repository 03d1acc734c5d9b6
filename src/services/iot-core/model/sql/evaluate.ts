import { utf8Bytes } from '../../../../base/md5.ts';
import type { PlainData } from '../../../../sim/plainData.ts';
import type { Expression, SqlVersion, Statement } from './ast.ts';
import { compile, compileSelect, type Evaluate } from './compile.ts';
import { parseJson } from './dataFunctions.ts';
import type { MqttPayload, SqlEnvironment } from './environment.ts';
import { textOfUtf8, toBoolean, toPlain, toText, type SqlValue } from './values.ts';

/** What a rule makes of a message: nothing where WHERE is not true, else the payload that its actions get. */
export type Outcome = { readonly fires: false } | { readonly fires: true; readonly payload: PlainData | Uint8Array };

interface Compiled {
  readonly where: Evaluate | undefined;
  readonly select: Evaluate;
}

const statements = new WeakMap<Statement, Compiled>();
const expressions = new WeakMap<Expression, Evaluate>();

function compiledOf(statement: Statement): Compiled {
  let known = statements.get(statement);
  if (known === undefined) {
    known = { where: statement.where && compile(statement.where, statement.version), select: compileSelect(statement.select, statement.version) };
    statements.set(statement, known);
  }
  return known;
}

/** What names mean at the top: the JSON of the payload, or its bytes where it is none. */
function scopeOf(payload: MqttPayload): SqlValue {
  return payload.type === 'json' ? (payload.value as SqlValue) : payload.bytes;
}

/** Evaluates a rule for a message whose topic fits: WHERE first, then SELECT. Never throws, whatever the payload. */
export function evaluateStatement(statement: Statement, env: SqlEnvironment): Outcome {
  const { where, select } = compiledOf(statement);
  const scope = scopeOf(env.payload);
  if (where !== undefined && toBoolean(where(scope, env)) !== true) return { fires: false };
  const value = select(scope, env);
  // Undefined alone leaves as an empty text.
  return { fires: true, payload: value instanceof Uint8Array ? value : (toPlain(value) ?? '') };
}

/** Value of one expression against the message; undefined is Undefined. */
export function evaluateExpression(expression: Expression, version: SqlVersion, env: SqlEnvironment): SqlValue {
  let evaluate = expressions.get(expression);
  if (evaluate === undefined) expressions.set(expression, (evaluate = compile(expression, version)));
  return evaluate(scopeOf(env.payload), env);
}

/** The value as text, as `${…}` in an action puts it in. */
export function expressionText(expression: Expression, version: SqlVersion, env: SqlEnvironment): string | undefined {
  return toText(evaluateExpression(expression, version, env));
}

/** A payload from its bytes: JSON where they are JSON. */
export function payloadOfBytes(bytes: Uint8Array): MqttPayload {
  const text = textOfUtf8(bytes);
  const value = text === undefined ? undefined : parseJson(text);
  return value === undefined ? { type: 'binary', bytes } : { type: 'json', value: value as PlainData };
}

export function payloadOfText(text: string): MqttPayload {
  return payloadOfBytes(utf8Bytes(text));
}

/** Bytes of a text in UTF-8. */
function utf8Length(text: string): number {
  let bytes = text.length;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x80) continue;
    // A pair of surrogates is two units and four bytes, a lone one three bytes.
    const low = code >= 0xd800 && code < 0xdc00 ? text.charCodeAt(i + 1) : 0;
    if (low >= 0xdc00 && low < 0xe000) i++;
    bytes += code < 0x800 ? 1 : 2;
  }
  return bytes;
}

/** Size in bytes of a payload as it leaves. */
export function sizeOfPayload(payload: PlainData | Uint8Array): number {
  return payload instanceof Uint8Array ? payload.length : utf8Length(typeof payload === 'string' ? payload : JSON.stringify(payload));
}
