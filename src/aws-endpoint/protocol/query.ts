/** The query protocol: a form with Action and Version in, XML out. */
import { utf8Text } from '../../base/base64.ts';
import { utf8Bytes } from '../../base/md5.ts';
import { apiError, Refusal, type ApiError } from '../apiError.ts';
import type { HttpResponse } from '../http.ts';
import type { EndpointService } from '../operation.ts';
import type { Member, ServiceShapes } from '../shapeTypes.ts';
import { signedService } from '../signature.ts';
import type { ApiRecord, ApiValue } from '../values.ts';
import { formPairs } from './forms.ts';
import type { Protocol } from './protocol.ts';
import { element, escapeXml, membersXml, type WireNames } from './xml.ts';

type Form = ReadonlyMap<string, string>;

export const queryProtocol: Protocol = (request, services) => {
  if (!/^application\/x-www-form-urlencoded\b/.test(request.headers['content-type'] ?? '') && request.method !== 'GET') return undefined;
  const form: Form = new Map(formPairs(request.method === 'GET' ? request.query : (utf8Text(request.body) ?? '')));
  const operation = form.get('Action');
  if (operation === undefined) return undefined;
  const version = form.get('Version');
  const asked = services.filter(({ query, shapes }) => query !== undefined && (version === undefined ? Object.hasOwn(shapes.operations, operation) : query.version === version));
  const scope = signedService(request);
  // Without a version some operations belong to several services: the signature tells, or a path that only one of them reads.
  const service = asked.find(({ signedAs }) => scope !== undefined && signedAs.includes(scope)) ?? (request.path === '/' ? undefined : asked.find(({ query }) => query!.fromPath)) ?? asked[0];
  if (!service?.query) return undefined;
  const { shapes, query } = service;
  const shape = shapes.operations[operation];
  const names = { ...query.names, ...query.namesOf?.[operation] };
  return {
    service,
    operation,
    input() {
      const given = shape?.input === undefined ? {} : ((readMember(shapes, { shape: shape.input }, '', form, names, undefined) ?? {}) as ApiRecord);
      return query.fromPath ? query.fromPath(given, request.path, shape?.input) : given;
    },
    answer(output, id) {
      const result = shape?.output === undefined ? '' : element(shape.wrapper ?? `${operation}Result`, membersXml(shapes, shape.output, output, names));
      return xml(200, `<${operation}Response xmlns="${query.namespace}">${result}<ResponseMetadata>${element('RequestId', id)}</ResponseMetadata></${operation}Response>`, id);
    },
    refuse: (error, id) => refused(error, operation, service, id),
  };
};

function refused(error: ApiError, operation: string, { query }: EndpointService, id: string): HttpResponse {
  const { code, status } = error;
  const message = query!.says?.(error, operation) ?? error.message;
  const type = status >= 500 ? 'Receiver' : 'Sender';
  return xml(status, `<ErrorResponse xmlns="${query!.namespace}"><Error>${element('Type', type)}${element('Code', escapeXml(query!.codes?.[code] ?? code.replace(/SignatureException$/, 'Signature')))}${element('Message', escapeXml(message))}<Detail/></Error>${element('RequestId', id)}</ErrorResponse>`, id);
}

function xml(status: number, text: string, id: string): HttpResponse {
  const body = utf8Bytes(`<?xml version="1.0"?>${text}`);
  return { status, headers: { 'x-amzn-requestid': id, 'content-type': 'text/xml', 'content-length': String(body.length) }, body };
}

/** How many of `prefix.1`, `prefix.2`, … there are. */
function entriesAt(prefix: string, form: Form): number {
  let most = 0;
  for (const name of form.keys()) {
    const number = name.startsWith(`${prefix}.`) ? Number(/^\d+/.exec(name.slice(prefix.length + 1))?.[0] ?? 0) : 0;
    if (number > most) most = number;
  }
  if (most > 1000) throw new Refusal(apiError('MalformedInput', `${prefix} has an entry number ${most}: at most 1000 are read.`));
  return most;
}

const has = (prefix: string, form: Form) => form.has(prefix) || [...form.keys()].some((name) => name.startsWith(`${prefix}.`));

function readMember(service: ServiceShapes, member: Member, path: string, form: Form, names: WireNames, own: WireNames[string] | undefined): ApiValue | undefined {
  const shape = service.shapes[member.shape]!;
  const text = form.get(path);
  switch (shape.type) {
    case 'structure': {
      if (path !== '' && !has(path, form)) return undefined;
      const out: Record<string, ApiValue> = {};
      for (const [name, inner] of Object.entries(shape.members ?? {})) {
        const ownName = names[`${member.shape}.${name}`] ?? names[name];
        const value = readMember(service, inner, `${path === '' ? '' : `${path}.`}${ownName?.name ?? inner.locationName ?? name}`, form, names, ownName);
        if (value !== undefined) out[name] = value;
      }
      return out;
    }
    case 'list': {
      const prefix = shape.flattened === true || own !== undefined ? path : `${path}.${shape.member!.locationName ?? 'member'}`;
      const count = entriesAt(prefix, form);
      // A number that was left out is an entry without members.
      const gap = service.shapes[shape.member!.shape]!.type === 'structure' ? {} : null;
      return count === 0 ? undefined : Array.from({ length: count }, (_, i) => readMember(service, shape.member!, `${prefix}.${i + 1}`, form, names, undefined) ?? gap);
    }
    case 'map': {
      const prefix = shape.flattened === true || own !== undefined ? path : `${path}.entry`;
      const count = entriesAt(prefix, form);
      const out: Record<string, ApiValue> = {};
      for (let i = 1; i <= count; i++) {
        const key = form.get(`${prefix}.${i}.${own?.key ?? shape.key!.locationName ?? 'key'}`);
        const value = readMember(service, shape.value!, `${prefix}.${i}.${own?.value ?? shape.value!.locationName ?? 'value'}`, form, names, undefined);
        if (key !== undefined && value !== undefined) out[key] = value;
      }
      return count === 0 ? undefined : out;
    }
    case 'boolean':
      return text === undefined ? undefined : text === 'true';
    case 'integer':
    case 'long':
    case 'float':
    case 'double':
      if (text === undefined) return undefined;
      if (!/^-?\d+(\.\d+)?$/.test(text)) throw new Refusal(apiError('MalformedInput', `${path} must be a number, and is "${text}".`));
      return Number(text);
    default:
      return text;
  }
}
