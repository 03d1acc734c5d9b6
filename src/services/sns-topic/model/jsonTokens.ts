/** JSON token by token, with the place that AWS's own reader names when something is wrong there. */

export type JsonToken = '{' | '}' | '[' | ']' | 'name' | 'string' | 'number' | 'true' | 'false' | 'null';

/** What is wrong with a text, and where; `syntax`: it is no JSON at all. */
export class JsonProblem extends Error {
  readonly line: number;
  readonly column: number;
  readonly syntax: boolean;

  constructor(message: string, line: number, column: number, syntax: boolean) {
    super(message);
    this.line = line;
    this.column = column;
    this.syntax = syntax;
  }
}

/** How AWS's messages end: the source itself is not shown. */
export const sourceAt = (line: number, column: number) => `[Source: REDACTED (\`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION\` disabled); line: ${line}, column: ${column}]`;

const anyValue = "JSON String, Number, Array, Object or token 'null', 'true' or 'false'";
const kinds = { '{': 'Object', '[': 'Array' } as const;
const numberForm = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?/y;
const escapeForm = /["\\/bfnrt]|u[0-9a-fA-F]{4}/y;
const wordForm = /[\p{L}\p{Nl}\p{Sc}\p{Pc}][\p{L}\p{Nl}\p{Sc}\p{Pc}\p{Nd}]*/uy;

export class JsonTokens {
  readonly #text: string;
  #at = 0;
  #line = 1;
  #lineStart = 0;
  /** Where each object and list that is open began. */
  readonly #open: { readonly mark: '{' | '['; readonly line: number; readonly column: number }[] = [];
  /** The value behind a name is looked at together with the name. */
  #ahead: JsonToken | undefined;
  /** A text of which only the first quote has been read. */
  #begun = -1;
  #first = true;
  #last = '';
  #lastName = '';

  constructor(text: string) {
    this.#text = text;
  }

  get column(): number {
    return this.#at - this.#lineStart + 1;
  }

  /** A problem at the place that was reached. */
  problem(message: string): JsonProblem {
    return new JsonProblem(message, this.#line, this.column, false);
  }

  /** The name read last, whatever has been read of its value. */
  get name(): string {
    return this.#lastName;
  }

  /** Text, digits or mark of the token read last; a text is read to its end. */
  text(): string {
    if (this.#begun < 0) return this.#last;
    const from = this.#begun;
    this.#finish();
    this.#last = JSON.parse(this.#text.slice(from, this.#at)) as string;
    return this.#last;
  }

  /** Nothing may follow what was read. */
  end(): void {
    this.#finish();
    while (this.#at < this.#text.length) this.#value(this.#skip());
  }

  next(): JsonToken {
    if (this.#ahead) {
      const token = this.#ahead;
      this.#ahead = undefined;
      return token;
    }
    this.#finish();
    const inside = this.#open.at(-1);
    let character = this.#skip();
    if (inside && (character === '}' || character === ']')) return this.#close(character);
    if (inside && !this.#first) {
      if (character !== ',') throw this.#unexpected(character, `was expecting comma to separate ${kinds[inside.mark]} entries`);
      this.#at++;
      character = this.#skip();
    }
    this.#first = false;
    return inside?.mark === '{' ? this.#name(character) : this.#value(character);
  }

  #name(character: string): 'name' {
    if (character !== '"') throw this.#unexpected(character, 'was expecting double-quote to start field name');
    this.#begun = this.#at++;
    this.#lastName = this.text();
    const colon = this.#skip();
    if (colon !== ':') throw this.#unexpected(colon, 'was expecting a colon to separate field name and value');
    this.#at++;
    this.#ahead = this.#value(this.#skip());
    return 'name';
  }

  #value(character: string): JsonToken {
    switch (character) {
      case '{':
      case '[':
        this.#open.push({ mark: character, line: this.#line, column: this.column });
        this.#at++;
        this.#first = true;
        this.#last = character;
        return character;
      case '"':
        this.#begun = this.#at++;
        return 'string';
      default:
        return this.#number() ? 'number' : this.#word(character);
    }
  }

  #number(): boolean {
    numberForm.lastIndex = this.#at;
    const digits = numberForm.exec(this.#text)?.[0];
    if (digits === undefined) return false;
    this.#last = digits;
    this.#at += digits.length;
    return true;
  }

  #word(character: string): JsonToken {
    wordForm.lastIndex = this.#at;
    const word = wordForm.exec(this.#text)?.[0];
    if (word === undefined) throw this.#unexpected(character, `expected a valid value (${anyValue})`);
    this.#at += word.length;
    this.#last = word;
    if (word === 'true' || word === 'false' || word === 'null') return word;
    throw new JsonProblem(`Unrecognized token '${word}': was expecting (${anyValue})`, this.#line, this.column, true);
  }

  #close(character: '}' | ']'): JsonToken {
    const { mark, line, column } = this.#open.pop()!;
    const wanted = mark === '{' ? '}' : ']';
    if (character !== wanted) throw new JsonProblem(`Unexpected close marker '${character}': expected '${wanted}' (for ${kinds[mark]} starting at ${sourceAt(line, column)})`, this.#line, this.column, true);
    this.#at++;
    this.#first = false;
    this.#last = character;
    return character;
  }

  /** Reads a text that was begun to its end. */
  #finish(): void {
    if (this.#begun < 0) return;
    this.#begun = -1;
    for (; this.#text[this.#at] !== '"'; this.#at++) {
      const character = this.#text[this.#at];
      if (character === undefined) throw this.#atEnd('was expecting closing quote for a string value');
      if (character < ' ') throw new JsonProblem(`Illegal unquoted character ((CTRL-CHAR, code ${character.charCodeAt(0)})): has to be escaped using backslash to be included in string value`, this.#line, this.column, true);
      if (character === '\\') this.#escape();
    }
    this.#at++;
  }

  /** Goes to the last character of an escape. */
  #escape(): void {
    escapeForm.lastIndex = ++this.#at;
    const escape = escapeForm.exec(this.#text)?.[0];
    if (escape === undefined) throw new JsonProblem(`Unrecognized character escape '${this.#text[this.#at] ?? ''}' (code ${this.#text.charCodeAt(this.#at) || 0})`, this.#line, this.column, true);
    this.#at += escape.length - 1;
  }

  #skip(): string {
    for (;;) {
      const character = this.#text[this.#at];
      if (character === undefined) {
        const inside = this.#open.at(-1);
        throw this.#atEnd(inside ? `expected close marker for ${kinds[inside.mark]} (start marker at ${sourceAt(inside.line, inside.column)})` : 'there is no content');
      }
      if (!' \t\r\n'.includes(character)) return character;
      this.#at++;
      if (character === '\n') {
        this.#line++;
        this.#lineStart = this.#at;
      }
    }
  }

  #atEnd(wanted: string): JsonProblem {
    this.#at = this.#text.length;
    return new JsonProblem(`Unexpected end-of-input: ${wanted}`, this.#line, this.column, true);
  }

  #unexpected(character: string, wanted: string): JsonProblem {
    return new JsonProblem(`Unexpected character ('${character}' (code ${character.charCodeAt(0)})): ${wanted}`, this.#line, this.column, true);
  }
}

/** Why a text is no JSON, as AWS says so; undefined where it is. */
export function jsonProblem(text: string): string | undefined {
  try {
    const tokens = new JsonTokens(text);
    for (let depth = 0, token = tokens.next(); ; token = tokens.next()) {
      if (token === '{' || token === '[') depth++;
      else if (token === '}' || token === ']') depth--;
      if (depth === 0 && token !== 'name') break;
    }
    tokens.end();
    return undefined;
  } catch (error) {
    if (!(error instanceof JsonProblem)) throw error;
    return `failed to parse JSON. ${error.message}\n at ${sourceAt(error.line, error.column)}`;
  }
}
