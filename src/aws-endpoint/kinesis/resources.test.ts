import {
  CreateStreamCommand, DeleteResourcePolicyCommand, DescribeAccountSettingsCommand, DescribeStreamSummaryCommand, GetResourcePolicyCommand, KinesisClient, ListTagsForResourceCommand, ListTagsForStreamCommand, PutRecordCommand, PutResourcePolicyCommand,
  RegisterStreamConsumerCommand, TagResourceCommand, UntagResourceCommand, UpdateAccountSettingsCommand, UpdateMaxRecordSizeCommand, UpdateStreamModeCommand, UpdateStreamWarmThroughputCommand,
} from '@aws-sdk/client-kinesis';
import { describe, expect, it } from 'vitest';
import { inProcess } from '../../testing/inProcessEndpoint.ts';

const StreamName = 'clicks';
const StreamARN = 'arn:aws:kinesis:us-east-1:123456789012:stream/clicks';
const day = 86_400_000;
const startsAt = Date.UTC(2026, 0, 5);

function start(provisioningDelay = 0) {
  const { endpoint, client } = inProcess({ provisioningDelay });
  return { kinesis: new KinesisClient(client as never), endpoint, pass: (ms: number) => endpoint.world.advance(endpoint.world.now + ms) };
}
async function withStream(more: object = { ShardCount: 1 }, provisioningDelay = 0) {
  const started = start(provisioningDelay);
  await started.kinesis.send(new CreateStreamCommand({ StreamName, ...more }));
  started.pass(provisioningDelay);
  return started;
}
const errorOf = (call: Promise<unknown>) => call.then(() => 'no error', ({ name, message }: Error) => `${name}: ${message}`);

describe('tags', () => {
  it('hang on streams and on consumers, and are one list by whatever call', async () => {
    const { kinesis } = await withStream({ ShardCount: 1, Tags: { born: 'here' } });
    const ConsumerARN = (await kinesis.send(new RegisterStreamConsumerCommand({ StreamARN, ConsumerName: 'c', Tags: { team: 'data' } }))).Consumer!.ConsumerARN;
    await kinesis.send(new TagResourceCommand({ ResourceARN: StreamARN, Tags: { cost: '7', 'ü0 _.': '/=+-@:' } }));
    const both = [{ Key: 'born', Value: 'here' }, { Key: 'cost', Value: '7' }, { Key: 'ü0 _.', Value: '/=+-@:' }];
    expect((await kinesis.send(new ListTagsForResourceCommand({ ResourceARN: StreamARN }))).Tags).toEqual(both);
    expect((await kinesis.send(new ListTagsForStreamCommand({ StreamName }))).Tags).toEqual(both);
    await kinesis.send(new TagResourceCommand({ ResourceARN: ConsumerARN, Tags: { team: 'sales', on: '' } }));
    await kinesis.send(new UntagResourceCommand({ ResourceARN: ConsumerARN, TagKeys: ['on', 'never'] }));
    expect((await kinesis.send(new ListTagsForResourceCommand({ ResourceARN: ConsumerARN }))).Tags).toEqual([{ Key: 'team', Value: 'sales' }]);
  });

  it('are all set or none', async () => {
    const { kinesis } = await withStream();
    const tags = Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`k${i}`, '']));
    await kinesis.send(new TagResourceCommand({ ResourceARN: StreamARN, Tags: tags }));
    expect(await errorOf(kinesis.send(new TagResourceCommand({ ResourceARN: StreamARN, Tags: { k0: 'new', one: 'more' } })))).toMatch(/^InvalidArgumentException: Failed to add tags to stream clicks .* more than 50 tags/);
    const { Tags } = await kinesis.send(new ListTagsForResourceCommand({ ResourceARN: StreamARN }));
    expect([Tags!.length, Tags![0]]).toEqual([50, { Key: 'k0', Value: '' }]);
  });

  it('a stream or consumer that comes or goes takes none', async () => {
    const { kinesis } = await withStream({ ShardCount: 1 }, 1000);
    const ResourceARN = (await kinesis.send(new RegisterStreamConsumerCommand({ StreamARN, ConsumerName: 'c' }))).Consumer!.ConsumerARN;
    expect(await errorOf(kinesis.send(new TagResourceCommand({ ResourceARN, Tags: { a: 'b' } })))).toMatch(/^ResourceInUseException: Consumer c with creation timestamp .* is not in ACTIVE status/);
    expect(await errorOf(kinesis.send(new CreateStreamCommand({ StreamName: 'other', ShardCount: 1 })))).toBe('no error');
    expect(await errorOf(kinesis.send(new TagResourceCommand({ ResourceARN: StreamARN.replace('clicks', 'other'), Tags: { a: 'b' } })))).toMatch(/^ResourceInUseException: Stream other .* CREATING/);
  });
});

it('policies of streams and consumers are kept and given back as they came', async () => {
  const { kinesis } = await withStream();
  const ConsumerARN = (await kinesis.send(new RegisterStreamConsumerCommand({ StreamARN, ConsumerName: 'c' }))).Consumer!.ConsumerARN;
  const policyOf = async (ResourceARN: string | undefined) => (await kinesis.send(new GetResourcePolicyCommand({ ResourceARN }))).Policy;
  const policies = ['{"Version": "2012-10-17", "Statement": []}', '{"Statement":[{"Effect":"Allow"}]}'];
  await kinesis.send(new PutResourcePolicyCommand({ ResourceARN: StreamARN, Policy: policies[0] }));
  await kinesis.send(new PutResourcePolicyCommand({ ResourceARN: ConsumerARN, Policy: policies[1] }));
  expect([await policyOf(StreamARN), await policyOf(ConsumerARN)]).toEqual(policies);
  await kinesis.send(new DeleteResourcePolicyCommand({ ResourceARN: StreamARN }));
  expect(await errorOf(policyOf(StreamARN))).toBe(`ResourceNotFoundException: No resource policy found for resource ARN ${StreamARN}.`);
  expect(await policyOf(ConsumerARN)).toBe(policies[1]);
});

