/** An error as an AWS API answers it: `code` as AWS spells it, `status` of HTTP. */
export interface ApiError {
  readonly code: string;
  readonly message: string;
  readonly status: number;
  /** What a REST answer tells beside code and message, member by member: S3 names there what was wrong, IoT what is there already. */
  readonly details?: Readonly<Record<string, string>>;
}

export function apiError(code: string, message: string, status = 400, details?: Readonly<Record<string, string>>): ApiError {
  return details === undefined ? { code, message, status } : { code, message, status, details };
}

/** What a handler of an operation throws to answer an error. */
export class Refusal extends Error {
  readonly error: ApiError;

  constructor(error: ApiError) {
    super(`${error.code}: ${error.message}`);
    this.error = error;
  }
}

/** Throws the error that the call answers. */
export function refuse(code: string, message: string, status = 400, details?: Readonly<Record<string, string>>): never {
  throw new Refusal(apiError(code, message, status, details));
}
