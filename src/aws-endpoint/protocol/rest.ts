/** REST with JSON (IoT) and with XML (S3): an operation is a method and a path; members lie in path, query, headers and body. */
import { base64Bytes, base64Text, utf8Text } from '../../base/base64.ts';
import { httpDate, parseHttpDate } from '../../base/calendar.ts';
import { utf8Bytes } from '../../base/md5.ts';
import { apiError, Refusal, type ApiError } from '../apiError.ts';
import { decodeInput } from '../decode.ts';
import { encodeOutput, jsonCarrier } from '../encode.ts';
import type { HttpRequest, HttpResponse } from '../http.ts';
import type { EndpointService } from '../operation.ts';
import type { Member, OperationShape, Shape } from '../shapeTypes.ts';
import { signedService } from '../signature.ts';
import { isApiRecord, type ApiRecord, type ApiValue } from '../values.ts';
import { formPairs, unescapeUrl } from './forms.ts';
import type { Incoming, Protocol } from './protocol.ts';
import { dialectOf } from './restDialect.ts';
import { element, escapeXml, membersXml } from './xml.ts';
import { readXml } from './xmlReader.ts';

interface Route {
  readonly method: string;
  readonly pattern: RegExp;
  readonly labels: readonly string[];
  readonly constants: ReadonlyMap<string, string>;
  readonly operation: string;
}

const routes = new WeakMap<EndpointService, readonly Route[]>();

function routesOf(service: EndpointService): readonly Route[] {
  let known = routes.get(service);
  if (!known) {
    known = Object.entries(service.shapes.operations)
      .map(([operation, { method, uri }]) => routeOf(operation, method, uri))
      // The more a route fixes, the sooner it is tried.
      .sort((a, b) => b.constants.size - a.constants.size || a.labels.length - b.labels.length);
    routes.set(service, known);
  }
  return known;
}

function routeOf(operation: string, method: string, uri: string): Route {
  const [path = '/', query = ''] = uri.split('?');
  const labels: string[] = [];
  const pattern = path.replace(/[.*^$()|]/g, '\\$&').replace(/\{([A-Za-z]+)(\+?)\}/g, (_, label: string, greedy: string) => {
    labels.push(label);
    return greedy === '+' ? '(.+)' : '([^/]+)';
  });
  return { method, pattern: new RegExp(`^${pattern}/?$`), labels, constants: new Map(formPairs(query)), operation };
}

export const restProtocol: Protocol = (request, services) => {
  const scope = signedService(request);
  const rest = services.filter(({ shapes }) => String(shapes.metadata.protocol).startsWith('rest-'));
  const query = formPairs(request.query);
  const candidates = scope === undefined ? rest : rest.filter(({ signedAs }) => signedAs.includes(scope));
  for (const service of candidates) {
    const { method, path } = dialectOf(service).rewrite?.(request) ?? request;
    for (const route of routesOf(service)) {
      const match = route.method === method ? route.pattern.exec(path) : null;
      if (!match || [...route.constants].some(([name, value]) => !query.some(([n, v]) => n === name && v === value))) continue;
      const labels = new Map(route.labels.map((label, i) => [label, unescapeUrl(match[i + 1]!)]));
      return incoming(service, route.operation, request, labels, query);
    }
  }
  const last = candidates.find((service) => dialectOf(service).catchAll === true && request.headers['x-amz-target'] === undefined);
  return last && incoming(last, `${request.method} ${request.path}`, request, new Map(), query);
};

function incoming(service: EndpointService, operation: string, request: HttpRequest, labels: ReadonlyMap<string, string>, query: readonly (readonly [string, string])[]): Incoming {
  const { shapes } = service;
  const isXml = shapes.metadata.protocol === 'rest-xml';
  const shape = shapes.operations[operation] ?? { method: request.method, uri: request.path };
  return {
    service,
    operation,
    input: () => {
      dialectOf(service).check?.(request, query);
      return readInput(service, shape, request, labels, query, isXml);
    },
    answer: (output, id) => writeOutput(service, operation, shape, output, id, isXml, request.method === 'HEAD'),
    refuse: (error, id) => refused(ownWords(service, error), id, isXml, request.method === 'HEAD'),
  };
}

