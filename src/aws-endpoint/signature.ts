/** Signature Version 4 as far as it is read here: its parts must be there, and name the service that is called. It is not verified. */
import { refuse } from './apiError.ts';
import type { HttpRequest } from './http.ts';
import { formPairs } from './protocol/forms.ts';

export interface Signature {
  readonly accessKeyId: string;
  readonly date: string;
  readonly region: string;
  /** As signatures name it: kinesis, sqs, iotdata. */
  readonly service: string;
}

/** Signature Version 2 of S3, which has no scope. */
const older = /^AWS [^:]+:/;

const partOf = (header: string, name: string) => new RegExp(`(?:^|[\\s,])${name}=([^,\\s]*)`).exec(header)?.[1];

/**
 * The signature of a request; undefined for one that has none, or one without a scope. Throws IncompleteSignatureException or
 * InvalidSignatureException where AWS does because of its form.
 */
export function readSignature({ headers, query }: Pick<HttpRequest, 'headers' | 'query'>): Signature | undefined {
  const header = headers.authorization;
  if (header === undefined || older.test(header)) return undefined;
  if (formPairs(query).some(([name]) => name === 'X-Amz-Algorithm')) refuse('InvalidSignatureException', "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header.");
  const missing = ['Credential', 'Signature', 'SignedHeaders'].filter((name) => !partOf(header, name)).map((name) => `Authorization header requires '${name}' parameter.`);
  if (headers['x-amz-date'] === undefined && headers.date === undefined) missing.push("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.");
  if (missing.length > 0) refuse('IncompleteSignatureException', `${missing.join(' ')} Authorization=${header}`);
  const credential = partOf(header, 'Credential')!;
  const [accessKeyId, date, region, service, ...rest] = credential.split('/');
  if (rest.length !== 1) refuse('IncompleteSignatureException', `Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${credential}'`);
  return { accessKeyId: accessKeyId!, date: date!, region: region!, service: service! };
}

/** The service that a signature names, whole or not. */
export const signedService = ({ headers }: Pick<HttpRequest, 'headers'>): string | undefined => /Credential=[^,/]+\/\d+\/[^/]+\/([^/,\s]+)/.exec(headers.authorization ?? '')?.[1];
