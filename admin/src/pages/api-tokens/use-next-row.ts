import { useEffect, useRef } from 'react';

/**
 * When the row that had the focus is gone, the one in its place gets it: a keyboard mustn't start from the top again.
 * `answer`: changes with the rows. @returns to be called when something was deleted.
 */
export function useNextRow(answer: unknown): () => void {
  const deleted = useRef(false);
  useEffect(() => {
    if (!deleted.current) return;
    deleted.current = false;
    document.querySelector<HTMLElement>('.table tbody tr[tabindex="0"]')?.focus();
  }, [answer]);
  return () => void (deleted.current = true);
}
