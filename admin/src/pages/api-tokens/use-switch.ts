import { useState } from 'react';
import { useChange } from '../../api/change';
import type { Problem } from '../../api/problem';
import { toast } from '../../parts/toast';
import { RESTORE, REVOKE, SET_ENABLED, type TokenRow } from './documents';
import { type Meant, meantWords, type TokenTarget } from './meant';

/** Changes that ask nothing first, because they are as easily undone. */
export type SwitchAction = 'enable' | 'disable' | 'restore';

/** A switch that the server refused. */
export interface Refused {
  readonly action: SwitchAction;
  readonly meant: Meant;
  readonly problem: Problem;
}

const DONE: Record<SwitchAction, string> = { enable: 'Enabled', disable: 'Disabled', restore: 'Restored' };

/**
 * Enables, disables and restores at once, with a toast to undo it (C3, C4). What is shown changes when the server has
 * said so, for rights are never optimistic.
 */
export function useSwitch(refused: (refusal: Refused) => void) {
  const setEnabled = useChange(SET_ENABLED);
  const restore = useChange(RESTORE);
  const revoke = useChange(REVOKE);
  const [action, setAction] = useState<SwitchAction>();

  async function send(wanted: SwitchAction, meant: Meant) {
    const waiting = `${wanted} ${meantWords(meant)}`;
    if (wanted === 'restore') return restore.run({ input: meant.target }, { waiting });
    return setEnabled.run({ input: { ...meant.target, enabled: wanted === 'enable' } }, { waiting });
  }
  async function undo(done: SwitchAction, meant: Meant, changed: readonly TokenRow[]) {
    const target: TokenTarget = { ids: changed.map(({ id }) => id) };
    const waiting = `undo it for ${meantWords(meant)}`;
    const { problem } =
      done === 'restore'
        ? await revoke.run({ input: { ...target, reason: 'REQUESTED', includeCreatedByThem: false } }, { waiting })
        : await setEnabled.run({ input: { ...target, enabled: done === 'disable' } }, { waiting });
    if (problem) toast(problem.message);
  }
  /** @returns whether it was done. */
  async function flip(wanted: SwitchAction, meant: Meant): Promise<boolean> {
    setAction(wanted);
    const { data, problem } = await send(wanted, meant);
    setAction(undefined);
    if (problem) refused({ action: wanted, meant, problem });
    if (!data) return false;
    const changed = 'ids' in meant.target ? changedBy(wanted, meant.tokens) : [];
    toast(
      `${DONE[wanted]} ${meantWords(meant)}.`,
      changed.length > 0 ? () => void undo(wanted, meant, changed) : undefined,
    );
    return true;
  }
  return { flip, busy: action !== undefined };
}

/** Those that weren't so before: the others are to stay as they are when it is undone. */
function changedBy(action: SwitchAction, tokens: readonly TokenRow[]): readonly TokenRow[] {
  if (action === 'restore') return tokens;
  return tokens.filter(({ enabled }) => enabled !== (action === 'enable'));
}
