import { useMemo } from 'react';
import { useQuery } from 'urql';
import { type Problem, problemOf } from '../../api/problem';
import { useViewer } from '../../api/viewer';
import type { Connection } from '../../parts/list/data-table';
import { type ListState, useListState } from '../../parts/list/list-state';
import { type Selection, useSelection } from '../../parts/list/selection';
import { TOKEN_COUNT, type TokenOrderField, TOKENS, type TokenRow } from './documents';
import type { TokenFilter } from './meant';
import { useTokenRights } from './rights';
import { ALL_TOKENS, MY_TOKENS, MY_TOKENS_ALONE } from './token-filters';

/** A change of any token concerns every list of tokens, also one that is empty now. */
const CONTEXT = { additionalTypenames: ['ApiToken'] };

export interface TokenPageState {
  readonly list: ListState<TokenFilter, TokenOrderField>;
  /** Undefined until the first answer. */
  readonly tokens: Connection<TokenRow> | undefined;
  /** Undefined while it is being counted. */
  readonly total: { readonly totalCount: number; readonly totalCountIsExact: boolean } | undefined;
  /** Changes with each answer. */
  readonly answer: unknown;
  readonly selection: Selection<TokenRow, TokenFilter>;
  readonly fetching: boolean;
  readonly problem: Problem | undefined;
  readonly again: () => void;
}

/** The page of tokens that the address asks for, and what is selected of it. */
export function useTokenPage(mine: boolean): TokenPageState {
  const { user } = useViewer();
  const { seesAll } = useTokenRights();
  const own = seesAll ? MY_TOKENS : MY_TOKENS_ALONE;
  const list = useListState<TokenFilter, TokenOrderField>(mine ? own : ALL_TOKENS);
  const filter = useMemo(
    (): TokenFilter => (mine ? { ...list.filter, ownerIds: [user.id] } : { ...list.filter }),
    // The key changes exactly when the filter does.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [list.filterKey, mine, user.id],
  );
  const [{ data, stale, fetching, error }, ask] = useQuery({
    query: TOKENS,
    variables: { filter, orderBy: list.orderBy, ...list.page },
    context: CONTEXT,
  });
  const [counted, count] = useQuery({ query: TOKEN_COUNT, variables: { filter }, context: CONTEXT });
  // While another filter's tokens are counted the last count is still here: it isn't theirs.
  const isOfFilter = JSON.stringify(counted.operation?.variables.filter) === JSON.stringify(filter);
  const total = isOfFilter && !counted.error ? counted.data?.apiTokens : undefined;
  const tokens = data && { ...data.apiTokens, ...total };
  const selection = useSelection({
    rows: tokens?.nodes ?? [],
    filter,
    filterKey: list.filterKey,
    total: total?.totalCount ?? 0,
    totalIsExact: total?.totalCountIsExact ?? false,
  });
  return {
    list,
    tokens,
    total,
    answer: data,
    selection,
    fetching: fetching || stale,
    problem: problemOf(error),
    again: () => {
      ask({ requestPolicy: 'network-only' });
      count({ requestPolicy: 'network-only' });
    },
  };
}
