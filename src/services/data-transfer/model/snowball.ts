/** The Snow family: how many devices, and when each is ordered, filled, on its way and imported. */
import type { Limits } from '../../../sim/limits.ts';
import type { TransferConfig } from './config.ts';
import { lineTime, type Line } from './lineTime.ts';
import { dayMs, petabyte, term, terabyte, worked, type Phase, type Worked } from './worked.ts';

export const devices = ['snowball-50', 'snowball-80', 'snowball-edge-storage', 'snowball-edge-compute', 'snowmobile'] as const;
export type Device = (typeof devices)[number];

export const deviceNames: Readonly<Record<Device, string>> = {
  'snowball-50': 'Snowball, the smaller one',
  'snowball-80': 'Snowball, the larger one',
  'snowball-edge-storage': 'Snowball Edge Storage Optimized',
  'snowball-edge-compute': 'Snowball Edge Compute Optimized',
  snowmobile: 'Snowmobile',
};

/** Usable bytes of one device in an edition. */
export function usableBytes(device: Device, limits: Limits): number {
  switch (device) {
    case 'snowball-50':
      return limits.number('snow.snowball.small-tb') * terabyte;
    case 'snowball-80':
      return limits.number('snow.snowball.large-tb') * terabyte;
    case 'snowball-edge-storage':
      return limits.number('snow.storage.tb') * terabyte;
    case 'snowball-edge-compute':
      return limits.number('snow.compute.tb') * terabyte;
    case 'snowmobile':
      return limits.number('snow.snowmobile.pb') * petabyte;
  }
}

/** Why this device cannot be ordered in an edition, or undefined. */
export function orderProblem(device: Device, existingCustomer: boolean, limits: Limits): string | undefined {
  if (limits.edition === 'notes') return undefined;
  if (device === 'snowmobile') return 'Snowmobile has been retired; take Snowball Edge devices (existing customers), a Data Transfer Terminal or a line';
  if (device === 'snowball-50' || device === 'snowball-80') return 'this model has been withdrawn; take a Snowball Edge (existing customers)';
  return existingCustomer ? undefined : 'closed to new customers; take DataSync over a line, or a Data Transfer Terminal';
}

/** Lead times that AWS does not promise. [SIM] */
export const usualLeadTimes = { orderAndShipMs: 4 * dayMs, shipBackMs: 2 * dayMs, importMs: dayMs } as const;

/** Shipping speeds in the US. The lead times are for the second day; the next day saves a day each way. */
export const shippingOptions = ['SECOND_DAY', 'NEXT_DAY'] as const;
export type ShippingOption = (typeof shippingOptions)[number];

/** Capacity codes of the API (SnowballCapacityPreference). */
export const capacityCodes = ['T8', 'T13', 'T14', 'T32', 'T42', 'T50', 'T80', 'T98', 'T100', 'T240'] as const;

/**
 * The code that orders a device; undefined for one that is ordered otherwise.
 * SIMPLIFIED: matched by size. Codes of Edge devices count the raw disks: of 100 TB 80 can be used, of 240 TB 210.
 */
export function capacityCodeOf(device: Device, limits: Limits): (typeof capacityCodes)[number] | undefined {
  const today = limits.edition === 'today';
  switch (device) {
    case 'snowball-50':
      return 'T50';
    case 'snowball-80':
      return 'T80';
    case 'snowball-edge-storage':
      return today ? 'T240' : 'T100';
    case 'snowball-edge-compute':
      return today ? 'T32' : 'T42';
    case 'snowmobile':
      return undefined;
  }
}

/** vCPUs of a device in an edition; undefined for one that computes nothing. */
export function vcpusOf(device: Device, limits: Limits): number | undefined {
  if (device === 'snowball-edge-storage') return limits.number('snow.storage.vcpus');
  return device === 'snowball-edge-compute' ? limits.number('snow.compute.vcpus') : undefined;
}

export interface SnowballQuestion {
  readonly bytes: number;
  readonly device: Device;
  /** The network on site over which the devices are filled. */
  readonly lan: Line;
  /** Devices on site at once; 0 for as many as are needed. */
  readonly atOnce: number;
  readonly orderAndShipMs: number;
  readonly shipBackMs: number;
  readonly importMs: number;
}

/** The question that a configuration asks. */
export function snowballQuestion(config: TransferConfig): SnowballQuestion {
  const faster = config.shippingOption === 'NEXT_DAY' ? dayMs : 0;
  return {
    bytes: config.dataSet,
    device: config.device,
    lan: { bitsPerSecond: config.lanBitsPerSecond, utilisation: config.utilisation },
    atOnce: config.devicesAtOnce,
    orderAndShipMs: Math.max(0, config.orderAndShip - faster),
    shipBackMs: Math.max(0, config.shipBack - faster),
    importMs: config.importTime,
  };
}

/** One device's way, ms from the order of the first. */
export interface DeviceTrip {
  readonly device: number;
  readonly bytes: number;
  readonly orderedAt: number;
  readonly arrivesAt: number;
  readonly copiedAt: number;
  readonly backAt: number;
  readonly importedAt: number;
}

