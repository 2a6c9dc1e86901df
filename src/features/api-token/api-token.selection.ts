import type { KnownContext } from '../../context';
import { conflict, invalidInput, notFound } from '../../graphql/errors';
import { LARGEST_COUNT } from '../../graphql/connections';
import { chunks, rows } from '../../graphql/rows';
import { isId } from '../../lib/is-id';
import { ApiToken } from './api-token.entity';
import type { ApiTokensInput } from './api-token.inputs';
import { conditionsFor, tokensMatching } from './api-token.matches';
import { assertManages, restrictToVisible } from './api-token.visibility';

/** What a bulk change looks at: hydrating all columns of 50,000 tokens would take longer than changing them. */
const COLUMNS = [
  'id',
  'accountId',
  'ownerId',
  'name',
  'access',
  'scopes',
  'enabled',
  'revoked',
  'revokedAt',
  'revocationReason',
  'expiresAt',
  'allowedAddresses',
  'createdWithId',
  'updatedAt',
] as const satisfies readonly (keyof ApiToken)[];

export type SelectedToken = Pick<ApiToken, (typeof COLUMNS)[number]>;

/**
 * The tokens of a bulk change, locked, in the order of their ids; all may be managed by the caller (C6).
 * @throws BAD_USER_INPUT unless it is ids or a filter with the expected count; NOT_FOUND naming ids that are not
 * visible; CONFLICT for another count; INSUFFICIENT_SCOPE naming those that may not be touched.
 */
export async function selectTokens(context: KnownContext, input: ApiTokensInput): Promise<SelectedToken[]> {
  const tokens = input.ids ? await byIds(context, input) : await byFilter(context, input);
  assertManages(context, tokens);
  return tokens;
}

async function byIds(
  context: KnownContext,
  { ids = [], filter, expectedCount }: ApiTokensInput,
): Promise<SelectedToken[]> {
  if (filter || expectedCount !== undefined)
    throw invalidInput(['filter'], 'Give ids, or a filter with expectedCount, not both.');
  const wanted = [...new Set(ids)].sort();
  const tokens = await lockSelected(context, wanted);
  const found = new Set(tokens.map(({ id }) => id));
  const missing = wanted.filter((id) => !found.has(id));
  if (missing.length > 0) throw notFound(missing);
  return tokens;
}

async function byFilter(context: KnownContext, { filter, expectedCount }: ApiTokensInput): Promise<SelectedToken[]> {
  if (!filter) throw invalidInput(['ids'], 'Give ids, or a filter with expectedCount.');
  if (expectedCount === undefined) throw invalidInput(['expectedCount'], 'Give the count that you saw, too.');
  if (expectedCount > LARGEST_COUNT) {
    throw invalidInput(['expectedCount'], `At most ${LARGEST_COUNT} tokens can be changed at once: narrow the filter.`);
  }
  const query = await tokensMatching(context, await conditionsFor(context, filter));
  const found = await query
    .select('token.id', 'id')
    .limit(expectedCount + 1)
    .getRawMany<{ id: string }>();
  const tokens = await lockSelected(context, found.map(({ id }) => id).sort());
  if (found.length !== expectedCount || tokens.length !== expectedCount) {
    throw conflict(`Another number of tokens match now than the ${expectedCount} that you saw. Look again.`);
  }
  return tokens;
}

async function lockSelected(context: KnownContext, ids: readonly string[]): Promise<SelectedToken[]> {
  const selected: SelectedToken[] = [];
  for (const chunk of chunks(ids.filter(isId), 1_000)) {
    const query = restrictToVisible(context, rows(context, ApiToken).lock('token'));
    selected.push(
      ...(await query
        .select(COLUMNS.map((column) => `token.${column}`))
        .andWhere('token.id IN (:...chunk)', { chunk })
        .orderBy('token.id')
        .getMany()),
    );
  }
  return selected;
}

/** Whole records of the first of them, for the answer. */
export async function firstOf(context: KnownContext, tokens: readonly { readonly id: string }[]): Promise<ApiToken[]> {
  const ids = tokens.slice(0, 100).map(({ id }) => id);
  const found = new Map((await rows(context, ApiToken).findByIds(ids)).map((token) => [token.id, token]));
  return ids.flatMap((id) => found.get(id) ?? []);
}
