import { describe, expect, it, vi } from 'vitest';
import type { ReadFile } from './protocol.ts';
import { TrafficFileReader } from './trafficFile.ts';

vi.setConfig({ testTimeout: 60_000 });

function bytesOf(text: string): ArrayBuffer {
  return new TextEncoder().encode(text).buffer as ArrayBuffer;
}

function read(name: string, data: string | ArrayBuffer): ReadFile {
  const reader = new TrafficFileReader(name, typeof data === 'string' ? bytesOf(data) : data);
  for (let turn = 0; turn < 1000; turn++) {
    const { done, of, file } = reader.turn();
    expect(done).toBeLessThanOrEqual(of);
    if (file) return file;
  }
  throw new Error('never done');
}

describe('CSV', () => {
  it('has a header row, quoted cells with commas and line ends, and the size of each row', () => {
    const file = read('quakes.csv', 'place,mag\r\n"Alaska, US",4.2\r\n"two\nlines","say ""hi"""\r\nChile,\r\n');
    expect(file.asset).toEqual({ id: 'file-quakes.csv', rows: 3, columns: { place: ['Alaska, US', 'two\nlines', 'Chile'], mag: ['4.2', 'say "hi"', ''] }, bytes: Uint32Array.from([16, 24, 6]) });
    expect(file.columns).toEqual([{ name: 'place', distinct: 3, examples: ['Alaska, US', 'two\nlines', 'Chile'] }, { name: 'mag', distinct: 3, examples: ['4.2', 'say "hi"', ''] }]);
    expect(file.badCount).toBe(0);
  });

  it('counts bad lines with their numbers and goes on', () => {
    const file = read('x.csv', 'a,b\n1,2\n3\n4,5,6\n\n7,8\n');
    expect(file.asset.columns).toEqual({ a: ['1', '7'], b: ['2', '8'] });
    expect(file.badLines).toEqual([{ line: 3, says: '1 cells where the header has 2' }, { line: 4, says: '3 cells where the header has 2' }]);
  });

  it('loses only the line of a quote that is never closed', () => {
    const file = read('x.csv', 'a,b\n1,2\n3,"4\n5,6\n7,8\n');
    expect(file.asset.columns).toEqual({ a: ['1', '5', '7'], b: ['2', '6', '8'] });
    expect(file.badLines.map((bad) => bad.line)).toEqual([3]);
  });

  it('gives up soon on a quote that is never closed', () => {
    const file = read('x.csv', `a,b\n1,"2\n${'3,4\n'.repeat(100_000)}`);
    expect([file.asset.rows, file.badCount]).toEqual([100_000, 1]);
  });

  it('takes headers of any name, and tells of a name twice', () => {
    expect(read('x.csv', '__proto__,constructor,\n1,2,3\n').asset.columns).toEqual(Object.fromEntries([['__proto__', ['1']], ['constructor', ['2']], ['column 3', ['3']]]));
    expect(() => read('x.csv', 'a,b,a\n1,2,3\n')).toThrow('x.csv, line 1: two columns are called "a". Rename one.');
  });

  it('needs a record', () => {
    expect(() => read('x.csv', 'a,b\n')).toThrow('x.csv has a header row but no records.');
    expect(() => read('x.csv', 'a,b\n1\n2\n')).toThrow('x.csv has no line that can be read; line 2: 1 cells where the header has 2.');
  });

  it('shows at most twenty bad lines and counts all', () => {
    const file = read('x.csv', `a,b\n1,2\n${'x\n'.repeat(300)}`);
    expect([file.badCount, file.badLines.length, file.badLines[0]!.line]).toEqual([300, 20, 3]);
  });

  it('is read in turns', () => {
    const reader = new TrafficFileReader('x.csv', bytesOf(`a\n${'1\n'.repeat(12_000)}`));
    expect(reader.turn()).toMatchObject({ done: 5001, of: 12_001 });
    expect(reader.turn().file).toBeUndefined();
    expect(reader.turn().file!.asset.rows).toBe(12_000);
  });
});

