import { fail, ok } from '../../../base/result.ts';
import { parseFields, type ConfigIssue, type Field, type Fields } from '../../../sim/config.ts';
import type { Limits } from '../../../sim/limits.ts';
import { sayValue } from '../../../sim/plainData.ts';
import { connectionProblem, usualProvisioningMs, type ConnectionKind } from './directConnect.ts';
import { migrationTypes, type MigrationType } from './dms.ts';
import { parseBitRate, usualUtilisation } from './lineTime.ts';
import { devices, orderProblem, shippingOptions, usualLeadTimes, type Device, type ShippingOption } from './snowball.ts';
import { fileProblem, gatewayProblem, gatewayTypes, type GatewayType } from './storageGateway.ts';

export const transferOptions = ['internet', 'transfer-acceleration', 'direct-connect', 'snowball', 'storage-gateway', 'dms'] as const;
export type TransferOption = (typeof transferOptions)[number];

export interface TransferConfig {
  readonly option: TransferOption;
  readonly dataSet: number;
  readonly pieces: number;
  readonly bitsPerSecond: number;
  readonly utilisation: number;
  readonly sourceStopped: boolean;
  readonly provisioning: number;
  readonly connection: ConnectionKind;
  readonly confirmation: 'automatic' | 'manual';
  readonly device: Device;
  readonly existingCustomer: boolean;
  readonly lanBitsPerSecond: number;
  readonly devicesAtOnce: number;
  readonly orderAndShip: number;
  readonly shipBack: number;
  readonly shippingOption: ShippingOption;
  readonly importTime: number;
  readonly followUp: boolean;
  readonly database: boolean;
  readonly roundTrip: number;
  readonly edgeRoundTrip: number;
  readonly streams: number;
  readonly window: number;
  readonly compression: number;
  readonly uploadBuffer: number;
  readonly gatewayType: GatewayType;
  readonly cache: number;
  readonly fileShares: number;
  readonly migration: MigrationType;
  readonly tables: number;
  readonly parallelTables: number;
  readonly tableBitsPerSecond: number;
  readonly applyBitsPerSecond: number;
  readonly openTransactions: number;
  readonly sourceEngine: string;
  readonly targetEngine: string;
  readonly conversionTime: number;
  readonly cutOver: 'automatic' | 'manual';
  readonly switchTime: number;
}

const maxDays = 400 * 86_400_000;

function bitRate(says: string, standard: number, short?: string): Field<number> {
  return {
    type: 'structure',
    says,
    unit: 'bit/s',
    default: standard,
    ...(short ? { short } : {}),
    parse(raw) {
      const value = parseBitRate(raw);
      return value === undefined ? fail([{ path: '', problem: `${sayValue(raw)} is no bit rate; write 500Mbps or 10Gbps` }]) : ok(value);
    },
  };
}

function duration(says: string, standard: number, short?: string): Field<number> {
  return { type: 'duration', says, unit: 'ms', min: 0, max: maxDays, default: standard, ...(short ? { short } : {}) };
}

