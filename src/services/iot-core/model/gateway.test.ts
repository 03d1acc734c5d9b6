import { describe, expect, it } from 'vitest';
import type { PlainData, PlainRecord } from '../../../sim/plainData.ts';
import { ServiceBench } from '../../../testing/serviceBench.ts';
import { Connect, Disconnect, Ping, PubAck, Publish, PublishData, Subscribe, type ConnectRequest, type FromBroker } from './operations.ts';

/** A broker, and clients by hand. */
class Broker extends ServiceBench {
  constructor(config: PlainRecord = {}, facts: 'notes' | 'today' = 'today') {
    super('iot-core', ['in'], config, { facts });
  }

  connect(clientId: string, more: Partial<ConnectRequest> = {}): FromBroker {
    const reply = this.ask('in', Connect, { clientId, certificate: `cert-${clientId}`, protocol: 'mqtt', cleanSession: true, keepAliveMs: 60_000, will: null, ...more });
    if (!reply.ok) throw new Error(reply.error.message);
    return reply.response;
  }

  subscribe(clientId: string, filters: readonly string[], qos: 0 | 1 = 1): readonly number[] {
    const reply = this.ask('in', Subscribe, { clientId, filters: filters.map((filter) => ({ filter, qos })) });
    return reply.ok ? reply.response.codes : [];
  }

  publish(clientId: string, topic: string, count = 1): number {
    const client = this.simulation.keys.intern(clientId);
    const reply = this.ask('in', Publish, { records: this.batch(Array.from({ length: count }, () => 100), topic), clients: new Uint32Array(count).fill(client), qos: 1, protocol: 'mqtt' });
    return reply.ok ? reply.response.outcome.failed : count;
  }

  say(clientId: string, topic: string, payload: PlainData, retain = false): void {
    this.begin('in', PublishData, { clientId, topic, payload, retain });
  }

  get sent(): number {
    return this.metric('PublishOut.Success');
  }
}

const policyOf = (...allow: readonly (readonly [action: string, resource: string])[]): PlainRecord => ({ Version: '2012-10-17', Statement: allow.map(([Action, Resource]) => ({ Effect: 'Allow', Action, Resource })) });
const refused = (b: Broker, type = 'connection.refused') => b.events(type).map(({ subject, detail }) => [subject, detail.reason ?? detail.says]);

describe('9.1 connections', () => {
  it('one CONNECT a second for each client id', () => {
    const b = new Broker();
    expect(b.connect('a')).toMatchObject({ type: 'connack', code: 0 });
    b.wait(999);
    expect(b.connect('a')).toMatchObject({ type: 'closed', reason: 'too many connects' });
    expect(b.connect('b')).toMatchObject({ code: 0 });
    b.wait(1);
    expect(b.connect('a')).toMatchObject({ code: 0 });
    expect([b.metric('Connect.ClientIDThrottle'), b.view().connected]).toEqual([1, 2]);
  });

  it('CONNACK 7, then the end, for who may not', () => {
    const b = new Broker({ policy: policyOf(['iot:Connect', 'client/a']) });
    expect(b.connect('a')).toMatchObject({ code: 0 });
    expect(b.connect('b')).toMatchObject({ type: 'closed', reason: 'not authorized' });
    expect(b.metric('Connect.AuthError')).toBe(1);
    expect(b.events('connection.refused')[0]!.detail.says).toBe('No statement of the IoT policy allows this.');
  });

  it('a second CONNECT with the same id wins', () => {
    const b = new Broker();
    b.connect('a');
    b.wait(2000);
    expect(b.connect('a')).toMatchObject({ code: 0, sessionPresent: false });
    expect([b.view().connected, b.events('client.displaced').length]).toEqual([1, 1]);
  });

  it('keep-alive: 1.5 times, from 5 s (Today 30 s) to 20 min; 0 counts as 20 min', () => {
    const lasts = (keepAliveMs: number, facts: 'notes' | 'today', ms: number) => {
      const b = new Broker({}, facts);
      b.connect('a', { keepAliveMs });
      b.waitUntil(ms - 1);
      const before = b.view().connected;
      b.wait(1);
      return [before, b.view().connected];
    };
    expect([lasts(10_000, 'notes', 15_000), lasts(10_000, 'today', 45_000)]).toEqual([[1, 0], [1, 0]]);
    expect([lasts(1000, 'notes', 7500), lasts(60_000, 'today', 90_000)]).toEqual([[1, 0], [1, 0]]);
    expect([lasts(0, 'notes', 1_800_000), lasts(5_000_000, 'today', 1_800_000)]).toEqual([[1, 0], [1, 0]]);
  });

  it('any packet counts as a sign of life', () => {
    const b = new Broker({}, 'notes');
    b.connect('a', { keepAliveMs: 10_000 });
    b.connect('b', { keepAliveMs: 10_000 });
    for (let i = 0; i < 6; i++) {
      b.wait(10_000);
      b.begin('in', Ping, { clients: ['a'] });
      if (i % 2 === 0) b.publish('b', 't');
      else b.subscribe('b', ['t']);
    }
    expect(b.view().connected).toBe(2);
  });
});

