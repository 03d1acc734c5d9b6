import type { AwsError } from '../aws/awsError.ts';
import { bareModel } from './bareModel.ts';
import { eraseModel, type AnyServiceModel, type ModelEvent, type ServiceModel } from './serviceModel.ts';

/** What stands in the place of a node that was taken out of a growing run. */
export function goneModel(kind: string, error: AwsError): AnyServiceModel {
  const gone: ServiceModel<Record<string, never>, Record<string, never>, ModelEvent> = {
    ...bareModel,
    kind,
    says: 'A resource that has been deleted.',
    sinks: () => [],
    init: () => ({}),
    onCall: (_, call, ctx) => ctx.reply(call, { ok: false, error }),
    onEvent() {},
    onReply() {},
  };
  return eraseModel(gone);
}
