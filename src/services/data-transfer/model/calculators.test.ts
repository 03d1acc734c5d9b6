import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { limitsOf } from '../../../sim/limits.ts';
import { assertForAll } from '../../../testing/forAll.ts';
import { decide } from './decision.ts';
import { connectionProblem, connectionStateAt, dedicatedSpeeds, directConnectPlan, encryptionOf, usualProvisioningMs } from './directConnect.ts';
import { backlogAt, dmsPlan, openTransactionsWait, schemaConversion, type DmsQuestion } from './dms.ts';
import { lineIsTooSlow, lineTime, parseBitRate } from './lineTime.ts';
import { capacityCodeOf, capacityCodes, devices, importStates, jobStateAt, jobStates, orderProblem, snowballPlan, usableBytes, usualLeadTimes } from './snowball.ts';
import { cacheProblem, drainTime, fileProblem, gatewayProblem, gatewayTypeFor, sharesProblem, uploadBuffer } from './storageGateway.ts';
import { acceleration, bucketNameProblem, type LongWay } from './transferAcceleration.ts';
import { dayMs } from './worked.ts';

const notes = limitsOf('notes');
const today = limitsOf('today');
const line = (bitsPerSecond: number, utilisation = 0.8) => ({ bitsPerSecond, utilisation });

describe('golden cases of the transfer options', () => {
  it('TRF-01: 100 TB over 1 Gbps at 80 % need 11.574074 days', () => {
    expect(lineTime(100e12, line(1e9)).days).toBeCloseTo(11.574074, 6);
  });

  it('TRF-02: 10 TB over 100 Mbps at 80 % need the same', () => {
    expect(lineTime(10e12, line(100e6)).days).toBeCloseTo(11.574074, 6);
  });

  it('TRF-04: an upload buffer of 691,200 MB', () => {
    const { worked, bytes } = uploadBuffer({ appMBps: 40, netMBps: 12, compression: 2, hours: 12 }, notes);
    expect(worked.result).toBe(691_200);
    expect(bytes).toBe(691_200e6);
  });

  it('TRF-05: where the line keeps up, the least size of 150 GiB counts', () => {
    const { bytes, minimumApplies } = uploadBuffer({ appMBps: 10, netMBps: 12, compression: 2, hours: 12 }, notes);
    expect(bytes / 2 ** 30).toBe(150);
    expect(minimumApplies).toBe(true);
  });

  it('TRF-07: 8 TB of a live database over 50 Mbps: DMS with Snowball Edge', () => {
    const decision = decide({ database: true, continuous: true, bytes: 8e12, ...line(50e6) }, notes);
    expect(decision.lineDays).toBeCloseTo(18.518519, 6);
    expect(decision.recommend).toEqual(['DMS', 'Snowball Edge']);
  });
});

describe('a decision lab with arithmetic', () => {
  it('200 TB at 500 Mbps and 80 % use show 46.3 days; at 10 Gbps 2.3', () => {
    expect(lineTime(200e12, line(500e6)).days.toFixed(1)).toBe('46.3');
    expect(lineTime(200e12, line(10e9)).days.toFixed(1)).toBe('2.3');
  });

  it('every formula answers its terms, so that the sum can be repeated', () => {
    const { worked } = lineTime(200e12, line(500e6));
    const [data, speed, share] = worked.terms.map((each) => each.value);
    expect((data! * 8) / (speed! * share!) / 86_400).toBeCloseTo(worked.result, 9);
    expect(worked.terms.every((each) => worked.formula.includes(each.name))).toBe(true);
  });

  it('acceleration never beats the uplink, whatever the path', () => {
    const way = fc.record<LongWay>({
      uplink: fc.record({ bitsPerSecond: fc.integer({ min: 1e6, max: 1e10 }), utilisation: fc.double({ min: 0.05, max: 1, noNaN: true }) }),
      roundTripMs: fc.integer({ min: 1, max: 400 }),
      edgeRoundTripMs: fc.integer({ min: 1, max: 400 }),
      streams: fc.integer({ min: 1, max: 200 }),
      windowBytes: fc.integer({ min: 1024, max: 4 << 20 }),
    });
    assertForAll(
      way,
      (drawn) => {
        const plan = acceleration(50e12, drawn);
        expect(plan.accelerated.result).toBeLessThanOrEqual(drawn.uplink.bitsPerSecond * drawn.uplink.utilisation);
        expect(plan.doneMs).toBeGreaterThanOrEqual(lineTime(50e12, drawn.uplink).ms - 1);
        expect(plan.doneMs).toBeLessThanOrEqual(plan.directMs);
        expect(plan.billed).toBe(plan.factor > 1);
      },
      { seed: 61, runs: 200 },
    );
  });

  it('helps where round trips are the limit, and not where the uplink is', () => {
    const far = { roundTripMs: 200, edgeRoundTripMs: 20, streams: 4, windowBytes: 256 * 1024 };
    const wide = acceleration(1e12, { uplink: line(1e9), ...far });
    expect(wide.factor).toBeCloseTo(10, 5);
    const narrow = acceleration(200e12, { uplink: line(20e6), ...far });
    expect(narrow.factor).toBe(1);
    expect(narrow.billed).toBe(false);
  });
});

