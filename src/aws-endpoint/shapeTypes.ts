/** A reference to a shape, with what is said where it is used. */
export interface Member {
  readonly shape: string;
  readonly locationName?: string;
  readonly location?: 'uri' | 'querystring' | 'header' | 'headers' | 'statusCode';
  readonly queryName?: string;
  readonly timestampFormat?: string;
  readonly jsonvalue?: boolean;
  readonly streaming?: boolean;
  readonly xmlNamespace?: unknown;
  readonly flattened?: boolean;
}

/** One type of an AWS API, as AWS describes it: lengths of texts and lists, ranges of numbers. */
export interface Shape {
  readonly type: 'structure' | 'list' | 'map' | 'string' | 'integer' | 'long' | 'float' | 'double' | 'boolean' | 'blob' | 'timestamp';
  readonly required?: readonly string[];
  readonly members?: Readonly<Record<string, Member>>;
  readonly member?: Member;
  readonly key?: Member;
  readonly value?: Member;
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  readonly enum?: readonly string[];
  readonly payload?: string;
  readonly flattened?: boolean;
  readonly locationName?: string;
  readonly timestampFormat?: string;
  readonly exception?: boolean;
  readonly error?: { readonly code?: string; readonly httpStatusCode?: number; readonly senderFault?: boolean };
  readonly [more: string]: unknown;
}

export interface OperationShape {
  readonly method: string;
  readonly uri: string;
  readonly status?: number;
  readonly input?: string;
  readonly output?: string;
  /** Element that query answers are wrapped in. */
  readonly wrapper?: string;
  readonly errors?: readonly string[];
}

/** The API of one service: what stands in shapes/. */
export interface ServiceShapes {
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly operations: Readonly<Record<string, OperationShape>>;
  readonly shapes: Readonly<Record<string, Shape>>;
}
