import type { TrafficAsset } from '../../../sim/serviceModel.ts';
import type { RunStore } from '../../../state/runStore.ts';
import type { LabPanel } from '../panel.ts';

interface Found {
  readonly assets: readonly TrafficAsset[];
  readonly problems: readonly string[];
}

interface LooseNode {
  readonly config?: { readonly replay?: { readonly asset?: unknown } | null } | null;
}

/** Ids of the files that a recipe replays. */
export function assetsNeeded(recipe: unknown): readonly string[] {
  if (typeof recipe !== 'object' || recipe === null) return [];
  const given = recipe as { readonly nodes?: unknown; readonly graph?: { readonly nodes?: unknown } };
  const nodes = given.nodes ?? given.graph?.nodes;
  if (!Array.isArray(nodes)) return [];
  const ids = (nodes as readonly LooseNode[]).map((node) => node?.config?.replay?.asset).filter((id) => typeof id === 'string');
  return [...new Set(ids)];
}

/** Finds the files of a recipe: those given, those read before, and the data sets that come with the app. */
export function createAssetShelf(panel: LabPanel, run: RunStore) {
  const known = new Map<string, TrafficAsset>();

  const shipped = async (id: string): Promise<TrafficAsset | string> => {
    const set = (await panel.dataSets()).find((candidate) => candidate.id === id);
    if (!set) return `This run replays a file called "${id}", which a link does not carry. Bring the file again under Data, and choose the same key column.`;
    try {
      const read = await run.getState().readFile(`${id}.csv`, await set.load()).done;
      return read.ok ? { ...read.value.asset, id } : read.error;
    } catch (error) {
      return (error as Error).message;
    }
  };

  return {
    async find(ids: readonly string[], given: readonly TrafficAsset[]): Promise<Found> {
      for (const asset of given) known.set(asset.id, asset);
      const problems: string[] = [];
      for (const id of ids) {
        if (known.has(id)) continue;
        const found = await shipped(id);
        if (typeof found === 'string') problems.push(found);
        else known.set(id, found);
      }
      return { assets: ids.flatMap((id) => known.get(id) ?? []), problems };
    },
  };
}
