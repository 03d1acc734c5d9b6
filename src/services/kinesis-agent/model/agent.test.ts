import { describe, expect, it, vi } from 'vitest';
import { assertGoldenTrace } from '../../../testing/goldenTrace.ts';
import { calls, chain, flow, run, to } from './agent.fixture.ts';

vi.setConfig({ testTimeout: 60_000 });

describe('tailing', () => {
  it('reads what is appended at the next poll, in order, and sends it when the buffer is old', () => {
    const of = run(chain('rate=20/s, size=100B, keys=3, stopAfter=30s', 'flows=[{filePattern: /var/log/app/app.log, kinesisStream: clicks, maxBufferAgeMillis: 2s, minTimeBetweenFilePollsMillis: 500}]'), { length: '40s' });
    expect(of.summary.records).toMatchObject({ born: 600, delivered: 600, lost: 0, duplicates: 0, orderViolations: 0 });
    // 0.5 s until the poll, 2 s in the buffer, and a second until the reader looks.
    expect(of.summary.records.latencyMs.max).toBeLessThan(4000);
    expect(of.summary.records.latencyMs.max).toBeGreaterThan(2500);
    // A line has a newline, and the record a partition key of some 16 characters.
    expect(of.metric('agent', 'BytesSent').sum).toBeGreaterThan(600 * 101);
  });

  it('begins at the end of a file that is there, or at its beginning; new files are read whole', () => {
    const at = (position: string) => run(to('rate=10/s, size=100B, stopAfter=30s', `startsAfter=10050ms, ${flow(`initialPosition: ${position}, maxBufferAgeMillis: 1s`)}`), { length: '40s' });
    expect(at('START_OF_FILE').summary.records.delivered).toBe(300);
    expect(at('END_OF_FILE').summary.records.delivered).toBe(200);
    expect(at('END_OF_FILE').events('agent.started')[0]!.detail).toMatchObject({ from: 'END_OF_FILE', offset: 10_100 });
    expect(run(to('rate=10/s, size=100B, stopAfter=30s', flow('maxBufferAgeMillis: 1s')), { length: '40s' }).summary.records.delivered).toBe(300);
  });

  it('skips header lines of every file, or tells that they would be records', () => {
    const at = (settings: string) => run(to('rate=10/s, size=100B, stopAfter=20s', `headerLines=2, rotate=time, rotateEvery=5s, ${flow(`maxBufferAgeMillis: 1s${settings}`)}`), { length: '30s' });
    expect(at(', skipHeaderLines: 2').summary.records.delivered).toBe(200);
    expect(at(', skipHeaderLines: 2').events('header.as-record')).toEqual([]);
    expect(at('').events('header.as-record').length).toBeGreaterThan(0);
    // One line too many skipped: the first record of each file is never sent.
    expect(at(', skipHeaderLines: 3').summary.records.delivered).toBe(196);
  });

  it('one pattern over files that are written side by side reads files again; one flow a file does not', () => {
    const web = 'rate=20/s, size=100B, keys=2, stopAfter=60s';
    const one = run(to('rate=2/s, size=100B, keys=random, keyCount=2, stopAfter=60s', `logFile="/var/log/app/{key}.log", ${flow('maxBufferAgeMillis: 1s', '/var/log/app/*.log')}`), { length: '90s' });
    expect(one.summary.records.duplicates).toBeGreaterThan(20);
    expect(one.events('file.read-again').length).toBeGreaterThan(0);
    const each = `{filePattern: /var/log/app/key-0.log, deliveryStream: lake, maxBufferAgeMillis: 1s}, {filePattern: /var/log/app/key-1.log, deliveryStream: lake, maxBufferAgeMillis: 1s}`;
    const two = run(to(web, `logFile="/var/log/app/{key}.log", flows=[${each}]`), { length: '90s' });
    expect(two.summary.records).toMatchObject({ delivered: 1200, duplicates: 0, lost: 0 });
  });
});

