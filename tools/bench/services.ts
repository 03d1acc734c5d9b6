import { models } from '../../src/services/models.ts';
import { parseRecipe } from '../../src/sim/parseRecipe.ts';
import { Simulation } from '../../src/sim/simulation.ts';
import { figure, median, type Bar } from './bar.ts';
import { cpuOf } from './cpu.ts';

/** One chain of services for each family, with what arrives at its end. */
const chains: readonly { readonly name: string; readonly topology: string; readonly unit: string }[] = [
  { name: 'KPL -> stream -> KCL', topology: 'traffic(rate=4000/s, size=200B, keys=random) -> kpl-producer -> kinesis-streams(shards=4) -> app: kcl-application(workers=2, from=TRIM_HORIZON, processing=0)\napp -> dynamodb-table', unit: 'records/s of CPU' },
  { name: 'producer -> Firehose -> S3', topology: 'traffic(rate=2000/s, size=1KiB) -> sdk-producer -> firehose(size=5MiB, interval=60s) -> s3-bucket', unit: 'records/s of CPU' },
  { name: 'producer -> SQS -> workers', topology: 'traffic(rate=500/s, size=500B) -> queue-producer -> sqs-queue -> queue-worker(count=20)', unit: 'messages/s of CPU' },
  { name: 'devices -> IoT rule -> stream', topology: `device-fleet(devices=200, rate=2/s) -> iot-core(sql="SELECT temp AS t, topic(2) AS id FROM 'dev/+/tele' WHERE temp > 70") -> kinesis-streams(shards=2) -> stream-reader`, unit: 'messages/s of CPU' },
];

/** Figures beside bar 1: what goes through the other services, a CPU second. */
export function serviceBars(quick: boolean): Bar[] {
  return chains.map(({ name, topology, unit }) => {
    const parsed = parseRecipe({ topology, length: quick ? '60s' : '5m', seed: 5 }, models);
    if (!parsed.ok) throw new Error(`${name}: ${JSON.stringify(parsed.error)}`);
    const rates: number[] = [];
    for (let round = 0; round < (quick ? 2 : 4); round++) {
      const simulation = new Simulation(parsed.value, { models });
      const { cpuMs } = cpuOf(() => simulation.runUntil(parsed.value.length));
      const { delivered, born } = simulation.records.totals();
      if (delivered < born * 0.2) throw new Error(`${name}: only ${delivered} of ${born} arrived`);
      // The first round compiles.
      if (round > 0) rates.push((born / cpuMs) * 1000);
    }
    return figure(1, name, median(rates), unit);
  });
}
