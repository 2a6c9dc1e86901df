import { Button, Menu } from '@mantine/core';
import { IconChevronUp } from '@tabler/icons-react';
import type { Selection } from '../../parts/list/selection';
import { SelectionBar } from '../../parts/list/selection-bar';
import type { TokenRow } from './documents';
import type { TokenAction, TokenFilter } from './meant';
import { MOST_SECRETS, type TokenActions } from './token-actions';

export interface BulkBarProps {
  selection: Selection<TokenRow, TokenFilter>;
  actions: TokenActions;
  total: number;
}

/** What can be done with the selected tokens, all or none of them (C6). */
export function BulkBar({ selection, actions: { start, busy }, total }: BulkBarProps) {
  const { target, count, rows } = selection;
  const begin = (action: TokenAction) => () => target && start(action, { target, count, tokens: rows });
  return (
    <SelectionBar noun="token" {...selection} total={total}>
      <Button variant="default" onClick={begin('enable')} disabled={busy}>
        Enable
      </Button>
      <Button variant="default" onClick={begin('disable')} disabled={busy}>
        Disable
      </Button>
      <Button variant="default" className="bulk-danger" onClick={begin('revoke')} disabled={busy}>
        Revoke…
      </Button>
      <Menu position="top-end">
        <Menu.Target>
          <Button variant="default" rightSection={<IconChevronUp size={14} stroke={1.75} aria-hidden />}>
            More
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={begin('restore')}>Restore</Menu.Item>
          <Menu.Item onClick={begin('regenerate')} disabled={count > MOST_SECRETS}>
            {count > MOST_SECRETS ? `Regenerate (${MOST_SECRETS} at most)` : 'Regenerate…'}
          </Menu.Item>
          <Menu.Item color="red" onClick={begin('delete')}>
            Delete…
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </SelectionBar>
  );
}
