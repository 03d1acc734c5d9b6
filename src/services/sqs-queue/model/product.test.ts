import { describe, expect, it } from 'vitest';
import { probedModels, probedQueue, type ProbeAnswer, type ProbeStep } from '../../../testing/queueProbe.ts';
import { recipeOf, simulate, simulationOf } from '../../../testing/simulate.ts';

const s = 1000;

/** Figures that the product promises of queues. */
describe('the queue lab', { timeout: 60_000 }, () => {
  it('feature 16: three messages of one FIFO group received together: while the first is extended, the others are not returned at 12 s, and all are at 15 s', () => {
    const names = ['one', 'two', 'three'];
    const script: ProbeStep[] = [
      { at: 0, do: 'send', names, group: 'g', dedup: names },
      { at: 0, do: 'receive', name: 'together', max: 10, wait: 1 },
      { at: 5 * s, do: 'change', of: 'together', to: 10, entries: [0] },
      { at: 12 * s, do: 'receive', name: 'at 12 s', max: 10, wait: 0 },
      { at: 13 * s, do: 'receive', name: 'from 13 s', max: 10, wait: 20 },
    ];
    const run = simulate(probedQueue({ fifo: true, visibilityTimeout: 10 * s }, script), { length: '60s', models: probedModels });
    const of = (step: string) => (run.view('probe').log as unknown as ProbeAnswer[]).find((answer) => answer.step === step)!;
    expect(of('together').names).toEqual(names);
    expect(of('at 12 s').names).toEqual([]);
    expect([of('from 13 s').at, of('from 13 s').names]).toEqual([15 * s, names]);
    expect(run.events('group.blocked')[0]!.atMs).toBe(12 * s);
  });

  it('feature 16: 20 pollers at 5 short polls a second on an empty queue make 8.64 M requests a day; with 20 s long polls 86,400', () => {
    const requests = (worker: object, length: string) => {
      const recipe = { nodes: [{ id: 'q', kind: 'sqs-queue' }, { id: 'work', kind: 'queue-worker', config: { count: 20, ...worker } }], edges: [{ from: 'q', to: 'work', latencyMs: 0 }], length };
      return simulate(recipe, { checkInvariants: false }).summary.cost.units.find((of) => of.unit === 'requests')!.amount;
    };
    // A hundredth of a day of short polls, a quarter of one of long polls.
    expect(Math.abs(requests({ pollInterval: 200, waitTime: 0 }, '864s') * 100 - 8_640_000)).toBeLessThanOrEqual(2000);
    expect(Math.abs(requests({ pollInterval: 200, waitTime: 20 * s }, '6h') * 4 - 86_400)).toBeLessThanOrEqual(80);
  });

  it('a visibility timeout of 30 s under jobs of 35 s in the middle: most jobs outlive it, and four in five are handed out twice', () => {
    const run = (queue: string, worker: string) =>
      simulate(`traffic(rate=1/s, size=1KB, keys=random) -> put: queue-producer() -> orders: sqs-queue(${queue}) -> work: queue-worker(count=90, wait=20s, processing=35000, p99=55000, ${worker})`, { length: '20m', checkInvariants: false });
    const short = run('visibility=30s', 'idempotent=false');
    const { delivered, duplicates } = short.summary.records;
    expect(duplicates / delivered).toBeGreaterThan(0.7);
    expect(run('visibility=120s', 'idempotent=false').summary.records.duplicates).toBe(0);
    expect(run('visibility=30s', 'heartbeat=20s').summary.records.duplicates).toBe(0);
  });

  it('deletes on receive lose what a crash catches; deletes after the work lose nothing', () => {
    const lost = (mode: string) =>
      simulate(`traffic(rate=10/s, size=1KB, stopAfter=60s) -> put: queue-producer() -> orders: sqs-queue(visibility=10s) -> work: queue-worker(count=30, batch=5, wait=20s, processing=1000, delete=${mode})`, {
        length: '120s',
        interventions: [{ at: 30 * s, type: 'fault', node: 'work', name: 'crash', duration: 5000 }],
      }).summary.records.lost;
    expect(lost('on-receive')).toBeGreaterThan(5);
    expect(lost('each')).toBe(0);
  });

  it('two FIFO groups keep two workers busy, however many there are', () => {
    const processed = (keys: number) =>
      simulate(`traffic(rate=50/s, size=1KB, keys=${keys}) -> put: queue-producer(messageGroup=key, dedup=record) -> orders: sqs-queue(fifo=true) -> work: queue-worker(count=20, wait=20s, processing=500)`, { length: '60s', checkInvariants: false }).metric('work', 'MessagesProcessed').sum;
    expect(processed(2)).toBeLessThanOrEqual(2 * 120);
    expect(processed(2)).toBeGreaterThan(2 * 105);
    expect(processed(40)).toBeGreaterThan(20 * 100);
  });
});

describe('a queue of 120,000 messages in flight', { timeout: 60_000 }, () => {
  it('takes no more, and no call looks through them all', () => {
    const recipe = recipeOf('traffic(rate=5000/s, size=200B, keys=100) -> put: queue-producer(maxInFlight=1000) -> orders: sqs-queue(visibility=12h) -> work: queue-worker(count=60, batch=10, wait=20s, processing=0, delete=never)', { length: '30s' });
    const simulation = simulationOf(recipe, { checkInvariants: false });
    simulation.runUntil(30 * s);
    const queue = simulation.nodes.find((node) => node.id === 'orders')!;
    const { fields } = queue.model.view(queue.state, simulation.viewContext());
    expect([fields.inFlight, fields.maxInFlight]).toEqual([120_000, 120_000]);
    // A keyframe shares what does not change.
    let best = Infinity;
    for (let i = 0; i < 5; i++) {
      const before = performance.now();
      simulation.checkpoint();
      best = Math.min(best, performance.now() - before);
    }
    expect(best).toBeLessThan(20);
  });
});
