import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { checkTree, ruleOf, violations } from './check.ts';
import { oxlintConfig } from './oxlintConfig.ts';
import { features, importRules, topFolders, type ImportRule } from './rules.ts';

const root = join(import.meta.dirname, '../..');

/** A file that the rule's first glob covers. */
function fileOf(rule: ImportRule): string {
  return rule.files[0]!.replace('src/services/*/', 'src/services/planted/').replace('question-types/*/', 'question-types/planted/').replace('**', 'planted.ts');
}

function importing(rule: ImportRule, target: string): string[] {
  const file = fileOf(rule);
  return violations(file, `import { x } from '${target.startsWith('src/') ? '../'.repeat(file.split('/').length - 1) + target : target}';\n`).map((found) => found.says);
}

it('the real tree keeps the rules, and every file of it belongs to a row', () => {
  const { violations: found, files, without } = checkTree(root);
  expect(found).toEqual([]);
  expect(without).toEqual([]);
  expect(files).toBeGreaterThan(150);
});

it('every folder of features has its row, and every top folder is known', () => {
  const folders = (below: string) => readdirSync(join(root, below), { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
  expect(folders('src/features').filter((folder) => !features.includes(folder))).toEqual([]);
  expect(folders('src').filter((folder) => !topFolders.includes(folder))).toEqual([]);
  expect(folders('src').length).toBeGreaterThan(10);
});

for (const rule of importRules) {
  it(`${rule.name}: a planted violation is caught`, () => {
    expect(ruleOf(fileOf(rule))).toBe(rule);
    const own = fileOf(rule).split('/')[1]!;
    const foreign = topFolders.filter((folder) => folder !== own && !rule.folders.includes(folder));
    expect(foreign.length).toBeGreaterThan(0);
    for (const folder of foreign) expect(importing(rule, `src/${folder}/x.ts`), folder).toEqual([expect.stringContaining(`may not import ${folder}`)]);
    for (const folder of rule.folders.filter((each) => each !== 'services' && each !== 'features')) expect(importing(rule, `src/${folder}/x.ts`), folder).toEqual([]);
    if (!rule.packages.includes('*')) expect(importing(rule, 'left-pad')).toEqual([expect.stringContaining('may not use the package left-pad')]);
    for (const name of rule.packages.filter((each) => each !== '*')) expect(importing(rule, name.endsWith(':') ? `${name}x` : name)).toEqual([]);
  });
}

it('services and features keep to themselves', () => {
  const model = importRules.find((rule) => rule.name === 'services/*/model')!;
  expect(importing(model, 'src/services/other/model/state.ts')).toEqual([expect.stringContaining('never its state')]);
  expect(importing(model, 'src/services/other/model/operations.ts')).toEqual([]);
  expect(importing(model, 'src/services/planted/view/index.tsx')).toEqual([expect.stringContaining('never imports a view')]);
  const view = importRules.find((rule) => rule.name === 'services/*/view')!;
  expect(importing(view, 'src/services/planted/model/state.ts')).toEqual([expect.stringContaining('sees the view and the config')]);
  const quiz = importRules.find((rule) => rule.name === 'features/quiz')!;
  expect(importing(quiz, 'src/features/labs/x.ts')).toEqual([expect.stringContaining('features never import each other')]);
  expect(importing(quiz, 'src/services/traffic/model/index.ts')).toEqual([expect.stringContaining('never their models')]);
  const worker = importRules.find((rule) => rule.name === 'worker')!;
  expect(importing(worker, 'src/services/traffic/model/index.ts')).toEqual([expect.stringContaining('the list of models only')]);
  expect(importing(worker, 'src/services/models.ts')).toEqual([]);
});

it('imports are seen in every form', () => {
  for (const text of ["import '../ui/x.ts';", "export { x } from '../ui/x.ts';", "const x = await import('../ui/x.ts');", "import type { X } from '../ui/x.ts';", "import {\n  x,\n} from '../ui/x.ts';"]) {
    expect(violations('src/sim/x.ts', text), text).toHaveLength(1);
  }
});

it('the linter catches clock, chance, locale and inexact maths in every core row, and whole zod', () => {
  const planted = mkdtempSync(join(tmpdir(), 'planted-'));
  try {
    writeFileSync(join(planted, '.oxlintrc.json'), JSON.stringify(oxlintConfig()));
    const wanted: { file: string; code: string }[] = [];
    const plant = (file: string, text: string, code: string) => {
      mkdirSync(dirname(join(planted, file)), { recursive: true });
      writeFileSync(join(planted, file), text);
      wanted.push({ file, code });
    };
    for (const rule of importRules.filter((each) => each.core)) {
      const folder = dirname(fileOf(rule));
      plant(`${folder}/clock.ts`, 'export const now = () => Date.now();\n', 'no-restricted-globals');
      plant(`${folder}/chance.ts`, 'export const chance = () => Math.random();\n', 'no-restricted-properties');
      plant(`${folder}/maths.ts`, 'export const l = (x: number) => Math.log(x);\n', 'no-restricted-properties');
      plant(`${folder}/locale.ts`, "export const c = (a: string, b: string) => a.localeCompare(b);\n", 'no-restricted-properties');
    }
    plant('src/state/zod.ts', "import { z } from 'zod';\nexport const y = z;\n", 'no-restricted-imports');
    const run = spawnSync(join(root, 'node_modules/.bin/oxlint'), ['-c', '.oxlintrc.json', '--format', 'json', 'src'], { cwd: planted, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
    const report = JSON.parse(run.stdout) as { diagnostics: { filename: string; code?: string }[]; number_of_files: number };
    expect(report.number_of_files).toBe(wanted.length);
    expect(wanted.filter(({ file, code }) => !report.diagnostics.some((each) => each.filename.endsWith(file) && each.code?.includes(code)))).toEqual([]);
  } finally {
    rmSync(planted, { recursive: true, force: true });
  }
}, 60_000);

it('the lint configuration is made from the table', () => {
  expect(JSON.parse(readFileSync(join(root, '.oxlintrc.json'), 'utf8'))).toEqual(JSON.parse(JSON.stringify(oxlintConfig())));
});