function ownWords(service: EndpointService, { code, message, status, details }: ApiError): ApiError {
  const { codes = {}, statuses = {} } = dialectOf(service);
  const own = codes[code] ?? code;
  return apiError(own, message, statuses[own] ?? status, details);
}

/** A text of path, query or header as the member's type. */
function fromText(shape: Shape, text: string, at: string): unknown {
  switch (shape.type) {
    case 'boolean':
      if (!/^(true|false)$/i.test(text)) throw new Refusal(apiError('InvalidRequestException', `${at} must be true or false, and is "${text}".`));
      return text.toLowerCase() === 'true';
    case 'integer':
    case 'long':
    case 'double':
    case 'float':
      if (!/^-?\d+(\.\d+)?$/.test(text)) throw new Refusal(apiError('InvalidRequestException', `${at} must be a number, and is "${text}".`));
      return Number(text);
    case 'timestamp': {
      const httpTime = parseHttpDate(text);
      return httpTime === undefined ? Number(text) : httpTime / 1000;
    }
    default:
      return text;
  }
}

function readInput(service: EndpointService, { input }: OperationShape, request: HttpRequest, labels: ReadonlyMap<string, string>, query: readonly (readonly [string, string])[], isXml: boolean): ApiRecord {
  if (input === undefined) return {};
  const { shapes } = service;
  const shape = shapes.shapes[input]!;
  const raw: Record<string, unknown> = {};
  const inBody: string[] = [];
  for (const [name, member] of Object.entries(shape.members ?? {})) {
    const wire = member.locationName ?? name;
    const text = textAt(member, wire, labels, query, request);
    if (text !== undefined) raw[name] = Array.isArray(text) ? text : fromText(shapes.shapes[member.shape]!, text as string, name);
    else if (member.location === 'headers') raw[name] = Object.fromEntries(Object.entries(request.headers).flatMap(([header, value]) => (header.startsWith(wire.toLowerCase()) ? [[header.slice(wire.length), value]] : [])));
    else if (member.location === undefined) inBody.push(name);
  }
  const payload = shape.payload;
  if (payload !== undefined) {
    const member = shape.members![payload]!;
    const kind = shapes.shapes[member.shape]!.type;
    if (kind === 'blob') raw[payload] = base64Text(request.body);
    else if (kind === 'string') raw[payload] = utf8Text(request.body) ?? '';
    else if (request.body.length > 0) raw[payload] = isXml ? readXml(shapes, member.shape, request.body) : readJson(request.body);
  } else if (inBody.length > 0 && request.body.length > 0 && !isXml) {
    const body = readJson(request.body);
    if (!isApiRecord(body)) throw new Refusal(apiError('InvalidRequestException', 'The body must be a JSON object.'));
    for (const name of inBody) {
      const value = body[shape.members![name]!.locationName ?? name];
      if (value !== undefined) raw[name] = value;
    }
  }
  return decodeInput(shapes, input, raw);
}

function textAt(member: Member, wire: string, labels: ReadonlyMap<string, string>, query: readonly (readonly [string, string])[], { headers }: HttpRequest): string | string[] | undefined {
  if (member.location === 'uri') return labels.get(wire);
  if (member.location === 'header') return headers[wire.toLowerCase()];
  if (member.location !== 'querystring') return undefined;
  return query.find(([name]) => name === wire)?.[1];
}

function readJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(utf8Text(body) ?? 'not UTF-8');
  } catch {
    throw new Refusal(apiError('InvalidRequestException', 'The body is not JSON.'));
  }
}

