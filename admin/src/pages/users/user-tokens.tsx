import { Anchor, Text } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { useQuery } from 'urql';
import { Link } from 'wouter';
import { graphql, type ResultOf } from '../../api/graphql';
import { countWords } from '../../parts/count-words';
import { EmptyState } from '../../parts/empty-state';
import { Loaded } from '../../parts/loaded';
import { Expiry, Moment } from '../../parts/moment';
import { Rows } from '../../parts/rows';
import { StatusPill } from '../../parts/status-pill';
import type { ShownUser } from './user-documents';

const TOKENS_OF = graphql(`
  query TokensOfUser($filter: ApiTokenFilter!) {
    apiTokens(first: 20, filter: $filter, orderBy: [{ field: LAST_USED_AT, direction: DESC }]) {
      nodes {
        id
        name
        description
        status
        access
        expiresAt
        lastUsedAt
        scopes
      }
      totalCount
    }
  }
`);

/** Those that were used last; the list of all tokens has the rest, with everything that can be done. */
export function UserTokens({ user: { id, displayName } }: { user: ShownUser }) {
  const query = useQuery({ query: TOKENS_OF, variables: { filter: { ownerIds: [id] } } });
  return (
    <Loaded of={query}>
      {({ apiTokens: { nodes, totalCount } }) =>
        totalCount === 0 ? (
          <EmptyState kind="nothing-yet" icon={IconKey} title="No tokens">
            {displayName} owns no token.
          </EmptyState>
        ) : (
          <>
            <Text mb="sm">
              <Anchor component={Link} href={`/api-tokens?ownerIds=${id}`}>
                Open {countWords(totalCount, 'token')} in the list
              </Anchor>
            </Text>
            <Rows label={`Tokens of ${displayName}`} rows={nodes.map(rowOf)} />
          </>
        )
      }
    </Loaded>
  );
}

type Token = ResultOf<typeof TOKENS_OF>['apiTokens']['nodes'][number];

const LEVELS = { FULL_ACCESS: 'Full access', READ_ONLY: 'Read only' } as const;

const rowOf = ({ id, name, description, status, access, expiresAt, lastUsedAt, scopes }: Token) => ({
  id,
  href: `/api-tokens/${id}`,
  name,
  beside: <StatusPill status={status} />,
  text: description,
  facts: (
    <>
      <span>{access === 'CUSTOM' ? countWords(scopes.length, 'scope') : LEVELS[access]}</span>
      <Expiry at={expiresAt} />
      <Moment at={lastUsedAt} none="never used" />
    </>
  ),
});