describe('the line', () => {
  it('is too slow from about a week on', () => {
    expect(lineIsTooSlow(60e12, line(1e9), notes).slow).toBe(false);
    expect(lineIsTooSlow(61e12, line(1e9), notes).slow).toBe(true);
  });

  it('reads speeds as people write them', () => {
    expect([parseBitRate('500Mbps'), parseBitRate('10 Gbps'), parseBitRate(64_000), parseBitRate('1.5Gbps')]).toEqual([500e6, 10e9, 64_000, 1.5e9]);
    expect([parseBitRate('fast'), parseBitRate('0Mbps'), parseBitRate(-1), parseBitRate('5 MBytes'), parseBitRate(null)]).toEqual([undefined, undefined, undefined, undefined, undefined]);
  });
});

describe('Direct Connect', () => {
  it('has the port speeds of its edition', () => {
    expect(dedicatedSpeeds(notes)).toEqual([1e9, 10e9]);
    expect(dedicatedSpeeds(today)).toEqual([1e9, 10e9, 100e9, 400e9]);
    expect(connectionProblem('dedicated', 100e9, notes)).toContain('1, 10 Gbps');
    expect(connectionProblem('dedicated', 100e9, today)).toBeUndefined();
    expect(connectionProblem('hosted', 50e6, notes)).toBeUndefined();
    expect(connectionProblem('hosted', 25e9, notes)).toBeDefined();
    expect(connectionProblem('hosted', 25e9, today)).toBeUndefined();
    expect(connectionProblem('hosted', 10e6, today)).toBeDefined();
  });

  it('arrives late: 2.3 days of transfer after six weeks', () => {
    const plan = directConnectPlan(200e12, line(10e9), usualProvisioningMs);
    expect(plan.doneMs / dayMs).toBeCloseTo(44.3, 1);
    expect(plan.phases.map((phase) => phase.name)).toEqual(['provisioning', 'transfer']);
    expect(directConnectPlan(200e12, line(10e9), 0).doneMs / dayMs).toBeCloseTo(2.3, 1);
  });

  it('does not encrypt by itself; MACsec comes with the Today edition', () => {
    expect(encryptionOf('dedicated', 10e9, notes).ways).toHaveLength(2);
    expect(encryptionOf('dedicated', 10e9, today).ways).toHaveLength(3);
    expect(encryptionOf('dedicated', 1e9, today).ways).toHaveLength(2);
  });

  it('passes through its states', () => {
    expect(['ordering', 'pending', 'available']).toEqual([0, 20, 42].map((days) => connectionStateAt('hosted', days * dayMs, usualProvisioningMs)));
    expect(connectionStateAt('dedicated', 0, usualProvisioningMs)).toBe('requested');
  });
});

