import { describe, expect, it } from 'vitest';
import { limitsOf } from '../../../sim/limits.ts';
import { probedModels, probedQueue, type ProbeAnswer, type ProbeStep } from '../../../testing/queueProbe.ts';
import { simulate, type SimulateOptions } from '../../../testing/simulate.ts';
import { parseQueueConfig } from './config.ts';

const s = 1000;

function probe(config: object, script: readonly ProbeStep[], options: SimulateOptions = {}, deadLetter?: object) {
  const run = simulate(probedQueue(config, script, deadLetter), { length: '10m', models: probedModels, ...options });
  const log = run.view('probe').log as unknown as ProbeAnswer[];
  return { run, log, of: (step: string) => log.find((answer) => answer.step === step)! };
}

const send = (at: number, ...names: string[]): ProbeStep => ({ at, do: 'send', names });
const receive = (at: number, name: string, more: Partial<Extract<ProbeStep, { do: 'receive' }>> = {}): ProbeStep => ({ at, do: 'receive', name, max: 10, wait: 1, ...more });
const fifoSend = (at: number, names: string[], group: string | string[] = 'g'): ProbeStep => ({ at, do: 'send', names, group, dedup: names });
const operate = (at: number, operation: string, request: object = {}, node = 'orders') => ({ at, type: 'operate', node, operation, request });

describe('receipt handles', () => {
  it('of an earlier receive delete nothing, and the call succeeds', () => {
    const { run, of } = probe({ visibilityTimeout: 10 * s }, [send(0, 'a'), receive(1, 'first'), receive(11 * s, 'second'), { at: 12 * s, do: 'delete', of: 'first' }, receive(30 * s, 'third'), { at: 31 * s, do: 'delete', of: 'third' }]);
    expect(of('delete first').codes).toEqual(['']);
    expect([of('first').receives, of('second').receives, of('third').receives]).toEqual([[1], [2], [3]]);
    expect(run.events('receipt.outdated')).toHaveLength(1);
    expect(run.view('orders')).toMatchObject({ visible: 0, inFlight: 0, deleted: 1 });
  });

  it('outlive their timeout on a standard queue while nobody else has received the message, and not on a FIFO queue', () => {
    const script = [receive(1, 'r'), { at: 20 * s, do: 'delete', of: 'r' } as const];
    const standard = probe({ visibilityTimeout: 10 * s }, [send(0, 'a'), ...script]);
    expect([standard.of('delete r').codes, standard.run.view('orders').visible]).toEqual([[''], 0]);
    const fifo = probe({ fifo: true, visibilityTimeout: 10 * s }, [fifoSend(0, ['a']), ...script]);
    expect([fifo.of('delete r').codes, fifo.run.view('orders').visible]).toEqual([['InvalidParameterValue'], 1]);
  });
});

