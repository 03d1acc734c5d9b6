import { createContext, useContext } from 'react';
import type { NoteData } from './noteData.ts';

const NoteContext = createContext<NoteData | null>(null);

export const NoteProvider = NoteContext.Provider;

/** The data of the page of notes around; throws outside one. */
export function useNoteData(): NoteData {
  const data = useContext(NoteContext);
  if (!data) throw new Error('a note component was used outside a page of notes');
  return data;
}
