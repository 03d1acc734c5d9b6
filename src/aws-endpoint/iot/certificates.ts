/** Certificates, the things that they belong to, and the addresses that devices talk to. */
import { base64Text } from '../../base/base64.ts';
import { type CertificateStatus, certificateStatuses, PutCertificate } from '../../services/iot-core/model/operations.ts';
import type { Handler } from '../operation.ts';
import type { World } from '../world.ts';
import { ask, byAge, hexText, pageOf, refuseIot, registerOf, type Certificate } from './register.ts';
import { findThing, tellThing } from './things.ts';

/** Bytes in base64 between the lines that a PEM file has. The bytes are drawn: nothing is signed with them. */
function pemText(label: string, bytes: number, world: World): string {
  const lines = base64Text(Uint8Array.from({ length: bytes }, () => world.client.rng.int(0, 255))).match(/.{1,64}/g)!;
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}

function findCertificate(id: unknown, world: World): Certificate {
  return registerOf(world).certificates.get(String(id)) ?? refuseIot('ResourceNotFoundException', `The certificate given in certificateId does not exist: ${String(id)}`);
}

/** The certificate or Cognito identity that an ARN or id names, as AWS checks it: certificates must be there. */
export function checkPrincipal(member: 'principal' | 'target', text: string, world: World): string {
  const id = /^arn:aws[^:]*:iot:[^:]+:\d{12}:cert\/([0-9a-f]{64})$/.exec(text)?.[1];
  if (id !== undefined) {
    const { arn } = findCertificate(id, world);
    return arn === text ? text : refuseIot('ResourceNotFoundException', `The ${member} ${text} does not exist.`);
  }
  const isIdentity = /^[a-z]{2}-[a-z-]+-\d:[0-9a-f-]{36}$/.test(text);
  const isGroup = member === 'target' && /^arn:aws[^:]*:iot:[^:]+:\d{12}:thinggroup\/[a-zA-Z0-9:_-]+$/.test(text);
  return isIdentity || isGroup ? text : refuseIot('InvalidRequestException', `Invalid ${member}: "${text}" is neither the ARN of a certificate${member === 'target' ? ' or thing group' : ''} nor the id of a Cognito identity.`);
}

const createKeysAndCertificate: Handler = async (input, world) => {
  const register = registerOf(world);
  const id = hexText(world, 64);
  const certificate: Certificate = { id, arn: world.arn('iot', `cert/${id}`), pem: pemText('CERTIFICATE', 860, world), createdAt: world.seconds, order: register.next++, modifiedAt: world.seconds, status: input.setAsActive === true ? 'ACTIVE' : 'INACTIVE' };
  await ask(world, PutCertificate, { certificateId: id, status: certificate.status }, () => null);
  register.certificates.set(id, certificate);
  return { certificateArn: certificate.arn, certificateId: id, certificatePem: certificate.pem, keyPair: { PublicKey: pemText('PUBLIC KEY', 294, world), PrivateKey: pemText('RSA PRIVATE KEY', 1192, world) } };
};

/** AWS sets these itself. */
const internalStatuses: readonly CertificateStatus[] = ['PENDING_TRANSFER', 'PENDING_ACTIVATION'];

const updateCertificate: Handler = async (input, world) => {
  const certificate = findCertificate(input.certificateId, world);
  const status = input.newStatus as CertificateStatus;
  if (internalStatuses.includes(status)) return refuseIot('InvalidRequestException', `newStatus cannot be ${status}: it is for internal use; take ${certificateStatuses.filter((each) => !internalStatuses.includes(each)).join(', ')}.`);
  await ask(world, PutCertificate, { certificateId: certificate.id, status }, () => null);
  certificate.status = status;
  certificate.modifiedAt = world.seconds;
  return {};
};

