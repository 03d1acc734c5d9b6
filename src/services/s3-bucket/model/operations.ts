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
  /** Follows each record in the body. */
  readonly delimiter?: string | undefined;
  /** Default true. False: the caller goes on answering for the rows, and the bucket keeps the object without them. */
  readonly keepsRows?: boolean | undefined;
  /** What came with an object and is given back with it: its type, metadata. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
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
  /** Where the bucket keeps bodies. */
  readonly ETag?: string | undefined;
  /** What came with it. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}
export interface GetObjectResponse {
  readonly object: StoredObject;
  readonly records: RecordBatch;
  readonly content?: PlainRecord | undefined;
}
/** Reads what an object is made of, without its records. `head`: not the bytes. */
export interface ReadObjectRequest {
  readonly Key: string;
  readonly head: boolean;
}
export interface ReadObjectResponse {
  readonly object: StoredObject;
  /** Undefined for a head, and where the bucket has not kept it. */
  readonly body?: Uint8Array | undefined;
}
export interface ListObjectsV2Request {
  readonly Prefix: string;
  /** Keys after this one, in UTF-8 order. */
  readonly StartAfter?: string | undefined;
  readonly MaxKeys: number;
  /** Keys that go on after the prefix with this text in them are told as one common prefix. */
  readonly Delimiter?: string | undefined;
  /** The last key or common prefix of the page before. */
  readonly ContinueAfter?: string | undefined;
}
export interface ListObjectsV2Response {
  readonly Contents: readonly StoredObject[];
  readonly IsTruncated: boolean;
  readonly CommonPrefixes?: readonly string[] | undefined;
  /** The last key or common prefix of this page. */
  readonly Last?: string | undefined;
}

export const PutObject = operation<PutObjectRequest, PutObjectResponse>('s3:PutObject');
export const GetObject = operation<GetObjectRequest, GetObjectResponse>('s3:GetObject');
export const ReadObject = operation<ReadObjectRequest, ReadObjectResponse>('s3:ReadObject');
export const ListObjectsV2 = operation<ListObjectsV2Request, ListObjectsV2Response>('s3:ListObjectsV2');
export const DeleteObject = operation<GetObjectRequest, null>('s3:DeleteObject');
/** The bucket is gone; refused with BucketNotEmpty while objects lie in it. Who is joined to it finds no bucket until it is made again. */
export const DeleteBucket = operation<null, null>('s3:DeleteBucket');
/** Makes a deleted bucket again, empty; nothing happens to one that is there. */
export const CreateBucket = operation<null, null>('s3:CreateBucket');

export const readObjectOperations = [ListObjectsV2.name, GetObject.name, DeleteObject.name];
/** Besides PutObject, what a port for objects of one purpose asks for: so that an edge finds the right one. */
export const purposePorts = { staging: 's3:PutObject staging', failures: 's3:PutObject failures', backup: 's3:PutObject backup' } as const;
