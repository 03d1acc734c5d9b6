/** JSON 1.0 and 1.1, and CBOR 1.1: an operation is named by the header x-amz-target. */
import { decode, encode, Tagged } from 'cborg';
import { base64Bytes, utf8Text } from '../../base/base64.ts';
import { crc32 } from '../../base/crc.ts';
import { utf8Bytes } from '../../base/md5.ts';
import { apiError, Refusal, type ApiError } from '../apiError.ts';
import { decodeInput } from '../decode.ts';
import { encodeOutput, jsonCarrier, type Carrier } from '../encode.ts';
import type { HttpResponse } from '../http.ts';
import { eventMessages, eventStreamType, initialResponse } from './eventStream.ts';
import type { Protocol } from './protocol.ts';

/** What a body is written in. */
export interface BodyFormat {
  readonly contentType: string;
  readonly carrier: Carrier;
  read(body: Uint8Array): unknown;
  write(value: unknown): Uint8Array;
  /** The body of an error. */
  error(error: ApiError): Uint8Array;
}

/** What could not be read is told with a capital letter, all else with a small one. */
function errorBody({ code, message }: ApiError) {
  return { __type: code, [code.endsWith('SerializationException') ? 'Message' : 'message']: message };
}

function malformed(what: string): never {
  throw new Refusal(apiError('SerializationException', what));
}

export function jsonFormat(version: string): BodyFormat {
  return {
    contentType: `application/x-amz-json-${version}`,
    carrier: jsonCarrier,
    read(body) {
      if (body.length === 0) return malformed('The body is empty: members come as {}.');
      const text = utf8Text(body) ?? malformed('The body is not UTF-8.');
      try {
        return JSON.parse(text) as unknown;
      } catch {
        return malformed('The body is not JSON.');
      }
    },
    write: (value) => utf8Bytes(JSON.stringify(value)),
    error: (error) => utf8Bytes(JSON.stringify(errorBody(error))),
  };
}

/** Times are tag 1 and whole milliseconds, as Kinesis writes them. */
const timeTag = 1;

export const cborFormat: BodyFormat = {
  contentType: 'application/x-amz-cbor-1.1',
  carrier: { blob: (base64) => base64Bytes(base64) ?? new Uint8Array(), time: (seconds) => new Tagged(timeTag, Math.round(seconds * 1000)) },
  read(body) {
    if (body.length === 0) return malformed('The body is empty: members come as a map, if need be an empty one.');
    try {
      return decode(body, { tags: { [timeTag]: (inner: () => unknown) => Number(inner()) / 1000 } as never, allowIndefinite: true, useMaps: false }) as unknown;
    } catch {
      return malformed('The body is not CBOR.');
    }
  },
  write: (value) => encode(value),
  error: (error) => encode(errorBody(error)),
};

export const awsJsonProtocol: Protocol = (request, services) => {
  const target = request.headers['x-amz-target'];
  if (target === undefined) return undefined;
  const [prefix, operation = ''] = target.split('.');
  const service = services.find(({ shapes }) => shapes.metadata.targetPrefix === prefix);
  if (!service) return undefined;
  const { shapes } = service;
  const shape = shapes.operations[operation];
  const format = formatOf(request.headers['content-type'] ?? '') ?? jsonFormat('1.1');
  return {
    service,
    operation,
    input: () => decodeInput(shapes, shape?.input, format.read(request.body)),
    answer: (output, id) => respond(200, shape?.output === undefined ? new Uint8Array() : format.write(encodeOutput(shapes, shape.output, output, format.carrier)), format, id),
    stream: ({ events }, id) => ({ status: 200, headers: { 'x-amzn-requestid': id, 'content-type': eventStreamType }, body: initialResponse(format), parts: eventMessages(shapes, events, format) }),
    refuse: (error, id) => refusedAs(error, format, id, service.errorHeaders?.(error), service.typeOf?.(error.code)),
  };
};

function respond(status: number, body: Uint8Array, format: BodyFormat, id: string, more: Readonly<Record<string, string>> = {}): HttpResponse {
  return {
    status,
    headers: { 'x-amzn-requestid': id, ...(body.length > 0 ? { 'content-type': format.contentType } : {}), 'content-length': String(body.length), 'x-amz-crc32': String(crc32(body)), ...more },
    body,
  };
}

/** An error as JSON answers it; also of requests that no protocol understood. */
export function refusedAs(error: ApiError, format: BodyFormat, id: string, more: Readonly<Record<string, string>> = {}, type = error.code): HttpResponse {
  return respond(error.status, format.error({ ...error, code: type }), format, id, { 'x-amzn-errortype': error.code, ...more });
}

/** The format that a content type asks for; undefined when this protocol does not know it. */
export function formatOf(contentType: string): BodyFormat | undefined {
  const version = /^application\/x-amz-json-(1\.[01])\b/.exec(contentType)?.[1];
  if (version !== undefined) return jsonFormat(version);
  if (/^application\/x-amz-cbor-1\.1\b/.test(contentType)) return cborFormat;
  return /^application\/json\b/.test(contentType) ? jsonFormat('1.1') : undefined;
}
