import { parseArgs } from 'node:util';
import { readContent } from '../src/content/nodeSource.ts';
import { makeRegistry } from '../src/content/registry.ts';
import { fullDraws, proveAll, quickDraws } from './proving/proveAll.ts';

const help = `npm run prove -- [--item ID] [--quick] [--json]

Recomputes every key that the simulator proves (questions with a run, ${fullDraws} draws of each template, predictions of
experiments) and compares it with what the content says is right.
  --item ID   only this question (q.kds.003) or experiment (x.kinesis.hot-key)
  --quick     ${quickDraws} draws of each template
  --json      print {proved, failed: [{id, keyed, computed}]} and what was run, as JSON`;

function main(): number {
  const { values } = parseArgs({
    options: { item: { type: 'string' }, quick: { type: 'boolean' }, json: { type: 'boolean' }, help: { type: 'boolean' } },
  });
  if (values.help) {
    console.log(help);
    return 0;
  }
  const before = process.cpuUsage();
  const proofs = proveAll(makeRegistry(readContent()), {
    only: values.item === undefined ? undefined : [values.item],
    draws: values.quick ? quickDraws : fullDraws,
  });
  const used = process.cpuUsage(before);
  const cpuMs = Math.round((used.user + used.system) / 1000);
  if (values.json) console.log(JSON.stringify({ ...proofs, cpuMs }));
  else {
    for (const { id, variant, edition, keyed, computed } of proofs.failed)
      console.log(
        `${id}${variant ? ` ${variant}` : ''}${edition ? ` (${edition})` : ''}\n  keyed     ${keyed}\n  computed  ${computed}`,
      );
    if (proofs.unproved.length > 0) console.log(`without a proof: ${proofs.unproved.join(', ')}`);
    console.log(
      `${proofs.proved} keys proved (${proofs.draws} draws of templates), ${proofs.failed.length} failed; ${proofs.runs} runs, ${(cpuMs / 1000).toFixed(1)} s CPU`,
    );
  }
  return proofs.failed.length > 0 ? 1 : 0;
}

try {
  process.exitCode = main();
} catch (error) {
  console.error(`prove: ${(error as Error).message}`);
  process.exitCode = 1;
}
