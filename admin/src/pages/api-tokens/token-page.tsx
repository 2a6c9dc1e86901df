import { Button } from '@mantine/core';
import { IconKeyOff } from '@tabler/icons-react';
import { useQuery } from 'urql';
import { Link, useLocation, useParams } from 'wouter';
import { EmptyState } from '../../parts/empty-state';
import { Loaded } from '../../parts/loaded';
import { MoreMenu } from '../../parts/more-menu';
import { Page } from '../../parts/page';
import { StatusPill } from '../../parts/status-pill';
import { AccessCard } from './access-card';
import { oneToken, type TokenAction } from './meant';
import { OverlapNote } from './overlap-note';
import { RevokedNote } from './revoked-note';
import { useTokenRights } from './rights';
import { type TokenActions, useTokenActions } from './token-actions';
import { DetailsCard } from './details-card';
import { TOKEN, type TokenDetails } from './token-document';
import { HistoryCard } from './history-card';
import { TokenMenu } from './token-menu';
import './token-page.css';
import './tokens.css';

/** One token: what it is, what it may do, what happened to it. */
export default function TokenPage() {
  const { id = '' } = useParams();
  const answer = useQuery({ query: TOKEN, variables: { id } });
  return (
    <Loaded of={answer} lines={8} page="Token">
      {({ apiToken }) => (apiToken ? <Token key={id} token={apiToken} /> : <NoToken />)}
    </Loaded>
  );
}

function useListAddress(): string {
  return useTokenRights().seesAll ? '/api-tokens' : '/my-tokens';
}

function NoToken() {
  const list = useListAddress();
  return (
    <Page title="Token">
      <EmptyState
        kind="nothing-yet"
        icon={IconKeyOff}
        title="There is no such token"
        action={
          <Button component={Link} href={list} variant="default">
            Show all tokens
          </Button>
        }
      >
        It may have been deleted, or it is not one that you may see.
      </EmptyState>
    </Page>
  );
}

function Token({ token }: { token: TokenDetails }) {
  const list = useListAddress();
  const [, navigate] = useLocation();
  const actions = useTokenActions({ done: (action) => action === 'delete' && navigate(list) });
  return (
    <>
      <Page
        title={token.name}
        back={{ to: list, label: list === '/api-tokens' ? 'API tokens' : 'My tokens' }}
        beside={<StatusPill status={token.status} busy={actions.busy} />}
        actions={<Buttons token={token} actions={actions} />}
      >
        <RevokedNote token={token} />
        <OverlapNote token={token} />
        <div className="token-cards">
          <DetailsCard token={token} />
          <AccessCard token={token} />
          <HistoryCard token={token} />
        </div>
      </Page>
      {actions.dialogs}
    </>
  );
}

/** The changes that are asked for most; the others are behind ⋯. */
function Buttons({ token, actions }: { token: TokenDetails; actions: TokenActions }) {
  const { manages, restores, strengthens } = useTokenRights();
  const mayChange = manages(token);
  const revoked = token.status === 'REVOKED';
  const begin = (action: TokenAction) => () => actions.start(action, oneToken(token));
  return (
    <>
      {mayChange && !revoked && (token.enabled || strengthens(token)) && (
        <Button variant="default" onClick={begin(token.enabled ? 'disable' : 'enable')} loading={actions.busy}>
          {token.enabled ? 'Disable' : 'Enable'}
        </Button>
      )}
      {mayChange && !revoked && strengthens(token) && (
        <Button variant="default" onClick={begin('regenerate')}>
          Regenerate
        </Button>
      )}
      {mayChange && restores(token) && (
        <Button variant="default" onClick={begin('restore')} loading={actions.busy}>
          Restore
        </Button>
      )}
      {mayChange && (
        <Button component={Link} href={`/api-tokens/${token.id}/edit`}>
          Edit
        </Button>
      )}
      <TokenMoreMenu token={token} actions={actions} />
    </>
  );
}

function TokenMoreMenu({ token, actions }: { token: TokenDetails; actions: TokenActions }) {
  const { manages, create } = useTokenRights();
  if (!manages(token) && !create) return null;
  return (
    <MoreMenu label={`More for ${token.name}`}>
      <TokenMenu token={token} actions={actions} without={['edit', 'regenerate', 'restore']} />
    </MoreMenu>
  );
}