const deleteCertificate: Handler = (input, world) => {
  const { certificates, things, policies } = registerOf(world);
  const { id, arn, status } = findCertificate(input.certificateId, world);
  if (status === 'ACTIVE') return refuseIot('CertificateStateException', `Certificate must be deactivated (not ACTIVE) before deletion. Id: ${id}`);
  if ([...things.values()].some(({ principals }) => principals.has(arn))) return refuseIot('DeleteConflictException', `Things must be detached before deletion (arn: ${arn})`);
  const attached = [...policies.values()].filter(({ targets }) => targets.has(arn));
  if (attached.length > 0 && input.forceDelete !== true) return refuseIot('DeleteConflictException', `Certificate policies must be detached before deletion (arn: ${arn})`);
  for (const { targets } of attached) targets.delete(arn);
  certificates.delete(id);
  return {};
};

const year = 365 * 86_400;
const endpoints: Readonly<Record<string, string>> = { 'iot:Data': '.iot', 'iot:Data-ATS': '-ats.iot', 'iot:CredentialProvider': '.credentials.iot', 'iot:Jobs': '.jobs.iot' };

export const certificateHandlers: Readonly<Record<string, Handler>> = {
  CreateKeysAndCertificate: createKeysAndCertificate,
  UpdateCertificate: updateCertificate,
  DeleteCertificate: deleteCertificate,
  DescribeCertificate(input, world) {
    const { id, arn, pem, createdAt, modifiedAt, status } = findCertificate(input.certificateId, world);
    return { certificateDescription: { certificateArn: arn, certificateId: id, status, certificatePem: pem, ownedBy: world.options.account, creationDate: createdAt, lastModifiedDate: modifiedAt, customerVersion: 1, transferData: {}, generationId: `${id.slice(0, 8)}-${id.slice(8, 12)}-${id.slice(12, 16)}-${id.slice(16, 20)}-${id.slice(20, 32)}`, validity: { notBefore: createdAt, notAfter: createdAt + 24 * year }, certificateMode: 'DEFAULT' } };
  },
  ListCertificates(input, world) {
    const { items, next } = pageOf(world, [...registerOf(world).certificates.values()], byAge(input.ascendingOrder), { token: input.marker, limit: input.pageSize, member: 'marker' });
    return { certificates: items.map(({ id, arn, status, createdAt }) => ({ certificateArn: arn, certificateId: id, status, certificateMode: 'DEFAULT', creationDate: createdAt })), nextMarker: next };
  },
  async AttachThingPrincipal(input, world) {
    const thing = findThing(input, world);
    const principal = checkPrincipal('principal', input.principal as string, world);
    const kind = (input.thingPrincipalType as string | undefined) ?? 'NON_EXCLUSIVE_THING';
    for (const { name, principals } of registerOf(world).things.values()) {
      if (name !== thing.name && principals.has(principal) && (kind === 'EXCLUSIVE_THING' || principals.get(principal) === 'EXCLUSIVE_THING')) return refuseIot('InvalidRequestException', `The principal is attached to thing ${name}: thingPrincipalType EXCLUSIVE_THING does not allow another one.`);
    }
    thing.principals.set(principal, kind);
    await tellThing(thing, world);
    return {};
  },
  async DetachThingPrincipal(input, world) {
    const thing = findThing(input, world);
    thing.principals.delete(checkPrincipal('principal', input.principal as string, world));
    await tellThing(thing, world);
    return {};
  },
  ListThingPrincipals(input, world) {
    const { items, next } = pageOf(world, [...findThing(input, world).principals.keys()], (arn) => arn, { token: input.nextToken, limit: input.maxResults, member: 'nextToken' });
    return { principals: items, nextToken: next };
  },
  ListPrincipalThings(input, world) {
    const principal = checkPrincipal('principal', input.principal as string, world);
    const all = [...registerOf(world).things.values()].filter(({ principals }) => principals.has(principal)).map(({ name }) => name);
    const { items, next } = pageOf(world, all, (name) => name, { token: input.nextToken, limit: input.maxResults, member: 'nextToken' });
    return { things: items, nextToken: next };
  },
  DescribeEndpoint(input, world) {
    const type = (input.endpointType as string | undefined) ?? 'iot:Data';
    if (!Object.hasOwn(endpoints, type)) return refuseIot('InvalidRequestException', `Endpoint type ${type} not recognized: endpointType is one of ${Object.keys(endpoints).join(', ')}.`);
    return { endpointAddress: `a${world.options.account}z${endpoints[type]}.${world.options.region}.amazonaws.com` };
  },
};
