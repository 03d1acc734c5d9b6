/** Errors of S3: each tells in elements of its own what it is about. */
import { refuse } from '../apiError.ts';

export const noSuchBucket = (BucketName: string) => refuse('NoSuchBucket', 'The specified bucket does not exist', 404, { BucketName });
export const noSuchKey = (Key: string) => refuse('NoSuchKey', 'The specified key does not exist.', 404, { Key });
export const invalidArgument = (message: string, ArgumentName: string, ArgumentValue?: string) => refuse('InvalidArgument', message, 400, ArgumentValue === undefined ? { ArgumentName } : { ArgumentName, ArgumentValue });
export const preconditionFailed = (Condition: string) => refuse('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', 412, { Condition });
export const malformedXml = () => refuse('MalformedXML', 'The XML you provided was not well-formed or did not validate against our published schema');
/** What AWS itself does not do either. */
export const notAccepted = (Header: string, additionalMessage: string) => refuse('NotImplemented', 'A header you provided implies functionality that is not implemented', 501, { Header, additionalMessage });
/** What is not simulated: named in the text, too. */
export const notSimulated = (what: string) => refuse('NotImplemented', `A header or query you provided implies functionality that is not implemented: ${what} is not simulated here`, 501, { Header: what });
