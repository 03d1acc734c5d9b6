import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Plugin, ViteDevServer } from 'vite';
import { parse } from 'yaml';
import { allLimits } from '../src/aws/limits/table.ts';
import { contentFolder, readContent } from '../src/content/nodeSource.ts';
import { makeRegistry } from '../src/content/registry.ts';
import { pageModules } from './content/pageModules.ts';

/** `import rows from '…/content/data/index.yaml'`: parsed at build time, shipped as JSON. */
function yamlFiles(): Plugin {
  return {
    name: 'yaml-content',
    enforce: 'pre',
    load: {
      filter: { id: /[\\/]content[\\/].*\.ya?ml$/ },
      handler(id) {
        const file = id.replace(/\?.*$/, '');
        return { code: `export default ${JSON.stringify(parse(readFileSync(file, 'utf8')))}`, map: null, moduleType: 'js' };
      },
    },
  };
}

const prefix = 'virtual:content/';
const resolved = `\0${prefix}`;

/** The modules `virtual:content/…` (declared in src/content/virtual.d.ts): content read, checked and normalised, in lazy chunks. Problems are warnings here; `npm run check:content` fails on them. */
function contentModules(): Plugin {
  let modules: ReadonlyMap<string, string> | undefined;
  let hasWarned = false;
  return {
    name: 'content-modules',
    enforce: 'pre',
    resolveId: { filter: { id: /^virtual:content\// }, handler: (id) => `\0${id}` },
    load: {
      filter: { id: /^\0virtual:content\// },
      handler(id) {
        if (!modules) {
          const content = readContent();
          const { problems } = makeRegistry(content);
          if (problems.length > 0 && !hasWarned) this.warn(`content has ${problems.length} problems: npm run check:content lists them`);
          hasWarned = true;
          modules = pageModules(content);
        }
        const code = modules.get(id.slice(resolved.length));
        if (code === undefined) this.error(`no content module is called ${id.slice(1)}`);
        return { code, map: null, moduleType: 'js' };
      },
    },
    configureServer(server: ViteDevServer) {
      server.watcher.add(contentFolder);
      server.watcher.on('all', (_event, file) => {
        if (!resolve(file).startsWith(resolve(contentFolder)) || !/\.(ya?ml|mdx)$/.test(file)) return;
        modules = undefined;
        for (const module of server.environments.client.moduleGraph.idToModuleMap.values()) {
          if (module.id?.startsWith(resolved)) server.environments.client.moduleGraph.invalidateModule(module);
        }
        if (!file.endsWith('.mdx')) server.environments.client.hot.send({ type: 'full-reload' });
      });
    },
  };
}

/** In the worker limits are their numbers: titles, sources and dates of change, which only the page prints, stay out of it. */
export function bareLimits(): Plugin {
  return {
    name: 'bare-limits',
    load: {
      filter: { id: /src[\\/]aws[\\/]limits[\\/]table\.ts$/ },
      handler() {
        const rows = allLimits.map(({ id, quantity, notes, today }) => ({ id, quantity, notes, today }));
        return { code: `export const allLimits = ${JSON.stringify(rows)}`, map: null, moduleType: 'js' };
      },
    },
  };
}

/** Everything that turns content/ into modules, except the rendering of notes. */
export function yamlContent(): Plugin[] {
  return [yamlFiles(), contentModules()];
}
