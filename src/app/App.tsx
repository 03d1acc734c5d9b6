import { useState } from 'react';
import { RouterProvider } from 'react-router/dom';
import { AnnouncerProvider } from '../ui/Announcer.tsx';
import { SkipLinksProvider } from '../ui/SkipLinks.tsx';
import { SlotsContext } from '../ui/Slots.tsx';
import { makeRouter } from './router.tsx';
import { slots } from './slots.ts';

/** The whole page: providers around the router. */
export function App() {
  const [router] = useState(makeRouter);
  return (
    <AnnouncerProvider>
      <SkipLinksProvider>
        <SlotsContext value={slots}>
          <RouterProvider router={router} />
        </SlotsContext>
      </SkipLinksProvider>
    </AnnouncerProvider>
  );
}
