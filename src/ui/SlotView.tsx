import { useEffect, useState, type ComponentProps, type ComponentType, type ReactNode } from 'react';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { useSlot, type Slots } from './Slots.tsx';

export interface SlotViewProps<Name extends keyof Slots> {
  name: Name;
  props: ComponentProps<Slots[Name]>;
  /** Shown until the component has come. */
  waiting: ReactNode;
  /** Shown when nothing fills the slot, or it cannot be fetched. */
  absent: ReactNode;
  /** The part of the page, for an error report. */
  where: string;
}

/** Shows another feature's component: fetched when first mounted, its failures kept inside. */
export function SlotView<Name extends keyof Slots>({ name, props, waiting, absent, where }: SlotViewProps<Name>) {
  const load = useSlot(name);
  const [found, setFound] = useState<{ component: Slots[Name] } | 'waiting' | 'failed'>('waiting');

  useEffect(() => {
    if (!load) return;
    let current = true;
    load().then(
      (component) => current && setFound({ component }),
      () => current && setFound('failed'),
    );
    return () => {
      current = false;
    };
  }, [load]);

  if (!load || found === 'failed') return absent;
  if (found === 'waiting') return waiting;
  // The pairing of a slot's name with its props is checked where `SlotView` is used; here it is one of several.
  const Found = found.component as ComponentType<object>;
  return (
    <ErrorBoundary where={where}>
      <Found {...props} />
    </ErrorBoundary>
  );
}
