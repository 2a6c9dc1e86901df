import { type ReactNode, useState } from 'react';
import { useClient } from 'urql';
import { problemOf } from '../../api/problem';
import { later } from '../../parts/later';
import { toast } from '../../parts/toast';
import { TOKENS } from './documents';
import { type Meant, type TokenAction, without } from './meant';
import { type Refused, type SwitchAction, useSwitch } from './use-switch';

const DeleteDialog = later(() => import('./delete-dialog').then((module) => module.DeleteDialog));
const RegenerateDialog = later(() => import('./regenerate-dialog').then((module) => module.RegenerateDialog));
const RevokeDialog = later(() => import('./revoke-dialog').then((module) => module.RevokeDialog));
const RefusedDialog = later(() => import('./switch-dialogs').then((module) => module.RefusedDialog));
const SwitchDialog = later(() => import('./switch-dialogs').then((module) => module.SwitchDialog));

/** As many secrets as the API renews at once, and its largest page. */
export const MOST_SECRETS = 100;

type Dialog = 'revoke' | 'regenerate' | 'delete' | `switch-${SwitchAction}`;

export interface TokenActionsOptions {
  /** Takes them out of the selection. */
  deselect?: (ids: readonly string[]) => void;
  /** After a change that is over. */
  done?: (action: TokenAction, meant: Meant) => void;
}

export interface TokenActions {
  readonly start: (action: TokenAction, meant: Meant) => void;
  readonly refused: (refusal: Refused) => void;
  /** A switch of several is on its way. */
  readonly busy: boolean;
  /** To be rendered beside the page. */
  readonly dialogs: ReactNode;
}

/** What can be done with tokens, one or many: starts it, asks what has to be asked, tells what came of it. */
export function useTokenActions({ deselect, done }: TokenActionsOptions = {}): TokenActions {
  const [open, setOpen] = useState<{ dialog: Dialog; action: TokenAction; meant: Meant }>();
  const [refusal, setRefusal] = useState<Refused>();
  const { flip, busy } = useSwitch(setRefusal);
  const withRows = useRows();
  const close = () => setOpen(undefined);

  async function switchNow(action: SwitchAction, meant: Meant) {
    if (await flip(action, meant)) done?.(action, meant);
    close();
  }
  async function start(action: TokenAction, meant: Meant) {
    if (action === 'regenerate') {
      const known = await withRows(meant);
      if (known) setOpen({ dialog: action, action, meant: known });
    } else if (action === 'revoke' || action === 'delete') setOpen({ dialog: action, action, meant });
    else if ('ids' in meant.target) await switchNow(action, meant);
    else setOpen({ dialog: `switch-${action}`, action, meant });
  }
  const dialogs = (
    <>
      {open && (
        <OpenDialog
          {...open}
          busy={busy}
          confirm={(action) => void switchNow(action, open.meant)}
          deselect={(ids) => {
            deselect?.(ids);
            setOpen({ ...open, meant: without(open.meant, ids) });
          }}
          done={() => {
            close();
            done?.(open.action, open.meant);
          }}
          close={close}
        />
      )}
      {refusal && (
        <RefusedDialog refused={refusal} deselect={(ids) => deselect?.(ids)} close={() => setRefusal(undefined)} />
      )}
    </>
  );
  return { start: (action, meant) => void start(action, meant), refused: setRefusal, busy, dialogs };
}

interface OpenDialogProps {
  dialog: Dialog;
  meant: Meant;
  busy: boolean;
  confirm: (action: SwitchAction) => void;
  deselect: (ids: readonly string[]) => void;
  done: () => void;
  close: () => void;
}

function OpenDialog({ dialog, busy, confirm, ...props }: OpenDialogProps) {
  switch (dialog) {
    case 'revoke':
      return <RevokeDialog {...props} />;
    case 'delete':
      return <DeleteDialog {...props} />;
    case 'regenerate':
      return <RegenerateDialog {...props} />;
    case 'switch-enable':
      return <SwitchDialog {...props} action="enable" busy={busy} confirm={() => confirm('enable')} />;
    case 'switch-disable':
      return <SwitchDialog {...props} action="disable" busy={busy} confirm={() => confirm('disable')} />;
    case 'switch-restore':
      return <SwitchDialog {...props} action="restore" busy={busy} confirm={() => confirm('restore')} />;
  }
}

/** New secrets are for ids: of a filter they are looked up first. */
function useRows() {
  const client = useClient();
  return async (meant: Meant): Promise<Meant | undefined> => {
    if ('ids' in meant.target) return meant;
    const variables = { filter: meant.target.filter, first: MOST_SECRETS };
    const { data, error } = await client.query(TOKENS, variables, { requestPolicy: 'network-only' }).toPromise();
    const problem = problemOf(error);
    if (problem) toast(problem.message);
    const tokens = data?.apiTokens.nodes;
    return tokens && { target: { ids: tokens.map(({ id }) => id) }, count: tokens.length, tokens };
  };
}
