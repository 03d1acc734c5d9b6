/** What a bucket answers. An object carries the rows that lie in it. */
import { operation } from '../../../sim/calls.ts';
import type { PlainRecord } from '../../../sim/plainData.ts';
import type { RecordBatch } from '../../../sim/records/recordBatch.ts';

/**
 * What an object is for. Rows of `data` have arrived; rows of `failed` are parked (somebody can get them back); `staging` waits
 * for a COPY; `backup` is a copy beside the real delivery; `manifest` names objects whose rows somebody can load later: the rows that
 * come with it are parked.
 */
export type ObjectPurpose = 'data' | 'staging' | 'backup' | 'failed' | 'manifest';

export interface PutObjectRequest {
  readonly Key: string;
  readonly purpose: ObjectPurpose;
  readonly records: RecordBatch;
  /** Size of the object as stored, after compression. */
  readonly bytes: number;
  /** What stands in it, where a person may want to look: a manifest, a failure line. */
  readonly content?: PlainRecord | undefined;
  /** Default true. False: the caller goes on answering for the rows, and the bucket keeps the object without them. */
  readonly keepsRows?: boolean | undefined;
}
export interface PutObjectResponse {
  readonly ETag: string;
}
export interface GetObjectRequest {
  readonly Key: string;
}
export interface StoredObject {
  readonly Key: string;
  readonly purpose: ObjectPurpose;
  readonly bytes: number;
  readonly count: number;
  /** Simulated ms. */
  readonly LastModified: number;
}
export interface GetObjectResponse {
  readonly object: StoredObject;
  readonly records: RecordBatch;
  readonly content?: PlainRecord | undefined;
}
export interface ListObjectsV2Request {
  readonly Prefix: string;
  /** Keys after this one, in UTF-8 order. */
  readonly StartAfter?: string | undefined;
  readonly MaxKeys: number;
}
export interface ListObjectsV2Response {
  readonly Contents: readonly StoredObject[];
  readonly IsTruncated: boolean;
}

export const PutObject = operation<PutObjectRequest, PutObjectResponse>('s3:PutObject');
export const GetObject = operation<GetObjectRequest, GetObjectResponse>('s3:GetObject');
export const ListObjectsV2 = operation<ListObjectsV2Request, ListObjectsV2Response>('s3:ListObjectsV2');
export const DeleteObject = operation<GetObjectRequest, null>('s3:DeleteObject');

export const readObjectOperations = [ListObjectsV2.name, GetObject.name, DeleteObject.name];
/** Besides PutObject, what a port for objects of one purpose asks for: so that an edge finds the right one. */
export const purposePorts = { staging: 's3:PutObject staging', failures: 's3:PutObject failures', backup: 's3:PutObject backup' } as const;
