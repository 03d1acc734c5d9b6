/** Error of a whole call, `code` exactly as AWS spells it. What failed inside a batch stands in the response, entry by entry. */
export interface AwsError {
  readonly code: string;
  readonly message: string;
  readonly retryable: boolean;
}

const retryableCodes = new Set(['ProvisionedThroughputExceededException', 'InternalFailure', 'RequestTimeout', 'ServiceUnavailable', 'ServiceUnavailableException', 'SlowDown', 'TooManyRequestsException', 'LimitExceededException', 'RequestThrottled', 'ThrottlingException']);

/** An AWS error as a value; whether a client may try again follows from its code. */
export function awsError(code: string, message: string): AwsError {
  return { code, message, retryable: retryableCodes.has(code) };
}
