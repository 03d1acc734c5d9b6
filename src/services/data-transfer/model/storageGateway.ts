/** Storage Gateway: applications keep writing files, blocks or tapes on site; a buffer uploads them as the line allows. */
import type { Limits } from '../../../sim/limits.ts';
import { term, worked, type Worked } from './worked.ts';

export const gatewayTypes = ['FILE_S3', 'FILE_FSX_SMB', 'CACHED', 'STORED', 'VTL'] as const;
export type GatewayType = (typeof gatewayTypes)[number];

/** File gateways keep what waits in their cache; the others have an upload buffer. */
export const isFileGateway = (type: GatewayType) => type === 'FILE_S3' || type === 'FILE_FSX_SMB';

export const gatewayProtocols: Readonly<Record<GatewayType, string>> = { FILE_S3: 'NFS or SMB', FILE_FSX_SMB: 'SMB', CACHED: 'iSCSI', STORED: 'iSCSI', VTL: 'iSCSI VTL' };

/** The type for what an application needs; a volume is CACHED when its primary copy lies in AWS, STORED when it lies on site. */
export function gatewayTypeFor(needs: 'files' | 'blocks' | 'tapes', primaryCopy: 'aws' | 'on-site'): GatewayType {
  if (needs === 'files') return 'FILE_S3';
  if (needs === 'tapes') return 'VTL';
  return primaryCopy === 'aws' ? 'CACHED' : 'STORED';
}

/** Why this type cannot be made by a newcomer in an edition, or undefined. */
export function gatewayProblem(type: GatewayType, limits: Limits): string | undefined {
  return type === 'FILE_FSX_SMB' && limits.edition === 'today' ? 'FSx File Gateway is closed to new customers' : undefined;
}

export interface GatewayLoad {
  /** What applications write, MB/s (10^6 B). */
  readonly appMBps: number;
  /** What the line carries, MB/s. */
  readonly netMBps: number;
  /** Data shrinks by this factor before it is sent; 1 for none. */
  readonly compression: number;
  /** How long the writing lasts. */
  readonly hours: number;
}

/** Space that the upload buffer needs for a stretch of writing; `bytes` honour the least size, `worked.result` is the sum alone, in MB. */
export function uploadBuffer(load: GatewayLoad, limits: Limits): { readonly bytes: number; readonly worked: Worked; readonly minimumApplies: boolean } {
  const seconds = load.hours * 3600;
  const megabytes = Math.max(0, (load.appMBps - load.netMBps * load.compression) * seconds);
  const least = limits.bytes('sgw.upload-buffer.min-bytes');
  const minimumApplies = megabytes * 1e6 < least;
  return {
    bytes: minimumApplies ? least : megabytes * 1e6,
    minimumApplies,
    worked: worked(
      'Upload buffer',
      '(written − line × compression) × time',
      [term('written', load.appMBps, 'MB/s'), term('line', load.netMBps, 'MB/s'), term('compression', load.compression, ''), term('time', seconds, 's')],
      megabytes,
      'MB',
    ),
  };
}

/** How long a backlog needs once nothing more is written. */
export function drainTime(backlogMB: number, netMBps: number, compression: number): Worked {
  return worked('Time to upload what waits', 'backlog / (line × compression)', [term('backlog', backlogMB, 'MB'), term('line', netMBps, 'MB/s'), term('compression', compression, '')], backlogMB / (netMBps * compression), 's');
}

/** Why a cache of this size cannot be given to an S3 File Gateway, or undefined. */
export function cacheProblem(bytes: number, limits: Limits): string | undefined {
  const [min, max] = [limits.bytes('sgw.cache.min-bytes'), limits.bytes('sgw.cache.max-bytes')];
  return bytes >= min && bytes <= max ? undefined : `the cache must have ${min / 2 ** 30} GiB to ${max / 2 ** 40} TiB`;
}

/** Why a file cannot be written through an S3 File Gateway, or undefined. */
export function fileProblem(bytes: number, limits: Limits): string | undefined {
  const max = limits.bytes('sgw.file.max-bytes');
  return bytes <= max ? undefined : `a file may have at most ${max / 2 ** 40} TiB`;
}

/** Why a gateway cannot have so many file shares, or undefined. */
export function sharesProblem(shares: number, limits: Limits): string | undefined {
  const max = limits.number('sgw.file.max-shares');
  return shares <= max ? undefined : `one gateway has at most ${max} file shares`;
}
