/** Settings that change by the API, and a delivery stream that is deleted. */
import { describe, expect, it } from 'vitest';
import { assertRowsConserved } from '../../../testing/conservation.ts';
import { ServiceBench } from '../../../testing/serviceBench.ts';
import { codeOf, responseOf } from '../../../testing/streamBench.ts';
import { DeleteDeliveryStream, PutRecordBatch, UpdateDestination } from './operations.ts';

function bench(config: object = {}, more: readonly object[] = [], edges: readonly object[] = []) {
  const b = new ServiceBench('firehose', ['in'], { bufferSize: '1MiB', bufferInterval: '60s', ...config } as never, { facts: 'today', nodes: [{ id: 'lake', kind: 's3-bucket' }, ...more] as never, edges: [{ from: 'it', to: 'lake' }, ...edges] as never });
  return { b, put: () => responseOf(b.ask('in', PutRecordBatch, { records: b.batch([100, 200]) })) };
}

describe('UpdateDestination', () => {
  it('changes buffers and prefixes; the version rises, the destination stays', () => {
    const { b, put } = bench();
    responseOf(b.ask('in', UpdateDestination, { config: { bufferSize: '1MiB', bufferInterval: '10s', prefix: 'new/', destination: 'http' } }));
    expect(b.view()).toMatchObject({ version: 2, bufferInterval: 10_000, destination: 's3' });
    put();
    b.wait(11_000);
    expect(b.view('lake').newestKey).toMatch(/^new\//);
  });

  it('refuses what a configuration refuses, and changes nothing then', () => {
    const { b } = bench();
    expect(codeOf(b.ask('in', UpdateDestination, { config: { prefix: '!{timestamp:yyyy}' } }))).toBe('InvalidArgumentException');
    expect(b.view().version).toBe(1);
  });
});

describe('a prefix for the backup', () => {
  const backedUp = (config: object) => {
    const { b, put } = bench({ prefix: 'main/', ...config }, [{ id: 'copies', kind: 's3-bucket' }], [{ from: 'it.backup', to: 'copies.backup' }]);
    put();
    b.wait(61_000);
    return [b.view('lake').newestKey, b.view('copies').newestKey];
  };
  it('is its own, or that of the objects in source_records/', () => {
    expect(backedUp({ backupPrefix: 'copy/' })).toEqual([expect.stringMatching(/^main\/\d{4}\//), expect.stringMatching(/^copy\/\d{4}\//)]);
    expect(backedUp({})[1]).toMatch(/^source_records\/main\/\d{4}\//);
  });
  it('is checked like others', () => {
    expect(() => backedUp({ backupPrefix: '!{now}' })).toThrow(/backupPrefix/);
  });
});

describe('DeleteDeliveryStream', () => {
  it('loses what is buffered, and takes nothing in any more', () => {
    const { b, put } = bench();
    put();
    expect(b.simulation.records.holds(0)).toBe(2);
    responseOf(b.ask('in', DeleteDeliveryStream, null));
    // Who sent them goes on holding them.
    expect(b.simulation.records.holds(0)).toBe(1);
    expect(codeOf(b.ask('in', PutRecordBatch, { records: b.batch([1]) }))).toBe('ResourceNotFoundException');
    b.wait(120_000);
    expect(b.view('lake').objects).toBe(0);
    assertRowsConserved(b.simulation);
  });

  it('a request under way arrives, a call of a function comes to nothing', () => {
    const { b, put } = bench({ lambdaInterval: '0s' }, [{ id: 'fn', kind: 'lambda-function', config: { durationBase: 5000 } }], [{ from: 'it', to: 'fn' }]);
    put();
    b.wait(1000);
    responseOf(b.ask('in', DeleteDeliveryStream, null));
    b.wait(120_000);
    expect(b.view('lake').objects).toBe(0);
    expect(b.simulation.records.holds(0)).toBe(1);
    assertRowsConserved(b.simulation);
  });

  it('ends partitions', () => {
    const { b } = bench({ bufferSize: '64MiB', prefix: '!{partitionKeyFromQuery:a}/', errorPrefix: 'e/', partitionKeys: { a: '.a' } });
    b.ask('in', PutRecordBatch, { records: b.batch([100, 200]) });
    responseOf(b.ask('in', DeleteDeliveryStream, null));
    b.wait(1_000_000);
    expect(b.view()).toMatchObject({ activePartitions: 0 });
    assertRowsConserved(b.simulation);
  });
});
