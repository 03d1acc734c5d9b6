import { createContext, useContext, type ComponentType } from 'react';

/** Components of one feature that another shows. Features never import each other: app fills the slots. */
export interface Slots {
  readonly Hero: ComponentType<{ initialChoice?: 0 | 1 | 2 }>;
  readonly MiniLab: ComponentType<{ x: string }>;
  readonly InlineItem: ComponentType<{ itemId: string; onDone?: () => void }>;
}

type SlotLoaders = { readonly [Name in keyof Slots]?: () => Promise<Slots[Name]> };

/** Provided by app: a loader for each slot that is there. */
export const SlotsContext = createContext<SlotLoaders>({});

/** The loader of a slot's component, or undefined while nothing fills it. */
export function useSlot<Name extends keyof Slots>(name: Name): SlotLoaders[Name] {
  return useContext(SlotsContext)[name];
}