describe('rotation', () => {
  for (const how of ['rename', 'copy-truncate']) {
    it(`by ${how}, slower than once a second, loses and repeats nothing`, () => {
      for (const when of ['rotate=time, rotateEvery=12s', 'rotate=size, rotateBytes=60KB']) {
        const of = run(to('rate=50/s, size=100B, keys=3, stopAfter=60s', `rotateBy=${how}, ${when}, ${flow('maxBufferAgeMillis: 1s')}`), { length: '70s' });
        expect(of.summary.records, when).toMatchObject({ born: 3000, delivered: 3000, duplicates: 0, lost: 0, orderViolations: 0 });
        expect(of.events('file.rotated').length, when).toBeGreaterThan(3);
        expect(of.events('tail.reset'), when).toEqual([]);
        expect(of.view('agent').files).toBeLessThanOrEqual(6);
      }
    });

    it(`by ${how}, faster than once a second, loses lines, and says so`, () => {
      const of = run(to('rate=2000/s, size=100B, stopAfter=20s', `rotateBy=${how}, rotate=size, rotateBytes=10KB, keep=3, ${flow('maxBufferAgeMillis: 1s')}`), { length: '30s', checkInvariants: false });
      expect(of.events('rotation.too-fast').length).toBeGreaterThan(0);
      expect(of.summary.records.lostBy['deleted-unprocessed']).toBeGreaterThan(1000);
      expect(of.events('lines.lost').length).toBeGreaterThan(0);
    });
  }

  it('by copy-truncate between two looks at the directory goes unseen: the file is never known to have been larger', () => {
    const at = (how: string) => run(to('rate=50/s, size=100B, keys=3, stopAfter=60s', `rotateBy=${how}, rotate=time, rotateEvery=7s, keep=2, ${flow('maxBufferAgeMillis: 1s')}`), { length: '70s' });
    expect(at('copy-truncate').events('truncation.missed').length).toBeGreaterThan(0);
    expect(at('copy-truncate').summary.records.lost).toBeGreaterThan(100);
    expect(at('rename').summary.records).toMatchObject({ delivered: 3000, lost: 0, duplicates: 0 });
  });

  it('into compressed files loses what was not read yet', () => {
    const at = (compress: boolean) => run(to('rate=100/s, size=100B, stopAfter=20s', `rotate=time, rotateEvery=3s, keep=1, compressRotated=${compress}, ${flow('maxBufferAgeMillis: 1s, minTimeBetweenFilePollsMillis: 2s')}`), { length: '30s' });
    expect(at(false).summary.records.delivered).toBe(2000);
    expect(at(true).summary.records.delivered).toBeLessThan(1800);
    expect(at(true).events('tail.reset').length).toBeGreaterThan(0);
  });

  it('of files that nobody could read in time deletes them', () => {
    const of = run(to('rate=100/s, size=100B, stopAfter=40s', `rotate=time, rotateEvery=2s, keep=2, ${flow('maxBufferAgeMillis: 1s')}`), { length: '60s', interventions: [{ at: 5000, type: 'fault', node: 'agent', name: 'file-unreadable', duration: 20_000 }] });
    expect(of.summary.records.lostBy['deleted-unprocessed']).toBeGreaterThan(1000);
    expect(of.events('file.unreadable').length).toBeGreaterThan(0);
    expect(of.events('tail.reset').length).toBe(1);
    expect(of.summary.records.delivered).toBeGreaterThan(1500);
  });

  it('is a story', () => {
    assertGoldenTrace(run(chain('rate=40/s, size=200B, keys=4', 'rotate=time, rotateEvery=20s, keep=2'), { length: '90s', seed: 7 }), new URL('./golden/rotation.trace', import.meta.url));
  });
});

describe('buffers', () => {
  const at = (settings: string, web = 'rate=100/s, size=100B, stopAfter=20s') => run(to(web, flow(settings)), { length: '30s' });

  it('go out when they have their number of records, their bytes, or their age', () => {
    expect(calls(at('maxBufferSizeRecords: 50')).every((call) => call.count <= 50)).toBe(true);
    expect(calls(at('maxBufferSizeRecords: 50')).filter((call) => call.count === 50).length).toBe(40);
    const bytes = calls(at('maxBufferSizeBytes: 1000'));
    expect(Math.max(...bytes.map((call) => call.bytes))).toBeLessThanOrEqual(1000);
    expect(bytes.filter((call) => call.count === 9).length).toBeGreaterThan(150);
    const age = calls(at('maxBufferAgeMillis: 3s', 'rate=10/s, size=100B, stopAfter=20s'));
    expect(age.every((call, i) => i === 0 || call.at - age[i - 1]!.at >= 3000)).toBe(true);
    expect(age.length).toBe(7);
  });

  it('queue up to a number; then reading stops, and the lines wait in the file', () => {
    const of = run(to('rate=100/s, size=100B, stopAfter=30s', `rotate=none, ${flow('maxBufferSizeRecords: 10, publishQueueCapacity: 5')}`), { length: '120s', interventions: [{ at: 0, type: 'fault', node: 'agent', name: 'permission-loss', duration: 60_000 }] });
    expect(of.events('queue.full').length).toBeGreaterThan(0);
    expect(of.summary.records).toMatchObject({ born: 3000, delivered: 3000, lost: 0, duplicates: 0 });
    expect(of.events('send.failed')[0]!.detail.code).toBe('AccessDeniedException');
  });
});

