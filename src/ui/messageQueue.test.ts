import { expect, test } from 'vitest';
import { announceEveryMs, MessageQueue } from './messageQueue.ts';

function harness() {
  let now = 0;
  let jobs: { at: number; run: () => void }[] = [];
  const said: [number, string][] = [];
  const queue = new MessageQueue((text) => said.push([now, text]), {
    now: () => now,
    after: (ms, run) => {
      const job = { at: now + ms, run };
      jobs.push(job);
      return job;
    },
    cancel: (job) => {
      jobs = jobs.filter((other) => other !== job);
    },
  });
  const advance = (ms: number) => {
    const until = now + ms;
    for (;;) {
      const due = jobs.filter((job) => job.at <= until).sort((a, b) => a.at - b.at)[0];
      if (!due) break;
      jobs = jobs.filter((job) => job !== due);
      now = due.at;
      due.run();
    }
    now = until;
  };
  return { queue, said, advance };
}

test('the first message goes out at once, the next no sooner than 3 s later', () => {
  const { queue, said, advance } = harness();
  queue.push('one', false);
  advance(100);
  queue.push('two', false);
  advance(10_000);
  expect(said).toEqual([
    [0, 'one'],
    [announceEveryMs, 'two'],
  ]);
});

test('while waiting only the newest plain message survives', () => {
  const { queue, said, advance } = harness();
  for (let i = 0; i < 300; i++) {
    queue.push(`m${i}`, false);
    advance(100);
  }
  for (let i = 1; i < said.length; i++) expect(said[i]![0] - said[i - 1]![0]).toBeGreaterThanOrEqual(announceEveryMs);
  expect(said.length).toBeLessThanOrEqual(11);
  expect(said.length).toBeGreaterThanOrEqual(10);
});

test('notable messages go first and none of two is lost', () => {
  const { queue, said, advance } = harness();
  queue.push('start', false);
  advance(1);
  queue.push('plain', false);
  queue.push('throttling began', true);
  queue.push('shard closed', true);
  advance(10_000);
  expect(said.map(([, text]) => text)).toEqual(['start', 'throttling began shard closed', 'plain']);
});

test('nothing is said after stop', () => {
  const { queue, said, advance } = harness();
  queue.push('one', false);
  queue.stop();
  advance(10_000);
  expect(said).toEqual([]);
});
