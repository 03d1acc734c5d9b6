import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';
import { parse } from 'yaml';

/** `import items from '…/content/items/kds/shards.yaml'`: parsed at build time, shipped as JSON. Checked by `npm run check:content`. */
export function yamlContent(): Plugin {
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