export const transferFields: Fields<TransferConfig> = {
  option: { type: 'choice', says: 'The way that the data takes', choices: transferOptions, default: 'internet' },
  dataSet: { type: 'bytes', says: 'Data that is there at the start and must be moved', unit: 'B', min: 0, max: 1e18, short: 'data', default: 0 },
  pieces: { type: 'integer', says: 'Records that the data set is shown as; each stands for an equal part', unit: 'records', min: 1, max: 100_000, default: 1000 },
  bitsPerSecond: bitRate('The line from the site to AWS', 1e9, 'line'),
  utilisation: { type: 'number', says: 'Part of the line that the transfer gets', min: 0.01, max: 1, short: 'share', default: usualUtilisation },
  sourceStopped: { type: 'boolean', says: 'Nobody writes at the source while the bulk is under way', short: 'stopped', default: false },
  provisioning: duration('Direct Connect: from order to a working line; 0 for one that is there', usualProvisioningMs),
  connection: { type: 'choice', says: 'Direct Connect: a port of your own, or a partner’s', choices: ['dedicated', 'hosted'], default: 'dedicated' },
  confirmation: { type: 'choice', says: 'Direct Connect: a hosted connection is confirmed at once, or by ConfirmConnection', choices: ['automatic', 'manual'], default: 'automatic' },
  device: { type: 'choice', says: 'Snowball: the model', choices: devices, default: 'snowball-edge-storage' },
  existingCustomer: { type: 'boolean', says: 'Snowball in the Today edition: ordered before it was closed to new customers', default: true },
  lanBitsPerSecond: bitRate('Snowball: the network on site over which devices are filled', 10e9, 'lan'),
  devicesAtOnce: { type: 'integer', says: 'Snowball: devices on site at once; 0 for as many as are needed', unit: 'devices', min: 0, max: 10_000, default: 0 },
  orderAndShip: duration('Snowball: from order to arrival', usualLeadTimes.orderAndShipMs),
  shipBack: duration('Snowball: from pick-up to AWS', usualLeadTimes.shipBackMs),
  shippingOption: { type: 'choice', says: 'Snowball: shipping speed; the times above are for the second day', choices: shippingOptions, default: 'SECOND_DAY' },
  importTime: duration('Snowball: from arrival at AWS until the data is in S3', usualLeadTimes.importMs),
  followUp: { type: 'boolean', says: 'Snowball: what changes meanwhile is sent over the line once the devices are in', default: true },
  database: { type: 'boolean', says: 'Snowball: the first load of a database, which DMS then brings up to date until the cut-over', default: false },
  roundTrip: { type: 'duration', says: 'Round trip from client to bucket', unit: 'ms', min: 1, max: 10_000, default: 150 },
  edgeRoundTrip: { type: 'duration', says: 'Round trip from client to the nearest edge location', unit: 'ms', min: 1, max: 10_000, default: 20 },
  streams: { type: 'integer', says: 'Connections at once', unit: 'connections', min: 1, max: 10_000, default: 10 },
  window: { type: 'bytes', says: 'Bytes that a connection may have under way unconfirmed', unit: 'B', min: 1024, max: 1024 ** 3, default: 256 * 1024 },
  compression: { type: 'number', says: 'Storage Gateway: data shrinks by this factor', min: 1, max: 100, default: 1 },
  uploadBuffer: { type: 'bytes', says: 'Storage Gateway: space for what waits to be uploaded', unit: 'B', min: (l) => l.bytes('sgw.upload-buffer.min-bytes'), max: 1e15, short: 'buffer', default: (l) => l.bytes('sgw.upload-buffer.min-bytes') },
  gatewayType: { type: 'choice', says: 'Storage Gateway: what applications on site see', choices: gatewayTypes, default: 'CACHED' },
  cache: { type: 'bytes', says: 'File gateway: the cache, which also holds what waits to be uploaded', unit: 'B', min: (l) => l.bytes('sgw.cache.min-bytes'), max: (l) => l.bytes('sgw.cache.max-bytes'), default: (l) => l.bytes('sgw.cache.min-bytes') },
  fileShares: { type: 'integer', says: 'File gateway: shares', unit: 'shares', min: 1, max: (l) => l.number('sgw.file.max-shares'), default: 1 },
  migration: { type: 'choice', says: 'DMS: the type of the task', choices: migrationTypes, default: 'full-load-and-cdc' },
  tables: { type: 'integer', says: 'DMS: tables of equal size', unit: 'tables', min: 1, max: 10_000, default: 8 },
  parallelTables: {
    type: 'integer',
    says: 'DMS: tables loaded at once',
    unit: 'tables',
    min: 1,
    max: (l) => l.number('dms.full-load.max-tables'),
    default: (l) => l.number('dms.full-load.default-tables'),
  },
  tableBitsPerSecond: bitRate('DMS: what the load of one table can carry', 200e6, 'tableRate'),
  applyBitsPerSecond: bitRate('DMS: what the target takes in of changes', 200e6, 'applyRate'),
  openTransactions: duration('DMS: how long transactions that are open at the start stay open', 0),
  sourceEngine: { type: 'text', says: 'DMS: engine of the source', default: 'Oracle' },
  targetEngine: { type: 'text', says: 'DMS: engine of the target; the same when empty. Another one needs its schema converted first', default: '' },
  conversionTime: duration('DMS: time that the conversion of the schema takes', 2 * 86_400_000),
  cutOver: { type: 'choice', says: 'DMS: clients move to the target as soon as it has caught up, or when told to', choices: ['automatic', 'manual'], default: 'automatic' },
  switchTime: duration('DMS: from the quiet source to clients on the target', 10 * 60_000, 'switch'),
};

/** Reads a configuration; what cannot be had in the edition (a line speed, a device) is refused with the cure. */
export function parseTransferConfig(raw: unknown, limits: Limits) {
  const parsed = parseFields<TransferConfig>(raw, transferFields, limits);
  if (!parsed.ok) return parsed;
  const config = parsed.value;
  const issues: ConfigIssue[] = [];
  if (config.option === 'direct-connect') {
    const problem = connectionProblem(config.connection, config.bitsPerSecond, limits);
    if (problem) issues.push({ path: 'bitsPerSecond', problem });
  }
  if (config.option === 'snowball') {
    const problem = orderProblem(config.device, config.existingCustomer, limits);
    if (problem) issues.push({ path: 'device', problem });
    if (config.dataSet === 0) issues.push({ path: 'dataSet', problem: 'a device is ordered for data that is there: give its size, such as 200TB' });
  }
  if (config.option === 'storage-gateway') {
    const check = (path: string, problem: string | undefined) => {
      if (problem) issues.push({ path, problem });
    };
    check('gatewayType', gatewayProblem(config.gatewayType, limits));
    if (config.gatewayType === 'FILE_S3') check('pieces', fileProblem(config.dataSet / config.pieces, limits));
  }
  return issues.length > 0 ? fail(issues) : parsed;
}
