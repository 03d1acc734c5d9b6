import type { ComponentProps } from 'react';

/** A box that scrolls by itself: reachable by keyboard, so that whoever has no pointer can scroll it too. Give it a name. */
export function ScrollBox({ role = 'group', ...rest }: ComponentProps<'div'>) {
  // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a box that scrolls must take focus (axe: scrollable-region-focusable)
  return <div role={role} tabIndex={0} {...rest} />;
}
