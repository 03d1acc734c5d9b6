/** Certificates: made, registered, switched, described, listed, deleted. */
import { type CertificateStatus, certificateStatuses, PutCertificate } from '../../services/iot-core/model/operations.ts';
import type { Handler } from '../operation.ts';
import type { World } from '../world.ts';
import { ask, byAge, pageOf, refuseIot } from './answers.ts';
import { inTurn, registerOf, type Certificate } from './register.ts';
import { issueCertificate, readCertificate, type ReadCertificate } from './x509.ts';

export function findCertificate(id: string, world: World): Certificate {
  return registerOf(world).certificates.get(id) ?? refuseIot('ResourceNotFoundException', `The certificate given in certificateId does not exist: ${id}`);
}

async function keep(pem: string, { id, validity }: ReadCertificate, about: Pick<Certificate, 'mode' | 'status'>, world: World): Promise<Certificate> {
  const register = registerOf(world);
  const certificate: Certificate = { ...about, id, arn: world.arn('iot', `cert/${id}`), pem, validity, createdAt: world.seconds, order: register.next++, modifiedAt: world.seconds };
  await ask(world, PutCertificate, { certificateId: id, status: about.status }, () => null);
  register.certificates.set(id, certificate);
  return certificate;
}

const createKeysAndCertificate: Handler = async (input, world) => {
  const { certificate: pem, publicKey, privateKey } = issueCertificate(world);
  const { id, arn } = await keep(pem, readCertificate(pem)!, { mode: 'DEFAULT', status: input.setAsActive === true ? 'ACTIVE' : 'INACTIVE' }, world);
  return { certificateArn: arn, certificateId: id, certificatePem: pem, keyPair: { PublicKey: publicKey, PrivateKey: privateKey } };
};

/** AWS sets these itself. */
const internalStatuses: readonly CertificateStatus[] = ['PENDING_TRANSFER', 'PENDING_ACTIVATION'];

const registerCertificateWithoutCa: Handler = async (input, world) => {
  const pem = input.certificatePem as string;
  const status = (input.status as CertificateStatus | undefined) ?? 'INACTIVE';
  if (internalStatuses.includes(status)) return refuseIot('CertificateStateException', `Not allowed to register certificate with ${status} status`);
  const read = readCertificate(pem) ?? refuseIot('CertificateValidationException', 'certificatePem is no X.509 certificate in PEM.');
  const known = registerOf(world).certificates.get(read.id);
  if (known) return refuseIot('ResourceAlreadyExistsException', 'The certificate is already provisioned or registered', { resourceId: known.id, resourceArn: known.arn });
  const { id, arn } = await keep(pem, read, { mode: 'SNI_ONLY', status }, world);
  return { certificateArn: arn, certificateId: id };
};

const updateCertificate: Handler = async (input, world) => {
  const certificate = findCertificate(input.certificateId as string, world);
  const status = input.newStatus as CertificateStatus;
  if (internalStatuses.includes(status)) return refuseIot('InvalidRequestException', `newStatus cannot be ${status}: it is for internal use; take ${certificateStatuses.filter((each) => !internalStatuses.includes(each)).join(', ')}.`);
  await ask(world, PutCertificate, { certificateId: certificate.id, status }, () => null);
  certificate.status = status;
  certificate.modifiedAt = world.seconds;
  return {};
};

const deleteCertificate: Handler = (input, world) => {
  const { certificates, things, policies } = registerOf(world);
  const { id, arn, status } = findCertificate(input.certificateId as string, world);
  if (status === 'ACTIVE') return refuseIot('CertificateStateException', `Certificate must be deactivated (not ACTIVE) before deletion. Id: ${id}`);
  if ([...things.values()].some(({ principals }) => principals.has(arn))) return refuseIot('DeleteConflictException', `Things must be detached before deletion (arn: ${arn})`);
  const attached = [...policies.values()].filter(({ targets }) => targets.has(arn));
  if (attached.length > 0 && input.forceDelete !== true) return refuseIot('DeleteConflictException', `Certificate policies must be detached before deletion (arn: ${arn})`);
  for (const { targets } of attached) targets.delete(arn);
  certificates.delete(id);
  return {};
};

const generation = (id: string) => `${id.slice(0, 8)}-${id.slice(8, 12)}-${id.slice(12, 16)}-${id.slice(16, 20)}-${id.slice(20, 32)}`;

export const certificateHandlers: Readonly<Record<string, Handler>> = {
  CreateKeysAndCertificate: inTurn(createKeysAndCertificate),
  RegisterCertificateWithoutCA: inTurn(registerCertificateWithoutCa),
  UpdateCertificate: inTurn(updateCertificate),
  DeleteCertificate: inTurn(deleteCertificate),
  DescribeCertificate(input, world) {
    const { id, arn, pem, mode, createdAt, modifiedAt, status, validity } = findCertificate(input.certificateId as string, world);
    return { certificateDescription: { certificateArn: arn, certificateId: id, status, certificatePem: pem, ownedBy: world.options.account, creationDate: createdAt, lastModifiedDate: modifiedAt, customerVersion: 1, transferData: {}, generationId: generation(id), validity, certificateMode: mode } };
  },
  ListCertificates(input, world) {
    const limit = input.pageSize ?? world.simulation.limits.number('iot.certificate.default-page');
    const { items, next } = pageOf(world, [...registerOf(world).certificates.values()], byAge(input.ascendingOrder), { token: input.marker, limit, member: 'marker' });
    return { certificates: items.map(({ id, arn, status, mode, createdAt }) => ({ certificateArn: arn, certificateId: id, status, certificateMode: mode, creationDate: createdAt })), nextMarker: next };
  },
};
