import { Menu } from '@mantine/core';
import { IconBan, IconCopy, IconPencil, IconRefresh, IconRestore, IconTrash } from '@tabler/icons-react';
import { Link } from 'wouter';
import type { TokenRow } from './documents';
import { oneToken, type TokenAction } from './meant';
import { useTokenRights } from './rights';
import type { TokenActions } from './token-actions';

const icon = { size: 16, stroke: 1.75 };

export interface TokenMenuProps {
  token: TokenRow;
  actions: TokenActions;
  /** Those that stand beside the menu as buttons. */
  without?: readonly (TokenAction | 'edit')[];
}

/** What can be done with one token, as far as the viewer may. */
export function TokenMenu({ token, actions: { start }, without = [] }: TokenMenuProps) {
  const { manages, restores, strengthens, create } = useTokenRights();
  const meant = oneToken(token);
  const revoked = token.status === 'REVOKED';
  const shows = (action: TokenAction | 'edit') => manages(token) && !without.includes(action);
  return (
    <>
      {shows('edit') && (
        <Menu.Item component={Link} href={`/api-tokens/${token.id}/edit`} leftSection={<IconPencil {...icon} />}>
          Edit
        </Menu.Item>
      )}
      {create && (
        <Menu.Item component={Link} href={`/api-tokens/${token.id}/copy`} leftSection={<IconCopy {...icon} />}>
          Copy
        </Menu.Item>
      )}
      {shows('regenerate') && !revoked && strengthens(token) && (
        <Menu.Item leftSection={<IconRefresh {...icon} />} onClick={() => start('regenerate', meant)}>
          Regenerate…
        </Menu.Item>
      )}
      {shows('restore') && restores(token) && (
        <Menu.Item leftSection={<IconRestore {...icon} />} onClick={() => start('restore', meant)}>
          Restore
        </Menu.Item>
      )}
      {shows('revoke') && <Menu.Divider />}
      {shows('revoke') && !revoked && (
        <Menu.Item color="red" leftSection={<IconBan {...icon} />} onClick={() => start('revoke', meant)}>
          Revoke…
        </Menu.Item>
      )}
      {shows('delete') && (
        <Menu.Item color="red" leftSection={<IconTrash {...icon} />} onClick={() => start('delete', meant)}>
          Delete…
        </Menu.Item>
      )}
    </>
  );
}
