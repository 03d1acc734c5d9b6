import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { ConfigIssue } from '../src/sim/config.ts';

/** The parsed content of a recipe file (YAML, JSON or topology text; `-` reads standard input). Throws one clear sentence. */
export function readRecipeFile(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (error) {
    throw new Error(`cannot read ${file}: ${(error as NodeJS.ErrnoException).code ?? String(error)}`);
  }
  return readRecipeText(text, file);
}

export function readRecipeText(text: string, name: string): unknown {
  if (text.trim() === '') throw new Error(`${name} is empty`);
  if (/^[^\n{]*\b[a-z-]+\s*\(/.test(text.trim()) && !/^\s*nodes\s*:/m.test(text)) return text;
  if (text.includes('->') && !/^\s*(nodes|topology|edges)\s*:/m.test(text)) return text;
  try {
    return parse(text) as unknown;
  } catch (error) {
    throw new Error(`${name}: ${(error as Error).message.split('\n')[0]}`);
  }
}

export function sayIssues(issues: readonly ConfigIssue[]): string {
  return issues.map((issue) => (issue.path ? `${issue.path}: ${issue.problem}` : issue.problem)).join('\n');
}
