/** JSON as the agent's printer (Jackson) writes it: member order kept, no space, control characters as \u and four upper-case digits. */

const short: Readonly<Record<string, string>> = { '"': '\\"', '\\': '\\\\', '\b': '\\b', '\f': '\\f', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function jsonText(text: string): string {
  // eslint-disable-next-line no-control-regex
  return `"${text.replace(/["\\\u0000-\u001f]/g, (c) => short[c] ?? `\\u${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`)}"`;
}

export type JsonFormat = 'COMPACT' | 'PRETTYPRINT';

/** One object from names and values in order and a newline after it; a name that comes twice keeps its first place and its last value. */
export function jsonRecord(names: readonly string[], values: readonly (string | null)[], format: JsonFormat): string {
  const members = new Map<string, string | null>();
  names.forEach((name, i) => members.set(name, values[i] ?? null));
  const parts = Array.from(members, ([name, value]) => [jsonText(name), value === null ? 'null' : jsonText(value)] as const);
  if (format === 'PRETTYPRINT') return parts.length === 0 ? '{ }\n' : `{\n${parts.map(([name, value]) => `  ${name} : ${value}`).join(',\n')}\n}\n`;
  return `{${parts.map(([name, value]) => `${name}:${value}`).join(',')}}\n`;
}
