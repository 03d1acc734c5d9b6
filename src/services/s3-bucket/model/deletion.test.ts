import { describe, expect, it } from 'vitest';
import { assertRowsConserved } from '../../../testing/conservation.ts';
import { ServiceBench } from '../../../testing/serviceBench.ts';
import { codeOf } from '../../../testing/streamBench.ts';
import { compareUtf8 } from './listing.ts';
import { CreateBucket, DeleteBucket, DeleteObject, GetObject, ListObjectsV2, PutObject } from './operations.ts';

function bench() {
  const b = new ServiceBench('s3-bucket', ['in'], {}, {});
  return { b, put: () => b.ask('in', PutObject, { Key: 'k', purpose: 'data', records: b.batch([100]), bytes: 100 }) };
}

describe('DeleteBucket', () => {
  it('wants an empty bucket; then there is none until it is made again', () => {
    const { b, put } = bench();
    put();
    expect(codeOf(b.ask('in', DeleteBucket, null))).toBe('BucketNotEmpty');
    b.ask('in', DeleteObject, { Key: 'k' });
    expect(codeOf(b.ask('in', DeleteBucket, null))).toBe('ok');
    expect([codeOf(put()), codeOf(b.ask('in', GetObject, { Key: 'k' })), codeOf(b.ask('in', ListObjectsV2, { Prefix: '', MaxKeys: 1 })), codeOf(b.ask('in', DeleteBucket, null))]).toEqual(['NoSuchBucket', 'NoSuchBucket', 'NoSuchBucket', 'NoSuchBucket']);
    expect(codeOf(b.ask('in', CreateBucket, null))).toBe('ok');
    expect(codeOf(put())).toBe('ok');
    assertRowsConserved(b.simulation);
  });

  it('CreateBucket changes nothing where there is one', () => {
    const { b, put } = bench();
    put();
    expect(codeOf(b.ask('in', CreateBucket, null))).toBe('ok');
    expect(b.view().objects).toBe(1);
  });
});

it('keys are put in order by their UTF-8 bytes', () => {
  const keys = ['', 'a', 'ab', 'z', 'ü', '\ue000', '\uffff', '😀', '😀a', '𐀀'];
  const byBytes = [...keys].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  expect([...keys].sort(compareUtf8)).toEqual(byBytes);
});
