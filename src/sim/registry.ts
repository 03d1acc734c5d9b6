import { nearest } from '../base/nearest.ts';
import type { AnyServiceModel } from './serviceModel.ts';

/** Service models by kind. */
export interface ModelRegistry {
  readonly kinds: readonly string[];
  find(kind: string): AnyServiceModel | undefined;
  /** The model, or an error that names the nearest kind. */
  get(kind: string): AnyServiceModel;
}

/** A registry from an explicit list; a kind twice is a mistake and throws. `others` are kinds that exist elsewhere: errors know their names. */
export function makeRegistry(models: readonly AnyServiceModel[], others: readonly string[] = []): ModelRegistry {
  const byKind = new Map<string, AnyServiceModel>();
  for (const model of models) {
    if (byKind.has(model.kind)) throw new Error(`two models are of kind ${model.kind}`);
    byKind.set(model.kind, model);
  }
  const kinds = [...byKind.keys(), ...others];
  return {
    kinds,
    find: (kind) => byKind.get(kind),
    get(kind) {
      const model = byKind.get(kind);
      if (!model) throw new Error(unknownKind(kind, kinds));
      return model;
    },
  };
}

export function unknownKind(kind: string, kinds: readonly string[]): string {
  const near = nearest(kind, kinds);
  return `unknown kind "${kind}"${near ? `; the nearest known one is "${near}"` : ''}`;
}
