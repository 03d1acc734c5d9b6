/** Members that a call must have; SNS judges them by itself. */
import { refuse } from '../apiError.ts';
import type { Handler } from '../operation.ts';
import { shapes } from '../shapes/sns.ts';

/** Members of which one call says in words of its own that they are missing; null: the handler does so itself. */
const ownWords: Readonly<Record<string, string | null>> = { 'Publish.Message': 'Empty message', 'PublishBatch.PublishBatchRequestEntries': null };

/** A handler that sees calls with all their members only. */
export function withMembers(operation: string, handler: Handler): Handler {
  const required = shapes.shapes[shapes.operations[operation]!.input ?? '']?.required ?? [];
  return (...call) => {
    for (const name of required) {
      const own = ownWords[`${operation}.${name}`];
      if (own !== null && call[0][name] === undefined) return refuse('InvalidParameter', `Invalid parameter: ${own ?? `${name} Reason: no value for required parameter`}`);
    }
    return handler(...call);
  };
}
