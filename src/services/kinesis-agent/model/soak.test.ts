import { expect, it } from 'vitest';
import { simulate } from '../../../testing/simulate.ts';
import type { AgentState } from './state.ts';

it('thirty days leave no more behind than two', { timeout: 120_000 }, () => {
  const of = (days: number) => {
    const run = simulate('web: traffic(rate=0.01/s, size=300B, keys=5) -> agent: kinesis-agent(rotate=time, rotateEvery=2h, keep=3) -> clicks: kinesis-streams(shards=1) -> app: stream-reader(poll=4m, checkpointInterval=1h, discoveryInterval=1h)', { length: `${days}d`, checkInvariants: false });
    const { simulation } = run;
    const state = simulation.nodes.find((node) => node.id === 'agent')!.state as AgentState;
    return { run, held: simulation.records.held, lines: state.lines.size, state: JSON.stringify(state, (_, value: unknown) => (value instanceof Map ? [...value] : value)).length };
  };
  const two = of(2);
  const month = of(30);
  expect(month.run.summary.records).toMatchObject({ lost: 0, duplicates: 0, orderViolations: 0 });
  expect(month.run.summary.records.delivered).toBeGreaterThan(25_800);
  expect(month.held).toBeLessThan(two.held * 1.1);
  expect(month.lines).toBeLessThan(two.lines * 1.1);
  expect(month.state).toBeLessThan(two.state * 1.1 + 200);
});
