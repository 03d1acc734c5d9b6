import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { limitsOf } from '../../../sim/limits.ts';
import { assertRowsConserved } from '../../../testing/conservation.ts';
import { assertForAll } from '../../../testing/forAll.ts';
import { ServiceBench } from '../../../testing/serviceBench.ts';
import { responseOf } from '../../../testing/streamBench.ts';
import { parseEndpointConfig } from './config.ts';
import { OfferSubscription, Post, QueryAcks } from './operations.ts';

function bench(config: object = {}) {
  const b = new ServiceBench('http-endpoint', ['in'], config as never);
  const request = (...sizes: number[]) => ({ records: b.batch(sizes), bytes: sizes.reduce((sum, each) => sum + each, 0) });
  return { b, request, post: (...sizes: number[]) => responseOf(b.ask('in', Post, request(...sizes))), totals: () => b.simulation.records.totals() };
}

describe('a web server', () => {
  it('answers 200 after its own time and that of the body, and keeps what came', () => {
    const { b, post, totals } = bench({ answerTime: 40, bytesPerSecond: 1_000_000 });
    expect(post(5000, 5000)).toEqual({ status: 200, ackId: undefined });
    expect(b.now).toBe(50);
    expect(totals()).toMatchObject({ delivered: 2, lost: 0 });
    expect(b.metric('2xx')).toBe(1);
    assertRowsConserved(b.simulation);
  });

  it('refuses a body that is too large, and requests beyond those it can serve at once', () => {
    const { b, post, request } = bench({ maxBody: 100, maxConcurrent: 1 });
    expect(post(101).status).toBe(413);
    b.begin('in', Post, request(1));
    expect(post(1).status).toBe(429);
    expect(b.events('request.refused').map((event) => event.detail.status)).toEqual([413, 429]);
  });

  it('fails a share of requests with nothing stored, and says so with the status of the settings', () => {
    const { b, request, totals } = bench({ failureRate: 0.3, failureStatus: 404, answerTime: 0 });
    const statuses = Array.from({ length: 300 }, () => responseOf(b.ask('in', Post, request(10))).status);
    const failed = statuses.filter((status) => status === 404).length;
    expect(failed).toBeGreaterThan(60);
    expect(failed).toBeLessThan(120);
    expect(totals().delivered).toBe(300 - failed);
    assertRowsConserved(b.simulation);
  });

  it('in an outage answers 503, also to what is under way; without an answer nothing is stored', () => {
    const { b, request, post, totals } = bench({ answerTime: 1000 });
    const id = b.begin('in', Post, request(10));
    b.intervene({ type: 'fault', name: 'outage', duration: 5000 });
    b.wait(0);
    expect(responseOf(b.reply(Post, id)!).status).toBe(503);
    expect(post(10).status).toBe(503);
    b.waitUntil(5000);
    b.intervene({ type: 'fault', name: 'no-answer', duration: 5000 });
    const unanswered = b.begin('in', Post, request(10));
    b.waitUntil(60_000);
    expect(b.reply(Post, unanswered)).toBeUndefined();
    expect(totals().delivered).toBe(0);
    expect(post(10).status).toBe(200);
    assertRowsConserved(b.simulation);
  });

  it('slow takes ten times as long; a wrong status tells of a failure where all is stored', () => {
    const { b, post, totals } = bench({ answerTime: 100, wrongStatus: 502 });
    b.intervene({ type: 'fault', name: 'slow', duration: 500 });
    post(10);
    expect(b.now).toBe(1000);
    b.intervene({ type: 'fault', name: 'wrong-status' });
    expect(post(10).status).toBe(502);
    expect(totals().delivered).toBe(2);
    expect(b.events('answer.wrong')).toHaveLength(1);
    b.intervene({ type: 'recover', name: 'wrong-status' });
    expect(post(10).status).toBe(200);
  });

  it('confirms a subscription, or does not; it knows no acknowledgements', () => {
    for (const confirms of [true, false]) expect(responseOf(bench({ confirms }).b.ask('in', OfferSubscription, { token: 't' }))).toEqual({ status: 200, confirms });
    expect(bench({ type: 'splunk' }).b.ask('in', OfferSubscription, { token: 't' })).toMatchObject({ response: { confirms: false } });
    expect(bench().b.ask('in', QueryAcks, { acks: [1] }).ok).toBe(false);
  });
});

describe('Splunk', () => {
  it('acknowledges what it has indexed, once', () => {
    const { b, post, totals } = bench({ type: 'splunk', answerTime: 50, indexTime: 2000 });
    expect([post(10).ackId, post(10).ackId]).toEqual([1, 2]);
    expect(totals().delivered).toBe(0);
    expect(responseOf(b.ask('in', QueryAcks, { acks: [1, 2] })).acknowledged).toEqual([]);
    b.waitUntil(2060);
    expect(responseOf(b.ask('in', QueryAcks, { acks: [1, 2, 9] })).acknowledged).toEqual([1]);
    b.waitUntil(3000);
    expect(responseOf(b.ask('in', QueryAcks, { acks: [1, 2] })).acknowledged).toEqual([2]);
    expect(totals().delivered).toBe(2);
    assertRowsConserved(b.simulation);
  });

  it('never acknowledges what an outage took before it was indexed', () => {
    const { b, post, totals } = bench({ type: 'splunk' });
    const { ackId } = post(10);
    b.intervene({ type: 'fault', name: 'outage', duration: 1000 });
    b.waitUntil(10_000);
    expect(responseOf(b.ask('in', QueryAcks, { acks: [ackId!] })).acknowledged).toEqual([]);
    expect(totals().delivered).toBe(0);
    assertRowsConserved(b.simulation);
  });

  it('with acknowledgements lost indexes all the same; without them gives no id', () => {
    const { b, post, totals } = bench({ type: 'splunk' });
    b.intervene({ type: 'fault', name: 'lose-acks' });
    const { ackId } = post(10);
    b.waitUntil(10_000);
    expect(responseOf(b.ask('in', QueryAcks, { acks: [ackId!] })).acknowledged).toEqual([]);
    expect(totals().delivered).toBe(1);
    const bare = bench({ type: 'splunk', acknowledges: false });
    expect(bare.post(10)).toEqual({ status: 200, ackId: undefined });
    expect(responseOf(bare.b.ask('in', QueryAcks, { acks: [1] })).status).toBe(400);
  });

  it('forgets ids that nobody asks for', () => {
    const { b, request } = bench({ type: 'splunk', answerTime: 0, indexTime: 0 });
    for (let i = 0; i < 1100; i++) b.ask('in', Post, request(1));
    expect(b.view().unacknowledged).toBeLessThanOrEqual(1001);
    b.waitUntil(600_001);
    b.ask('in', Post, request(1));
    expect(b.view().unacknowledged).toBe(1);
  });
});

it('settings never throw, and name what is wrong', () => {
  expect(() => assertForAll(fc.anything(), (raw) => void parseEndpointConfig(raw, limitsOf('notes')), { seed: 61, runs: 200 })).not.toThrow();
  const parsed = parseEndpointConfig({ type: 'ftp', failureRate: 2, answrTime: 5 }, limitsOf('notes'));
  expect(parsed.ok ? 0 : parsed.error.length).toBe(3);
});
