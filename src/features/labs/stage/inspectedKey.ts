import { createStore, type StoreApi } from 'zustand/vanilla';
import type { RunStore } from '../../../state/runStore.ts';

const keys = new WeakMap<RunStore, StoreApi<{ readonly key: string }>>();

/** The key that is looked at in a lab: the inspector writes it, the stage marks it. Empty: none. */
export function inspectedKeyOf(run: RunStore): StoreApi<{ readonly key: string }> {
  let store = keys.get(run);
  if (!store) keys.set(run, (store = createStore(() => ({ key: '' }))));
  return store;
}
