import { readdirSync, readFileSync } from 'node:fs';
import { join, posix, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { importRules, topFolders, type ImportRule } from './rules.ts';

/** An import that the table forbids. */
export interface Violation {
  readonly file: string;
  readonly line: number;
  readonly target: string;
  readonly says: string;
}

/** Statements begin a line, so that words in texts are none. */
const statement = /^\s*(?:import|export)\b[^'";]*?\bfrom\s*['"]([^'"]+)['"]|^\s*import\s*['"]([^'"]+)['"]|\bimport\s*\(\s*['"]([^'"]+)['"]/gm;

function glob(pattern: string): RegExp {
  return new RegExp(`^${pattern.replace(/[.+]/g, '\\$&').replace(/\*\*/g, '\0').replace(/\*/g, '[^/]*').replace(/\0/g, '.*')}$`);
}

const compiled = importRules.map((rule) => ({ rule, files: rule.files.map(glob), ignore: (rule.ignore ?? []).map(glob) }));

/** The row of the table that a file belongs to; tests and generated files belong to none. */
export function ruleOf(file: string): ImportRule | undefined {
  if (/\.test\.tsx?$/.test(file) || file.endsWith('.fixture.ts') || file.startsWith('src/testing/')) return undefined;
  return compiled.find(({ files, ignore }) => files.some((each) => each.test(file)) && !ignore.some((each) => each.test(file)))?.rule;
}

/** What a file imports against the table. `file` is relative to the root, with forward slashes. */
export function violations(file: string, text: string): Violation[] {
  const rule = ruleOf(file);
  if (!rule) return [];
  const found: Violation[] = [];
  for (const match of text.matchAll(statement)) {
    const target = (match[1] ?? match[2] ?? match[3])!;
    const says = target.startsWith('.') ? forbiddenPath(rule, file, target) : forbiddenPackage(rule, target);
    if (says) found.push({ file, line: text.slice(0, match.index).split('\n').length, target, says: `${rule.name} ${says}: ${rule.why}` });
  }
  return found;
}

function forbiddenPackage(rule: ImportRule, target: string): string | undefined {
  const allowed = rule.packages.some((name) => name === '*' || target === name || target.startsWith(name.endsWith(':') ? name : `${name}/`));
  return allowed ? undefined : `may not use the package ${target}`;
}

function forbiddenPath(rule: ImportRule, file: string, target: string): string | undefined {
  const path = posix.normalize(posix.join(posix.dirname(file), target));
  const [top, folder] = path.split('/') as [string, string | undefined];
  if (top !== 'src') return top === 'content' || path === 'package.json' || rule.packages.includes('*') ? undefined : `may not import ${path}`;
  if (folder === undefined || !topFolders.includes(folder)) return undefined;
  const own = file.split('/')[1]!;
  if (folder !== own && !rule.folders.includes(folder)) return `may not import ${folder}`;
  for (const { matches, why } of rule.forbids ?? []) if (matches(file, path)) return `breaks a rule (${why})`;
  return undefined;
}

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sources(path);
    return /\.tsx?$/.test(entry.name) && !entry.name.endsWith('.d.ts') ? [path] : [];
  });
}

/** All violations below src, and how many files were read. */
export function checkTree(root: string): { violations: Violation[]; files: number; without: string[] } {
  const found: Violation[] = [];
  const without: string[] = [];
  let files = 0;
  for (const path of sources(join(root, 'src'))) {
    const file = relative(root, path).split(sep).join('/');
    files++;
    if (!ruleOf(file) && !/\.test\.tsx?$|\.fixture\.ts$|^src\/testing\//.test(file)) without.push(file);
    found.push(...violations(file, readFileSync(path, 'utf8')));
  }
  return { violations: found, files, without };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { violations: found, files, without } = checkTree(fileURLToPath(new URL('../..', import.meta.url)));
  for (const each of found) console.error(`${each.file}:${each.line}  '${each.target}'  ${each.says}`);
  for (const file of without) console.error(`${file}  belongs to no row of tools/imports/rules.ts: add it to one`);
  console.log(`import rules: ${files} files read, ${found.length} violations`);
  if (found.length > 0 || without.length > 0 || files < 100) process.exitCode = 1;
}
