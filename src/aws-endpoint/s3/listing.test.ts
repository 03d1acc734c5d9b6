import { describe, expect, it } from 'vitest';
import { bucket } from '../../testing/s3Requests.ts';

async function filled(...keys: string[]) {
  const lake = await bucket();
  for (const key of keys) await lake.put(`/lake/${encodeURIComponent(key)}`);
  return lake;
}
const folders = ['folder/aSubfolder/subFile1', 'folder/aSubfolder/subFile2', 'folder/file1', 'folder/file2'];
const prefixes = (text: string) => [...text.matchAll(/<CommonPrefixes><Prefix>([^<]*)/g)].map(([, prefix]) => prefix);

describe('ListObjects', () => {
  it('tells marker, owner and checksum; no marker of a next page without a delimiter', async () => {
    const { s3 } = await filled(...folders);
    const all = await s3('/lake');
    expect([all.all('Key'), all.inside('Marker'), all.inside('IsTruncated'), all.inside('NextMarker'), all.inside('KeyCount'), all.all('ID').length, all.inside('ChecksumType')]).toEqual([folders, '', 'false', undefined, undefined, 4, 'FULL_OBJECT']);
    const first = await s3('/lake?max-keys=1');
    expect([first.all('Key'), first.inside('IsTruncated'), first.inside('NextMarker'), first.inside('MaxKeys')]).toEqual([folders.slice(0, 1), 'true', undefined, '1']);
    expect((await s3(`/lake?marker=${folders[0]!}`)).all('Key')).toEqual(folders.slice(1));
  });

  it('goes on behind a common prefix, and behind a key inside one', async () => {
    const { s3 } = await filled(...folders);
    const page = async (marker: string) => {
      const answer = await s3(`/lake?prefix=folder/&delimiter=/&max-keys=1&marker=${marker}`);
      return [prefixes(answer.text), answer.all('Key'), answer.inside('NextMarker'), answer.inside('Marker')];
    };
    expect(await page('')).toEqual([['folder/aSubfolder/'], [], 'folder/aSubfolder/', '']);
    expect(await page('folder/aSubfolder/')).toEqual([[], ['folder/file1'], 'folder/file1', 'folder/aSubfolder/']);
    expect(await page('folder/aSubfolder/subFile1')).toEqual([[], ['folder/file1'], 'folder/file1', 'folder/aSubfolder/subFile1']);
    expect(await page('folder/file1')).toEqual([[], ['folder/file2'], undefined, 'folder/file1']);
  });
});

describe('listings', () => {
  it('are in the order of UTF-8', async () => {
    const keys = ['a', 'ﬀ', '😀', '\ue000', 'b'];
    const { s3 } = await filled(...keys);
    const inOrder = [...keys].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    expect((await s3('/lake?list-type=2&encoding-type=url')).all('Key').map((key) => decodeURIComponent(key!))).toEqual(inOrder);
    expect((await s3(`/lake?list-type=2&encoding-type=url&start-after=${encodeURIComponent('ﬀ')}`)).all('Key').map((key) => decodeURIComponent(key!))).toEqual(['😀']);
  });

  it.each(['', '&list-type=2'])('are escaped where clients ask for it%s', async (type) => {
    const { s3 } = await filled("date=1/a b+(c)'~*ü");
    const answer = await s3(`/lake?encoding-type=url${type}&prefix=${encodeURIComponent('date=')}&delimiter=${encodeURIComponent('%2F')}`);
    expect([answer.all('Key'), answer.inside('Prefix'), answer.inside('Delimiter'), answer.inside('EncodingType')]).toEqual([['date%3D1/a+b%2B%28c%29%27%7E*%C3%BC'], 'date%3D', '%252F', 'url']);
  });

  it('of version 2: a token has the last word over a key to start after', async () => {
    const { s3 } = await filled(...folders);
    const first = await s3('/lake?list-type=2&max-keys=1&start-after=folder/aSubfolder/subFile1');
    expect([first.all('Key'), first.inside('StartAfter')]).toEqual([['folder/aSubfolder/subFile2'], 'folder/aSubfolder/subFile1']);
    const next = await s3(`/lake?list-type=2&start-after=folder/zzz&continuation-token=${encodeURIComponent(first.inside('NextContinuationToken')!)}`);
    expect([next.all('Key'), next.inside('StartAfter'), next.inside('ContinuationToken')]).toEqual([['folder/file1', 'folder/file2'], undefined, first.inside('NextContinuationToken')]);
  });

  it('of buckets name the Region where the client narrows them; an empty token is the beginning', async () => {
    const { s3 } = await bucket();
    expect((await s3('/')).inside('BucketRegion')).toBeUndefined();
    expect((await s3('/?continuation-token=')).all('BucketRegion')).toEqual(['us-east-1']);
    expect((await s3('/?bucket-region=us-west-2')).all('Name')).toEqual([]);
  });
});
