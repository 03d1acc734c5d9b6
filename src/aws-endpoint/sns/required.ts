/** What is said of members before a handler looks at them. */
import { refuse } from '../apiError.ts';
import type { Handler } from '../operation.ts';
import { shapes } from '../shapes/sns.ts';
import { problemsOf, validationMessage } from '../validate.ts';

/** SNS itself looks for ARNs; a batch without entries has an error of its own. */
const leftOut = /^Value null at '(\w+Arn|publishBatchRequestEntries)'/;

/** A handler that sees calls with all their members only. */
export function withMembers(operation: string, handler: Handler): Handler {
  const { input: shape } = shapes.operations[operation]!;
  const arns = (shapes.shapes[shape ?? '']?.required ?? []).filter((name) => name.endsWith('Arn'));
  return (...call) => {
    const [input] = call;
    const problems = problemsOf(shapes, shape, input).filter((problem) => !leftOut.test(problem));
    if (problems.length > 0) return refuse('ValidationError', validationMessage(problems));
    for (const name of arns) if (input[name] === undefined) return refuse('InvalidParameter', `Invalid parameter: ${name} Reason: no value for required parameter`);
    return handler(...call);
  };
}