describe('failures', () => {
  it('of entries: only those are sent again', () => {
    const of = run(to('rate=100/s, size=100B, stopAfter=20s', flow('maxBufferSizeRecords: 100'), 'failEvery=4'), { length: '60s' });
    expect(of.summary.records).toMatchObject({ born: 2000, delivered: 2000, duplicates: 0 });
    expect(of.events('send.partial').length).toBeGreaterThan(0);
    expect(calls(of).slice(0, 2).map((call) => call.count)).toEqual([100, 25]);
  });

  it('back off longer and longer, to the limit, with jitter; the first try after a failure waits for nothing', () => {
    const of = run(to('rate=1/s, size=100B, stopAfter=2s', `rotate=none, ${flow('maxBufferAgeMillis: 1s')}`), { length: '120s', seed: 5, interventions: [{ at: 0, type: 'fault', node: 'agent', name: 'permission-loss' }] });
    const waits = of.events('publisher.backing-off').flatMap((event) => (event.count === 1 ? [event.detail.ms as number] : []));
    expect(waits.length).toBeGreaterThan(5);
    for (const wait of waits.slice(-5)) {
      expect(wait).toBeGreaterThanOrEqual(7000);
      expect(wait).toBeLessThanOrEqual(13_000);
    }
    expect(new Set(waits.slice(-5)).size).toBeGreaterThan(1);
  });

  it('of a throttled stream are a story', () => {
    const of = run(chain('rate=1200/s, size=100B, keys=8, stopAfter=10s', 'flows=[{filePattern: "/var/log/app/app.log*", kinesisStream: clicks, maxBufferAgeMillis: 1s}]'), { length: '60s', seed: 7, checkInvariants: false });
    expect(of.summary.records).toMatchObject({ born: 12_000, delivered: 12_000, lost: 0, duplicates: 0 });
    expect(of.events('send.partial').length).toBeGreaterThan(0);
    expect(of.events('publisher.backing-off').length).toBeGreaterThan(0);
    assertGoldenTrace(of, new URL('./golden/throttled.trace', import.meta.url));
  });

  it('where no stream of that name is connected: tried again for ever, nothing lost', () => {
    const two = `web: traffic(rate=10/s, size=100B) -> agent: kinesis-agent(flows=[{filePattern: /var/log/app/app.log, kinesisStream: nowhere, maxBufferAgeMillis: 1s}])\nagent -> a: kinesis-streams\nagent -> b: kinesis-streams`;
    const of = run(two, { length: '30s' });
    expect(of.events('send.failed')[0]!.detail.code).toBe('ResourceNotFoundException');
    expect(of.summary.records).toMatchObject({ lost: 0, inTransit: 300 });
  });
});