function writeOutput(service: EndpointService, operationName: string, operation: OperationShape, output: ApiRecord, id: string, isXml: boolean, head: boolean): HttpResponse {
  const { shapes } = service;
  const name = operation.output;
  const shape = name === undefined ? undefined : shapes.shapes[name];
  const headers: Record<string, string> = {};
  let status = operation.status ?? 200;
  const body: Record<string, ApiValue> = {};
  for (const [member, about] of Object.entries(shape?.members ?? {})) {
    const value = output[member];
    if (value === undefined || value === null) continue;
    const wire = (about.locationName ?? member).toLowerCase();
    if (about.location === 'header') headers[wire] = shapes.shapes[about.shape]!.type === 'timestamp' ? httpDate((value as number) * 1000) : String(value as string | number | boolean);
    else if (about.location === 'headers') for (const [key, each] of Object.entries(value as Record<string, string>)) headers[`${wire}${key}`] = each;
    else if (about.location === 'statusCode') status = value as number;
    else body[member] = value;
  }
  // A part of an object is told by its range.
  if (headers['content-range'] !== undefined) status = 206;
  const { bytes, type } = writeBody(service, operationName, name, body, isXml);
  const about = { [isXml ? 'x-amz-request-id' : 'x-amzn-requestid']: id, ...(type === undefined ? {} : { 'content-type': type }) };
  return { status, headers: { ...about, ...headers, 'content-length': headers['content-length'] ?? String(bytes.length) }, body: head ? new Uint8Array() : bytes };
}

function writeBody(service: EndpointService, operation: string, name: string | undefined, body: ApiRecord, isXml: boolean): { bytes: Uint8Array; type: string | undefined } {
  const { shapes } = service;
  const shape = name === undefined ? undefined : shapes.shapes[name];
  const payload = shape?.payload;
  let bytes = new Uint8Array() as Uint8Array;
  let type: string | undefined;
  if (payload !== undefined) {
    const value = body[payload];
    const kind = shapes.shapes[shape!.members![payload]!.shape]!.type;
    if (value !== undefined && kind === 'blob') bytes = base64Bytes(value as string) ?? new Uint8Array();
    else if (value !== undefined) bytes = utf8Bytes(kind === 'string' ? (value as string) : JSON.stringify(value));
    type = kind === 'blob' ? (isXml ? 'binary/octet-stream' : 'application/json') : 'application/json';
  } else if (name !== undefined && isXml) {
    const { roots = {}, texts = {} } = dialectOf(service);
    if (Object.keys(body).length > 0 || roots[operation] !== undefined) {
      const root = roots[operation] ?? shape?.locationName ?? name.replace(/Output$/, 'Result');
      const only = texts[operation];
      const inner = only === undefined ? membersXml(shapes, name, body) : escapeXml((body[only] as string | undefined) ?? '');
      bytes = utf8Bytes(`<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${inner}</${root}>`);
      type = 'application/xml';
    }
  } else if (!isXml) {
    const json = encodeOutput(shapes, name, body, jsonCarrier);
    bytes = utf8Bytes(JSON.stringify(json ?? {}));
    type = 'application/json';
  }
  return { bytes, type };
}

function refused({ code, message, status, details = {} }: ApiError, id: string, isXml: boolean, head: boolean): HttpResponse {
  const more = Object.entries(details).map(([name, text]) => element(name, escapeXml(text))).join('');
  const bytes = utf8Bytes(isXml ? `<?xml version="1.0" encoding="UTF-8"?>\n<Error>${element('Code', code)}${element('Message', escapeXml(message))}${more}${element('RequestId', id)}</Error>` : JSON.stringify({ message, ...details }));
  const body = head || status === 304 ? new Uint8Array() : bytes;
  return { status, headers: { [isXml ? 'x-amz-request-id' : 'x-amzn-requestid']: id, 'x-amzn-errortype': code, 'content-type': isXml ? 'application/xml' : 'application/json', 'content-length': String(body.length) }, body };
}
