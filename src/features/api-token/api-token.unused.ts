import { shownScopes } from '../../access/effective-scopes';
import type { Context } from '../../context';
import { invalidInput } from '../../graphql/errors';
import { loader } from '../../graphql/loaders';
import { rows } from '../../graphql/rows';
import { groupBy } from '../../lib/group-by';
import { loadHeld } from '../role/role.permissions';
import { type ApiToken, ApiTokenScopeUse } from './api-token.entity';

const DAY = 86_400_000;
const DEFAULT_DAYS = 30;
const MOST_DAYS = 3_650;

/**
 * Scopes that the token shows and didn't need in the last days, of those that are decided here (P12). A registered API
 * decides by itself: its scopes count once their use was seen here, at /auth/verify.
 * @throws BAD_USER_INPUT.
 */
export async function unusedScopes(context: Context, token: ApiToken, days: number | null): Promise<string[]> {
  const asked = days ?? DEFAULT_DAYS;
  if (asked < 1 || asked > MOST_DAYS) throw invalidInput(['days'], `From 1 to ${MOST_DAYS} days.`);
  const { catalogue } = context;
  const [held, uses] = await Promise.all([loadHeld(context, token.ownerId), loadUses(context, token.id)]);
  const since = Date.now() - asked * DAY;
  const used = uses.filter(({ lastUsedAt }) => lastUsedAt.getTime() >= since).map(({ scope }) => scope);
  const seen = new Set(uses.map(({ scope }) => scope));
  const shown = shownScopes(catalogue, token, held).filter((scope) => catalogue.has(scope));
  const needed = neededOf(shown, used, (scope) => catalogue.expand([scope]));
  return shown.filter((scope) => !needed.has(scope) && (seen.has(scope) || !catalogue.find(scope)?.apiId));
}

/** A scope that is itself on the list was needed itself; else those that imply it were. */
function neededOf(
  shown: readonly string[],
  used: readonly string[],
  impliedBy: (scope: string) => ReadonlySet<string>,
): Set<string> {
  const listed = new Set(shown);
  return new Set(
    used.flatMap((scope) => (listed.has(scope) ? scope : shown.filter((other) => impliedBy(other).has(scope)))),
  );
}

/** For lists of tokens: one statement. */
function loadUses(context: Context, tokenId: string): Promise<ApiTokenScopeUse[]> {
  return loader<string, ApiTokenScopeUse[]>(context, 'scope uses of token', async (ids) => {
    const query = rows(context, ApiTokenScopeUse).keyed('scopeUse').andWhere('scopeUse.token_id IN (:...ids)', { ids });
    const found = groupBy(await query.getMany(), (use) => use.tokenId);
    return ids.map((id) => found.get(id) ?? []);
  }).load(tokenId);
}
