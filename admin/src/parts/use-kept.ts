import { useState } from 'react';

/**
 * What a form of this id edits, also when a refresh finds it gone: what was typed stays, and saving says what happened.
 * Null only where it never was there.
 */
export function useKept<T extends { readonly id: string }>(id: string, found: T | null | undefined): T | null {
  const [kept, setKept] = useState<T>();
  // While another one is being asked for, the answer about the one before is still here.
  if (found && found.id === id && found !== kept) setKept(found);
  return found ?? (kept?.id === id ? kept : null);
}
