/** A rule's SQL as data. `from` and `to` are places in the text. */
export type SqlVersion = '2015-10-08' | '2016-03-23' | 'beta';

interface Place {
  readonly from: number;
  readonly to: number;
}

export type BinaryOperator = 'OR' | 'AND' | '=' | '<>' | '<' | '<=' | '>' | '>=' | '+' | '-' | '*' | '/' | '%';

export type Expression = Place &
  (
    | { readonly type: 'number'; readonly text: string }
    | { readonly type: 'literal'; readonly value: string | boolean | null }
    | { readonly type: 'name'; readonly name: string }
    | { readonly type: 'member'; readonly of: Expression; readonly name: string }
    | { readonly type: 'star' }
    | { readonly type: 'not' | 'negative'; readonly of: Expression }
    | { readonly type: 'binary'; readonly operator: BinaryOperator; readonly left: Expression; readonly right: Expression }
    | { readonly type: 'call'; readonly name: string; readonly args: readonly Expression[] }
    | { readonly type: 'cast'; readonly of: Expression; readonly target: CastType }
    | { readonly type: 'case'; readonly subject: Expression; readonly branches: readonly { readonly when: Expression; readonly result: Expression }[]; readonly otherwise: Expression | undefined }
    | { readonly type: 'array'; readonly items: readonly Expression[] }
    | { readonly type: 'object'; readonly members: readonly { readonly name: string; readonly value: Expression }[] }
    | { readonly type: 'select'; readonly select: SelectList; readonly source: Expression; readonly where: Expression | undefined }
  );

export type CastType = 'String' | 'Int' | 'Decimal' | 'Boolean';

export interface SelectItem {
  readonly value: Expression;
  /** Where the value goes, level by level; empty for `*`. */
  readonly path: readonly string[];
}

export type SelectList = { readonly type: 'value'; readonly of: Expression } | { readonly type: 'items'; readonly items: readonly SelectItem[] };

/** One statement, frozen. */
export interface Statement {
  readonly version: SqlVersion;
  readonly select: SelectList;
  /** Topic filter; absent in a rule that only Basic Ingest reaches. */
  readonly topicFilter: string | undefined;
  readonly where: Expression | undefined;
}
