import { Catalogue } from '../../access/catalogue';
import { type FieldMistake, invalidInput, ScopegateError } from '../../graphql/errors';
import type { ApiScope } from './api.entity';
import type { ApiScopeInput } from './api.inputs';

/** A scope as a registration brings it; what the input leaves out is kept, or follows from the scope's text. */
export type NewScope = Omit<ApiScope, 'accountId' | 'apiId' | 'apiKey' | 'gone'>;

const VERB = /[:./]([^:./]+)$/;

/** "orders:read" reads "Read", "refund" reads "Refund". */
function labelOf(scope: string): string {
  const verb = (VERB.exec(scope)?.[1] ?? scope).replace(/[-_]+/g, ' ');
  return (verb.charAt(0).toUpperCase() + verb.slice(1)).slice(0, 100);
}

/**
 * The scopes that an SDL names, with what is said of them.
 * @param known what the API said before; counts where `said` is left out.
 * @throws BAD_USER_INPUT for what is said of scopes that the SDL doesn't name, and for implications beyond the API.
 */
export function describeScopes(
  named: readonly string[],
  said: readonly ApiScopeInput[] | undefined,
  known: ReadonlyMap<string, ApiScope>,
): NewScope[] {
  const within = new Set(named);
  const mistakes = (said ?? []).flatMap((input, index) => mistakesOf(input, within, index));
  if (new Set(said?.map(({ scope }) => scope)).size < (said?.length ?? 0))
    throw invalidInput(['scopes'], 'Name each scope once.');
  if (mistakes.length > 0) {
    throw new ScopegateError('BAD_USER_INPUT', mistakes.map(({ message }) => message).join(' '), { fields: mistakes });
  }
  const inputs = new Map(said?.map((input) => [input.scope, input]));
  return named.map((scope) => (said ? fromInput(scope, inputs.get(scope)) : (known.get(scope) ?? fromInput(scope))));
}

function mistakesOf(
  { scope, implies = [] }: ApiScopeInput,
  within: ReadonlySet<string>,
  index: number,
): FieldMistake[] {
  const path = ['scopes', String(index)];
  const beyond = implies.filter((implied) => !within.has(implied));
  return [
    ...(within.has(scope) ? [] : [{ path: [...path, 'scope'], message: `${scope} is not in the SDL.` }]),
    ...beyond.map((implied) => ({ path: [...path, 'implies'], message: `${implied} is not a scope of this API.` })),
  ];
}

function fromInput(scope: string, input?: ApiScopeInput): NewScope {
  return {
    scope,
    label: input?.label ?? labelOf(scope),
    description: input?.description ?? '',
    readOnly: input?.readOnly ?? false,
    implies: [...new Set(input?.implies)].filter((implied) => implied !== scope).sort(),
    docsUrl: input?.docsUrl ? String(input.docsUrl) : null,
  };
}

/** A catalogue of the account's with this API's scopes put in place of what it brought before. */
export function withScopes(catalogue: Catalogue, apiId: string | undefined, scopes: readonly NewScope[]): Catalogue {
  const others = catalogue.permissions.filter((permission) => !permission.apiId || permission.apiId !== apiId);
  const own = scopes.map(({ docsUrl, ...scope }) => ({
    ...scope,
    path: [],
    grantableToTokens: true,
    docsUrl: docsUrl ?? undefined,
  }));
  return new Catalogue([...others, ...own]);
}

/**
 * What somebody would hold through the change who doesn't now: scopes that living ones come to imply, and scopes that
 * READ_ONLY tokens come to give. Adding them is a grant (P5, P8).
 */
export function comingIn(
  before: Catalogue,
  after: Catalogue,
  scopes: readonly NewScope[],
): { implied: string[]; reading: string[] } {
  const implied = scopes.flatMap(({ scope }) => {
    const had = before.expand([scope]);
    return [...after.expand([scope])].filter(
      (reached) => reached !== scope && !had.has(reached) && before.has(reached),
    );
  });
  const reading = scopes.filter(({ scope, readOnly }) => readOnly && before.find(scope)?.readOnly === false);
  return { implied: [...new Set(implied)].sort(), reading: reading.map(({ scope }) => scope).sort() };
}
