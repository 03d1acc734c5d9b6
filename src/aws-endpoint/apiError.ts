/** An error as an AWS API answers it: `code` as AWS spells it, `status` of HTTP. */
export interface ApiError {
  readonly code: string;
  readonly message: string;
  readonly status: number;
}

export function apiError(code: string, message: string, status = 400): ApiError {
  return { code, message, status };
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
export function refuse(code: string, message: string, status = 400): never {
  throw new Refusal(apiError(code, message, status));
}
