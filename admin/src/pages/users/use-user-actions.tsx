import { type ReactNode, useState } from 'react';
import { LinkDialog } from './link-dialog';
import { DeleteUsers, EndSessions, RefusedDialog, ResetPassword, ResetTwoFactor } from './user-dialogs';
import { type Refusal, useEnable } from './use-enable';
import type { Meant } from './user-words';

export type AskedAction = 'delete' | 'end-sessions' | 'reset-two-factor' | 'reset-password';

export interface UserActions {
  readonly setEnabled: (users: readonly Meant[], enabled: boolean) => Promise<boolean>;
  readonly isBusy: (id: string) => boolean;
  /** Opens the dialog of something that asks first. */
  readonly start: (action: AskedAction, users: readonly Meant[]) => void;
  /** To be put into the page. */
  readonly dialogs: ReactNode;
}

interface Asked {
  readonly action: AskedAction;
  readonly users: readonly Meant[];
}

/** What can be done with users, from a list as well as from a page. */
export function useUserActions({ deleted }: { deleted: () => void }): UserActions {
  const [asked, setAsked] = useState<Asked>();
  const [refusal, setRefusal] = useState<Refusal>();
  const [link, setLink] = useState<{ user: Meant; url: string }>();
  const { setEnabled, isBusy } = useEnable(setRefusal);
  const close = () => setAsked(undefined);

  function gone() {
    close();
    deleted();
  }
  function made(who: Meant, url: string) {
    close();
    setLink({ user: who, url });
  }
  const dialogs = (
    <>
      {asked && <AskedDialog {...asked} {...{ close, gone, made }} />}
      {link && (
        <LinkDialog
          title={`Link for ${link.user.displayName}`}
          link={link.url}
          name={link.user.displayName}
          lasts="one hour"
          done={() => setLink(undefined)}
        />
      )}
      {refusal && <RefusedDialog refusal={refusal} close={() => setRefusal(undefined)} />}
    </>
  );
  return { setEnabled, isBusy, start: (action, users) => setAsked({ action, users }), dialogs };
}

interface AskedDialogProps extends Asked {
  readonly close: () => void;
  readonly gone: () => void;
  readonly made: (user: Meant, link: string) => void;
}

function AskedDialog({ action, users, close, gone, made }: AskedDialogProps) {
  const [user] = users;
  if (action === 'delete') return <DeleteUsers users={users} close={close} done={gone} />;
  if (!user) return null;
  if (action === 'end-sessions') return <EndSessions user={user} close={close} />;
  if (action === 'reset-two-factor') return <ResetTwoFactor user={user} close={close} />;
  return <ResetPassword user={user} close={close} made={(link) => made(user, link)} />;
}
