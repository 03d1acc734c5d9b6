/** Cuts a rule's SQL into tokens with their places: the parser and an editor's highlighting read the same list. */
import { problemAt, type SqlProblem } from './problem.ts';

export type TokenType = 'word' | 'keyword' | 'number' | 'string' | 'symbol' | 'end';

export interface Token {
  readonly type: TokenType;
  /** Keywords in capitals, strings without quotes, the rest as written. */
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

/** Words that cannot be a name unless a dot stands before them; any case. */
export const keywords = ['SELECT', 'FROM', 'WHERE', 'AS', 'AND', 'OR', 'NOT', 'TRUE', 'FALSE', 'NULL', 'CASE', 'WHEN', 'THEN', 'ELSE', 'END'] as const;
const keywordSet = new Set<string>(keywords);

const space = /\s/;
const wordStart = /[\p{L}_$]/u;
const wordPattern = /[\p{L}\p{N}_$]*/uy;
const numberPattern = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const symbols = ['<>', '<=', '>=', '=', '<', '>', '+', '-', '*', '/', '%', '(', ')', '[', ']', '{', '}', ',', '.', ':'];
/** What other SQLs write, and what stands for it here. */
const foreign: Readonly<Record<string, string>> = { '!=': '<>', '==': '=', '&&': 'AND', '||': 'OR or concat(a, b)' };

/** All tokens of a text, an `end` last; what is none is a problem and left out. Never throws. */
export function tokenize(text: string): { readonly tokens: readonly Token[]; readonly problems: readonly SqlProblem[] } {
  const tokens: Token[] = [];
  const problems: SqlProblem[] = [];
  const bad = (from: number, to: number, problem: string) => problems.push(problemAt(text, from, to, problem));
  let at = 0;
  while (at < text.length) {
    const c = text[at]!;
    if (space.test(c)) at++;
    else if (c === "'" || c === '"') at = readString(text, at, tokens, bad);
    else if (c >= '0' && c <= '9') {
      numberPattern.lastIndex = at;
      const [number] = numberPattern.exec(text)!;
      tokens.push({ type: 'number', text: number, from: at, to: at + number.length });
      at += number.length;
    } else if (wordStart.test(String.fromCodePoint(text.codePointAt(at)!))) {
      wordPattern.lastIndex = at;
      const word = wordPattern.exec(text)![0];
      const upper = word.toUpperCase();
      const keyword = keywordSet.has(upper) && tokens.at(-1)?.text !== '.';
      tokens.push({ type: keyword ? 'keyword' : 'word', text: keyword ? upper : word, from: at, to: at + word.length });
      at += word.length;
    } else at = readSymbol(text, at, tokens, bad);
  }
  tokens.push({ type: 'end', text: '', from: text.length, to: text.length });
  return { tokens, problems };
}

type Report = (from: number, to: number, problem: string) => void;

/** A quote inside is written twice, or after a backslash. */
function readString(text: string, start: number, tokens: Token[], bad: Report): number {
  const quote = text[start]!;
  let value = '';
  let at = start + 1;
  for (; at < text.length; at++) {
    const c = text[at]!;
    if (c === '\\' && text[at + 1] === quote) value += text[++at]!;
    else if (c === quote && text[at + 1] === quote) value += text[++at]!;
    else if (c === quote) break;
    else value += c;
  }
  if (at >= text.length) bad(start, text.length, `the text that begins here has no closing ${quote}`);
  tokens.push({ type: 'string', text: value, from: start, to: Math.min(at + 1, text.length) });
  return at + 1;
}

function readSymbol(text: string, at: number, tokens: Token[], bad: Report): number {
  const two = text.slice(at, at + 2);
  if (two === '/*' || (two === '--' && /[\s\p{L}]/u.test(text[at + 2] ?? ''))) {
    const end = two === '/*' ? text.indexOf('*/', at + 2) : text.indexOf('\n', at);
    const to = end < 0 ? text.length : end + (two === '/*' ? 2 : 0);
    bad(at, to, 'comments are not allowed in AWS IoT SQL; take this one out');
    return to;
  }
  const instead = foreign[two];
  if (instead !== undefined) {
    bad(at, at + 2, `${two} is not an operator here; write ${instead}`);
    tokens.push({ type: 'symbol', text: two === '!=' ? '<>' : '=', from: at, to: at + 2 });
    return at + 2;
  }
  const symbol = symbols.find((candidate) => text.startsWith(candidate, at));
  const length = symbol?.length ?? String.fromCodePoint(text.codePointAt(at)!).length;
  if (symbol !== undefined) tokens.push({ type: 'symbol', text: symbol, from: at, to: at + length });
  else bad(at, at + length, text[at] === ';' ? 'a rule is one statement without a semicolon; take it out' : `${text.slice(at, at + length)} means nothing here; texts stand in 'quotes'`);
  return at + length;
}
