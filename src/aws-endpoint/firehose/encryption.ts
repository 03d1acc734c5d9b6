/** StartDeliveryStreamEncryption, StopDeliveryStreamEncryption: flags; data is the same with and without. */
import { refuse } from '../apiError.ts';
import type { Handler } from '../operation.ts';
import type { ApiRecord } from '../values.ts';
import type { World } from '../world.ts';
import { activeStream, type DeliveryStream, type Encryption } from './register.ts';

const dayMs = 86_400_000;

/** What DeliveryStreamEncryptionConfigurationInput asks for; none means off. */
export function encryptionFrom(input: ApiRecord | undefined, now: number, was = false, calls: readonly number[] = []): Encryption {
  if (input === undefined) return { on: false, was: false, since: null, calls };
  const KeyType = input.KeyType as string;
  const KeyARN = input.KeyARN as string | undefined;
  if (KeyType === 'CUSTOMER_MANAGED_CMK' && KeyARN === undefined) return refuse('InvalidArgumentException', 'KeyARN must be given for KeyType CUSTOMER_MANAGED_CMK.');
  if (KeyType === 'AWS_OWNED_CMK' && KeyARN !== undefined) return refuse('InvalidArgumentException', 'KeyARN must not be given for KeyType AWS_OWNED_CMK.');
  return { on: true, was, KeyType, KeyARN, since: now, calls };
}

/** The status is on its way to what was asked for. */
export const changing = ({ encryption: { since } }: DeliveryStream, world: World): boolean => since !== null && world.now < since + world.options.provisioningDelay;

/** Records are encrypted from ENABLED on until DISABLED; a change of the key interrupts nothing. */
export const encrypts = (stream: DeliveryStream, world: World): boolean => (changing(stream, world) ? stream.encryption.was : stream.encryption.on);

function directPut(stream: DeliveryStream): DeliveryStream {
  return stream.type === 'DirectPut' ? stream : refuse('InvalidArgumentException', `Server-side encryption of ${stream.name} is that of its stream: DeliveryStreamType is ${stream.type}.`);
}

/** Calls of the last 24 hours, this one counted. */
function counted({ name, encryption }: DeliveryStream, world: World): readonly number[] {
  const most = world.simulation.limits.number('firehose.encryption.calls-per-day');
  const calls = encryption.calls.filter((at) => at > world.now - dayMs);
  return calls.length < most ? [...calls, world.now] : refuse('LimitExceededException', `DeliveryStreamName ${name}: encryption may be started and stopped ${most} times in 24 hours.`);
}

export const encryptionHandlers: Readonly<Record<string, Handler>> = {
  StartDeliveryStreamEncryption(input, world) {
    const stream = directPut(activeStream(input, world));
    stream.encryption = encryptionFrom((input.DeliveryStreamEncryptionConfigurationInput as ApiRecord | undefined) ?? { KeyType: 'AWS_OWNED_CMK' }, world.now, encrypts(stream, world), counted(stream, world));
    return {};
  },
  StopDeliveryStreamEncryption(input, world) {
    const stream = directPut(activeStream(input, world));
    const calls = counted(stream, world);
    stream.encryption = stream.encryption.on ? { on: false, was: encrypts(stream, world), since: world.now, calls } : { ...stream.encryption, calls };
    return {};
  },
};
