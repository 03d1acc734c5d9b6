import type { PlainRecord } from '../../../sim/plainData.ts';
import type { NodeView, ViewContext } from '../../../sim/serviceModel.ts';
import { directConnectPlan, encryptionOf } from './directConnect.ts';
import { dmsPlan } from './dms.ts';
import { lineTime } from './lineTime.ts';
import { dmsQuestion, longWayOf, rateNow } from './moving.ts';
import { capacityCodeOf, jobStateAt, snowballPlan, snowballQuestion, vcpusOf } from './snowball.ts';
import type { TransferState } from './state.ts';
import { gatewayProtocols, isFileGateway } from './storageGateway.ts';
import { acceleration } from './transferAcceleration.ts';
import type { Phase, Worked } from './worked.ts';

/** What a page or a claim may ask of a transfer. */
export interface TransferViewFields {
  readonly option: string;
  readonly phase: string;
  readonly movedBytes: number;
  readonly waitingBytes: number;
  readonly bitsPerSecond: number;
  readonly lineDown: boolean;
  readonly devices: number;
  readonly downtimeMs: number;
  readonly changesLost: number;
  readonly finishedAtMs: number | null;
  /** Age of the oldest change that waits, ms. */
  readonly behindMs: number;
}

function fieldsOf(state: TransferState, at: ViewContext): TransferViewFields {
  const oldest = state.live[state.liveHead] ?? (state.current?.change === true ? state.current.chunk : undefined);
  return {
    option: state.config.option,
    phase: state.phases[state.phases.length - 1]?.name ?? 'waiting',
    movedBytes: state.movedBytes,
    waitingBytes: state.waitingBytes,
    bitsPerSecond: rateNow(state, false, at),
    lineDown: state.lineDown,
    devices: state.jobs.length,
    downtimeMs: state.downtimeMs + (state.quietSince === null ? 0 : at.now - state.quietSince),
    changesLost: state.changesLost,
    finishedAtMs: state.finishedAt,
    behindMs: oldest ? at.now - oldest.since : 0,
  };
}

export function viewTransfer(state: TransferState, at: ViewContext): NodeView {
  return { fields: { ...fieldsOf(state, at) } };
}

/** How long a DMS task captures changes: from its start to the cut-over, which is planned until it has been. */
function captureOf(state: TransferState, at: ViewContext): PlainRecord | null {
  const plan = dmsPlan(dmsQuestion(state.config), at.limits).capture;
  return plan && { name: plan.name, from: plan.from, to: state.switched ? state.finishedAt : plan.to };
}

/** The plan of an option for a data set, with its arithmetic. */
export function planOf(state: TransferState, at: ViewContext): { readonly phases: readonly Phase[]; readonly worked: readonly Worked[] } {
  const { config } = state;
  const line = { bitsPerSecond: config.bitsPerSecond, utilisation: config.utilisation };
  switch (config.option) {
    case 'direct-connect':
      return directConnectPlan(config.dataSet, line, config.provisioning);
    case 'snowball':
      return snowballPlan(snowballQuestion(config), at.limits);
    case 'transfer-acceleration':
      return acceleration(config.dataSet, longWayOf(config));
    case 'dms':
      return dmsPlan(dmsQuestion(config), at.limits);
    default: {
      const time = lineTime(config.dataSet, { ...line, bitsPerSecond: rateNow(state, false, at) / config.utilisation });
      return { phases: [{ name: 'transfer', from: 0, to: time.ms }], worked: [time.worked] };
    }
  }
}

export function describeTransfer(state: TransferState, at: ViewContext): PlainRecord {
  const { config } = state;
  const plan = planOf(state, at);
  return {
    ...fieldsOf(state, at),
    timeline: state.phases.map(({ name, from, to }) => ({ name, from, to })),
    planned: plan.phases.map(({ name, from, to }) => ({ name, from, to })),
    worked: plan.worked.map(({ what, formula, terms, result, unit }) => ({ what, formula, terms: terms.map((each) => ({ ...each })), result: Number.isFinite(result) ? result : null, unit })),
    deviceJobs: state.jobs.map((job) => ({ device: job.trip.device + 1, bytes: job.trip.bytes, jobState: job.cancelled ? 'Cancelled' : jobStateAt(job.trip, at.now), importedAtMs: job.trip.importedAt })),
    ...(config.option === 'snowball' ? { capacity: capacityCodeOf(config.device, at.limits) ?? null, vcpus: vcpusOf(config.device, at.limits) ?? null } : {}),
    ...(config.option === 'storage-gateway' ? { gatewayType: config.gatewayType, protocol: gatewayProtocols[config.gatewayType], cachedBytes: isFileGateway(config.gatewayType) ? state.cachedBytes : 0 } : {}),
    ...(config.option === 'dms' ? { capture: captureOf(state, at) } : {}),
    ...(config.option === 'direct-connect' ? { connectionState: state.connection, encryption: [...encryptionOf(config.connection, config.bitsPerSecond, at.limits).ways] } : {}),
  };
}
