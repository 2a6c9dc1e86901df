import { BUILT_IN_CATALOGUE, Catalogue } from '../../access/catalogue';
import type { Context } from '../../context';
import { ScopegateError } from '../../graphql/errors';
import { nameKey } from '../../lib/name-key';
import type { Api, ApiScope } from './api.entity';
import type { RegisterApiInput } from './api.inputs';
import { listedAnywhere } from './api.listed';
import { describeScopes, type NewScope } from './api.scopes';
import type { ReadApi } from './api.sdl';
import type { RegisteredApis } from './api.state';

/** More scopes than any catalogue is meant to have: roles list no more. */
const MOST_SCOPES = 5_000;
/** Each scope with all that it implies, together: what is kept in memory for every account. */
const MOST_IMPLIED = 50_000;
const MOST_APIS = 500;

/** What registering an API would do. */
export interface RegistrationPlan {
  /** The API of that name; undefined when it is new. */
  readonly current: Api | undefined;
  /** What names are compared by. */
  readonly key: string;
  /** What the API of that name brought until now, by scope; the gone ones included. */
  readonly known: ReadonlyMap<string, ApiScope>;
  readonly scopes: readonly NewScope[];
  readonly before: Catalogue;
  readonly after: Catalogue;
}

/**
 * Looks at everything that can be wrong with a registration but who makes it.
 * @throws BAD_USER_INPUT; CONFLICT for scopes that aren't the API's to claim (P8), and for too many of them.
 */
export async function planRegistration(
  context: Context,
  { apis, scopes: rows, catalogue: before }: RegisteredApis,
  input: RegisterApiInput,
  read: ReadApi,
): Promise<RegistrationPlan> {
  const key = nameKey(input.name);
  const current = apis.find((api) => api.nameKey === key);
  const known = new Map(rows.filter(({ apiKey }) => apiKey === key).map((row) => [row.scope, row]));
  const named = [...read.operations.keys()].sort();
  await assertClaimable(context, rows, { key, named });
  const scopes = describeScopes(named, input.scopes, known);
  const after = withScopes(before, current?.id, scopes);
  assertBounded(after, apis.length + (current ? 0 : 1));
  return { current, key, known, scopes, before, after };
}

interface Claim {
  readonly key: string;
  readonly named: readonly string[];
}

async function assertClaimable(context: Context, rows: readonly ApiScope[], { key, named }: Claim): Promise<void> {
  const builtIn = named.filter((scope) => BUILT_IN_CATALOGUE.has(scope));
  if (builtIn.length > 0) throw refusal('BAD_USER_INPUT', `Scopegate's own: ${builtIn.join(', ')}.`);
  const byScope = new Map(rows.map((row) => [row.scope, row]));
  const others = named.filter((scope) => byScope.get(scope)?.apiKey !== key);
  const living = others.filter((scope) => byScope.get(scope)?.gone === false);
  if (living.length > 0) throw refusal('CONFLICT', `Another API has ${living.join(', ')}.`);
  // Whoever lists one would come to hold what it means here.
  const listed = await listedAnywhere(context, others);
  if (listed.size === 0) return;
  const names = [...listed].sort().join(', ');
  throw refusal(
    'CONFLICT',
    `Roles, tokens or presets still list ${names} as another API brought it; take it off first.`,
  );
}

function refusal(code: 'BAD_USER_INPUT' | 'CONFLICT', message: string): ScopegateError {
  return new ScopegateError(code, message, { fields: [{ path: ['sdl'], message }] });
}

/** The catalogue with these scopes in place of what the API brought before. */
function withScopes(catalogue: Catalogue, apiId: string | undefined, scopes: readonly NewScope[]): Catalogue {
  const others = catalogue.permissions.filter((permission) => !permission.apiId || permission.apiId !== apiId);
  const own = scopes.map(({ docsUrl, ...scope }) => ({
    ...scope,
    path: [],
    grantableToTokens: true,
    docsUrl: docsUrl ?? undefined,
  }));
  return new Catalogue([...others, ...own]);
}

function assertBounded(after: Catalogue, apis: number): void {
  const implied = after.scopes.reduce((sum, scope) => sum + after.expand([scope]).size, 0);
  if (apis > MOST_APIS) throw refusal('CONFLICT', `An account has ${MOST_APIS} APIs at most.`);
  if (after.scopes.length > MOST_SCOPES) throw refusal('CONFLICT', `An account has ${MOST_SCOPES} scopes at most.`);
  if (implied > MOST_IMPLIED) throw refusal('BAD_USER_INPUT', 'The scopes imply each other too often.');
}