describe('the commitment of an account', () => {
  it('lasts a day at least, and may be taken up again before it ends', async () => {
    const { kinesis, pass } = start();
    const set = async (Status: 'ENABLED' | 'DISABLED') => (await kinesis.send(new UpdateAccountSettingsCommand({ MinimumThroughputBillingCommitment: { Status } }))).MinimumThroughputBillingCommitment;
    const told = async () => (await kinesis.send(new DescribeAccountSettingsCommand({}))).MinimumThroughputBillingCommitment;
    expect([await told(), await set('DISABLED')]).toEqual([{ Status: 'DISABLED' }, { Status: 'DISABLED' }]);
    pass(1000);
    const StartedAt = new Date(startsAt + 1000);
    const EarliestAllowedEndAt = new Date(startsAt + 1000 + day);
    expect(await set('ENABLED')).toEqual({ Status: 'ENABLED', StartedAt, EarliestAllowedEndAt });
    pass(3000);
    expect(await set('DISABLED')).toEqual({ Status: 'ENABLED_UNTIL_EARLIEST_ALLOWED_END', StartedAt, EarliestAllowedEndAt });
    expect(await set('ENABLED')).toEqual({ Status: 'ENABLED', StartedAt, EarliestAllowedEndAt });
    await set('DISABLED');
    pass(day);
    expect(await told()).toEqual({ Status: 'DISABLED', StartedAt, EndedAt: EarliestAllowedEndAt });
    await set('ENABLED');
    pass(2 * day);
    expect(await set('DISABLED')).toMatchObject({ Status: 'DISABLED', EndedAt: new Date(startsAt + 4000 + 3 * day) });
  });

  it('opens warm throughput: shards ahead of the traffic', async () => {
    const { kinesis } = await withStream({ StreamModeDetails: { StreamMode: 'ON_DEMAND' } });
    const warm = (WarmThroughputMiBps: number, name = StreamName) => kinesis.send(new UpdateStreamWarmThroughputCommand({ StreamName: name, WarmThroughputMiBps }));
    const summaryOf = async (name = StreamName) => (await kinesis.send(new DescribeStreamSummaryCommand({ StreamName: name }))).StreamDescriptionSummary!;
    expect(await errorOf(warm(10))).toMatch(/^ValidationException: .*MinimumThroughputBillingCommitment/);
    expect((await summaryOf()).WarmThroughput).toBeUndefined();
    await kinesis.send(new UpdateAccountSettingsCommand({ MinimumThroughputBillingCommitment: { Status: 'ENABLED' } }));
    expect(await warm(10)).toMatchObject({ StreamName, StreamARN, WarmThroughput: { TargetMiBps: 10, CurrentMiBps: 10 } });
    expect(await summaryOf()).toMatchObject({ OpenShardCount: 10, WarmThroughput: { TargetMiBps: 10, CurrentMiBps: 10 } });
    await kinesis.send(new CreateStreamCommand({ StreamName: 'warm', StreamModeDetails: { StreamMode: 'ON_DEMAND' }, WarmThroughputMiBps: 20 }));
    expect(await summaryOf('warm')).toMatchObject({ OpenShardCount: 20, WarmThroughput: { TargetMiBps: 20, CurrentMiBps: 20 } });
    expect(await errorOf(warm(10_241))).toBe('InvalidArgumentException: WarmThroughputMiBps 10241 must be a whole number up to 10240.');
    await kinesis.send(new UpdateStreamModeCommand({ StreamARN, StreamModeDetails: { StreamMode: 'PROVISIONED' } }));
    expect(await errorOf(warm(20))).toBe('ValidationException: Request is invalid. Stream clicks under account 123456789012 is in Provisioned mode.');
    expect((await summaryOf()).WarmThroughput).toBeUndefined();
    await kinesis.send(new UpdateStreamModeCommand({ StreamARN, StreamModeDetails: { StreamMode: 'ON_DEMAND' }, WarmThroughputMiBps: 24 }));
    expect(await summaryOf()).toMatchObject({ OpenShardCount: 24, WarmThroughput: { TargetMiBps: 24, CurrentMiBps: 24 } });
  });
});

it('the largest record of a stream is set at its birth, and changed', async () => {
  const { kinesis, pass } = await withStream({ ShardCount: 1, MaxRecordSizeInKiB: 2048 }, 1000);
  const put = (kibibytes: number) => errorOf(kinesis.send(new PutRecordCommand({ StreamName, PartitionKey: 'k', Data: Buffer.alloc(kibibytes * 1024 - 1) })));
  const size = async () => (await kinesis.send(new DescribeStreamSummaryCommand({ StreamName }))).StreamDescriptionSummary!.MaxRecordSizeInKiB;
  expect([await size(), await put(2048), await put(2049)]).toEqual([2048, 'no error', expect.stringMatching(/^InvalidArgumentException: Record 0 is 2098176 bytes/)]);
  await kinesis.send(new UpdateMaxRecordSizeCommand({ StreamARN, MaxRecordSizeInKiB: 4096 }));
  expect([await size(), await errorOf(kinesis.send(new UpdateMaxRecordSizeCommand({ StreamARN, MaxRecordSizeInKiB: 1024 })))]).toEqual([2048, 'ResourceInUseException: Stream clicks under account 123456789012 not ACTIVE, instead in state UPDATING']);
  pass(3000);
  expect([await size(), await put(4096)]).toEqual([4096, 'no error']);
});
