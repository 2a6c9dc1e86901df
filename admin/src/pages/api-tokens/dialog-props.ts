import type { Meant } from './meant';

/** What every dialog about tokens gets. */
export interface TokenDialogProps {
  meant: Meant;
  deselect: (ids: readonly string[]) => void;
  /** It was done: the selection is over. */
  done: () => void;
  close: () => void;
}
