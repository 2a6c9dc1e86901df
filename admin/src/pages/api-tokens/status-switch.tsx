import { Menu, Tooltip, UnstyledButton } from '@mantine/core';
import { IconCaretDownFilled } from '@tabler/icons-react';
import { StatusPill } from '../../parts/status-pill';
import type { TokenRow } from './documents';
import { oneToken } from './meant';
import { NOT_BY_TOKEN, useTokenRights } from './rights';
import type { TokenActions } from './token-actions';
import { useSwitch } from './use-switch';

/** The status, and with the right to it what a press does: active ↔ disabled, else the ways on (W3). */
export function StatusSwitch({ token, actions }: { token: TokenRow; actions: TokenActions }) {
  const { manages, strengthens } = useTokenRights();
  const { flip, busy } = useSwitch(actions.refused);
  const { status, name } = token;
  if (!manages(token)) return <StatusPill status={status} />;
  if (status === 'REVOKED' || status === 'EXPIRED') return <WaysOn {...{ token, actions }} />;
  if (status === 'DISABLED' && !strengthens(token)) {
    return (
      <Tooltip label={NOT_BY_TOKEN}>
        <UnstyledButton className="status-switch" aria-label={`${name} is disabled. ${NOT_BY_TOKEN}`} aria-disabled>
          <StatusPill status={status} />
        </UnstyledButton>
      </Tooltip>
    );
  }
  const action = status === 'ACTIVE' ? 'disable' : 'enable';
  const words = action === 'disable' ? 'Disable' : 'Enable';
  return (
    <Tooltip label={words}>
      <UnstyledButton
        className="status-switch"
        aria-label={`${name} is ${status.toLowerCase()}. ${words}`}
        aria-disabled={busy}
        onClick={() => void flip(action, oneToken(token))}
      >
        <StatusPill status={status} busy={busy} />
      </UnstyledButton>
    </Tooltip>
  );
}

/** Behind an ended token: what brings it back, or removes it (C5, C9). */
function WaysOn({ token, actions: { start } }: { token: TokenRow; actions: TokenActions }) {
  const { restores, strengthens } = useTokenRights();
  const meant = oneToken(token);
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <UnstyledButton
          className="status-switch"
          aria-label={`${token.name} is ${token.status.toLowerCase()}. Ways on`}
        >
          <StatusPill status={token.status} />
          <IconCaretDownFilled size={12} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {token.status === 'EXPIRED'
          ? strengthens(token) && (
              <Menu.Item onClick={() => start('regenerate', meant)}>Regenerate with a new end…</Menu.Item>
            )
          : restores(token) && <Menu.Item onClick={() => start('restore', meant)}>Restore</Menu.Item>}
        <Menu.Item color="red" onClick={() => start('delete', meant)}>
          Delete…
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
