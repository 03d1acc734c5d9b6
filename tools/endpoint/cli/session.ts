import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Endpoint } from '../../../src/aws-endpoint/endpoint.ts';
import { models } from '../../../src/services/models.ts';
import { Pacer } from '../pacer.ts';
import { createEndpointServer } from '../server.ts';

/** One command and what it prints: JSON that holds these members, a text that matches, or an error that matches. */
export interface Command {
  /** Words of the command, blanks between them; `{name}` stands for what an earlier command kept, `{file}` for a file whose text is what it prints. */
  readonly run: string;
  readonly prints?: unknown;
  /** What a command prints that does not print JSON. */
  readonly says?: RegExp;
  readonly fails?: RegExp;
  /** Name to the member of the output that is kept under it: `Shards.0.ShardId`. */
  readonly keep?: Readonly<Record<string, string>>;
  /** Blobs among the words are plain texts. */
  readonly blobs?: boolean;
  /** Simulated time that passes before it, ms. */
  readonly pass?: number;
}

export interface Cli {
  readonly path: string;
  readonly version: string;
  readonly major: number;
}

/** The AWS CLIs of this machine, one of each major version. */
export function findClis(): Cli[] {
  const found = new Map<number, Cli>();
  const folders = (process.env.PATH ?? '').split(':');
  for (const path of [...folders.map((folder) => `${folder}/aws`), '/usr/bin/aws', '/usr/local/bin/aws']) {
    try {
      const version = /aws-cli\/(\d+)\.[\d.]+/.exec(execFileSync(path, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], timeout: 20_000 }));
      if (version && !found.has(Number(version[1]))) found.set(Number(version[1]), { path, version: version[0], major: Number(version[1]) });
    } catch {
      // No CLI there.
    }
  }
  return [...found.values()].sort((a, b) => a.major - b.major);
}

/** What a CLI speaks to a service whose own protocol is JSON. */
export type Wire = 'json' | 'cbor';

const pluginFolder = join(import.meta.dirname, 'cbor');
const settings = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_DEFAULT_REGION: 'us-east-1', AWS_PAGER: '', AWS_EC2_METADATA_DISABLED: 'true', PYTHONDONTWRITEBYTECODE: '1', HOME: '/nonexistent' };

/** Environment of a command; for CBOR the CLI is given the plugin that writes and reads it. */
function environment(cli: Cli, wire: Wire, folder: string): Record<string, string | undefined> {
  const plain = { PATH: process.env.PATH, ...settings };
  if (wire === 'json') return plain;
  const config = join(folder, 'config');
  writeFileSync(config, `[plugins]\n${cli.major >= 2 ? `cli_legacy_plugin_path = ${pluginFolder}\n` : ''}cbor = cbor_wire\n`);
  return { ...plain, AWS_CONFIG_FILE: config, ...(cli.major >= 2 ? {} : { PYTHONPATH: pluginFolder }) };
}

/** Whether a CLI can be made to speak CBOR: its Python needs the module cbor2. */
export function speaksCbor(cli: Cli): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'cli-'));
  try {
    execFileSync(cli.path, ['configure', 'list'], { env: environment(cli, 'cbor', folder), stdio: 'ignore', timeout: 20_000 });
    return true;
  } catch {
    return false;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A server of its own at wall time, and commands against it. */
export async function openSession(cli: Cli, wire: Wire = 'json') {
  const endpoint = new Endpoint({ models, facts: 'today', account: '123456789012', region: 'us-east-1', startsAt: Date.now(), provisioningDelay: 200 });
  const pacer = new Pacer(endpoint, 1);
  const spoken = new Set<string>();
  const server = createEndpointServer(endpoint, { catchUp: () => pacer.catchUp(), arrived: ({ headers }) => spoken.add(headers['content-type'] ?? ''), wait: (answer) => pacer.wait(answer), during: (sent) => pacer.wait(sent), reset: () => endpoint.reset(Date.now()) });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const folder = mkdtempSync(join(tmpdir(), 'cli-'));
  const kept = new Map([['file', join(folder, 'out')]]);
  const env = environment(cli, wire, folder);
  return {
    /** Content types of all requests that came. */
    spoken,
    run(command: Command): Promise<{ code: number; out: string; error: string }> {
      if (command.pass !== undefined) pacer.skip(command.pass);
      const words = split(command.run).map((word) => word.replace(/\{(\w+)\}/g, (whole, name: string) => kept.get(name) ?? whole));
      const more = command.blobs && cli.major >= 2 ? ['--cli-binary-format', 'raw-in-base64-out'] : [];
      return new Promise((resolve, reject) => {
        execFile(cli.path, ['--endpoint-url', url, '--output', 'json', ...more, ...words], { env, timeout: 30_000, encoding: 'utf8' }, (failure, printed, error) => {
          const out = !failure && command.run.includes('{file}') ? readFileSync(kept.get('file')!, 'utf8') : printed;
          const code = failure ? (typeof failure.code === 'number' ? failure.code : 1) : 0;
          try {
            if (code === 0) for (const [name, path] of Object.entries(command.keep ?? {})) kept.set(name, memberOf(out, path));
            resolve({ code, out, error });
          } catch (problem) {
            reject(problem instanceof Error ? problem : new Error(String(problem)));
          }
        });
      });
    },
    close: async () => {
      pacer.stop();
      await server.end();
      rmSync(folder, { recursive: true });
    },
  };
}

/** Words of a command: blanks part them, single quotes hold them together. */
function split(text: string): string[] {
  return [...text.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
}

function memberOf(out: string, path: string): string {
  let value: unknown = JSON.parse(out);
  for (const step of path.split('.')) value = (value as Record<string, unknown> | undefined)?.[step];
  if (typeof value !== 'string') throw new Error(`the output has no text at ${path}: ${out.slice(0, 200)}`);
  return value;
}
