import type { VariablesOf } from '../../api/graphql';
import { countWords } from '../../parts/count-words';
import type { SelectionTarget } from '../../parts/list/selection';
import type { TOKENS, TokenRow } from './documents';

export type TokenFilter = NonNullable<VariablesOf<typeof TOKENS>['filter']>;
export type TokenTarget = SelectionTarget<TokenFilter>;
export type TokenAction = 'enable' | 'disable' | 'restore' | 'revoke' | 'regenerate' | 'delete';

/** The tokens that an action is about. */
export interface Meant {
  readonly target: TokenTarget;
  readonly count: number;
  /** Those that are known: all of the ids; of a filter the ones on the page. */
  readonly tokens: readonly TokenRow[];
}

export const oneToken = (token: TokenRow): Meant => ({ target: { ids: [token.id] }, count: 1, tokens: [token] });

/** Without some of the ids; a filter stays as it is. */
export function without(meant: Meant, ids: readonly string[]): Meant {
  const tokens = meant.tokens.filter(({ id }) => !ids.includes(id));
  if (!('ids' in meant.target)) return meant;
  const rest = meant.target.ids.filter((id) => !ids.includes(id));
  return { target: { ids: rest }, count: rest.length, tokens };
}

/** `ci-deploy`, `3 tokens`. */
export function meantWords({ count, tokens }: Meant): string {
  const only = count === 1 ? tokens[0]?.name : undefined;
  return only ?? countWords(count, 'token');
}

/** For buttons: `token`, `3 tokens`. */
export const nounOf = ({ count }: Meant): string => (count === 1 ? 'token' : countWords(count, 'token'));
