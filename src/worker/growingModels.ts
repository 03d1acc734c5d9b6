import type { ModelRegistry } from '../sim/registry.ts';
import type { SimCommand } from './protocol.ts';

/** A registry that begins with few models and has them all once it has grown: the others are loaded when a run first needs one. */
export interface GrowingModels extends ModelRegistry {
  /** True when a command carries a recipe that may name a kind that is not here yet. */
  lacks(command: SimCommand): boolean;
  grow(): Promise<void>;
}

/** `later` are the kinds that `loadAll` would add. */
export function growingModels(first: ModelRegistry, later: readonly string[], loadAll: () => Promise<ModelRegistry>): GrowingModels {
  let models = first;
  let isWhole = false;
  return {
    get kinds() {
      return models.kinds;
    },
    find: (kind) => models.find(kind),
    get: (kind) => models.get(kind),
    lacks(command) {
      if (isWhole) return false;
      const recipes = command.type === 'sweep' ? command.recipes : 'recipe' in command ? command.recipe : undefined;
      const text = recipes === undefined ? '' : (JSON.stringify(recipes) ?? '');
      return later.some((kind) => text.includes(kind));
    },
    async grow() {
      models = await loadAll();
      isWhole = true;
    },
  };
}

/** Carries out commands in order; one whose models are still missing holds up those after it until they are there. */
export function inOrder(models: GrowingModels, handle: (command: SimCommand) => void, failed: (error: unknown) => void): (command: SimCommand) => void {
  let waiting: SimCommand[] | undefined;
  const take = (command: SimCommand): void => {
    if (waiting) {
      waiting.push(command);
      return;
    }
    if (!models.lacks(command)) return handle(command);
    waiting = [command];
    const goOn = (): void => {
      const held = waiting ?? [];
      waiting = undefined;
      held.forEach(take);
    };
    models.grow().then(goOn, (error: unknown) => {
      // What came after does not depend on the models; the next run asks for them again.
      waiting = waiting?.slice(1);
      failed(error);
      goOn();
    });
  };
  return take;
}