describe('visibility', () => {
  it('changed to 0 ends at once; of a message that is not in flight it stays, and nobody is told', () => {
    const { of } = probe({}, [send(0, 'a'), receive(1, 'r'), { at: s, do: 'change', of: 'r', to: 0 }, receive(s, 'again'), { at: 2 * s, do: 'change', of: 'r', to: 5 }]);
    expect(of('again').receives).toEqual([2]);
    expect(of('again').at).toBe(s);
    const { run, log } = probe({}, [send(0, 'a'), receive(1, 'r'), { at: s, do: 'change', of: 'r', to: 0 }, { at: 2 * s, do: 'change', of: 'r', to: 5 }]);
    expect(log.filter((answer) => answer.step === 'change r').map((answer) => answer.codes)).toEqual([[''], ['']]);
    expect(run.view('orders').visible).toBe(1);
    expect(run.events('visibility.unchanged')).toMatchObject([{ detail: { why: 'not in flight' } }]);
  });

  it('an earlier receipt of a standard queue changes it, too; one whose message is deleted does not', () => {
    const script = [send(0, 'a'), receive(1, 'old', { visibility: 0 }), receive(2, 'new'), { at: s, do: 'change', of: 'old', to: 0 }] as const;
    expect(probe({}, [...script, receive(s + 1, 'again')]).of('again').receives).toEqual([3]);
    const gone = probe({}, [...script.slice(0, 3), { at: s, do: 'delete', of: 'new' }, send(s + 1, 'b'), receive(s + 2, 'b', { wait: 1 }), { at: s + 3, do: 'change', of: 'old', to: 0 }, receive(s + 4, 'again', { wait: 1 })]);
    expect([gone.of('change old').codes, gone.of('b').names, gone.of('again').names]).toEqual([['InvalidParameterValue'], ['b'], []]);
    expect(gone.run.events('visibility.unchanged')).toMatchObject([{ detail: { why: 'gone' } }]);
  });

  it('never exceeds twelve hours since the receive', () => {
    const { log } = probe({ visibilityTimeout: 43_200 * s }, [send(0, 'a'), receive(0, 'r'), { at: 60 * s, do: 'change', of: 'r', to: 43_141 }, { at: 61 * s, do: 'change', of: 'r', to: 43_139 }]);
    expect(log.filter((answer) => answer.step === 'change r').map((answer) => answer.codes)).toEqual([['InvalidParameterValue'], ['']]);
  });
});

describe('retention', () => {
  it('counts from sending and does not pause while a message is in flight', () => {
    const { run, of } = probe({ messageRetentionPeriod: 60 * s, visibilityTimeout: 300 * s }, [send(0, 'a', 'b'), receive(50 * s, 'r', { max: 1 }), { at: 61 * s, do: 'delete', of: 'r' }]);
    expect(of('r').names).toHaveLength(1);
    expect(run.events('messages.expired').map((event) => [event.atMs, event.detail.messages])).toEqual([[60 * s, 2]]);
    expect(run.view('orders')).toMatchObject({ visible: 0, inFlight: 0, expired: 2, deleted: 0 });
  });

  it('of a standard queue goes on in the dead-letter queue, and begins anew in a FIFO one', () => {
    const script = (fifo: boolean): ProbeStep[] => [fifo ? fifoSend(0, ['a']) : send(0, 'a'), receive(1, 'r'), receive(40 * s, 'moves')];
    const expired = (fifo: boolean) => probe({ fifo, visibilityTimeout: 10 * s, maxReceiveCount: 1 }, script(fifo), {}, { fifo, messageRetentionPeriod: 60 * s }).run.events('messages.expired').map((event) => event.atMs);
    expect(expired(false)).toEqual([60 * s]);
    expect(expired(true)).toEqual([100 * s]);
  });
});

describe('delay', () => {
  const changed = (fifo: boolean) => {
    const script: ProbeStep[] = [fifo ? fifoSend(0, ['a']) : send(0, 'a'), { at: 20 * s, do: 'receive', name: 'r', wait: 20, max: 1 }, { at: 40_001, do: 'receive', name: 'r2', wait: 20, max: 1 }, { at: 60_002, do: 'receive', name: 'r3', wait: 20, max: 1 }];
    const { log } = probe({ fifo, delay: 60 * s }, script, { interventions: [{ at: 5 * s, type: 'setConfig', node: 'orders', config: { delay: 30 * s } }] });
    return log.find((answer) => answer.names.length > 0)!.at;
  };

  it('changed later counts for waiting messages of a FIFO queue alone', () => {
    expect(changed(false)).toBe(60 * s);
    expect(changed(true)).toBe(30 * s);
  });
});

