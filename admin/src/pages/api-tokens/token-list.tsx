import { ActionIcon, Button, Menu, Tooltip } from '@mantine/core';
import { IconDots, IconPlus, IconScan } from '@tabler/icons-react';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { totalWords } from '../../parts/count-words';
import { EmptyState } from '../../parts/empty-state';
import { DataTable } from '../../parts/list/data-table';
import { later } from '../../parts/later';
import { Page } from '../../parts/page';
import { RefreshButton } from '../../parts/refresh-button';
import { useShortcut } from '../../parts/shortcuts';
import { BulkBar } from './bulk-bar';
import { PolicyLine } from './policy-line';
import { useTokenRights } from './rights';
import { useTokenActions } from './token-actions';
import { tokenColumns } from './token-columns';
import { TokenMenu } from './token-menu';
import { useNextRow } from './use-next-row';
import { useTokenPage } from './use-token-page';
import { Views } from './views';
import './tokens.css';

const IdentifyDialog = later(() => import('./identify-dialog').then((module) => module.IdentifyDialog));

/** Everybody's tokens, or the viewer's own: one list, so that both can do the same. */
export function TokenList({ mine }: { mine: boolean }) {
  const { list, tokens, total, answer, selection, fetching, problem, again } = useTokenPage(mine);
  const rights = useTokenRights();
  const focusNextRow = useNextRow(answer);
  const actions = useTokenActions({
    deselect: selection.deselect,
    done: (action) => {
      selection.clear();
      if (action === 'delete') focusNextRow();
    },
  });
  const title = mine ? 'My tokens' : 'API tokens';
  return (
    <Page
      title={title}
      count={total && totalWords(total)}
      actions={
        <>
          <RefreshButton of={answer} fetching={fetching} refresh={again} />
          <NewToken mine={mine} />
          {!mine && <HeadMenu />}
        </>
      }
    >
      {mine && <PolicyLine />}
      <DataTable
        name={mine ? 'my-tokens' : 'api-tokens'}
        label={title}
        columns={tokenColumns(actions, mine)}
        list={list}
        data={tokens}
        fetching={fetching}
        problem={problem}
        again={again}
        empty={<NoTokens mine={mine} />}
        rowName={({ name }) => name}
        rowHref={({ id }) => `/api-tokens/${id}`}
        rowMenu={(token) => <TokenMenu token={token} actions={actions} />}
        selection={rights.create ? selection : undefined}
      >
        <Views list={list} />
      </DataTable>
      {selection.count > 0 && <BulkBar {...{ selection, actions }} total={total?.totalCount ?? 0} />}
      {actions.dialogs}
    </Page>
  );
}

/** The list's one main thing to do. */
function NewToken({ mine }: { mine: boolean }) {
  const { create } = useTokenRights();
  const [, navigate] = useLocation();
  const address = mine ? '/my-tokens/new' : '/api-tokens/new';
  useShortcut('n', 'New token', create ? () => navigate(address) : undefined);
  if (!create) return null;
  return (
    <Button component={Link} href={address} leftSection={<IconPlus size={16} stroke={1.75} aria-hidden />}>
      New token
    </Button>
  );
}

function HeadMenu() {
  const [identifying, setIdentifying] = useState(false);
  return (
    <>
      <Menu>
        <Menu.Target>
          <Tooltip label="More">
            <ActionIcon variant="default" size={34} aria-label="More">
              <IconDots size={18} stroke={1.75} />
            </ActionIcon>
          </Tooltip>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconScan size={16} stroke={1.75} />} onClick={() => setIdentifying(true)}>
            Identify a token…
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {identifying && <IdentifyDialog close={() => setIdentifying(false)} />}
    </>
  );
}

function NoTokens({ mine }: { mine: boolean }) {
  const { create } = useTokenRights();
  return (
    <EmptyState kind="nothing-yet" title="No tokens yet" action={create && <NewToken mine={mine} />}>
      A token lets a script call your APIs with only the scopes it needs.
    </EmptyState>
  );
}
