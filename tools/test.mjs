// `npm test` and `npm run check`: every step that CI runs, in order, and real counts at the end.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';

const check = process.argv.includes('--check');
if (process.argv.includes('--help')) {
  console.log('npm test\n  types, lint, content, keys, scenarios, unit tests, worker tests, build, end-to-end tests; ends with "N passed, N failed".\nnpm run check\n  types, lint, content and unit tests only.');
  process.exit(0);
}

const reports = 'node_modules/.cache/reports';
rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });
const bin = (name) => `node_modules/.bin/${name}`;

/** Each step: its name, its command, the command that shows or mends it, and where its counts stand. */
const steps = [
  { name: 'types (core)', run: [bin('tsc'), '-p', 'tsconfig.core.json'], mend: 'npm run types' },
  { name: 'types (web)', run: [bin('tsc'), '-p', 'tsconfig.web.json'], mend: 'npm run types' },
  { name: 'types (tools)', run: [bin('tsc'), '-p', 'tsconfig.tools.json'], mend: 'npm run types' },
  { name: 'lint', run: [bin('oxlint'), '--type-aware', 'src', 'tools', 'e2e'], mend: 'npm run lint' },
  { name: 'import rules', run: [bin('tsx'), 'tools/imports/check.ts'], mend: 'npm run lint' },
  { name: 'content', run: [bin('tsx'), 'tools/check-content.ts'], mend: 'npm run check:content' },
  { name: 'unit tests', run: [bin('vitest'), 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${reports}/unit.json`], mend: 'npm run test:unit', report: 'unit.json' },
  ...(check
    ? []
    : [
        { name: 'keys that the simulator proves', run: [bin('tsx'), 'tools/prove.ts', '--quick'], mend: 'npm run prove' },
        { name: 'scenarios', run: [bin('tsx'), 'tools/grade.ts'], mend: 'npm run grade' },
        { name: 'worker tests', run: [bin('vitest'), 'run', '-c', 'vitest.browser.config.ts', '--reporter=default', '--reporter=json', `--outputFile.json=${reports}/browser.json`], mend: 'npm run test:browser', report: 'browser.json' },
        { name: 'AWS CLI against the endpoint', run: [bin('vitest'), 'run', '-c', 'vitest.cli.config.ts', '--reporter=default', '--reporter=json', `--outputFile.json=${reports}/cli.json`], mend: 'npm run test:cli', report: 'cli.json', maySkip: true },
        { name: 'build', run: [bin('vite'), 'build', '--logLevel', 'warn'], mend: 'npm run build' },
        { name: 'bundle sizes', run: [bin('tsx'), 'tools/sizes.ts'], mend: 'npx tsx tools/sizes.ts' },
        { name: 'end-to-end tests', run: [bin('playwright'), 'test', '--reporter=list,json'], mend: 'npm run test:e2e', report: 'e2e.json', env: { PLAYWRIGHT_JSON_OUTPUT_NAME: `${reports}/e2e.json` } },
      ]),
];

let passed = 0;
let failed = 0;
const mends = [];
for (const step of steps) {
  const began = Date.now();
  console.log(`\n▶ ${step.name}`);
  const { status } = spawnSync(step.run[0], step.run.slice(1), { stdio: 'inherit', env: { ...process.env, NODE_ENV: undefined, ...step.env }, shell: process.platform === 'win32' });
  const seconds = ((Date.now() - began) / 1000).toFixed(1);
  const counts = step.report ? counted(`${reports}/${step.report}`) : undefined;
  const ok = status === 0 && (counts === undefined || (counts.failed === 0 && (counts.passed > 0 || step.maySkip === true)));
  passed += counts ? counts.passed : ok ? 1 : 0;
  failed += counts ? counts.failed + (ok || counts.failed > 0 ? 0 : 1) : ok ? 0 : 1;
  console.log(`${ok ? '✔' : '✘'} ${step.name}: ${counts ? `${counts.passed} passed, ${counts.failed} failed` : ok ? 'passed' : 'failed'} in ${seconds} s`);
  if (!ok) mends.push(`${step.name}: ${step.mend}`);
}
if (mends.length > 0) console.log(`\nTo see or mend what failed:\n${mends.map((mend) => `  ${mend}`).join('\n')}`);
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

/** Counts of a Vitest or Playwright report; a report that is missing or has no test counts as a failure. */
function counted(file) {
  if (!existsSync(file)) return { passed: 0, failed: 1 };
  const report = JSON.parse(readFileSync(file, 'utf8'));
  if (report.stats) return { passed: report.stats.expected + report.stats.flaky, failed: report.stats.unexpected };
  return { passed: report.numPassedTests, failed: report.numFailedTests + (report.numFailedTestSuites > 0 && report.numFailedTests === 0 ? report.numFailedTestSuites : 0) };
}
