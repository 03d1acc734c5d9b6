import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { EventWatch, EventWatchState } from '../explain/eventWatch.ts';
import type { LabPanel } from '../panel.ts';
import type { LabSession, LabSessionState } from './labSession.ts';

export interface LabParts {
  readonly panel: LabPanel;
  readonly session: LabSession;
  readonly watch: EventWatch;
}

export const LabContext = createContext<LabParts | null>(null);

/** The panel, session and event watch of the lab around. */
export function useLab(): LabParts {
  const parts = useContext(LabContext);
  if (!parts) throw new Error('a part of a lab stands outside its page');
  return parts;
}

/** Reads the lab's session; re-renders when the selected value changes. */
export function useSession<T>(select: (state: LabSessionState) => T): T {
  return useStore(useLab().session, select);
}

/** Reads what the event watch shows. */
export function useWatch<T>(select: (state: EventWatchState) => T): T {
  return useStore(useLab().watch, select);
}