describe('9.1 Last Will', () => {
  const will = { topic: 'gone/a', payload: { id: 'a' } };
  const wills = (b: Broker) => (b.view().topics as Record<string, number>)['gone/a'] ?? 0;

  it('is published when a client is silent, is displaced, or breaks a rule, not when it says DISCONNECT', () => {
    const silent = new Broker({}, 'notes');
    silent.connect('a', { will, keepAliveMs: 5000 });
    silent.waitUntil(8000);
    expect(wills(silent)).toBe(1);

    const displaced = new Broker();
    displaced.connect('a', { will });
    displaced.wait(1000);
    displaced.connect('a', { will });
    expect(wills(displaced)).toBe(1);

    const broken = new Broker();
    broken.connect('a', { will });
    broken.publish('a', 'a/+/b');
    expect([wills(broken), broken.view().connected]).toEqual([1, 0]);

    const polite = new Broker();
    polite.connect('a', { will });
    polite.begin('in', Disconnect, { clientId: 'a' });
    expect([wills(polite), polite.view().connected]).toEqual([0, 0]);
  });

  it('to a reserved topic is ignored by the shadow service and seen by rules; a republish rule brings it there', () => {
    const shadowWill = { topic: '$aws/things/a/shadow/update', payload: { state: { reported: { online: false } } } };
    const seen = new Broker({ rules: [{ ruleName: 'r', sql: "SELECT * FROM '$aws/things/+/shadow/update'" }] }, 'notes');
    seen.connect('a', { will: shadowWill, keepAliveMs: 5000 });
    seen.waitUntil(8000);
    expect([seen.view().shadows, (seen.view().rules as { fired: number }[])[0]!.fired]).toEqual([0, 1]);

    const routed = new Broker({ rules: [{ ruleName: 'r', sql: "SELECT * FROM 'wills/+'", actions: [{ republish: { topic: '$$aws/things/${topic(2)}/shadow/update' } }] }] }, 'notes');
    routed.connect('a', { will: { ...shadowWill, topic: 'wills/a' }, keepAliveMs: 5000 });
    routed.waitUntil(8000);
    expect(routed.view().shadowStates).toMatchObject({ a: { reported: { online: false } } });
  });
});

describe('9.1 subscriptions', () => {
  it('at most 8 filters in one SUBSCRIBE', () => {
    const b = new Broker();
    b.connect('a');
    const filters = (count: number) => Array.from({ length: count }, (_, i) => `t/${i}`);
    expect(b.subscribe('a', filters(8))).toEqual(new Array(8).fill(1));
    expect(b.subscribe('a', filters(9))).toEqual(new Array(9).fill(128));
  });

  it('at most 50 on one connection; the same filter again is no further one', () => {
    const b = new Broker();
    b.connect('a');
    const codes = Array.from({ length: 7 }, (_, i) => b.subscribe('a', Array.from({ length: 8 }, (_unused, k) => `t/${i * 8 + k}`))).flat();
    expect(codes.filter((code) => code === 1)).toHaveLength(50);
    expect(codes.slice(50)).toEqual(new Array(6).fill(128));
    expect(b.subscribe('a', ['t/3'])).toEqual([1]);
    expect(refused(b, 'subscription.refused')[0]).toEqual(['a', 'a connection has at most 50 subscriptions']);
  });

  it('a refused filter answers 128 and the connection stays', () => {
    const b = new Broker({ policy: policyOf(['iot:Connect', '*'], ['iot:Subscribe', 'topicfilter/mine/*']) });
    b.connect('a');
    expect(b.subscribe('a', ['mine/x', 'other/x', 'mine/#/y'])).toEqual([1, 128, 128]);
    expect(b.view().connected).toBe(1);
  });

  it('the right to receive is asked for at every delivery', () => {
    const b = new Broker({ policy: policyOf(['iot:Connect', '*'], ['iot:Subscribe', '*'], ['iot:Publish', '*'], ['iot:Receive', 'topic/open/*']) });
    b.connect('a');
    b.subscribe('a', ['#']);
    b.publish('a', 'open/1');
    expect(b.sent).toBe(1);
    b.publish('a', 'closed/1');
    expect(b.sent).toBe(1);
  });
});