describe('Snowball', () => {
  const ask = { bytes: 200e12, device: 'snowball-edge-storage' as const, lan: line(10e9), atOnce: 0, ...usualLeadTimes };

  it('needs as many devices as the data has parts of usable space, by edition', () => {
    expect(snowballPlan(ask, notes).devices).toBe(3);
    expect(snowballPlan(ask, today).devices).toBe(1);
    expect(devices.map((device) => usableBytes(device, notes) / 1e12)).toEqual([50, 80, 80, 42, 100_000]);
  });

  it('takes order, copy, way back and import: the sum of its terms', () => {
    const plan = snowballPlan(ask, notes);
    const copyDays = (200e12 * 8) / (10e9 * 0.8) / 86_400;
    expect(plan.doneMs / dayMs).toBeCloseTo(4 + copyDays + 2 + 1, 6);
    expect(plan.phases.map((phase) => phase.name)).toEqual(['ordering', 'copying', 'shipping', 'importing']);
    expect(plan.trips.reduce((sum, trip) => sum + trip.bytes, 0)).toBe(200e12);
  });

  it('in waves needs one order after another', () => {
    const waves = snowballPlan({ ...ask, atOnce: 1 }, notes);
    expect(waves.waves).toBe(3);
    expect(waves.doneMs / dayMs).toBeCloseTo(3 * 4 + (200e12 * 8) / (10e9 * 0.8) / 86_400 + 2 + 1, 5);
  });

  it('a job goes through the states of the API in order', () => {
    const [trip] = snowballPlan(ask, notes).trips;
    const seen = Array.from({ length: 400 }, (_, i) => jobStateAt(trip!, Math.floor((i * (trip!.importedAt + 1)) / 399)));
    expect([...new Set(seen)]).toEqual(importStates.filter((state) => state !== 'Pending'));
    expect(jobStates).toHaveLength(13);
  });

  it('is ordered by a capacity code of the API', () => {
    const codes = [notes, today].flatMap((limits) => devices.map((device) => capacityCodeOf(device, limits)));
    expect(codes).toEqual(['T50', 'T80', 'T100', 'T42', undefined, 'T50', 'T80', 'T240', 'T32', undefined]);
    expect(codes.filter((code) => code !== undefined && !capacityCodes.includes(code))).toEqual([]);
  });

  it('is closed to new customers today, and some models are gone', () => {
    expect(orderProblem('snowball-edge-storage', false, notes)).toBeUndefined();
    expect(orderProblem('snowball-edge-storage', false, today)).toContain('closed to new customers');
    expect(orderProblem('snowball-edge-storage', true, today)).toBeUndefined();
    expect(orderProblem('snowmobile', true, today)).toContain('retired');
    expect(orderProblem('snowball-80', true, today)).toContain('withdrawn');
  });
});

describe('Storage Gateway', () => {
  it('has a type for each interface', () => {
    expect([gatewayTypeFor('files', 'aws'), gatewayTypeFor('blocks', 'aws'), gatewayTypeFor('blocks', 'on-site'), gatewayTypeFor('tapes', 'aws')]).toEqual(['FILE_S3', 'CACHED', 'STORED', 'VTL']);
    expect(gatewayProblem('FILE_FSX_SMB', notes)).toBeUndefined();
    expect(gatewayProblem('FILE_FSX_SMB', today)).toContain('closed');
  });

  it('knows its sizes', () => {
    expect(cacheProblem(150 * 2 ** 30, notes)).toBeUndefined();
    expect(cacheProblem(149 * 2 ** 30, notes)).toContain('150 GiB');
    expect(fileProblem(5 * 2 ** 40 + 1, notes)).toContain('5 TiB');
    expect(sharesProblem(51, notes)).toContain('50');
    expect(drainTime(691_200, 12, 2).result).toBe(28_800);
  });
});

describe('Transfer Acceleration', () => {
  it('takes bucket names without periods', () => {
    expect(bucketNameProblem('my.bucket')).toContain('period');
    expect(bucketNameProblem('My-Bucket')).toContain('DNS');
    expect(bucketNameProblem('my-bucket')).toBeUndefined();
  });
});

