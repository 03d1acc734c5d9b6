/** StartDeliveryStreamEncryption, StopDeliveryStreamEncryption: flags; data is the same with and without. */
import { refuse } from '../apiError.ts';
import type { Handler } from '../operation.ts';
import type { ApiRecord } from '../values.ts';
import { activeStream, type DeliveryStream, type Encryption } from './register.ts';

/** What DeliveryStreamEncryptionConfigurationInput asks for; none means off. */
export function encryptionFrom(input: ApiRecord | undefined, now: number): Encryption {
  if (input === undefined) return { on: false, since: 0 };
  const KeyType = input.KeyType as string;
  const KeyARN = input.KeyARN as string | undefined;
  if (KeyType === 'CUSTOMER_MANAGED_CMK' && KeyARN === undefined) return refuse('InvalidArgumentException', 'KeyARN must be given for KeyType CUSTOMER_MANAGED_CMK.');
  if (KeyType === 'AWS_OWNED_CMK' && KeyARN !== undefined) return refuse('InvalidArgumentException', 'KeyARN must not be given for KeyType AWS_OWNED_CMK.');
  return { on: true, KeyType, KeyARN, since: now };
}

function directPut(stream: DeliveryStream): DeliveryStream {
  return stream.type === 'DirectPut' ? stream : refuse('InvalidArgumentException', `Server-side encryption of ${stream.name} is that of its stream: DeliveryStreamType is ${stream.type}.`);
}

export const encryptionHandlers: Readonly<Record<string, Handler>> = {
  StartDeliveryStreamEncryption(input, world) {
    const stream = directPut(activeStream(input, world));
    stream.encryption = encryptionFrom((input.DeliveryStreamEncryptionConfigurationInput as ApiRecord | undefined) ?? { KeyType: 'AWS_OWNED_CMK' }, world.now);
    return {};
  },
  StopDeliveryStreamEncryption(input, world) {
    const stream = directPut(activeStream(input, world));
    if (stream.encryption.on) stream.encryption = { on: false, since: world.now };
    return {};
  },
};