export interface SnowballPlan {
  readonly devices: number;
  readonly waves: number;
  readonly trips: readonly DeviceTrip[];
  readonly phases: readonly Phase[];
  readonly doneMs: number;
  readonly worked: readonly Worked[];
}

/** Devices needed for so many bytes; at least one. */
export function devicesNeeded(bytes: number, device: Device, limits: Limits): Worked {
  const usable = usableBytes(device, limits);
  const count = Math.max(1, Math.ceil(bytes / usable));
  return worked('Devices needed', 'data / usable space, rounded up', [term('data', bytes, 'B'), term('usable space', usable, 'B')], count, 'devices');
}

/**
 * Orders, fills and returns devices. The devices of a wave come together and are filled one after another over one network on
 * site; each goes back as soon as it is full. The next wave is ordered when the last device of a wave has left.
 */
export function snowballPlan(ask: SnowballQuestion, limits: Limits): SnowballPlan {
  const needed = devicesNeeded(ask.bytes, ask.device, limits);
  const count = needed.result;
  const atOnce = ask.atOnce > 0 ? Math.min(ask.atOnce, count) : count;
  const waves = Math.ceil(count / atOnce);
  const usable = usableBytes(ask.device, limits);
  const trips: DeviceTrip[] = [];
  let orderedAt = 0;
  for (let wave = 0; wave < waves; wave++) {
    const arrivesAt = orderedAt + ask.orderAndShipMs;
    let copied = 0;
    let leftAt = arrivesAt;
    for (let device = wave * atOnce; device < Math.min(count, (wave + 1) * atOnce); device++) {
      const bytes = Math.min(usable, ask.bytes - device * usable);
      copied += bytes;
      leftAt = arrivesAt + lineTime(copied, ask.lan).ms;
      trips.push(Object.freeze({ device, bytes, orderedAt, arrivesAt, copiedAt: leftAt, backAt: leftAt + ask.shipBackMs, importedAt: leftAt + ask.shipBackMs + ask.importMs }));
    }
    orderedAt = leftAt;
  }
  const last = trips[trips.length - 1]!;
  const copy = lineTime(ask.bytes, ask.lan, 'Time to fill the devices');
  const first = trips[0]!;
  const days = last.importedAt / dayMs;
  return {
    devices: count,
    waves,
    trips,
    phases: [
      { name: 'ordering', from: 0, to: first.arrivesAt },
      { name: 'copying', from: first.arrivesAt, to: last.copiedAt },
      { name: 'shipping', from: last.copiedAt, to: last.backAt },
      { name: 'importing', from: last.backAt, to: last.importedAt },
    ],
    doneMs: last.importedAt,
    worked: [
      needed,
      copy.worked,
      worked(
        'Until all is in S3',
        'order and ship × waves + copy + ship back + time of import',
        [
          term('order and ship', ask.orderAndShipMs / dayMs, 'days'),
          term('waves', waves, ''),
          term('copy', copy.days, 'days'),
          term('ship back', ask.shipBackMs / dayMs, 'days'),
          term('time of import', ask.importMs / dayMs, 'days'),
        ],
        days,
        'days',
      ),
    ],
  };
}

/** States of a job, as the API spells them; those of an import in their order. `Listing` is for exports. */
export const importStates = ['Pending', 'New', 'PreparingAppliance', 'PreparingShipment', 'InTransitToCustomer', 'WithCustomer', 'InTransitToAWS', 'WithAWSSortingFacility', 'WithAWS', 'InProgress', 'Complete'] as const;
export const jobStates = [...importStates, 'Cancelled', 'Listing'] as const;
export type JobState = (typeof jobStates)[number];

/** A job can be canceled until AWS prepares the device. */
export const mayCancel = (state: JobState) => state === 'Pending' || state === 'New';

/**
 * State of a device's job at a moment; `Pending` before its wave is ordered.
 * SIMPLIFIED: half of the time until arrival is preparation, in three equal parts; the last quarter of the way back is the sorting
 * facility, the first tenth of the import the unpacking.
 */
export function jobStateAt(trip: DeviceTrip, at: number): JobState {
  if (at >= trip.importedAt) return 'Complete';
  if (at >= trip.backAt) return (at - trip.backAt) * 10 < trip.importedAt - trip.backAt ? 'WithAWS' : 'InProgress';
  if (at >= trip.copiedAt) return (at - trip.copiedAt) * 4 >= (trip.backAt - trip.copiedAt) * 3 ? 'WithAWSSortingFacility' : 'InTransitToAWS';
  if (at >= trip.arrivesAt) return 'WithCustomer';
  if (at < trip.orderedAt) return 'Pending';
  const sixth = Math.floor(((at - trip.orderedAt) * 6) / Math.max(1, trip.arrivesAt - trip.orderedAt));
  return sixth >= 3 ? 'InTransitToCustomer' : importStates[sixth + 1]!;
}