describe('9.1 delivery at QoS 1', () => {
  it('at most 100 unacknowledged; each PUBACK makes room for one', () => {
    const b = new Broker();
    b.connect('a');
    b.subscribe('a', ['t']);
    b.connect('p');
    b.publish('p', 't', 150);
    expect([b.sent, b.view().unacknowledged, b.view().stored]).toEqual([100, 100, 50]);
    b.begin('in', PubAck, { clientId: 'a', id: 1 });
    expect([b.sent, b.view().unacknowledged, b.view().stored]).toEqual([101, 100, 49]);
  });

  it('sent again every 5 s until acknowledged, for an hour at most', () => {
    const b = new Broker();
    b.connect('a', { keepAliveMs: 0 });
    b.subscribe('a', ['t']);
    b.connect('p');
    b.publish('p', 't');
    b.wait(12_000);
    expect(b.sent).toBe(3);
    for (let minute = 0; minute < 70; minute++) {
      b.begin('in', Ping, { clients: ['a'] });
      b.wait(60_000);
    }
    expect(b.view().unacknowledged).toBe(0);
    expect(b.sent).toBeLessThanOrEqual(720);
    expect(b.sent).toBeGreaterThan(700);
  });

  it('a session that stays gets what it missed, 10 a second, and keeps it for an hour', () => {
    const missed = (awayMs: number) => {
      const b = new Broker();
      b.connect('a', { cleanSession: false });
      b.subscribe('a', ['t']);
      b.begin('in', Disconnect, { clientId: 'a' });
      b.connect('p', { keepAliveMs: 0 });
      b.publish('p', 't', 30);
      b.wait(awayMs);
      return { b, connack: b.connect('a', { cleanSession: false }) };
    };
    const { b, connack } = missed(600_000);
    expect(connack).toMatchObject({ code: 0, sessionPresent: true });
    expect(b.sent).toBe(0);
    b.wait(1000);
    expect(b.sent).toBe(10);
    b.wait(2000);
    expect(b.sent).toBe(30);
    const late = missed(3_600_000);
    expect(late.connack).toMatchObject({ code: 0, sessionPresent: false });
    expect(late.b.events('session.expired')).toHaveLength(1);
  });

  it('a clean session destroys what was stored', () => {
    const b = new Broker();
    b.connect('a', { cleanSession: false });
    b.subscribe('a', ['t']);
    b.begin('in', Disconnect, { clientId: 'a' });
    b.connect('p');
    b.publish('p', 't', 5);
    b.wait(1000);
    expect(b.connect('a', { cleanSession: true })).toMatchObject({ sessionPresent: false });
    expect([b.view().stored, b.sent]).toEqual([0, 0]);
  });
});

describe('9.1 retained messages', () => {
  it('one a topic, for filters that equal the topic; an empty payload deletes it', () => {
    const b = new Broker();
    b.connect('p');
    b.say('p', 'state/p', { on: false }, true);
    b.say('p', 'state/p', { on: true }, true);
    expect(b.view().retained).toBe(1);
    b.connect('a');
    b.subscribe('a', ['state/+', 'state/#']);
    expect(b.sent).toBe(0);
    b.subscribe('a', ['state/p']);
    expect(b.sent).toBe(1);
    b.say('p', 'state/p', '', true);
    expect(b.view().retained).toBe(0);
  });

  it('need the right to publish and the right to retain', () => {
    const b = new Broker({ policy: policyOf(['iot:Connect', '*'], ['iot:Publish', '*']) });
    b.connect('p');
    b.say('p', 'state/p', 1);
    expect(b.view().connected).toBe(1);
    b.say('p', 'state/p', 1, true);
    expect([b.view().retained, b.view().connected]).toEqual([0, 0]);
    const both = new Broker({ policy: policyOf(['iot:Connect', '*'], ['iot:Publish', '*'], ['iot:RetainPublish', 'topic/state/*']) });
    both.connect('p');
    both.say('p', 'state/p', 1, true);
    expect(both.view().retained).toBe(1);
  });

  it('do not reach who may not receive them', () => {
    const b = new Broker({ policy: policyOf(['iot:Connect', '*'], ['iot:Publish', '*'], ['iot:RetainPublish', '*'], ['iot:Subscribe', '*']) });
    b.connect('p');
    b.say('p', 'state/p', 1, true);
    b.connect('a');
    expect(b.subscribe('a', ['state/p'])).toEqual([1]);
    expect(b.sent).toBe(0);
  });
});

describe('9.1 topics', () => {
  it('at most 256 bytes and 7 slashes; the first three levels of Basic Ingest are not counted', () => {
    const b = new Broker({ rules: [{ ruleName: 'r', sql: "SELECT * FROM 'x'" }] });
    const fails = (topic: string) => {
      b.wait(1000);
      b.connect('a');
      return b.publish('a', topic);
    };
    expect([fails('a/b/c/d/e/f/g/h'), fails('a/b/c/d/e/f/g/h/i')]).toEqual([0, 1]);
    expect([fails('x'.repeat(256)), fails('x'.repeat(257)), fails('ü'.repeat(128)), fails('ü'.repeat(129))]).toEqual([0, 1, 0, 1]);
    expect([fails('$aws/rules/r/a/b/c/d/e/f/g/h'), fails('$aws/rules/r/a/b/c/d/e/f/g/h/i')]).toEqual([0, 1]);
    expect([fails('a/+'), fails('#'), fails('A/b')]).toEqual([1, 1, 0]);
  });
});
