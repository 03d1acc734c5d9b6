import { describe, expect, it, vi } from 'vitest';
import { assertGoldenTrace } from '../../../testing/goldenTrace.ts';
import { simulate } from '../../../testing/simulate.ts';

vi.setConfig({ testTimeout: 60_000 });

describe('stories', () => {
  it('one poison record: the batch is cut until it stands alone, and then given up', () => {
    const run = simulate(
      {
        nodes: [
          { id: 'web', kind: 'traffic', config: { recordsPerSecond: 8, payloadBytes: 100, keys: 2, stopAfter: 1000, keyNames: ['good', 'poison'], shape: 'steps', steps: [] } },
          { id: 'put', kind: 'sdk-producer' },
          { id: 'clicks', kind: 'kinesis-streams' },
          { id: 'fn', kind: 'lambda-function', config: { failOn: ['poison'], bisectOnError: true, maxRetries: 1, batchWindow: 3000 } },
          { id: 'dead', kind: 'sqs-queue' },
        ],
        edges: [{ from: 'web', to: 'put' }, { from: 'put', to: 'clicks' }, { from: 'clicks', to: 'fn' }, { from: 'fn.failures', to: 'dead.in' }],
      },
      { length: '120s', seed: 7 },
    );
    expect(run.summary.records).toMatchObject({ born: 8, delivered: 4, parked: 4, lost: 0, orderViolations: 0 });
    expect(run.events('batch.bisected').length).toBeGreaterThan(0);
    assertGoldenTrace(run, new URL('./golden/poison-cut-out.trace', import.meta.url));
  });
});
