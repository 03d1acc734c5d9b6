import type { OperationSpec } from '../../../sim/serviceModel.ts';
import { isPlainRecord, type PlainRecord } from '../../../sim/plainData.ts';
import { certificateStatuses, type CertificateStatus } from './identity.ts';
import { credentialKinds } from './operations.ts';
import { mayDo } from './permission.ts';
import { publishInside } from './publishing.ts';
import { thingIssues, type Thing } from './registry.ts';
import type { Ctx, IotState } from './state.ts';

const shadowMembers = { thingName: 'Name', shadowName: 'Empty for the classic shadow', credentials: 'Empty for the owner of the account; none; a certificate such as cert-device-1; iam, cognito-authenticated or cognito-unauthenticated' };

export const operations: readonly OperationSpec[] = [
  { name: 'UpdateCertificate', says: 'Changes the state of a device certificate; only an ACTIVE one may connect', members: { certificateId: 'Certificate, such as cert-device-1', newStatus: certificateStatuses.join(', ') } },
  { name: 'CreateThing', says: 'Registers a thing', members: { thingName: 'Name', thingTypeName: 'Type, optional', attributes: 'Names and texts', certificateId: 'Certificate attached to it' } },
  { name: 'DeleteThing', says: 'Deletes a thing from the registry; certificate, connection and shadow stay', members: { thingName: 'Name' } },
  { name: 'UpdateThingShadow', says: 'An application changes a shadow over HTTPS', members: { ...shadowMembers, payload: 'state, version, clientToken', contentType: 'application/json' } },
  { name: 'GetThingShadow', says: 'An application asks for a shadow over HTTPS', members: shadowMembers },
  { name: 'DeleteThingShadow', says: 'An application deletes a shadow over HTTPS', members: shadowMembers },
];

function refuse(operation: string, code: string, message: string, ctx: Ctx): void {
  ctx.trace('operation.refused', operation, { operation, code, message });
}

/** A call of the control plane, or of an application. */
export function operate(state: IotState, operation: string, request: PlainRecord, ctx: Ctx): void {
  const text = (name: string) => (typeof request[name] === 'string' ? request[name] : '');
  const thingName = text('thingName');
  switch (operation) {
    case 'UpdateCertificate': {
      const status = text('newStatus') as CertificateStatus;
      if (!certificateStatuses.includes(status)) return refuse(operation, 'InvalidRequestException', `newStatus must be one of ${certificateStatuses.join(', ')}`, ctx);
      ctx.trace('certificate.updated', text('certificateId'), { status });
      ctx.after(state.config.policyDelay, { type: 'certificate', certificate: text('certificateId'), status });
      return;
    }
    case 'CreateThing': {
      const attributes = isPlainRecord(request.attributes) ? Object.fromEntries(Object.entries(request.attributes).map(([name, value]) => [name, String(value as string)])) : {};
      const thing: Thing = Object.freeze({ name: thingName, type: text('thingTypeName') || undefined, attributes: Object.freeze(attributes), groups: Object.freeze([]), certificates: Object.freeze(text('certificateId') === '' ? [] : [text('certificateId')]) });
      const [issue] = thingIssues(thing, ctx.limits);
      if (issue) return refuse(operation, 'InvalidRequestException', `${issue.path}: ${issue.problem}`, ctx);
      const known = state.things.get(thingName);
      // The same request again is no mistake; a type can never be changed.
      if (known !== undefined && JSON.stringify(known) !== JSON.stringify(thing)) return refuse(operation, 'ResourceAlreadyExistsException', `there is a thing ${thingName} with other attributes`, ctx);
      if (known !== undefined) return;
      state.things.set(thingName, thing);
      ctx.bill('registry-operations', 1);
      return ctx.trace('thing.created', thingName, {});
    }
    case 'DeleteThing':
      if (!state.things.delete(thingName)) return refuse(operation, 'ResourceNotFoundException', `there is no thing ${thingName}`, ctx);
      ctx.bill('registry-operations', 1);
      return ctx.trace('thing.deleted', thingName, {});
    case 'UpdateThingShadow':
    case 'GetThingShadow':
    case 'DeleteThingShadow':
      return askShadow(state, operation, thingName, request, ctx);
    default:
  }
}

/** A request to the shadow service over HTTPS: who asks and in which form is looked at first. */
function askShadow(state: IotState, operation: 'UpdateThingShadow' | 'GetThingShadow' | 'DeleteThingShadow', thingName: string, request: PlainRecord, ctx: Ctx): void {
  const text = (name: string) => (typeof request[name] === 'string' ? request[name] : '');
  const reject = (code: number, message: string, says: string): void => {
    ctx.count(`${operation}.Rejected`, 1);
    ctx.trace('shadow.rejected', thingName, { code, message, says });
  };
  const credentials = text('credentials');
  if (credentials === 'none') return reject(401, 'Unauthorized', 'the request shows no certificate and no signature');
  if (credentials !== '') {
    const kind = credentialKinds.find((each) => each === credentials) ?? 'certificate';
    const { allowed, says } = mayDo(state, { clientId: thingName, certificate: credentials, credentials: kind }, { action: `iot:${operation}`, resource: `thing/${thingName}` });
    if (!allowed) return reject(403, 'Forbidden', says);
  }
  if (operation === 'UpdateThingShadow' && !['', 'application/json'].includes(text('contentType'))) return reject(415, 'Unsupported documented encoding; supported encoding is UTF-8', `the content type is ${text('contentType')}`);
  const shadow = text('shadowName');
  const verb = operation.slice(0, operation.indexOf('Thing')).toLowerCase();
  publishInside(state, { topic: `$aws/things/${thingName}/shadow${shadow === '' ? '' : `/name/${shadow}`}/${verb}`, payload: request.payload ?? {} }, { shadows: true }, ctx);
}