describe('polling', () => {
  const polls = (wait: number) => Array.from({ length: 400 }, (_, i) => receive(i * s + 1, `poll ${i}`, { wait, visibility: 0, max: 1 }));

  it('short asks half of the servers: it misses a lone message about every second time', () => {
    const found = probe({}, [send(0, 'a'), ...polls(0)]).log.filter((answer) => answer.names.length === 1).length;
    expect(found).toBeGreaterThan(150);
    expect(found).toBeLessThan(250);
  });

  it('long asks them all, and a FIFO queue has no servers to miss', () => {
    expect(probe({}, [send(0, 'a'), ...polls(1)]).log.filter((answer) => answer.names.length === 1)).toHaveLength(400);
    expect(probe({ fifo: true }, [fifoSend(0, ['a']), ...polls(0)]).log.filter((answer) => answer.names.length === 1)).toHaveLength(400);
  });

  it('waits by the queue’s own setting where the call names none, and empty receives are counted and billed', () => {
    const { run, of } = probe({ receiveMessageWaitTime: 5 * s }, [{ at: 0, do: 'receive', name: 'own' }, { at: 0, do: 'receive', name: 'short', wait: 0 }]);
    expect([of('own').at, of('short').at]).toEqual([5 * s, 0]);
    expect(run.metric('orders', 'NumberOfEmptyReceives').sum).toBe(2);
    expect(run.summary.cost.units).toEqual([{ node: 'orders', unit: 'requests', amount: 2 }]);
  });

  it('waiting calls are served in the order of their coming', () => {
    const { of } = probe({}, [receive(0, 'one', { wait: 20, max: 1 }), receive(1, 'two', { wait: 20, max: 1 }), send(5 * s, 'a', 'b')]);
    expect([of('one').at, of('two').at]).toEqual([5 * s, 5 * s]);
    expect(new Set([...of('one').names, ...of('two').names])).toEqual(new Set(['a', 'b']));
  });
});

describe('messages in flight', () => {
  const over = { 'sqs.standard.max-in-flight': 3, 'sqs.fifo.max-in-flight': 3 };
  const names = ['a', 'b', 'c', 'd', 'e'];

  it('have a limit: a short poll of a standard queue is refused, a long poll finds nothing', () => {
    const { of, run } = probe({}, [send(0, ...names), receive(1, 'r'), receive(2, 'short', { wait: 0 }), receive(3, 'long', { wait: 2 })], { limitOverrides: over });
    expect([of('r').names.length, of('short').error, of('long').error, of('long').names.length]).toEqual([3, 'OverLimit', '', 0]);
    expect(run.events('in-flight.full')).toHaveLength(1);
  });

  it('of a FIFO queue end in no error at all', () => {
    const { of } = probe({ fifo: true }, [fifoSend(0, names, names), receive(1, 'r'), receive(2, 'short', { wait: 0 })], { limitOverrides: over });
    expect([of('r').names.length, of('short').error, of('short').names.length]).toEqual([3, '', 0]);
  });
});