describe('a crash', () => {
  const crash = { at: 20_500, type: 'fault', node: 'agent', name: 'crash', duration: 5000 };

  it('repeats what was sent after the checkpoint, and loses nothing', () => {
    // The checkpoint of a buffer comes with the answer to its call: a crash in between sends that buffer again.
    const at = (moment: number) => run(to('rate=100/s, size=100B, keys=2, stopAfter=40s', flow('maxBufferSizeRecords: 200')), { length: '80s', interventions: [{ ...crash, at: moment }] });
    const before = calls(at(20_000)).map((call) => call.at);
    const sent = before.find((moment) => moment > 10_000)!;
    const during = at(sent + 1);
    expect(during.summary.records).toMatchObject({ delivered: 4000, duplicates: 200, lost: 0 });
    const between = at(sent + 1000);
    expect(between.summary.records).toMatchObject({ delivered: 4000, duplicates: 0, lost: 0 });
    expect(between.events('agent.started')[1]!.detail.from).toBe('checkpoint');
  });

  it('without its checkpoints goes to the end of the newest file: what was not sent is never sent', () => {
    const of = run(to('rate=100/s, size=100B, stopAfter=40s', `rotate=none, ${flow('maxBufferSizeRecords: 500, maxBufferAgeMillis: 60s')}`), { length: '120s', interventions: [{ at: 20_400, type: 'fault', node: 'agent', name: 'checkpoints-lost' }, crash] });
    expect(of.events('agent.started')[1]!.detail.from).toBe('END_OF_FILE');
    expect(of.summary.records.delivered).toBeLessThan(3500);
    const whole = run(to('rate=100/s, size=100B, stopAfter=40s', `rotate=none, ${flow('initialPosition: START_OF_FILE')}`), { length: '120s', interventions: [{ at: 20_400, type: 'fault', node: 'agent', name: 'checkpoints-lost' }, crash] });
    expect(whole.summary.records).toMatchObject({ delivered: 4000, duplicates: 2000 });
  });

  it('while files are renamed finds its file under the new name; one that was emptied meanwhile it takes for another', () => {
    const at = (how: string) => run(to('rate=100/s, size=100B, keys=2, stopAfter=40s', `rotate=time, rotateEvery=12s, rotateBy=${how}, ${flow('maxBufferSizeRecords: 100')}`), { length: '120s', interventions: [crash] });
    expect(at('rename').summary.records).toMatchObject({ delivered: 4000, lost: 0, orderViolations: 0 });
    const emptied = at('copy-truncate');
    expect(emptied.events('agent.started')[1]!.detail.from).toBe('checkpoint not found, END_OF_FILE');
    expect(emptied.summary.records.delivered).toBeLessThan(3800);
  });

  it('after a later buffer has overtaken an earlier one never sends the earlier one: the checkpoint has passed it', () => {
    const at = (interventions: readonly unknown[]) => run(chain('rate=1200/s, size=100B, keys=8, stopAfter=15s', 'rotate=none, flows=[{filePattern: "/var/log/app/app.log*", kinesisStream: clicks, maxBufferAgeMillis: 1s}]'), { length: '120s', seed: 7, interventions, checkInvariants: false });
    const quiet = at([]);
    expect(quiet.summary.records).toMatchObject({ delivered: 18_000, lost: 0, duplicates: 0 });
    // An older buffer that comes later never takes the checkpoint back.
    expect((quiet.view('agent').checkpoints as readonly { offset: number }[])[0]!.offset).toBe(18_000 * 101);
    const ahead = quiet.events('checkpoint.ahead')[0]!;
    const of = at([{ at: ahead.atMs + 1, type: 'fault', node: 'agent', name: 'crash', duration: 2000 }]);
    expect(of.view('agent')).toMatchObject({ bytesBehind: 0, buffered: 0, queued: 0, callsUnderWay: 0 });
    expect(of.summary.records.delivered).toBeLessThan(18_000);
    expect(of.summary.records.inTransit).toBe(18_000 - of.summary.records.delivered);
  });

  it('is a story', () => {
    const of = run(chain('rate=100/s, size=200B, keys=4, stopAfter=40s', 'flows=[{filePattern: "/var/log/app/app.log*", kinesisStream: clicks, maxBufferSizeRecords: 100}]'), { length: '120s', seed: 7, interventions: [{ at: 19_108, type: 'fault', node: 'agent', name: 'crash', duration: 5000 }] });
    expect(of.summary.records).toMatchObject({ born: 4000, delivered: 4000, duplicates: 100, lost: 0 });
    assertGoldenTrace(of, new URL('./golden/crash.trace', import.meta.url));
  });

  it('differs from a restart after an edit only in its name', () => {
    const of = run(to('rate=100/s, size=100B, stopAfter=20s', flow('maxBufferAgeMillis: 2s')), { length: '40s', interventions: [{ at: 8000, type: 'setConfig', node: 'agent', config: { flows: [{ filePattern: '/var/log/app/app.log*', deliveryStream: 'lake', maxBufferAgeMillis: 1000 }] } }, { at: 12_000, type: 'operate', node: 'agent', operation: 'Restart', request: {} }] });
    expect(of.summary.records).toMatchObject({ delivered: 2000, lost: 0 });
    expect(of.events('agent.started').length).toBe(3);
  });
});
