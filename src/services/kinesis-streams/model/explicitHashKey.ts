import { awsError, type AwsError } from '../../../aws/awsError.ts';
import { parseHashKey } from '../../../aws/hashKey.ts';
import { fail, ok, type Result } from '../../../base/result.ts';

/** The ExplicitHashKey of a request, or the error that AWS answers for it. */
export function readExplicitHashKey(text: string): Result<bigint, AwsError> {
  if (!/^(0|[1-9]\d{0,38})$/.test(text)) return fail(awsError('ValidationException', `Value '${text}' at 'explicitHashKey' failed to satisfy constraint: Member must satisfy regular expression pattern: 0|([1-9]\\d{0,38})`));
  const value = parseHashKey(text);
  if (value === undefined) return fail(awsError('InvalidArgumentException', `Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0, 2^128-1]. Specified value was ${text}`));
  return ok(value);
}
