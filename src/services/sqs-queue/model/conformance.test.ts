import { describe, expect, it } from 'vitest';
import { limitsOf } from '../../../sim/limits.ts';
import { probedModels, probedQueue, type ProbeAnswer, type ProbeStep } from '../../../testing/queueProbe.ts';
import { simulate, type SimulateOptions } from '../../../testing/simulate.ts';
import { contentDeduplicationId } from './bodies.ts';

const s = 1000;

function probe(config: object, script: readonly ProbeStep[], options: SimulateOptions = {}, deadLetter?: object) {
  const run = simulate(probedQueue(config, script, deadLetter), { length: '20m', models: probedModels, ...options });
  const log = run.view('probe').log as unknown as ProbeAnswer[];
  return { run, log, of: (step: string) => log.find((answer) => answer.step === step)! };
}

/** The golden cases of the queue, by id. */
describe('golden cases', () => {
  it('SQS-04: a visibility of 60 s, changed to 10 s at 15 s, ends at 25 s', () => {
    const { of } = probe({ visibilityTimeout: 60 * s }, [
      { at: 0, do: 'send', names: ['a'] },
      { at: 0, do: 'receive', name: 'first', wait: 1 },
      { at: 15 * s, do: 'change', of: 'first', to: 10 },
      { at: 15 * s, do: 'receive', name: 'waits', wait: 20 },
    ]);
    expect([of('first').at, of('first').names]).toEqual([0, ['a']]);
    expect([of('waits').at, of('waits').names, of('waits').receives]).toEqual([25 * s, ['a'], [2]]);
  });

  it('SQS-05: maxReceiveCount 3 hands a message out three times, and moves it at the fourth receive', () => {
    const receives = [0, 31, 62, 93];
    const { run, of } = probe(
      { visibilityTimeout: 30 * s, maxReceiveCount: 3 },
      [{ at: 0, do: 'send', names: ['a'] }, ...receives.map((at) => ({ at: at * s + 1, do: 'receive', name: `at ${at}`, wait: 1 }) as const)],
      { length: '100s' },
      {},
    );
    expect(receives.map((at) => of(`at ${at}`).names.length === 1)).toEqual([true, true, true, false]);
    expect(receives.slice(0, 3).map((at) => of(`at ${at}`).receives[0])).toEqual([1, 2, 3]);
    expect(run.view('dead').visible).toBe(1);
    expect(run.events('message.dead-lettered').map((event) => event.atMs)).toEqual([93 * s + 1]);
    expect(run.summary.records.parked).toBe(1);
  });

  it('SQS-07: a duplicate within 300 s of the first accepted send is recognised, even after it was deleted', () => {
    const sends = [0, 100, 299, 301];
    const { log, run } = probe({ fifo: true }, [
      ...sends.map((at) => ({ at: at * s, do: 'send', names: [`at ${at}`], group: 'g', dedup: 'd1' }) as const),
      { at: 10 * s, do: 'receive', name: 'r', wait: 0 },
      { at: 10 * s + 1, do: 'delete', of: 'r' },
    ]);
    const answers = sends.map((at) => log.find((answer) => answer.step === `send at ${at}`)!);
    expect(answers.map((answer) => answer.error)).toEqual(['', '', '', '']);
    expect(new Set(answers.slice(0, 3).map((answer) => answer.messages[0])).size).toBe(1);
    expect(answers[3]!.messages[0]).not.toBe(answers[0]!.messages[0]);
    expect(run.metric('orders', 'NumberOfMessagesSent').sum).toBe(2);
    expect(run.metric('orders', 'NumberOfDeduplicatedSentMessages').sum).toBe(2);
  });

  it('SQS-08: content-based deduplication takes the SHA-256 of the body', () => {
    expect(contentDeduplicationId('hello')).toBe('2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824');
    const { run } = probe({ fifo: true, contentBasedDeduplication: true }, [
      { at: 0, do: 'send', names: ['a'], group: 'g', payload: 'hello' },
      { at: 1, do: 'send', names: ['b'], group: 'g', payload: 'hello' },
      { at: 2, do: 'send', names: ['c'], group: 'g', payload: 'hello!' },
    ]);
    expect(run.view('orders').visible).toBe(2);
  });

  it('SQS-10: one call takes what it can of one group, then of others', () => {
    const names = ['A1', 'B1', 'A2', 'B2', 'A3'];
    const { of } = probe({ fifo: true }, [{ at: 0, do: 'send', names, group: names.map((name) => name[0]!), dedup: names }, { at: 1, do: 'receive', name: 'r', max: 4, wait: 0 }]);
    expect(of('r').names).toEqual(['A1', 'A2', 'A3', 'B1']);
  });

  it('SQS-11: a long poll answers as soon as a message arrives', () => {
    const { of } = probe({}, [{ at: 0, do: 'receive', name: 'r', wait: 20 }, { at: 7000, do: 'send', names: ['a'] }]);
    expect([of('r').at, of('r').names.length]).toEqual([7000, 1]);
  });

  it('SQS-13: 262,145 bytes are refused by the notes and taken today', () => {
    const script: ProbeStep[] = [{ at: 0, do: 'send', names: ['a'], bytes: 262_145 }];
    expect(probe({}, script).of('send a').error).toBe('InvalidParameterValue');
    expect(probe({}, script, { facts: 'today' }).of('send a').error).toBe('');
  });

  it('SQS-14: a message timer overrides the delay of a standard queue, and a FIFO queue refuses it', () => {
    const { of } = probe({ delay: 60 * s }, [{ at: 0, do: 'send', names: ['a'], delaySeconds: 45 }, { at: 30 * s, do: 'receive', name: 'r', wait: 20 }]);
    expect([of('r').at, of('r').names]).toEqual([45 * s, ['a']]);
    expect(probe({ fifo: true, delay: 60 * s }, [{ at: 0, do: 'send', names: ['a'], delaySeconds: 45, group: 'g', dedup: 'd' }]).of('send a').error).toBe('InvalidParameterValue');
  });
});

describe('the numbers behind them', () => {
  it('are AWS’s, by edition', () => {
    const [notes, today] = [limitsOf('notes'), limitsOf('today')];
    expect([notes.number('sqs.fifo.max-in-flight'), today.number('sqs.fifo.max-in-flight')]).toEqual([20_000, 120_000]);
    expect([notes.bytes('sqs.message.max-bytes'), today.bytes('sqs.message.max-bytes')]).toEqual([262_144, 1_048_576]);
  });
});
