import type { ElementType, ReactNode } from 'react';

/** Text for assistive technology only; takes no room on the page. */
export function VisuallyHidden({ children, as: Element = 'span' }: { children: ReactNode; as?: ElementType }) {
  return <Element className="visually-hidden">{children}</Element>;
}
