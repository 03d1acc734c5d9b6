/** File name patterns as Java's `glob:` syntax has them: * ? [abc] [!a-z] {one,two} and \ before a character. */
import { fail, ok, type Result } from '../../../base/result.ts';

const special = /[\\^$.*+?()[\]{}|/]/;

/** The source of a RegExp that matches the names a glob matches; the problem is a sentence. */
export function globSource(glob: string): Result<string, string> {
  let out = '';
  let inGroup = false;
  for (let i = 0; i < glob.length; i++) {
    const c = glob[i]!;
    if (c === '\\') {
      const next = glob[++i];
      if (next === undefined) return fail('a backslash stands at the end');
      out += special.test(next) ? `\\${next}` : next;
    } else if (c === '*') {
      while (glob[i + 1] === '*') i++;
      out += '[^/]*';
    } else if (c === '?') out += '[^/]';
    else if (c === '[') {
      const end = glob.indexOf(']', i + 2);
      if (end < 0) return fail('a [ is not closed');
      const inner = glob.slice(i + 1, end);
      const negated = inner.startsWith('!');
      const members = (negated ? inner.slice(1) : inner).replace(/[\\^[\]]/g, '\\$&');
      out += `(?!/)[${negated ? '^' : ''}${members}]`;
      i = end;
    } else if (c === '{') {
      if (inGroup) return fail('a {...} inside another is not allowed');
      inGroup = true;
      out += '(?:';
    } else if (c === '}' && inGroup) {
      inGroup = false;
      out += ')';
    } else if (c === ',' && inGroup) out += '|';
    else out += special.test(c) ? `\\${c}` : c;
  }
  if (inGroup) return fail('a { is not closed');
  try {
    new RegExp(out);
  } catch {
    return fail('it is no glob pattern');
  }
  return ok(out);
}

/** A file pattern: the directory as it is written, and the pattern of the name. */
export interface FilePattern {
  readonly directory: string;
  readonly name: string;
}

/** Reads `/var/log/app.log*`; globs in the directory are no globs to the agent. */
export function parseFilePattern(pattern: string): Result<FilePattern, string> {
  const slash = pattern.lastIndexOf('/');
  if (slash < 0) return fail('names no directory; write for example /var/log/app.log*');
  if (slash === pattern.length - 1) return fail('names a directory only; a file name pattern must follow the last /');
  const directory = slash === 0 ? '/' : pattern.slice(0, slash);
  if (/[*?[\]{}]/.test(directory)) return fail('has a pattern in its directory; the agent takes patterns in the file name only');
  const source = globSource(pattern.slice(slash + 1));
  return source.ok ? ok(Object.freeze({ directory, name: source.value })) : fail(source.error);
}

const ignored = ['.gz', '.bz2', '.zip'];

/** Whether the agent takes a file as one of the pattern's: compressed ones never. */
export function matchesFile({ directory, name }: FilePattern, path: string): boolean {
  const slash = path.lastIndexOf('/');
  const lower = path.toLowerCase();
  if ((slash === 0 ? '/' : path.slice(0, slash)) !== directory || ignored.some((extension) => lower.endsWith(extension))) return false;
  return new RegExp(`^(?:${name})$`).test(path.slice(slash + 1));
}
