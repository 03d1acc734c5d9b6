/** The codes that we answer are the ones that AWS's API descriptions list for an operation, or that a service answers for all of them. */
import { describe, expect, it } from 'vitest';
import { badRequests as datapipeline } from './datapipeline/badRequests.ts';
import { badRequests as dynamodb } from './dynamodb/badRequests.ts';
import { badRequests as firehose } from './firehose/badRequests.ts';
import { badRequests as iot } from './iot/badRequests.ts';
import { badRequests as kinesis } from './kinesis/badRequests.ts';
import { badRequests as s3 } from './s3/badRequests.ts';
import { endpointServices } from './services.ts';
import { badRequests as sns } from './sns/badRequests.ts';
import { badRequests as sqs } from './sqs/badRequests.ts';

type Tables = Readonly<Record<string, readonly (readonly unknown[])[]>>;
/** Each service's table, and where in a row the code stands. */
const tables: Readonly<Record<string, readonly [rows: Tables, place: number]>> = {
  kinesis: [kinesis, 1], firehose: [firehose, 1], dynamodb: [dynamodb, 1], datapipeline: [datapipeline, 1], sqs: [sqs, 1], sns: [sns, 1],
  iot: [iot, 2], iotdata: [iot, 2], s3: [s3, 2],
};

const signature = ['IncompleteSignatureException'];
/** What the JSON protocols answer before an operation begins. */
const json = ['ValidationException', 'SerializationException', ...signature];
/** Errors that belong to a service as a whole: its page "Common Errors", S3's "Error responses", IoT's own for bodies that do not fit. */
const common: Readonly<Record<string, readonly string[]>> = {
  kinesis: json, firehose: json, dynamodb: json, datapipeline: json,
  iot: [...signature, 'SerializationException'],
  iotdata: [...signature, 'RequestEntityTooLargeException'],
  sqs: ['MissingParameter', 'InvalidParameterValue', 'InvalidAttributeName'],
  sns: ['ValidationError'],
  s3: [
    'AccessDenied', 'BadDigest', 'BucketNotEmpty', 'IllegalLocationConstraintException', 'IncompleteBody', 'InvalidArgument', 'InvalidBucketName', 'InvalidDigest', 'InvalidLocationConstraint', 'InvalidRange', 'InvalidRequest', 'InvalidStorageClass',
    'KeyTooLongError', 'MalformedXML', 'NoSuchBucket', 'NoSuchKey', 'NotImplemented', 'PreconditionFailed',
  ],
};

it('every service is looked at', () => {
  expect(Object.keys(tables).sort()).toEqual(endpointServices.map(({ name }) => name).sort());
});

describe.each(endpointServices.map((service) => [service.name, service] as const))('%s', (name, { shapes }) => {
  const [rows, place] = tables[name]!;
  it.each(Object.keys(shapes.operations))('%s', (operation) => {
    const listed = shapes.operations[operation]!.errors ?? [];
    const known = new Set([...listed, ...listed.map((error) => shapes.shapes[error]!.error?.code), ...common[name]!]);
    const codes = rows[operation]!.map((row) => row[place]);
    expect(codes.length).toBeGreaterThanOrEqual(5);
    expect(codes.filter((code) => !known.has(code as string))).toEqual([]);
  });
});