describe('batches', () => {
  it('of more than ten messages, of none, or too large together fail whole', () => {
    const many = Array.from({ length: 11 }, (_, i) => `m${i}`);
    expect(probe({}, [send(0, ...many)]).log[0]!.error).toBe('TooManyEntriesInBatchRequest');
    expect(probe({}, [{ at: 0, do: 'send', names: many.slice(0, 10), bytes: 26_215 }]).log[0]!.error).toBe('BatchRequestTooLong');
    expect(probe({}, [{ at: 0, do: 'send', names: many.slice(0, 10), bytes: 26_214 }]).log[0]!.error).toBe('');
    expect(probe({}, [{ at: 0, do: 'send', names: many.slice(0, 10), bytes: 26_215 }], { facts: 'today' }).log[0]!.error).toBe('');
  });

  it('answer entry by entry', () => {
    const { of, run } = probe({ fifo: true }, [{ at: 0, do: 'send', names: ['a', 'b'], group: ['g', 'x'.repeat(129)], dedup: ['1', '2'] }]);
    expect(of('send a,b').codes).toEqual(['', 'InvalidParameterValue']);
    expect(run.view('orders').visible).toBe(1);
    expect(probe({ maximumMessageSize: 1024 }, [{ at: 0, do: 'send', names: ['a', 'b'], bytes: 1025 }]).log[0]!.codes).toEqual(['InvalidParameterValue', 'InvalidParameterValue']);
    expect(probe({}, [{ at: 0, do: 'send', names: ['a'], bytes: 0 }]).log[0]!.error).toBe('MissingParameter');
  });

  it('are billed by 64 KiB', () => {
    const { run } = probe({}, [{ at: 0, do: 'send', names: ['a', 'b'], bytes: 65_536 }, { at: 0, do: 'send', names: ['c'], bytes: 65_537 }]);
    expect(run.summary.cost.units[0]!.amount).toBe(4);
  });

  it('FIFO needs a group and a deduplication id; a standard queue takes no such ids in the exam era', () => {
    expect(probe({ fifo: true }, [{ at: 0, do: 'send', names: ['a'], dedup: 'd' }]).log[0]!.error).toBe('MissingParameter');
    expect(probe({ fifo: true }, [{ at: 0, do: 'send', names: ['a'], group: 'g' }]).log[0]!.error).toBe('InvalidParameterValue');
    expect(probe({}, [{ at: 0, do: 'send', names: ['a'], group: 'g' }]).log[0]!.error).toBe('InvalidParameterValue');
    expect(probe({}, [{ at: 0, do: 'send', names: ['a'], group: 'g' }], { facts: 'today' }).log[0]!.error).toBe('');
  });

  it('more than ten attributes are refused', () => {
    const payload = (count: number) => ({ attributes: Object.fromEntries(Array.from({ length: count }, (_, i) => [`a${i}`, 'x'])) });
    expect(probe({}, [{ at: 0, do: 'send', names: ['a'], payload: payload(10) }]).log[0]!.error).toBe('');
    expect(probe({}, [{ at: 0, do: 'send', names: ['a'], payload: payload(11) }]).log[0]!.error).toBe('InvalidParameterValue');
  });
});

describe('the dead-letter queue', () => {
  const moved: ProbeStep[] = [send(0, 'a', 'b', 'c'), receive(1, 'r'), receive(11 * s, 'moves'), receive(60 * s, 'redriven', { wait: 20 })];
  const config = { visibilityTimeout: 10 * s, maxReceiveCount: 1 };

  it('gives its messages back at the rate asked for, as new ones, and they are on their way again', () => {
    const { run, of } = probe(config, moved, { interventions: [operate(70 * s, 'StartMessageMoveTask', { MaxNumberOfMessagesPerSecond: 1 }, 'dead')] }, {});
    expect(of('moves').names).toEqual([]);
    expect([of('redriven').at, of('redriven').receives, of('redriven').messages]).toEqual([71 * s, [1], [4]]);
    expect(run.events('redrive.finished')[0]!.detail).toMatchObject({ status: 'COMPLETED', messages: 3 });
    expect(run.summary.records.parked).toBe(0);
    expect(run.view('dead')).toMatchObject({ visible: 0, redriving: false });
  });

  it('runs one redrive at a time, at most 500 messages a second, and stops when told', () => {
    const interventions = [operate(20 * s, 'StartMessageMoveTask', { MaxNumberOfMessagesPerSecond: 501 }, 'dead'), operate(21 * s, 'StartMessageMoveTask', { MaxNumberOfMessagesPerSecond: 1 }, 'dead'), operate(22 * s, 'StartMessageMoveTask', {}, 'dead'), operate(22_500, 'CancelMessageMoveTask', {}, 'dead'), operate(23 * s, 'CancelMessageMoveTask', {}, 'dead'), operate(24 * s, 'StartMessageMoveTask')];
    const { run } = probe(config, moved.slice(0, 3), { interventions }, {});
    expect(run.events('operation.refused').map((event) => event.atMs)).toEqual([20 * s, 22 * s, 23 * s, 24 * s]);
    expect(run.events('redrive.finished')[0]!.detail).toMatchObject({ status: 'CANCELLED', messages: 1 });
    expect(run.summary.records.parked).toBe(2);
  });

  it('must be of the same type: else nothing moves', () => {
    const { run, of } = probe(config, moved.slice(0, 3), {}, { fifo: true });
    expect(run.events('operation.refused')[0]!.detail.operation).toBe('SetQueueAttributes');
    expect(of('moves').names).toHaveLength(3);
  });

  it('is no longer a place of safety once its retention ends', () => {
    const { run } = probe(config, moved.slice(0, 3), { length: '5m' }, { messageRetentionPeriod: 60 * s });
    expect([run.summary.records.parked, run.view('dead').expired]).toEqual([0, 3]);
  });
});

