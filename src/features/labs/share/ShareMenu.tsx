import { lazy, Suspense } from 'react';
import { buttonClass } from '../../../ui/Button.tsx';
import { Icon } from '../../../ui/Icon.tsx';
import { Popover } from '../../../ui/Popover.tsx';

const ShareChoices = lazy(async () => ({ default: (await import('./ShareChoices.tsx')).ShareChoices }));

/** Taking this moment along: a link, or a file; and opening a file. */
export function ShareMenu() {
  return (
    <Popover
      trigger={
        <>
          <Icon name="link" size={16} /> Share
        </>
      }
      title="Take this run along"
      className={buttonClass('secondary', 's')}
    >
      <Suspense fallback={<span role="status">Loading…</span>}>
        <ShareChoices />
      </Suspense>
    </Popover>
  );
}
