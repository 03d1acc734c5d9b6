import { describe, expect, it } from 'vitest';
import { probedModels, probedQueue, type ProbeAnswer, type ProbeStep } from '../../../testing/queueProbe.ts';
import { simulate, type SimulateOptions } from '../../../testing/simulate.ts';

const s = 1000;

function probe(config: object, script: readonly ProbeStep[], options: SimulateOptions = {}, deadLetter?: object) {
  const run = simulate(probedQueue(config, script, deadLetter), { length: '10m', models: probedModels, ...options });
  const log = run.view('probe').log as unknown as ProbeAnswer[];
  return { run, log, of: (step: string) => log.find((answer) => answer.step === step)! };
}

const receive = (at: number, name: string, more: Partial<Extract<ProbeStep, { do: 'receive' }>> = {}): ProbeStep => ({ at, do: 'receive', name, max: 10, wait: 1, ...more });
const fifoSend = (at: number, names: string[], group: string | string[] = 'g'): ProbeStep => ({ at, do: 'send', names, group, dedup: names });

describe('FIFO', () => {
  it('locks a group while one of its messages is in flight, and serves others', () => {
    const { of, run } = probe({ fifo: true }, [fifoSend(0, ['A1', 'A2', 'B1'], ['A', 'A', 'B']), receive(1, 'first', { max: 1 }), receive(2, 'second'), receive(3, 'third', { wait: 0 }), { at: 4, do: 'delete', of: 'first' }, receive(5, 'fourth')]);
    expect([of('first').names, of('second').names, of('third').names, of('fourth').names]).toEqual([['A1'], ['B1'], [], ['A2']]);
    expect(run.events('group.blocked')[0]!.detail).toMatchObject({ visible: 1, inFlight: 2 });
  });

  it('takes 300 calls of an action in a second, and a batch is one call', () => {
    const script = Array.from({ length: 310 }, (_, i) => fifoSend(0, [`m${i}`, `n${i}`]));
    const { log, run } = probe({ fifo: true }, script);
    expect(log.filter((answer) => answer.error === 'RequestThrottled')).toHaveLength(10);
    expect(run.view('orders').visible).toBe(600);
    expect(run.events('call.throttled')).toHaveLength(1);
  });

  it('in high-throughput mode limits each group, and deduplicates within it', () => {
    const script = Array.from({ length: 310 }, (_, i): ProbeStep => ({ at: 0, do: 'send', names: [`m${i}`], group: i < 305 ? 'hot' : 'cold', dedup: `d${i}` }));
    const { log } = probe({ fifo: true, highThroughput: true }, script, { facts: 'today' });
    expect(log.filter((answer) => answer.error === 'RequestThrottled')).toHaveLength(5);
    const scoped = probe({ fifo: true, highThroughput: true }, [{ at: 0, do: 'send', names: ['a', 'b'], group: ['x', 'y'], dedup: 'same' }], { facts: 'today' });
    expect(scoped.run.view('orders').visible).toBe(2);
    expect(probe({ fifo: true }, [{ at: 0, do: 'send', names: ['a', 'b'], group: ['x', 'y'], dedup: 'same' }]).run.view('orders').visible).toBe(1);
  });

  it('refuses all of a batch’s messages of a group without calls left', () => {
    const script: ProbeStep[] = [...Array.from({ length: 300 }, (_, i): ProbeStep => ({ at: 0, do: 'send', names: [`m${i}`], group: 'hot', dedup: `d${i}` })), { at: 0, do: 'send', names: ['x', 'y', 'z'], group: ['hot', 'cold', 'hot'], dedup: ['x', 'y', 'z'] }];
    expect(probe({ fifo: true, highThroughput: true }, script, { facts: 'today' }).of('send x,y,z').codes).toEqual(['RequestThrottled', '', 'RequestThrottled']);
  });

  it('in high-throughput mode counts sends, receives, deletes and changes of a group apart, 300 a second each', () => {
    const names = Array.from({ length: 10 }, (_, i) => `m${i}`);
    const calls = Array.from({ length: 301 }, (): ProbeStep => ({ at: 3, do: 'change', of: 'hot', to: 60, entries: [0] }));
    const deletes = Array.from({ length: 301 }, (): ProbeStep => ({ at: 4, do: 'delete', of: 'hot', entries: [9] }));
    const script: ProbeStep[] = [
      { at: 0, do: 'send', names, group: 'hot', dedup: names },
      { at: 0, do: 'send', names: ['other'], group: 'cold', dedup: 'other' },
      receive(1, 'hot'),
      receive(2, 'cold'),
      ...calls,
      // No change is left for this second, and deletes are counted apart.
      { at: 4, do: 'delete', of: 'cold' },
      { at: 4, do: 'delete', of: 'hot', entries: [0, 1] },
    ];
    const { log, of, run } = probe({ fifo: true, highThroughput: true }, script, { facts: 'today' });
    const codes = log.filter((answer) => answer.step === 'change hot').map((answer) => answer.codes[0]);
    expect([codes.filter((code) => code === '').length, codes.at(-1)]).toEqual([300, 'RequestThrottled']);
    expect([of('delete cold').codes, of('delete hot').codes]).toEqual([[''], ['', '']]);
    expect(run.events('call.throttled')[0]).toMatchObject({ subject: 'ChangeMessageVisibility', detail: { limit: '300 calls/s for a message group' } });
    // A delete of what is gone already counts for nothing: only calls that find a message of the group do.
    const gone = probe({ fifo: true, highThroughput: true }, [script[0]!, receive(1, 'hot'), ...deletes, { at: 4, do: 'delete', of: 'hot', entries: [0] }], { facts: 'today' });
    expect(gone.log.at(-1)!.codes).toEqual(['']);
  });

  it('in high-throughput mode refuses deletes of a group beyond 300 a second, and a worker tries them again', () => {
    const run = simulate('traffic(rate=6000/s, size=10B, keys=1, stopAfter=100ms) -> put: queue-producer(messageGroup=key, dedup=record) -> orders: sqs-queue(fifo=true, highThroughput=true) -> work: queue-worker(count=1, batch=10, wait=20s, processing=0, delete=each)', { facts: 'today', length: '10s' });
    expect(run.summary.records).toMatchObject({ delivered: 600, duplicates: 0 });
    const limited = simulate('traffic(rate=6000/s, size=10B, keys=1, stopAfter=100ms) -> put: queue-producer(messageGroup=key, dedup=record) -> orders: sqs-queue(fifo=true, highThroughput=true) -> work: queue-worker(count=1, batch=10, wait=20s, processing=0, delete=each)', { facts: 'today', length: '30s', limitOverrides: { 'sqs.fifo.group-calls-per-second': 60 } });
    expect(limited.events('call.throttled').some((event) => event.subject === 'DeleteMessage')).toBe(true);
    expect(limited.summary.records).toMatchObject({ delivered: 600, duplicates: 0 });
    expect(limited.view('orders')).toMatchObject({ visible: 0, inFlight: 0 });
  });

  it('answers a repeated receive attempt with the same messages and hides them anew, unless one was deleted or changed', () => {
    const script: ProbeStep[] = [fifoSend(0, ['a', 'b']), receive(1, 'one', { attempt: 'x' }), receive(20 * s, 'two', { attempt: 'x' }), receive(45 * s, 'hidden', { wait: 0 }), { at: 46 * s, do: 'delete', of: 'one', entries: [0] }, receive(47 * s, 'three', { attempt: 'x', wait: 0 }), receive(49 * s, 'later', { wait: 20 })];
    const { of } = probe({ fifo: true }, script);
    expect([of('one').names, of('two').names, of('two').receives]).toEqual([['a', 'b'], ['a', 'b'], [1, 1]]);
    expect([of('hidden').names, of('three').names]).toEqual([[], []]);
    // Hidden from 20 s on for 30 s more.
    expect([of('later').at, of('later').names]).toEqual([50 * s, ['b']]);
  });
});