describe('DMS', () => {
  const ask: DmsQuestion = { type: 'full-load-and-cdc', bytes: 6e12, tables: 8, parallelTables: 8, tableBitsPerSecond: 200e6, line: line(500e6), changeBytesPerDay: 0.02 * 6e12, applyBitsPerSecond: 200e6, openTransactionsMs: 0, switchMs: 600_000 };

  it('a full load of 6 TB over 500 Mbps takes 1.4 days, and the downtime is the switch alone', () => {
    const plan = dmsPlan(ask, notes);
    expect(plan.loadedMs / dayMs).toBeCloseTo(1.389, 3);
    expect(plan.phases.map((phase) => phase.name)).toEqual(['full-load', 'cached-changes', 'cut-over']);
    expect(plan.downtimeMs).toBe(600_000);
    expect(plan.changesLostBytes).toBe(0);
  });

  it('what is cached grows with the load and is applied faster than it grows', () => {
    const plan = dmsPlan(ask, notes);
    expect(backlogAt(ask, plan, plan.loadedMs)).toBeCloseTo((0.12e12 * plan.loadedMs) / dayMs, -3);
    expect(backlogAt(ask, plan, plan.caughtUpMs!)).toBeLessThan(1e6);
    expect(backlogAt(ask, plan, plan.caughtUpMs! - 60_000)).toBeGreaterThan(1e6);
  });

  it('never catches up where more changes than can be applied', () => {
    const plan = dmsPlan({ ...ask, changeBytesPerDay: 3e12 }, notes);
    expect(plan.caughtUpMs).toBeNull();
    expect(plan.phases.at(-1)).toEqual({ name: 'cached-changes', from: plan.loadedMs, to: null });
  });

  it('a full load alone stops the source for all of it, or loses what changes', () => {
    const plan = dmsPlan({ ...ask, type: 'full-load' }, notes);
    expect(plan.downtimeMs).toBe(plan.doneMs);
    expect(plan.changesLostBytes).toBeGreaterThan(1e11);
  });

  it('waits at most 600 s for open transactions, and only with change capture', () => {
    expect(openTransactionsWait('full-load-and-cdc', 3_600_000, notes)).toBe(600_000);
    expect(openTransactionsWait('full-load-and-cdc', 60_000, notes)).toBe(60_000);
    expect(openTransactionsWait('full-load', 3_600_000, notes)).toBe(0);
  });

  it('one table at a time is slower than the line', () => {
    expect(dmsPlan({ ...ask, parallelTables: 1 }, notes).loadedMs).toBe(lineTime(6e12, line(200e6, 1)).ms);
  });

  it('another engine needs its schema converted', () => {
    expect(schemaConversion('Oracle', 'oracle', notes)).toContain('none');
    expect(schemaConversion('Oracle', 'PostgreSQL', notes)).toBe('SCT');
    expect(schemaConversion('Oracle', 'PostgreSQL', today)).toContain('Schema Conversion');
  });
});

describe('the order of decisions', () => {
  const base = { bytes: 1e12, ...line(1e9), database: false, continuous: false };

  it.each([
    ['a small live database', { ...base, database: true, continuous: true }, ['DMS']],
    ['a large live database over a fast line', { ...base, database: true, continuous: true, bytes: 6e12 }, ['DMS']],
    ['a file interface, whatever the size', { ...base, keepsInterface: true, bytes: 1e15 }, ['Storage Gateway']],
    ['far clients on several continents', { ...base, farClients: true }, ['S3 Transfer Acceleration']],
    ['a plain upload', base, ['Upload over the line']],
    ['200 TB over 500 Mbps', { ...base, bytes: 200e12, bitsPerSecond: 500e6 }, ['Snowball Edge']],
    ['30 PB', { ...base, bytes: 30e15 }, ['Snowmobile']],
    ['recurring private traffic', { ...base, recurringPrivate: true }, ['Upload over the line', 'Direct Connect']],
  ])('%s', (_, ask, recommend) => {
    expect(decide(ask, notes).recommend).toEqual(recommend);
  });

  it('today a newcomer cannot have a Snowball', () => {
    const ask = { ...base, bytes: 200e12, bitsPerSecond: 500e6 };
    expect(decide(ask, today).recommend).toEqual(['DataSync or a Data Transfer Terminal']);
    expect(decide({ ...ask, existingCustomer: true }, today).recommend).toEqual(['Snowball Edge']);
  });

  it('tells the numbers behind each step', () => {
    const { steps } = decide({ ...base, bytes: 200e12, bitsPerSecond: 500e6 }, notes);
    expect(steps.some((step) => step.because.includes('46.3 days'))).toBe(true);
    expect(steps.at(-1)!.worked!.result).toBe(3);
  });
});
