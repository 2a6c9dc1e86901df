import { Menu } from '@mantine/core';
import {
  IconDeviceMobileOff,
  IconLogout,
  IconPassword,
  IconPlayerPause,
  IconPlayerPlay,
  IconTrash,
} from '@tabler/icons-react';
import { useViewer } from '../../api/viewer';
import { useMayManage } from './rights';
import type { UserActions } from './use-user-actions';
import type { Meant } from './user-words';

const icon = { size: 16, stroke: 1.75 } as const;

/** What can be done with one user. Disabling and deleting oneself, and one's own second factor, are refused: no entry. */
export function UserMenu({ user, actions }: { user: Meant; actions: UserActions }) {
  const { user: viewer } = useViewer();
  const mayManage = useMayManage();
  if (!mayManage(user)) return null;
  const oneself = viewer.id === user.id;
  const person = user.kind === 'PERSON';
  const { start, setEnabled } = actions;
  return (
    <>
      {person && user.enabled && (
        <Menu.Item leftSection={<IconPassword {...icon} />} onClick={() => start('reset-password', [user])}>
          Reset password…
        </Menu.Item>
      )}
      {person && !oneself && user.twoFactorEnabled && (
        <Menu.Item leftSection={<IconDeviceMobileOff {...icon} />} onClick={() => start('reset-two-factor', [user])}>
          Reset second factor…
        </Menu.Item>
      )}
      {person && (
        <Menu.Item leftSection={<IconLogout {...icon} />} onClick={() => start('end-sessions', [user])}>
          End sessions…
        </Menu.Item>
      )}
      {!oneself && <EnableItem user={user} setEnabled={setEnabled} />}
      {!oneself && (
        <>
          <Menu.Divider />
          <Menu.Item color="red" leftSection={<IconTrash {...icon} />} onClick={() => start('delete', [user])}>
            Delete…
          </Menu.Item>
        </>
      )}
    </>
  );
}

function EnableItem({ user, setEnabled }: { user: Meant } & Pick<UserActions, 'setEnabled'>) {
  const Icon = user.enabled ? IconPlayerPause : IconPlayerPlay;
  return (
    <Menu.Item leftSection={<Icon {...icon} />} onClick={() => void setEnabled([user], !user.enabled)}>
      {user.enabled ? 'Disable' : 'Enable'}
    </Menu.Item>
  );
}
