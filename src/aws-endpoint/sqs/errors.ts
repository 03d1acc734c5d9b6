/** Errors of SQS: one short code in the handlers, spelled as each protocol spells it. */
import { apiError, Refusal, type ApiError } from '../apiError.ts';
import { shapes } from '../shapes/sqs.ts';

const old = 'AWS.SimpleQueueService.';

/** Codes of the query protocol, where they are not the short one. */
export const queryCodes: Readonly<Record<string, string>> = {
  QueueDoesNotExist: `${old}NonExistentQueue`,
  QueueNameExists: 'QueueAlreadyExists',
  UnknownOperationException: 'InvalidAction',
  ...Object.fromEntries(['BatchEntryIdsNotDistinct', 'BatchRequestTooLong', 'EmptyBatchRequest', 'InvalidBatchEntryId', 'MessageNotInflight', 'PurgeQueueInProgress', 'QueueDeletedRecently', 'TooManyEntriesInBatchRequest', 'UnsupportedOperation'].map((code) => [code, `${old}${code}`])),
};

export const notValidHere = (operation: string) => `The action ${operation} is not valid for this endpoint.`;

/** Texts of the query protocol: two are others than JSON's. */
export function querySays({ code, message }: ApiError, operation: string): string {
  if (code === 'QueueDoesNotExist') return message.replace('does not exist.', 'does not exist for this wsdl version.');
  return code === 'UnknownOperationException' ? notValidHere(operation) : message;
}

const statuses: Readonly<Record<string, number>> = { OverLimit: 403, PurgeQueueInProgress: 403, ResourceNotFoundException: 404, InvalidAddress: 404 };

/** Codes that stand for every AWS service: JSON spells them in full. */
const common: Readonly<Record<string, string>> = { InvalidParameterValue: 'InvalidParameterValueException', MissingParameter: 'MissingRequiredParameterException', AccessDenied: 'AccessDeniedException' };

/** As the member __type of a JSON error has it. */
export function typeOf(code: string): string {
  if (shapes.shapes[code]?.exception === true) return `com.amazonaws.sqs#${code}`;
  return `com.amazon.coral.service#${common[code] ?? code}`;
}

/** Tells clients of JSON which code the query protocol would have answered. */
export function errorHeaders({ code, status }: ApiError): Readonly<Record<string, string>> {
  return { 'x-amzn-query-error': `${queryCodes[code] ?? code};${status >= 500 ? 'Receiver' : 'Sender'}` };
}

export function sqsError(code: string, message: string): ApiError {
  return apiError(code, message, statuses[code] ?? 400);
}

/** Throws the error that the call answers. */
export function refuse(code: string, message: string): never {
  throw new Refusal(sqsError(code, message));
}

export function missing(name: string): never {
  return refuse('MissingParameter', `The request must contain the parameter ${name}.`);
}

export function invalid(value: unknown, name: string, reason: string): never {
  return refuse('InvalidParameterValue', `Value ${String(value)} for parameter ${name} is invalid. Reason: ${reason}`);
}

/** An error of the queue itself with the status that SQS gives it. */
export async function withStatus<T>(called: Promise<T>): Promise<T> {
  try {
    return await called;
  } catch (error) {
    if (error instanceof Refusal && error.error.status === 400) throw new Refusal(sqsError(error.error.code, error.error.message));
    throw error;
  }
}
