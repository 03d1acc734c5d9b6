import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { contentFolder, readContent } from '../src/content/nodeSource.ts';
import { type ContentReport, type FactCounts, makeReport } from './content/report.ts';

const help = `Reads all of content/ and checks it: form, ids, links, coverage, rules for items and notes.

npm run check:content [-- --json] [-- --folder DIR]

  --json         prints the report as JSON and nothing else
  --folder DIR   another content folder
  --help         this text

Ends with status 1 when there is something to mend. content/README.md says how to write each kind.
`;

function table(rows: readonly (readonly (string | number)[])[]): string {
  const widths = rows.reduce<number[]>((most, row) => row.map((cell, index) => Math.max(most[index] ?? 0, String(cell).length)), []);
  return rows.map((row) => row.map((cell, index) => (index === 0 ? String(cell).padEnd(widths[index] ?? 0) : String(cell).padStart((widths[index] ?? 0) + 2))).join('')).join('\n');
}

const list = (counts: { readonly [key: string]: number }): string => Object.entries(counts).map(([key, count]) => `${key} ${count}`).join(', ') || 'none';

function factRow(name: string, counts: FactCounts): readonly (string | number)[] {
  return [name, counts.total, counts.inNotes, counts.tested, counts.testedTwice, counts.contextOnly, counts.simulable, counts.shown];
}

function human(report: ContentReport): string {
  const { facts, items } = report;
  const percent = (rate: number): string => `${Math.round(rate * 100)} %`;
  const rows = Object.entries(facts.byTopic).map(([topic, counts]) => factRow(report.complete.includes(topic) ? `${topic} (complete)` : topic, counts));
  const files = new Map<string, string[]>();
  for (const { file, path, says } of report.problems) files.set(file, [...(files.get(file) ?? []), `  ${path === '' ? '' : `${path} `}${says}`]);
  return [
    table([['facts', 'total', 'in notes', 'tested', 'twice', 'context', 'simulable', 'shown'], ...rows, factRow('all', facts)]),
    '',
    `items        ${items.total} (${list(items.byTopic)})`,
    `  by type    ${list(items.byType)}`,
    `  by level   ${list(items.byLevel)}`,
    `  proved     ${items.withSimKey} by a run`,
    `  correct at ${list(items.correctAt)} (place in the file; the app shuffles)`,
    `  longest    is correct in ${percent(items.longestIsCorrect)}, chance ${percent(items.longestByChance)}`,
    `templates ${report.templates}, experiments ${report.experiments}, events ${report.events}, scenarios ${report.scenarios}`,
    `notes: ${report.notes.pages} pages, ${report.notes.blocks} blocks, ${report.notes.corrections} corrections; misconceptions ${report.misconceptions}, concepts ${report.concepts}, terms ${report.terms}`,
    `${report.files} files read`,
    '',
    ...[...files].flatMap(([file, lines]) => [file, ...lines]),
    report.problems.length === 0 ? 'nothing to mend' : `${report.problems.length} to mend`,
  ].join('\n');
}

function refuse(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(2);
}

function folderOf(args: readonly string[]): string {
  const index = args.indexOf('--folder');
  if (index === -1) return contentFolder;
  const given = args[index + 1];
  if (given === undefined || !existsSync(given)) refuse(`--folder needs a folder that exists, not "${given ?? ''}"`);
  return resolve(given);
}

const args = process.argv.slice(2);
const unknown = args.find((arg, index) => !['--json', '--help', '--folder'].includes(arg) && args[index - 1] !== '--folder');
if (args.includes('--help')) process.stdout.write(help);
else if (unknown !== undefined) refuse(`check:content knows no "${unknown}": see --help`);
else {
  const report = makeReport(readContent(folderOf(args)));
  process.stdout.write(args.includes('--json') ? `${JSON.stringify(report, null, 2)}\n` : `${human(report)}\n`);
  if (report.problems.length > 0) process.exitCode = 1;
}