describe('NDJSON', () => {
  it('takes objects line by line; members that a line lacks are empty', () => {
    const file = read('x.ndjson', '{"id":1,"tags":["a"]}\n{"id":2,"city":"Ulm"}\n\n{"city":null}\n');
    expect(file.asset.columns).toEqual({ id: ['1', '2', ''], tags: ['["a"]', '', ''], city: ['', 'Ulm', 'null'] });
    expect(file.asset.rows).toBe(3);
  });

  it('counts what is no object', () => {
    const file = read('x.jsonl', '{"a":1}\nnope\n[1]\n5\nnull\n{"a":2}\n');
    expect(file.badLines).toEqual([{ line: 2, says: 'no JSON' }, { line: 3, says: 'no JSON object' }, { line: 4, says: 'no JSON object' }, { line: 5, says: 'no JSON object' }]);
    expect(file.asset.columns).toEqual({ a: ['1', '2'] });
  });

  it('takes members of any name', () => {
    const file = read('x.ndjson', '{"constructor":1,"__proto__":2,"toString":3}\n{"a":4}\n');
    expect(file.asset.columns).toEqual(Object.fromEntries([['constructor', ['1', '']], ['__proto__', ['2', '']], ['toString', ['3', '']], ['a', ['', '4']]]));
  });

  it('is known by its first line too', () => {
    expect(read('x.txt', '{"a":1}\n').asset.columns).toEqual({ a: ['1'] });
  });
});

describe('plain text', () => {
  it('gives the line and its words', () => {
    const { asset } = read('access.log', '10.0.0.1 GET /a\n\n10.0.0.2 POST /é b\n');
    expect(asset.rows).toBe(2);
    expect(asset.columns).toEqual({ line: ['10.0.0.1 GET /a', '10.0.0.2 POST /é b'], 'word 1': ['10.0.0.1', '10.0.0.2'], 'word 2': ['GET', 'POST'], 'word 3': ['/a', '/é'], 'word 4': ['', 'b'] });
    expect(Array.from(asset.bytes)).toEqual([15, 19]);
  });

  it('counts bytes as UTF-8 does', () => {
    const lines = ['a', 'é', '日本', '🌊', 'x🌊é'];
    expect(Array.from(read('x.log', lines.join('\n')).asset.bytes)).toEqual(lines.map((line) => new TextEncoder().encode(line).length));
  });
});

describe('what cannot be used', () => {
  it('is told in one sentence', () => {
    expect(() => read('x.csv', '')).toThrow('x.csv is empty.');
    expect(() => read('x.csv', '\n\n\n')).toThrow('x.csv is empty.');
    expect(() => read('x.bin', new Uint8Array([1, 0, 2, 3]).buffer as ArrayBuffer)).toThrow('x.bin is not a text file. Bring CSV, NDJSON or log lines.');
    expect(() => read('x.gz', Uint8Array.from({ length: 3000 }, (_, i) => 128 + ((i * 37) % 127)).buffer as ArrayBuffer)).toThrow('x.gz is not a text file.');
    expect(() => read('big.csv', new ArrayBuffer(50 * 1024 * 1024 + 1))).toThrow('big.csv is 50.0 MB; at most 50 MB can be read. Take a part of it.');
  });

  it('is not what has a few odd bytes', () => {
    const bytes = new Uint8Array([...new TextEncoder().encode('name,city\nMüller,Köln\n'), 0xe4, 0x2c, 0x41, 0x0a]);
    expect(read('latin.csv', bytes.buffer as ArrayBuffer).asset.columns.city).toEqual(['Köln', 'A']);
  });

  it('is not a file that begins with a byte order mark', () => {
    expect(read('bom.csv', '\ufeffa,b\n1,2\n').asset.columns).toEqual({ a: ['1'], b: ['2'] });
  });
});
