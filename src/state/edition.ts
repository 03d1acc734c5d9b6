import { createContext, useContext } from 'react';

export interface EditionState {
  /** The rules on show: `?facts=` in the address wins over the setting. */
  readonly edition: 'notes' | 'today';
  /** Keeps the choice as a setting and clears `?facts=`. */
  readonly setEdition: (edition: 'notes' | 'today') => void;
  readonly fromUrl: boolean;
}

/** Provided by app, which knows the address. */
export const EditionContext = createContext<EditionState>({ edition: 'notes', setEdition: () => {}, fromUrl: false });

/** The facts edition of this page. */
export function useEdition(): EditionState {
  return useContext(EditionContext);
}
