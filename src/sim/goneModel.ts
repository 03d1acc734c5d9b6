import type { AwsError } from '../aws/awsError.ts';
import { ok } from '../base/result.ts';
import { eraseModel, type AnyServiceModel, type ModelEvent, type ServiceModel } from './serviceModel.ts';

/** What stands in the place of a node that was taken out of a growing run. */
export function goneModel(kind: string, error: AwsError): AnyServiceModel {
  const gone: ServiceModel<Record<string, never>, Record<string, never>, ModelEvent> = {
    kind,
    says: 'A resource that has been deleted.',
    ports: [],
    fields: {},
    metrics: [],
    faults: [],
    operations: [],
    parseConfig: () => ok({}),
    sinks: () => [],
    init: () => ({}),
    onCall: (_, call, ctx) => ctx.reply(call, { ok: false, error }),
    onEvent() {},
    onReply() {},
    onIntervention() {},
    view: () => ({ fields: {} }),
    invariants: [],
  };
  return eraseModel(gone);
}