describe('an operator', () => {
  it('purges what was sent before, within a minute, and not twice in a minute', () => {
    const { run } = probe({}, [send(0, 'a', 'b'), send(62 * s, 'c')], { interventions: [operate(s, 'PurgeQueue'), operate(60_999, 'PurgeQueue')] });
    expect(run.events('queue.purged')[0]!.atMs).toBeLessThanOrEqual(61 * s);
    expect(run.events('queue.purged')[0]!.detail.messages).toBe(2);
    expect(run.events('operation.refused')[0]!.detail.code).toBe('PurgeQueueInProgress');
    expect(run.view('orders').visible).toBe(1);
  });

  it('deletes the queue, and waits a minute before its name can be used again', () => {
    const { run, log } = probe({}, [send(0, 'a'), receive(5 * s, 'waits', { wait: 20, visibility: 0 }), send(20 * s, 'b'), send(80 * s, 'c')].filter((step) => step.at !== 5 * s), { interventions: [operate(10 * s, 'DeleteQueue'), operate(69 * s, 'CreateQueue'), operate(70 * s, 'CreateQueue'), operate(75 * s, 'CreateQueue', { VisibilityTimeout: 30 }), operate(76 * s, 'CreateQueue', { VisibilityTimeout: 31 })] });
    expect(log.map((answer) => answer.error)).toEqual(['', 'QueueDoesNotExist', '']);
    expect(run.events('operation.refused').map((event) => [event.atMs, event.detail.code])).toEqual([[69 * s, 'QueueDeletedRecently'], [76 * s, 'QueueNameExists']]);
    expect(run.events('queue.found')).toHaveLength(1);
  });
});

describe('copies that outlive their deletion', () => {
  it('come back once', () => {
    const { run, of } = probe({ duplicateProbability: 1 }, [send(0, 'a'), receive(1, 'one'), { at: 2, do: 'delete', of: 'one' }, receive(3, 'early', { wait: 0 }), receive(10 * s, 'two'), { at: 12 * s, do: 'delete', of: 'two' }]);
    expect([of('early').names, of('two').names]).toEqual([[], ['a']]);
    expect(run.events('message.survived')).toHaveLength(1);
    expect(run.view('orders')).toMatchObject({ visible: 0, inFlight: 0, delayed: 0 });
  });
});

describe('configurations', () => {
  const limits = limitsOf('notes');

  it('are checked whole, and never throw', () => {
    const parsed = parseQueueConfig({ visibilityTimout: 5, delay: 1500, fifo: false, highThroughput: true, maxReceiveCount: 0 }, limits);
    expect(parsed.ok).toBe(false);
    const problems = parsed.ok ? [] : parsed.error.map((issue) => `${issue.path}: ${issue.problem}`);
    expect(problems[0]).toContain('nearest known one is "visibilityTimeout"');
    expect(problems[1]).toContain('maxReceiveCount');
    const second = parseQueueConfig({ delay: 1500, highThroughput: true, contentBasedDeduplication: true, queueName: 'a b' }, limits);
    expect(second.ok ? [] : second.error.map((issue) => issue.path)).toEqual(['delay', 'queueName', 'contentBasedDeduplication', 'highThroughput', 'highThroughput']);
    for (const raw of [null, 5, 'x', [], { delay: {} }, { queueName: [] }, { fifo: 'maybe' }]) expect(() => parseQueueConfig(raw, limits)).not.toThrow();
  });
});
