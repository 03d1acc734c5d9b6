/** StartStreamEncryption and StopStreamEncryption: records tell whether they were written under a key. Nothing is encrypted. */
import { Control } from '../../services/kinesis-streams/model/operations.ts';
import { refuse } from '../apiError.ts';
import type { Handler } from '../operation.ts';
import { demandStanding, findStream } from './register.ts';

function change(operation: 'StartStreamEncryption' | 'StopStreamEncryption'): Handler {
  return async (input, world) => {
    const stream = demandStanding(findStream(input, world), world);
    if (input.EncryptionType !== 'KMS') return refuse('InvalidArgumentException', `EncryptionType ${input.EncryptionType as string} is not valid for ${operation}: the only valid value is KMS.`);
    const key = operation === 'StartStreamEncryption' ? (input.KeyId as string) : null;
    const { limits } = world.simulation;
    const dayAgo = world.now - limits.duration('kds.encryption.window');
    const most = limits.number('kds.encryption.changes-per-day');
    if (stream.encryption.filter(({ at, key: other }) => (other === null) === (key === null) && at > dayAgo).length >= most) return refuse('LimitExceededException', `${operation} may be called ${most} times in 24 hours for a stream.`);
    await world.call(stream.node, Control, { operation, request: {} }, () => null);
    stream.encryption.push({ at: world.now + world.options.provisioningDelay, key });
    return {};
  };
}

export const encryptionHandlers: Readonly<Record<string, Handler>> = { StartStreamEncryption: change('StartStreamEncryption'), StopStreamEncryption: change('StopStreamEncryption') };
