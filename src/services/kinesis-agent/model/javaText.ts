/** Text operations as Java has them, where JavaScript's differ. */

/** `String.trim`: characters up to U+0020 go from both ends, and no others. */
export function javaTrim(text: string): string {
  let from = 0;
  let to = text.length;
  while (from < to && text.charCodeAt(from) <= 32) from++;
  while (to > from && text.charCodeAt(to - 1) <= 32) to--;
  return text.slice(from, to);
}

/**
 * `String.split(regex)`: no empty part before a match of no width at the beginning, no empty parts at the end, the text itself where
 * nothing matches. `delimiter` must carry the flag `g`.
 */
export function javaSplit(text: string, delimiter: RegExp): string[] {
  const parts: string[] = [];
  let index = 0;
  delimiter.lastIndex = 0;
  for (let match = delimiter.exec(text); match !== null; match = delimiter.exec(text)) {
    const end = match.index + match[0].length;
    if (match[0] === '') delimiter.lastIndex = match.index + 1;
    if (index === 0 && match.index === 0 && end === 0) continue;
    parts.push(text.slice(index, match.index));
    index = end;
  }
  if (parts.length === 0) return [text];
  parts.push(text.slice(index));
  while (parts.length > 0 && parts[parts.length - 1] === '') parts.pop();
  return parts;
}

const newline = /\n/g;

/** The lines of a text, as `split("\n")` gives them. */
export function javaLines(text: string): string[] {
  return javaSplit(text, newline);
}

/** A text without one newline at its end. */
export function withoutNewline(text: string): string {
  return text.endsWith('\n') ? text.slice(0, -1) : text;
}
